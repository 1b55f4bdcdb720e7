import Foundation
import TestSupport
import Testing

private let formats = ["text", "json", "sarif", "junit", "codequality", "markdown", "csv"]

/// Files with the status that a check of them ends with.
private let states: [(files: [String: String], arguments: [String], status: Int32)] = [
  ([".gitlab-ci.yml": "test:\n  script: [ls]\n"], [], 0),
  (Project.safe, [], 1),
  ([".gitlab-ci.yml": "test:\n  script: [ls\n"], [], 3),
  ([".gitlab-ci.yml": "include:\n  - template: Kaniko.gitlab-ci.yml\n"], [], 4),
  ([".gitlab-ci.yml": "include:\n  - project: a/b\n    file: c.yml\ntest:\n  script: [ls]\n"], [], 0),
  ([".gitlab-ci.yml": "include:\n  - project: a/b\n    file: c.yml\ntest:\n  script: [ls]\n"], ["--strict"], 4),
  ([".gitlab-ci.yml": "include:\n  - template: Kaniko.gitlab-ci.yml\n" + Project.safePipeline], [], 4),
  ([".gitlab-ci.yml": "include: [broken.yml]\n" + Project.safePipeline, "broken.yml": "a: [\n"], [], 3),
]

@Test(arguments: formats)
private func theStatusIsTheSameInEveryFormat(_ format: String) throws {
  for (number, state) in states.enumerated() {
    try Project.with(state.files) { project in
      let arguments = ["check", "--format", format] + state.arguments
      let run = try Command.run(try Repository.product(), arguments, in: project.folder.path)
      #expect(run.status == state.status, "state \(number): \(run.outputText) \(run.errorText)")
      #expect(run.errorText == "", "state \(number)")
    }
  }
}

@Test func wrongUsageOfCheckEndsWithTwo() throws {
  try Project.with { project in
    for arguments in [
      ["--format", "yaml"], ["--update-baseline"], ["--jobs", "0"], ["--output", "a", "--output", "b"],
      ["--format", "json", "--format", "csv"], ["--no-such-option"],
      ["--format", "json", "--output", "a", "--format", "csv", "--output", "a"],
    ] {
      let run = try Command.run(try Repository.product(), ["check"] + arguments, in: project.folder.path)
      #expect(run.status == 2, "\(arguments)")
      #expect(run.outputText == "", "\(arguments)")
    }
  }
}

@Test func nothingToSayIsSaidWithoutAWord() throws {
  try Project.with([".gitlab-ci.yml": "test:\n  script: [ls]\n"]) { project in
    let run = try project.run("check")
    #expect(run.status == 0)
    #expect(run.outputText == "")
    #expect(run.errorText == "")
  }
}

@Test func quietLeavesTheStatusAndTheFiles() throws {
  try Project.with { project in
    let run = try project.run("check", "--quiet", "--format", "text", "--format", "csv", "--output", "report.csv")
    #expect(run.status == 1)
    #expect(run.outputText == "")
    #expect(try project.text("report.csv").contains("kaniko-image"))
  }
}

@Test func everyFormatGoesToItsOwnFile() throws {
  try Project.with { project in
    let orders = [
      ["--format", "json", "--output", "a.json", "--format=csv", "--output=a.csv", "--format", "text"],
      ["--output=a.json", "--format", "json", "--format", "text", "--format", "csv", "--output", "a.csv"],
    ]
    for order in orders {
      let run = try Command.run(try Repository.product(), ["check"] + order, in: project.folder.path)
      #expect(run.status == 1)
      #expect(run.outputText.hasPrefix("warning[K101 kaniko-image]"), "\(order)")
      #expect(try project.text("a.csv").hasPrefix("code,rule,"), "\(order)")
    }
    #expect(try project.text("a.json").hasPrefix("{\n"))
  }
}

@Test func aReportThatCannotBeWrittenIsAnError() throws {
  try Project.with { project in
    let run = try project.run("check", "--format", "json", "--output", "no/such/folder/report.json")
    #expect(run.status == 3)
    #expect(run.errorText.contains("no/such/folder/report.json"))
  }
}

@Test func whatCannotBeOpenedIsInTheReport() throws {
  try Project.with([:]) { project in
    let run = try project.run("check", "no/such/place")
    #expect(run.status == 3)
    #expect(run.outputText.contains("no/such/place"))
    #expect(try project.check().codes == ["K002"], "a folder without a pipeline")
  }
}

@Test func theCheckAgreesWithTheMigration() throws {
  let cases = try FileManager.default.subpathsOfDirectory(atPath: Repository.corpus.path)
    .filter { $0.hasSuffix("/case.json") }.sorted().map { Repository.corpus.appending(path: $0) }
  #expect(!cases.isEmpty)
  for item in cases {
    struct Case: Decodable {
      let arguments: [String]?
    }
    let arguments = (try JSONDecoder().decode(Case.self, from: try Data(contentsOf: item)).arguments ?? [])
      .filter { $0 != "--review" && $0 != "--write" }
    let folder = item.deletingLastPathComponent().appending(path: "input").path
    let checked = try Command.run(try Repository.product(), ["check", "--quiet"] + arguments, in: folder)
    let planned = try Command.run(try Repository.product(), ["migrate"] + arguments, in: folder)
    // A migration that is safe leaves nothing: until it is made, the check reports the job.
    let expected = planned.status == 0 && !planned.output.isEmpty ? 1 : planned.status
    #expect(checked.status == expected, "\(folder)")
  }
}
