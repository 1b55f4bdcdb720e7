internal import Diagnostics
internal import Reporting
internal import Workspace

/// Why something could not be done with a repository.
public struct GitFailure: Error, Sendable, Hashable {
  /// What is the matter and what to do: one line, lower case, no final period.
  public let message: String

  /// Creates a failure; what cannot be shown on a terminal is escaped, and what looks like a secret is hidden.
  public init(_ message: String) { self.message = TerminalText.escaped(SecretMask.masked(message)) }

  /// The failure of a run of git.
  init(_ failure: ChildProcess.Failure) {
    switch failure {
    case .notStarted(let error): self.init("git cannot be run (\(error.text)); install git")
    case .timedOut: self.init("git did not answer in time; run again")
    case .tooMuchOutput: self.init("git answered with too much output")
    }
  }

  /// The failure that git describes in its own words: its first line that says so.
  init(words: [UInt8], status: Int32) {
    let lines = String(decoding: words.prefix(65_536), as: UTF8.self).split(whereSeparator: \.isNewline)
    let telling = lines.first { line in
      ["fatal:", "error:", "remote: GitLab:", "remote: ERROR", " ! ["].contains { line.hasPrefix($0) }
    }
    let text = (telling ?? lines.last).map { Self.withoutPassword(String($0)) } ?? "exit status \(status)"
    self.init("git: \(text.prefix(500))")
  }

  /// Replaces what may be a password in a URL.
  static func withoutPassword(_ text: String) -> String {
    var result = text
    var rest = result.startIndex
    while let scheme = result[rest...].firstRange(of: "://") {
      let host = result[scheme.upperBound...].prefix { !"/ '\"".contains($0) }
      if let at = host.lastIndex(of: "@") {
        result.replaceSubrange(scheme.upperBound..<at, with: "…")
      }
      // What was replaced is behind the scheme, so its place is still right.
      rest = result.index(scheme.lowerBound, offsetBy: 3)
    }
    return result
  }
}
