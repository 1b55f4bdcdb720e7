internal import SourceText

/// Cuts a Dockerfile into instructions (moby/buildkit, `frontend/dockerfile/parser`).
struct DockerfileReader {
  /// The parser directives at the top, names in lower case.
  private(set) var directives: [String: String] = [:]
  private let lines: [Substring]
  private var index = 0

  init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = String(decoding: bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...], as: UTF8.self)
    lines = text.parts(between: UInt8(ascii: "\n"), keepsEmpty: true).map { line in
      line.utf8.last == UInt8(ascii: "\r") ? Substring(line.utf8.dropLast()) : line
    }
    readDirectives()
  }

  /// Directives stand in front of everything else, one a line: `# name=value`.
  private mutating func readDirectives() {
    for line in lines {
      let text = line.trimmingBlanks
      guard text.hasPrefix("#") else { return }
      let parts = text.dropFirst().split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { return }
      let name = parts[0].trimmingBlanks.lowercased()
      guard ["syntax", "escape", "check"].contains(name), directives[name] == nil else { return }
      directives[name] = String(parts[1].trimmingBlanks)
    }
  }

  private var escape: Character { directives["escape"] == "`" ? "`" : "\\" }

  /// The next instruction, or nil at the end.
  mutating func next() -> Dockerfile.Instruction? {
    while index < lines.count {
      let text = logicalLine()
      guard let end = text.firstIndex(where: { $0 == " " || $0 == "\t" }) else {
        if text.isEmpty { continue }
        return Dockerfile.Instruction(name: text.uppercased(), arguments: "")
      }
      let name = text[..<end].uppercased()
      let arguments = String(text[end...].trimmingBlanks)
      skipHereDocuments(of: name, arguments)
      return Dockerfile.Instruction(name: name, arguments: arguments)
    }
    return nil
  }

  /// One line with those that continue it; comments and empty lines between them do not count.
  private mutating func logicalLine() -> String {
    var result = ""
    while index < lines.count {
      let line = lines[index].trimmingBlanks
      index += 1
      if line.hasPrefix("#") || line.isEmpty {
        if result.isEmpty { return "" }
        continue
      }
      guard line.last == escape else { return result + line }
      result += line.dropLast()
      if result.isEmpty { result = " " }
    }
    return String(result[...].trimmingBlanks)
  }

  /// Passes over the bodies of `<<NAME` in `RUN`, `COPY` and `ADD`.
  private mutating func skipHereDocuments(of name: String, _ arguments: String) {
    guard ["RUN", "COPY", "ADD"].contains(name) else { return }
    guard arguments.holds("<<") else { return }
    for word in arguments.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      guard let start = word.firstRange(ofText: "<<") else { continue }
      let stripsTabs = word[start...].hasPrefix("-")
      let delimiter = word[start...].drop { $0 == "-" }.filter { $0 != "\"" && $0 != "'" }
      guard !delimiter.isEmpty, delimiter.allSatisfy({ $0 == "_" || $0.isLetter || $0.isNumber }) else { continue }
      guard
        let end = lines[index...].firstIndex(where: { line in
          (stripsTabs ? line.drop { $0 == "\t" } : line) == Substring(delimiter)
        })
      else { continue }
      index = end + 1
    }
  }
}

extension Substring {
  /// The text without blanks around it.
  fileprivate var trimmingBlanks: Substring {
    func isBlank(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
    var bytes = utf8.drop(while: isBlank)
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return Substring(bytes)
  }

  /// The end of a `<<` that is no part of `<<<`; nil where there is none.
  fileprivate func firstRange(ofText text: String) -> Index? {
    guard let start = indices.first(where: { self[$0...].hasPrefix(text) }) else { return nil }
    let end = index(start, offsetBy: text.count)
    return self[end...].hasPrefix("<") ? nil : end
  }
}
