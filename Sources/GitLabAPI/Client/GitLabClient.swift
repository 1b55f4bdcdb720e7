public import Reporting

/// A question to GitLab's REST API (doc/api/rest/_index.md), version 4.
public struct GitLabRequest: Sendable, Hashable {
  /// `GET`, `POST` or `PUT`.
  public var method: String
  /// The path below `/api/v4/`, with every part encoded.
  public var path: String
  /// What comes after `?`, not encoded.
  public var query: [String: String]
  /// The JSON body; nil for none.
  public var body: JSONValue?
  /// The most bytes that the answer may have.
  public var limit = 64 * 1_048_576

  /// Creates a question.
  public init(_ method: String = "GET", _ path: String, query: [String: String] = [:], body: JSONValue? = nil) {
    self.method = method
    self.path = path
    self.query = query
    self.body = body
  }

  /// The path and the query as a URL has them, the parts of the query in order.
  var target: String {
    let parts = query.sorted { $0.key < $1.key }.map {
      "\(PercentText.encoded($0.key))=\(PercentText.encoded($0.value))"
    }
    return path + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
  }
}

/// An answer, whatever its status.
public struct GitLabResponse: Sendable, Hashable {
  /// The HTTP status.
  public let status: Int
  /// The headers by their names in lower case.
  public let headers: [String: String]
  /// The body.
  public let body: [UInt8]

  /// Creates an answer.
  public init(status: Int, headers: [String: String], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// Why there is no answer, or none that can be used.
public struct GitLabFailure: Error, Sendable, Hashable {
  /// What is the matter and what to do: lower case, no final period, never with a token.
  public let message: String
  /// The HTTP status; nil where there was no answer.
  public let status: Int?
  /// Whether it may go well when it is tried again.
  public let isTransient: Bool

  /// Creates a failure.
  public init(_ message: String, status: Int? = nil, isTransient: Bool = false) {
    self.message = message
    self.status = status
    self.isTransient = isTransient
  }
}

/// Asks one GitLab server.
public protocol GitLabClient: Sendable {
  /// The address of the server, without a final slash.
  var server: String { get }
  /// Sends a question once.
  func send(_ request: GitLabRequest) throws(GitLabFailure) -> GitLabResponse
}
