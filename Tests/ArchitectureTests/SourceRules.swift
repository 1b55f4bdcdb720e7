import Foundation
import TestSupport
import Testing

/// One Swift file of the package.
struct SourceText: Sendable {
  /// The path relative to the root.
  let path: String
  /// Lines without comments and without the text of strings.
  let code: [String]
  /// Lines as they stand.
  let lines: [String]

  /// Every Swift file below a folder of the package.
  static func all(below folder: String) throws -> [SourceText] {
    let root = Repository.root.appending(path: folder)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
      .sorted()
    return try paths.map { path in
      let text = String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
      let lines = text.components(separatedBy: "\n")
      return SourceText(path: "\(folder)/\(path)", code: withoutStrings(lines), lines: lines)
    }
  }

  /// Takes comments and string literals away, so that what they say is not taken for code.
  private static func withoutStrings(_ lines: [String]) -> [String] {
    var isInside = false
    return lines.map { line in
      let quotes = line.components(separatedBy: "\"\"\"").count - 1
      defer { if quotes % 2 == 1 { isInside.toggle() } }
      if isInside || quotes > 0 { return "" }
      var result = ""
      var isString = false
      var previous: Character = " "
      for character in line {
        if character == "\"", previous != "\\" { isString.toggle() }
        if !isString {
          result.append(character)
          if result.hasSuffix("//") { return String(result.dropLast(2)) }
        }
        previous = previous == "\\" && character == "\\" ? " " : character
      }
      return result
    }
  }

  /// The modules that the file imports.
  var imports: Set<String> {
    Set(
      code.compactMap { line in
        let words = line.split(separator: " ").map(String.init)
        guard let place = words.firstIndex(of: "import"), words.count > place + 1 else { return nil }
        let allowed: Set<String> = [
          "public", "internal", "private", "fileprivate", "package", "@testable", "@preconcurrency",
        ]
        guard words[..<place].allSatisfy(allowed.contains) else { return nil }
        return String(words.last?.split(separator: ".").first ?? "")
      })
  }

  /// Lines whose code matches, as `path:line: text`.
  func matches(_ pattern: String) throws -> [String] {
    let expression = try Regex(pattern)
    return code.enumerated().compactMap { number, line in
      line.contains(expression) ? "\(path):\(number + 1): \(lines[number].trimmingCharacters(in: .whitespaces))" : nil
    }
  }
}
