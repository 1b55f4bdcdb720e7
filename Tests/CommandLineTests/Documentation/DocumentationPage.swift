import Foundation
import TestSupport

/// A page for users or contributors, and the code that it shows.
struct DocumentationPage {
  /// The path below the top of the repository.
  let path: String
  private let lines: [String]

  /// Every page that is written by hand or generated.
  static func all() throws -> [DocumentationPage] {
    let folder = "Sources/kaniko2buildkit/Documentation.docc"
    let names = try FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: folder).path)
    let pages = names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
    return try (["README.md", ".gitlab/CONTRIBUTING.md"] + pages).map(DocumentationPage.init)
  }

  init(_ path: String) throws {
    self.path = path
    let text = String(decoding: try Data(contentsOf: Repository.root.appending(path: path)), as: UTF8.self)
    lines = text.components(separatedBy: "\n")
  }

  /// The blocks in a language, each as its lines without the indentation of the block.
  func blocks(in language: String) -> [[String]] {
    var result: [[String]] = []
    var open: (indent: Int, lines: [String], counts: Bool)?
    for line in lines {
      let content = line.drop { $0 == " " }
      if var block = open {
        if content == "```" {
          if block.counts { result.append(block.lines) }
          open = nil
        } else {
          block.lines.append(String(line.dropFirst(block.indent)))
          open = block
        }
      } else if content.hasPrefix("```") {
        open = (line.count - content.count, [], content.dropFirst(3) == language)
      }
    }
    return result
  }

  /// The command lines of the `sh` blocks, block by block, without comments.
  var commands: [[String]] {
    blocks(in: "sh").map { block in
      block.compactMap { line in
        let command =
          line.range(of: #"(^|\s+)# .*"#, options: .regularExpression).map { line[..<$0.lowerBound] } ?? line[...]
        return command.isEmpty ? nil : String(command)
      }
    }
  }

  /// Code within the text that calls the command.
  var inlineCommands: [String] {
    var result: [String] = []
    var isBlock = false
    for line in lines {
      if line.drop(while: { $0 == " " }).hasPrefix("```") { isBlock.toggle() }
      guard !isBlock else { continue }
      let parts = line.components(separatedBy: "`")
      result += stride(from: 1, to: parts.count, by: 2).map { parts[$0] }.filter { $0.hasPrefix("kaniko2buildkit ") }
    }
    return result
  }

  /// The targets of links to files of this repository.
  var localLinks: [String] {
    lines.flatMap { line in
      line.components(separatedBy: "](").dropFirst().compactMap { $0.split(separator: ")").first.map(String.init) }
    }.filter { !$0.contains("://") }
  }
}
