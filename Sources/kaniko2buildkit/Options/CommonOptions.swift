import ArgumentParser
import Diagnostics
import KanikoMigration
import Reporting
import SourceText
import Workspace

/// When output is coloured.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// Settings that cannot be used, with the file they stand in.
struct SettingsFailure: Error {
  let diagnostics: [Diagnostic]
  let source: SourceFile
}

/// Options that every command knows.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Read settings from FILE instead of .kaniko2buildkit.yml.", valueName: "file"),
    completion: .file())
  var config: String?

  @Option(
    help: ArgumentHelp("The pipeline's entry file, relative to the repository.", valueName: "path"), completion: .file()
  )
  var ciConfig: String?

  @Option(help: ArgumentHelp("The BuildKit image that migrated jobs use.", valueName: "ref"))
  var image: String?

  @Option(
    name: .customLong("var"),
    help: ArgumentHelp("Assume a value of a variable that YAML does not set; may be repeated.", valueName: "name=value")
  )
  var variables: [String] = []

  @Option(
    help: ArgumentHelp("Where the project of an `include: project` is checked out.", valueName: "project=dir"))
  var includeMap: [String] = []

  @Flag(help: "Exit with 4 when any include is not here, whatever it may hold.")
  var strict = false

  @Option(help: ArgumentHelp("Colour the messages.", valueName: "when"))
  var color: ColorChoice = .auto

  func validate() throws {
    for pair in variables where !pair.contains("=") {
      throw ValidationError("--var takes NAME=VALUE, not '\(pair)'")
    }
    for pair in includeMap where !pair.contains("=") {
      throw ValidationError("--include-map takes PROJECT=DIR, not '\(pair)'")
    }
  }

  /// The settings of a repository with the flags over them.
  ///
  /// - Throws: ``FileProblem`` when the settings cannot be read, ``SettingsFailure`` when they are wrong.
  func settings(for repository: RepositoryReader.Repository?) throws -> MigrationSettings {
    var settings = try settingsFile(for: repository)?.settings ?? MigrationSettings()
    override(&settings)
    return settings
  }

  /// Puts what the flags say over settings.
  func override(_ settings: inout MigrationSettings) {
    if let image { settings.namedImage = image }
    if let ciConfig { settings.ciConfigPath = ciConfig }
    for (name, value) in Self.pairs(variables) { settings.variables[name] = value }
    for (project, directory) in Self.pairs(includeMap) { settings.includeMap[project] = directory }
  }

  private func settingsFile(for repository: RepositoryReader.Repository?) throws -> SettingsFile? {
    let checkout: Checkout
    let path: String
    if let config {
      let named = try RepositoryReader().open(config)
      checkout = named.checkout
      path = named.entry ?? config
    } else {
      guard let repository, !repository.isWithoutSettings else { return nil }
      checkout = repository.checkout
      path = SettingsFile.name
    }
    guard let file = try SettingsFile.load(from: checkout, path: path) else { return nil }
    guard file.diagnostics.isEmpty else {
      let bytes = checkout.read(path) ?? []
      throw SettingsFailure(diagnostics: file.diagnostics, source: SourceFile(path: path, bytes: bytes))
    }
    return file
  }

  /// How messages look on standard error.
  var reportOptions: TextReport.Options { textOptions(for: .error) }

  /// How text looks on a stream: as wide as its terminal, and coloured where the terminal shows colours.
  func textOptions(for stream: Console.Stream) -> TextReport.Options {
    let isColored =
      switch color {
      case .always: true
      case .never: false
      case .auto: Console.isTerminal(stream) && (ProcessEnvironment.current()["NO_COLOR"] ?? "").isEmpty
      }
    let width = Console.width(of: stream)
    return TextReport.Options(
      usesColor: isColored, width: width ?? 120, wrapsText: width != nil, showsSummary: false)
  }

  private static func pairs(_ texts: [String]) -> [(String, String)] {
    texts.compactMap { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
  }
}
