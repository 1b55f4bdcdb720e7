import Foundation
import TestSupport
import Testing

/// The Ruby programs that read pipelines independently of the product.
enum Ruby {
  /// The line that `load.rb` prints for each text.
  static func load(_ texts: [String]) throws -> [String] {
    try lines(arguments: [], input: JSONEncoder().encode(texts))
  }

  /// The canonical line of each value of a JSON list.
  static func canonical(_ json: Data) throws -> [String] { try lines(arguments: ["--json"], input: json) }

  /// What `resolve.rb` prints for folders, as JSON.
  static func resolve(_ folders: [String]) throws -> [String: Any] {
    let script = testsFolder.appending(path: "CorpusTests/Oracles/resolve.rb").path
    let result = try run([script] + folders, input: Data())
    return try #require(try JSONSerialization.jsonObject(with: result) as? [String: Any])
  }

  private static let testsFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func lines(arguments: [String], input: Data) throws -> [String] {
    let script = testsFolder.appending(path: "GitLabCITests/Oracles/load.rb").path
    return try JSONDecoder().decode([String].self, from: run([script] + arguments, input: input))
  }

  /// - Throws: `MissingProgram` where there is no Ruby: a test that cannot compare must fail.
  private static func run(_ arguments: [String], input: Data) throws -> Data {
    let ruby = try Command.locate("ruby", advice: "install the package ruby, which carries Psych")
    let environment = Command.scrubbed.merging(["LANG": "C.UTF-8"]) { $1 }
    let result = try Command.run(ruby, arguments, environment: environment, input: input)
    try #require(result.status == 0, "ruby \(arguments.first ?? "") failed: \(result.errorText)")
    return result.output
  }
}
