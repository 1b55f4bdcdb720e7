import ArgumentParser
import Fleet
import Workspace

/// How GitLab servers are asked.
struct GitLabOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Read the token for GitLab from FILE instead of the variable GITLAB_TOKEN.", valueName: "file"))
  var tokenFile: String?

  @Option(help: ArgumentHelp("Trust the certificates of authorities in FILE for GitLab.", valueName: "file"))
  var caFile: String?

  @Option(
    help: ArgumentHelp(
      "The address of a GitLab server below a path, as in https://HOST/gitlab; may be repeated.", valueName: "url"))
  var gitlabUrl: [String] = []

  /// The access that the options and the environment give.
  ///
  /// - Throws: ``FileProblem`` when a file cannot be read, ``GitFailure`` when there is no token in it.
  func access(_ environment: [String: String]) throws -> GitLabAccess {
    var token = environment["GITLAB_TOKEN"]
    if let tokenFile {
      let bytes = try NamedFile.contents(of: tokenFile, limit: 65_536)
      token = String(decoding: bytes, as: UTF8.self)
    }
    token = token.map { text in String(text.filter { !$0.isWhitespace }) }
    if token?.isEmpty ?? false {
      if tokenFile != nil { throw GitFailure("\(tokenFile ?? ""): there is no token in the file") }
      token = nil
    }
    var certificates: String?
    if let caFile {
      do {
        certificates = try POSIXFileSystem().resolve(caFile)
      } catch {
        throw GitFailure("\(caFile): \(error.text)")
      }
    }
    return try GitLabAccess(
      token: token, certificates: certificates, servers: gitlabUrl, environment: environment)
  }
}
