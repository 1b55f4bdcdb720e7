import Foundation
import Invariants
import SourceText
import Testing
import YAMLSyntax

/// The YAML files of the corpus, with their paths below it.
func corpusFiles() throws -> [(path: String, bytes: [UInt8])] {
  let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../Corpus").standardized
  let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
  return try paths.filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }.map { path in
    (path, [UInt8](try Data(contentsOf: root.appendingPathComponent(path))))
  }
}

@Test func filesOfTheCorpusKeepTheInvariants() throws {
  let files = try corpusFiles()
  #expect(files.count > 200)
  for file in files {
    do {
      let tree = try YAMLTree(parsing: SourceFile(path: file.path, bytes: file.bytes))
      #expect(YAMLInvariants.problems(of: tree) == [], "\(file.path)")
    } catch {
      #expect(file.path.hasPrefix("broken/"), "\(file.path): \(error)")
    }
  }
}
