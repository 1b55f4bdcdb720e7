import KanikoMigration
import Workspace

extension CommonOptions {
  /// Opens what a PATH argument names, with the settings that hold for it: the repository's own, flags over them.
  ///
  /// - Throws: ``FileProblem`` when there is nothing to read, ``SettingsFailure`` when the settings are wrong.
  func open(_ path: String) throws -> (repository: RepositoryReader.Repository, settings: MigrationSettings) {
    let flags = try settings(for: nil)
    let found = try RepositoryReader(ciConfigPath: flags.ciConfigPath).open(path)
    let settings = try settings(for: found)
    guard !found.isSingleFile, let entry = settings.ciConfigPath, entry != found.entry else { return (found, settings) }
    return (try RepositoryReader(ciConfigPath: entry).open(found.checkout.root), settings)
  }
}
