import Foundation
import TestSupport
import Testing

private let howToRecord =
  "after a look at what changed, record it with KANIKO2BUILDKIT_RECORD=1 swift test --filter Golden"

@Test func everyCaseCanBeRead() throws {
  let cases = try CorpusCase.discover()
  #expect(cases.count > 200)
}

@Test(arguments: CorpusCase.all)
func goldenMigration(_ item: CorpusCase) throws {
  let run = try ProductRun(item).result
  #expect(run.status == item.settings.status, "\(run.errorText)")
  switch RecordMode.current {
  case .refused:
    Issue.record("expected results are not recorded in CI")
  case .record:
    // What ends otherwise than the case says is not what is expected.
    guard run.status == item.settings.status else { return }
    try run.output.write(to: item.expectedDiff)
    try run.errors.write(to: item.expectedSummary)
  case .compare:
    guard let expected = item.diff, let summary = try? Data(contentsOf: item.expectedSummary) else {
      Issue.record("expected.diff or expected.txt is missing; \(howToRecord)")
      return
    }
    try expectSameTree(item, run.output, expected)
    #expect(run.outputText == String(decoding: expected, as: UTF8.self), "the diff; \(howToRecord)")
    #expect(run.errorText == String(decoding: summary, as: UTF8.self), "the summary; \(howToRecord)")
  }
}

/// Tells a different migration from a diff that is merely cut into other hunks.
private func expectSameTree(_ item: CorpusCase, _ actual: Data, _ expected: Data) throws {
  let trees = try [actual, expected].map { diff in
    try TemporaryFolder.with { folder in
      try FileTree(readingFrom: item.input).write(to: folder)
      if !diff.isEmpty { try CorpusCase.apply(diff, in: folder) }
      return try FileTree(readingFrom: folder)
    }
  }
  let differing = trees[0].differences(from: trees[1])
  #expect(differing.isEmpty, "the migrated files themselves differ; \(howToRecord)")
}

@Test(arguments: CorpusCase.all)
func writingDoesWhatTheDiffSays(_ item: CorpusCase) throws {
  try TemporaryFolder.with { scratch in
    let written = scratch.appending(path: "written")
    let applied = scratch.appending(path: "applied")
    let tree = try FileTree(readingFrom: item.input)
    for folder in [written, applied] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try tree.write(to: folder)
    }
    let diff = try ProductRun(item, in: applied).result.output
    if !diff.isEmpty {
      try CorpusCase.apply(diff, in: applied, options: ["--check"])
      try CorpusCase.apply(diff, in: applied)
    }
    let first = try ProductRun(item, in: written, write: true).result
    #expect(first.status == item.settings.status, "\(first.errorText)")
    #expect(try FileTree(readingFrom: written).differences(from: FileTree(readingFrom: applied)) == [])

    let second = try ProductRun(item, in: written).result
    #expect(second.outputText == "", "a second run plans nothing")
    #expect(second.status == item.settings.status, "\(second.errorText)")
  }
}
