public import Diagnostics

/// Every rule, in the order of the codes.
public enum RuleCatalog {
  /// The rules.
  public static let all: [Rule] = [
    .yamlSyntax,
    .unreadableFile,
    .missingInclude,
    .invalidConfiguration,
    .settingsMistake,
    .invalidSuppression,
    .expiredSuppression,
    .unusedSuppression,
    .kanikoImage,
    .kanikoExecutor,
    .kanikoPath,
    .kanikoWarmer,
    .kanikoElsewhere,
    .kanikoVariables,
    .reviewMigration,
    .flagNeedsPerson,
    .argumentsNotVisible,
    .commandNeedsPerson,
    .imageWithoutExecutor,
    .sharedDefinition,
    .scriptNotUnderstood,
    .credentialsNeedPerson,
    .verificationFailed,
    .noTwin,
    .changedTwin,
    .dockerProfiles,
    .kubernetesProfiles,
    .podUser,
    .privilegeEscalation,
    .userNamespaces,
    .maskedProc,
  ]

  /// The rule with a code such as `K101` or a name such as `kaniko-image`; nil where there is none.
  public static func rule(named name: String) -> Rule? {
    all.first { $0.id.code == name || $0.id.name == name }
  }
}
