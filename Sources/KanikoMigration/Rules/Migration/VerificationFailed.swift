public import Diagnostics

extension Rule {
  /// The result of a migration did not pass a check.
  public static let verificationFailed = Rule(
    id: MigrationRules.verification,
    summary: "the result of a migration did not pass a check",
    severity: .error,
    finds: "Jobs whose planned migration failed one of the checks that every change has to pass. The job is "
      + "left as it was.",
    reason: "This is a defect of kaniko2buildkit, and the checks are there to keep it from doing harm.",
    advice: [
      "Migrate the job by hand, and report the case to the maintainers of kaniko2buildkit."
    ],
    evidence: .defect)
}
