import Foundation
import Testing

@testable import KanikoMigration

@Test func imageSharedWithAnotherToolIsOverridden() {
  let repository = PlannedRepository(
    """
    default:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]

    shell:
      script:
        - ls /busybox

    build:
      script:
        - \(Sample.kaniko)

    """)
  let text = repository.text()
  #expect(text.hasPrefix("default:\n  image:\n    name: gcr.io/kaniko-project/executor:debug\n"))
  #expect(text.contains("build:\n  image:\n    name: moby/buildkit:rootless\n    entrypoint: [\"\"]\n"))
  #expect(repository.outcome(of: "build") == .safe)
  // Its image is Kaniko's and nothing in it runs Kaniko: a person decides.
  #expect(repository.outcome(of: "shell") == .manual)
  #expect(repository.codes == ["K304"])
}

@Test func imageIsEditedOnceWhereTwoJobsTakeIt() {
  let repository = PlannedRepository(
    """
    image:
      name: gcr.io/kaniko-project/executor:debug
      entrypoint: [""]
    a:
      script: [\(Sample.kaniko)]
    b:
      script: [\(Sample.kaniko)]
    """)
  let text = repository.text()
  #expect(repository.codes == [])
  #expect(text.hasPrefix("image:\n  name: moby/buildkit:rootless\n  entrypoint: [\"\"]\n"))
  #expect(text.components(separatedBy: "moby/buildkit").count == 2)
}

/// An image of the job's own would lose what the shared one says besides its name.
@Test func sharedImageWithOtherKeysIsLeft() {
  let repository = PlannedRepository(
    """
    default:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
        pull_policy: always

    shell:
      script:
        - ls /busybox

    build:
      script:
        - \(Sample.kaniko)

    """)
  #expect(repository.plan.edits.isEmpty)
  #expect(repository.codes == ["K304", "K305"])
}

@Test func imageUserIsRemoved() {
  let repository = PlannedRepository(
    """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
        docker:
          user: root
          platform: linux/amd64
        kubernetes:
          user: 0
      script:
        - \(Sample.kaniko)
    """)
  #expect(repository.codes == [])
  #expect(!repository.text().contains("user:"))
  #expect(repository.text().contains("    docker:\n      platform: linux/amd64\n"))
  #expect(!repository.text().contains("kubernetes"))
}

/// The text names the image of the job and is the value of a variable too: only the job's image is another.
@Test func aTextThatIsMoreThanTheImageStays() {
  let repository = PlannedRepository(
    """
    build:
      variables:
        TOOL: &tool gcr.io/kaniko-project/executor:debug
      image: *tool
      script:
        - \(Sample.kaniko)

    """)
  #expect(repository.codes == [])
  #expect(repository.text().contains("    TOOL: &tool gcr.io/kaniko-project/executor:debug\n"))
  #expect(repository.text().contains("  image:\n    name: moby/buildkit:rootless\n    entrypoint: [\"\"]\n"))
}
