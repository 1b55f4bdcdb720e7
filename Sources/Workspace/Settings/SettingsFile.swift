public import Diagnostics
public import KanikoMigration
public import SourceText
internal import YAMLSyntax

/// The settings file of a repository, `.kaniko2buildkit.yml`.
///
/// Its keys, all optional: `image`, `ecr-helper` (`version`, `base-url`, `sha256` with `amd64` and `arm64`), `cache` (`tag`,
/// `mode`, `ref`), `kaniko-images`, `executors`, `include-map`, `variables`, `ignore` (`jobs`, `files`), `context-guard`,
/// `ci-config`, `shadow` (`suffix`, `compare-image`). What they mean stands at ``MigrationSettings``.
public struct SettingsFile: Sendable {
  /// The name of the file at the root of a repository.
  public static let name = ".kaniko2buildkit.yml"
  /// The rule under which mistakes in the file are reported.
  public static let rule = MigrationRules.settings

  /// What the file says; defaults where it says nothing or something wrong.
  public let settings: MigrationSettings
  /// Every mistake in the file with its place, in the order of the file: a syntax error, unknown and repeated keys, wrong
  /// types, values that are not possible. All are errors; the settings are not to be used when there is one.
  public let diagnostics: [Diagnostic]

  /// Reads the settings from the bytes of the file.
  public init(parsing source: SourceFile) {
    let tree: YAMLTree
    do throws(YAMLSyntaxError) {
      tree = try YAMLTree(parsing: source)
    } catch {
      settings = MigrationSettings()
      diagnostics = [
        Diagnostic(
          rule: Self.rule, severity: .error, message: error.message,
          location: Location(path: source.path, range: error.range), help: error.help.map { [$0] } ?? [])
      ]
      return
    }
    var decoder = SettingsDecoder(tree: tree, rule: Self.rule)
    decoder.decode()
    settings = decoder.settings
    diagnostics = decoder.diagnostics
  }

  /// Reads the settings of a repository.
  ///
  /// - Parameter path: The file relative to the repository.
  /// - Returns: Nil when there is no such file.
  /// - Throws: ``FileProblem`` when there is one that cannot be read.
  public static func load(
    from checkout: Checkout, path: String = Self.name
  ) throws(FileProblem) -> SettingsFile? {
    do {
      return SettingsFile(parsing: SourceFile(path: path, bytes: try checkout.contents(of: path)))
    } catch {
      if error.reason == .missing { return nil }
      throw error
    }
  }
}
