import Foundation
import TestSupport
import Testing

@Test func theTopLevelHoldsOnlyWhatBelongsThere() throws {
  let allowed: Set<String> = [
    "CHANGELOG.md", "Corpus", "LICENSE", "Package.resolved", "Package.swift", "README.md", "Sources", "Tests",
  ]
  let names = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path).filter { !$0.hasPrefix(".") }
  #expect(Set(names).subtracting(allowed).sorted() == [])
  #expect(allowed.subtracting(names).sorted() == [])
}

@Test func everyCaseIsComplete() throws {
  let files = FileManager.default
  for group in try files.contentsOfDirectory(atPath: Repository.corpus.path).sorted() {
    let folder = Repository.corpus.appending(path: group)
    for name in try files.contentsOfDirectory(atPath: folder.path).sorted() {
      let present = Set(try files.contentsOfDirectory(atPath: folder.appending(path: name).path))
      #expect(present.isSuperset(of: ["case.json", "input"]), "\(group)/\(name)")
      let known: Set = ["case.json", "expected.diff", "expected.txt", "input", "projects"]
      #expect(present.subtracting(known) == [], "\(group)/\(name)")
    }
  }
}

@Test func caseNamesAreWords() throws {
  let files = FileManager.default
  let word = try Regex("^[a-z0-9]+(-[a-z0-9]+)*$")
  for group in try files.contentsOfDirectory(atPath: Repository.corpus.path) {
    #expect(group.contains(word), "\(group)")
    for name in try files.contentsOfDirectory(atPath: Repository.corpus.appending(path: group).path) {
      #expect(name.contains(word), "\(group)/\(name)")
    }
  }
}

@Test func everyCommandIsExecutable() throws {
  for name in ["artefacts", "example", "install", "release", "reproduce", "run", "sbom", "test"] {
    let file = Repository.root.appending(path: ".ci/\(name)").path
    #expect(FileManager.default.isExecutableFile(atPath: file), "\(name)")
  }
}

@Test func theReadmeNamesEveryModule() throws {
  let readme = String(decoding: try Data(contentsOf: Repository.root.appending(path: "README.md")), as: UTF8.self)
  let modules = try FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: "Sources").path)
  for module in modules.sorted() { #expect(readme.contains("`\(module)`"), "one sentence about \(module)") }
}

@Test func dependenciesArePinnedExactly() throws {
  let package = String(decoding: try Data(contentsOf: Repository.root.appending(path: "Package.swift")), as: UTF8.self)
  for line in package.split(separator: "\n") where line.contains(".package(url:") {
    #expect(line.contains("exact:"), "\(line)")
  }
}
