import Foundation
import SourceText
import YAMLSyntax

// Reads the files that a list names, one a line, into lossless trees; compare with `C/load.c`.
guard CommandLine.arguments.count == 2, let list = FileManager.default.contents(atPath: CommandLine.arguments[1]) else {
  exit(2)
}
var nodesCount = 0
for path in String(decoding: list, as: UTF8.self).split(separator: "\n").map(String.init) {
  guard let bytes = FileManager.default.contents(atPath: path) else { exit(3) }
  if let tree = try? YAMLTree(parsing: SourceFile(path: path, bytes: [UInt8](bytes))) { nodesCount += tree.nodes.count }
}
exit(nodesCount > 0 ? 0 : 1)
