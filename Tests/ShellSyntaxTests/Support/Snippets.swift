import Foundation

/// Scripts of the files in a folder of `Snippets`, which `%%` on a line separates.
struct Snippet: CustomStringConvertible {
  let file: String
  let text: String

  var description: String { "\(file): \(text.debugDescription)" }

  /// The snippets of every file in a folder, in the order of the file names.
  static func all(in folder: String) throws -> [Snippet] {
    let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Snippets/\(folder)").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasSuffix(".sh") }
    return try files.sorted().flatMap { file in
      let text = try String(contentsOf: directory.appendingPathComponent(file), encoding: .utf8)
      return text.components(separatedBy: "%%\n").map { Snippet(file: "\(folder)/\(file)", text: $0) }
    }
  }
}
