import Testing

@testable import KanikoMigration

@Test(arguments: [("# was: ", false), ("", true)])
func theExecutorInACommentIsNoUse(before: String, isUse: Bool) {
  let repository = PlannedRepository(
    """
    build:
      image: alpine
      script:
        - |
          \(before)/kaniko/executor --context .
          ls

    """)
  #expect(repository.plan.jobs.isEmpty == !isUse)
  #expect(repository.codes.isEmpty == !isUse)
}
