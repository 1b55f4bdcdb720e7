internal import Reporting
internal import Workspace

/// Asks GitLab through the program `curl`.
///
/// Everything is said in a configuration on curl's standard input, so that the token is in no list of processes. Answers
/// that point elsewhere are not followed.
public struct CurlClient: GitLabClient {
  /// The address of the server, without a final slash.
  public let server: String
  private let token: String?
  private let certificates: String?
  private let environment: [String: String]
  /// How many seconds an answer may take.
  var patience = 300

  /// Creates a client.
  ///
  /// - Parameters:
  ///   - server: the address, such as `https://gitlab.example.com`.
  ///   - token: an access token; nil to ask as nobody.
  ///   - certificates: a file with the certificates of authorities in place of the system's.
  ///   - environment: the variables of this process, for proxies.
  public init(server: String, token: String?, certificates: String?, environment: [String: String]) {
    self.server = server
    self.token = token
    self.certificates = certificates
    self.environment = environment
  }

  /// Sends a question once.
  public func send(_ request: GitLabRequest) throws(GitLabFailure) -> GitLabResponse {
    // -q: no settings of the person who runs this.
    var process = ChildProcess("curl", ["-q", "--config", "-"], environment: environment)
    process.input = Array(configuration(of: request).utf8)
    process.outputLimit = request.limit + 1_048_576
    process.timeout = .seconds(patience + 30)
    let result: ChildProcess.Result
    do {
      result = try process.run()
    } catch {
      switch error {
      case .notStarted(let error): throw GitLabFailure("curl cannot be run (\(error.text)); install curl")
      case .timedOut: throw GitLabFailure("\(server) did not answer in time", isTransient: true)
      case .tooMuchOutput: throw GitLabFailure("\(server) answered with too much")
      }
    }
    guard result.status == 0 else { throw failure(result) }
    guard let response = Self.response(in: result.output) else {
      throw GitLabFailure("\(server) did not answer with HTTP", isTransient: true)
    }
    return response
  }

  private func configuration(of request: GitLabRequest) -> String {
    var lines = [
      "url = \(Self.quoted("\(server)/api/v4/\(request.target)"))", "request = \(request.method)", "silent",
      "show-error",
      "include", "suppress-connect-headers", "http1.1", "proto = \"=http,https\"", "connect-timeout = 30",
      "max-time = \(patience)", "max-filesize = \(request.limit)", "header = \"Expect:\"",
      "header = \"Accept: application/json, */*\"",
    ]
    if let token { lines.append("header = \(Self.quoted("PRIVATE-TOKEN: \(token)"))") }
    if let certificates { lines.append("cacert = \(Self.quoted(certificates))") }
    if let body = request.body {
      lines.append("header = \"Content-Type: application/json\"")
      lines.append("data-raw = \(Self.quoted(JSONWriter(.compact).text(of: body)))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A text between quotes as curl's configuration has it (curl, manual page, `--config`).
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private func failure(_ result: ChildProcess.Result) -> GitLabFailure {
    let words = String(decoding: result.errorOutput.prefix(1_000), as: UTF8.self)
    let line = words.split(whereSeparator: \.isNewline).first.map(String.init) ?? "exit status \(result.status)"
    // Names and connections that fail, answers that stop or do not come (curl, manual page, "EXIT CODES").
    let transient: Set<Int32> = [5, 6, 7, 16, 18, 28, 35, 52, 55, 56, 92]
    let advice = result.status == 60 ? "; name the certificates with --ca-file FILE" : ""
    return GitLabFailure(
      "\(server): \(TerminalText.escaped(line))\(advice)", status: result.status == 63 ? 413 : nil,
      isTransient: transient.contains(result.status))
  }

  /// The last answer in what curl prints: head, empty line, body. Answers that only announce another are skipped.
  static func response(in output: [UInt8]) -> GitLabResponse? {
    var rest = output[...]
    while true {
      guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
      let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
      let words = lines.first?.split(separator: " ") ?? []
      guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else { return nil }
      rest = rest[end.upperBound...]
      if (100..<200).contains(status) { continue }
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        guard let colon = line.firstIndex(of: ":") else { continue }
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        headers[line[..<colon].lowercased()] = String(value)
      }
      return GitLabResponse(status: status, headers: headers, body: Array(rest))
    }
  }
}
