public import Diagnostics

/// The identities of what the tool says about Kaniko use.
///
/// Each has its documentation in a file of its own beside this one; ``RuleCatalog`` lists them.
public enum MigrationRules {
  /// The settings file holds a mistake.
  public static let settings = RuleID(code: "K005", name: "settings")
  /// A comment that suppresses findings cannot be used.
  public static let invalidSuppression = RuleID(code: "K006", name: "invalid-suppression")
  /// A comment that suppresses findings is past its date.
  public static let expiredSuppression = RuleID(code: "K007", name: "expired-suppression")
  /// A comment suppresses nothing.
  public static let unusedSuppression = RuleID(code: "K008", name: "unused-suppression")
  /// A job runs in a Kaniko image.
  public static let image = RuleID(code: "K101", name: "kaniko-image")
  /// A script runs the Kaniko executor.
  public static let executor = RuleID(code: "K102", name: "kaniko-executor")
  /// A script uses a path below `/kaniko`.
  public static let path = RuleID(code: "K103", name: "kaniko-path")
  /// A script runs the Kaniko warmer.
  public static let warmer = RuleID(code: "K104", name: "kaniko-warmer")
  /// A job points at Kaniko and its definition is not here.
  public static let elsewhere = RuleID(code: "K105", name: "kaniko-elsewhere")
  /// A variable feeds Kaniko and what reads it is not here.
  public static let variables = RuleID(code: "K106", name: "kaniko-variables")
  /// The migration of a job rests on an assumption that a person confirms.
  public static let review = RuleID(code: "K201", name: "review-migration")
  /// A flag has no equivalent that the tool may write by itself.
  public static let flag = RuleID(code: "K301", name: "flag-needs-person")
  /// Arguments of the executor are not visible in the file.
  public static let arguments = RuleID(code: "K302", name: "arguments-not-visible")
  /// A command of the script does not work in the BuildKit image.
  public static let command = RuleID(code: "K303", name: "command-needs-person")
  /// The image is Kaniko's, and the script never runs the executor.
  public static let unusedImage = RuleID(code: "K304", name: "image-without-executor")
  /// Bytes that would have to change belong to jobs that stay.
  public static let shared = RuleID(code: "K305", name: "shared-definition")
  /// A part of the script could not be understood.
  public static let script = RuleID(code: "K306", name: "script-not-understood")
  /// Credentials cannot be moved by the tool.
  public static let credentials = RuleID(code: "K307", name: "credentials-need-person")
  /// The result of a migration did not pass a check, so the migration was not made.
  public static let verification = RuleID(code: "K308", name: "verification-failed")
  /// A job cannot get a twin that builds beside it.
  public static let noTwin = RuleID(code: "K309", name: "no-twin")
  /// A twin is not what the tool would make of its job today.
  public static let changedTwin = RuleID(code: "K310", name: "changed-twin")
  /// The Docker executor confines containers too much for rootless BuildKit.
  public static let dockerProfiles = RuleID(code: "K401", name: "docker-profiles")
  /// The Kubernetes executor confines containers too much for rootless BuildKit.
  public static let kubernetesProfiles = RuleID(code: "K402", name: "kubernetes-profiles")
  /// The pod runs as another user than the image expects.
  public static let podUser = RuleID(code: "K403", name: "pod-user")
  /// The container may not gain privileges, so it cannot map user identities.
  public static let privilegeEscalation = RuleID(code: "K404", name: "privilege-escalation")
  /// The machine does not allow user namespaces.
  public static let userNamespaces = RuleID(code: "K405", name: "user-namespaces")
  /// Parts of `/proc` are masked in the container.
  public static let maskedProc = RuleID(code: "K406", name: "masked-proc")
}
