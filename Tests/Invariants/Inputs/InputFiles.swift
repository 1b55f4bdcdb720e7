public import SourceText

/// Several files in one run of bytes: each starts behind a line `=== path`, the first may go without.
public struct InputFiles: Sendable {
  /// The path of a file that no line names: the pipeline itself.
  public static let entry = ".gitlab-ci.yml"

  /// The files, each path once.
  public let files: [SourceFile]

  /// Takes bytes apart. The same bytes give the same files.
  public init(_ bytes: [UInt8]) {
    var files: [SourceFile] = []
    var path = Self.entry
    var content: [UInt8] = []
    var rest = bytes[...]
    func close() {
      if !files.contains(where: { $0.path == path }) { files.append(SourceFile(path: path, bytes: content)) }
      content = []
    }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
      let line = rest[..<end]
      if line.starts(with: Self.mark) {
        if !(files.isEmpty && content.isEmpty) { close() }
        path = String(decoding: line.dropFirst(Self.mark.count).filter { $0 > 0x20 }, as: UTF8.self)
      } else {
        content += line
      }
      rest = rest[end...]
    }
    close()
    self.files = files
  }

  private static let mark = Array("=== ".utf8)

  /// The bytes that stand for files.
  public static func bytes(of files: [(path: String, text: String)]) -> [UInt8] {
    files.flatMap { path, text in
      mark + Array("\(path)\n".utf8) + Array(text.utf8) + (text.hasSuffix("\n") ? [] : Array("\n".utf8))
    }
  }
}
