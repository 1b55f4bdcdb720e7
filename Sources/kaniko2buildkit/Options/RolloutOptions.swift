import ArgumentParser
import KanikoMigration

/// Options for going from Kaniko to BuildKit in steps.
struct RolloutOptions: ParsableArguments {
  @Flag(help: "Leave the Kaniko jobs as they are and add twins, JOB:buildkit, that build beside them.")
  var shadow = false

  @Flag(help: "Migrate the Kaniko jobs that have twins, and remove the twins.")
  var finish = false

  @Flag(help: "With --shadow, also add jobs, JOB:compare, that compare both images.")
  var shadowCompare = false

  @Option(parsing: .unconditional, help: ArgumentHelp("What the tags of twins end with.", valueName: "suffix"))
  var shadowSuffix: String?

  func validate() throws {
    if shadow && finish { throw ValidationError("--shadow adds twins and --finish removes them: pass one of the two") }
    if shadowCompare && !shadow { throw ValidationError("--shadow-compare goes with --shadow") }
    if let shadowSuffix, !MigrationSettings.isShadowSuffix(shadowSuffix) {
      throw ValidationError("--shadow-suffix begins with - or . and goes on as a tag does, as in -buildkit")
    }
  }

  /// The step that the flags name.
  var step: RolloutStep { shadow ? .shadow : finish ? .finish : .migrate }

  /// Puts what the flags say over settings.
  func override(_ settings: inout MigrationSettings) {
    if shadowCompare { settings.comparesImages = true }
    if let shadowSuffix { settings.shadowSuffix = shadowSuffix }
  }
}
