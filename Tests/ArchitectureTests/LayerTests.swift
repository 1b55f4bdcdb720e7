import Foundation
import TestSupport
import Testing

/// What each module may import: the arrows go one way.
private let allowed: [String: Set<String>] = [
  "SourceText": [],
  "Diagnostics": ["SourceText"],
  "YAMLSyntax": ["CLibYAML", "Diagnostics", "SourceText"],
  "ShellSyntax": ["Diagnostics", "SourceText"],
  "GitLabCI": ["Diagnostics", "ShellSyntax", "SourceText", "YAMLSyntax"],
  "KanikoMigration": ["Diagnostics", "GitLabCI", "ShellSyntax", "SourceText", "YAMLSyntax"],
  "Reporting": ["Diagnostics", "SourceText"],
  "RunnerDiagnosis": ["Diagnostics", "KanikoMigration", "SourceText", "TOMLKit", "YAMLSyntax"],
]

private let pure = allowed.keys.sorted()

private let outside = ["Workspace", "GitLabAPI", "Fleet", "kaniko2buildkit"]

@Test func everyModuleIsKnown() throws {
  let folders = try FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: "Sources").path)
  #expect(Set(folders).subtracting(pure + outside + ["CLibYAML"]) == [], "say here what the new module may import")
}

@Test(arguments: pure)
func pureModulesImportOnlyWhatLiesBelow(_ module: String) throws {
  for file in try SourceText.all(below: "Sources/\(module)") {
    #expect(file.imports.subtracting(allowed[module] ?? []).sorted() == [], "\(file.path)")
  }
}

@Test(arguments: pure)
func pureModulesDoNotTouchTheWorld(_ module: String) throws {
  let forbidden =
    #"(^|[^\w.])(print|debugPrint|exit|abort|getenv|fopen|readLine|system)\("#
    + #"|\b(FileManager|FileHandle|ProcessInfo|CommandLine|Date|Clock|URLSession)\b"#
  for file in try SourceText.all(below: "Sources/\(module)") {
    let found = try file.matches(forbidden)
    #expect(found == [])
  }
}

@Test func nothingCanCrash() throws {
  let forbidden =
    #"\btry!|\bas! |\b(fatalError|preconditionFailure|unsafeBitCast)\(|\bassert(ionFailure)?\("#
    + #"|[\w)\]]!([.,)\]\[;]|\s*$| [^=])"#
  for file in try SourceText.all(below: "Sources") {
    let found = try file.matches(forbidden)
    #expect(found == [])
  }
}

@Test func foreignPointersStayInTheYAMLModule() throws {
  for file in try SourceText.all(below: "Sources") where file.imports.contains("CLibYAML") {
    #expect(file.path.hasPrefix("Sources/YAMLSyntax/"))
  }
  let users = try SourceText.all(below: "Sources/YAMLSyntax").filter { $0.imports.contains("CLibYAML") }
  #expect(users.count <= 1, "C pointers stay in one file")
}

@Test func onlyTheCommandParsesArgumentsAndEnds() throws {
  for module in ["Workspace", "GitLabAPI", "Fleet"] {
    let folder = Repository.root.appending(path: "Sources/\(module)").path
    guard FileManager.default.fileExists(atPath: folder) else { continue }
    for file in try SourceText.all(below: "Sources/\(module)") {
      #expect(!file.imports.contains("ArgumentParser"), "\(file.path)")
      let found = try file.matches(#"(^|[^\w.])(print|exit)\("#)
      #expect(found == [])
    }
  }
}

@Test func nothingIsLeftForLater() throws {
  let words = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]
  for folder in ["Sources", "Tests"] {
    for file in try SourceText.all(below: folder) {
      for (number, line) in file.lines.enumerated() {
        for word in words { #expect(!line.contains(word), "\(file.path):\(number + 1)") }
      }
    }
  }
}

@Test func filesStayShort() throws {
  for folder in ["Sources", "Tests"] {
    for file in try SourceText.all(below: folder) {
      #expect(file.lines.count <= 400, "\(file.path): split it by purpose, or say in this test why not")
    }
  }
}
