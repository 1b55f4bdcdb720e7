import Foundation
import TestSupport
import Testing

/// A fleet of bare repositories: shared templates, repositories that include them, repositories with pipelines of their
/// own, and repositories without Kaniko.
private struct LargeFleet {
  static let templates = 30
  let fleet: FleetFolder
  let count: Int

  /// What a repository with a number is: `own`, `none`, or one that includes a template.
  static func kind(_ number: Int) -> String {
    number % 3 == 0 ? "own" : number % 7 == 0 ? "none" : "c\(number % templates)"
  }

  /// Makes one repository of each kind with git, and copies them: what makes a repository new is its name.
  func create() throws {
    let kinds =
      (0..<Self.templates).map { ("templates/t\($0)", ["kaniko.yml": FleetFolder.template + "# \($0)\n"]) }
      + (0..<Self.templates).map { ("kinds/c\($0)", [".gitlab-ci.yml": FleetFolder.consumer(of: "templates/t\($0)")]) }
      + [
        ("kinds/own", [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile]),
        ("kinds/none", [".gitlab-ci.yml": "test:\n  script: [make]\n"]),
      ]
    for (name, files) in kinds { try importRepository("local/\(name)", files) }
    for number in 0..<(count - Self.templates) {
      let kind = Self.kind(number)
      try FileManager.default.createDirectory(
        at: fleet.folder.appending(path: "local/g\(number % 20)"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: fleet.path("local/kinds/\(kind)"), toPath: fleet.path("local/g\(number % 20)/r\(number)"))
    }
    try FileManager.default.removeItem(atPath: fleet.path("local/kinds"))
  }

  private func importRepository(_ name: String, _ files: [String: String]) throws {
    try FileManager.default.createDirectory(
      at: fleet.folder.appending(path: name), withIntermediateDirectories: true)
    try fleet.git("init", "-q", "--bare", "--template=", in: name)
    var stream = "commit refs/heads/main\ncommitter t <t@example.com> 0 +0000\ndata 5\nstart\n"
    for (path, text) in files.sorted(by: { $0.key < $1.key }) {
      stream += "M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n"
    }
    try fleet.git("fast-import", "--quiet", in: name, input: Data(stream.utf8))
  }

  /// The refs of every repository, by its path.
  func refs() throws -> [String: [String: String]] {
    var result: [String: [String: String]] = [:]
    for group in try FileManager.default.contentsOfDirectory(atPath: fleet.path("local")) {
      for name in try FileManager.default.contentsOfDirectory(atPath: fleet.path("local/\(group)")) {
        let heads = "local/\(group)/\(name)/refs/heads"
        var refs: [String: String] = [:]
        for ref in try FileManager.default.contentsOfDirectory(atPath: fleet.path(heads)) {
          refs[ref] = try fleet.text("\(heads)/\(ref)").trimmingCharacters(in: .newlines)
        }
        result["\(group)/\(name)"] = refs
      }
    }
    return result
  }

  /// Runs `batch` with commits of a fixed time.
  func batch(_ arguments: [String]) throws -> CommandResult {
    try fleet.batch(arguments, environment: ["SOURCE_DATE_EPOCH": "1700000000"])
  }

  /// Runs `batch` and kills it after a random time, until a run ends by itself.
  ///
  /// The command alone is killed: a git that is killed as well may leave the lock of a ref behind, which a person removes.
  func batchUntilDone(_ arguments: [String], kills: Int, within seconds: Double) throws -> CommandResult {
    var random = SeededGenerator(seed: 20_261_124)
    for _ in 0..<kills {
      let moment = String(format: "%.3f", Double(random.next() % 1_000) / 1_000 * seconds)
      let product = try Repository.product()
      let result = try Command.run(
        "/usr/bin/timeout", ["--foreground", "-s", "KILL", moment, product, "batch"] + arguments, in: fleet.folder.path,
        environment: Command.scrubbed.merging(["SOURCE_DATE_EPOCH": "1700000000"]) { $1 })
      if result.status != 137 { return result }
    }
    return try batch(arguments)
  }
}

private let applyArguments = ["apply", "--author", "Ada <ada@example.com>"]

@Test func twoThousandRepositoriesFromPlanToReport() throws {
  try FleetFolder.with { folder in
    let large = LargeFleet(fleet: folder, count: 2_000)
    try large.create()
    let plan = try large.batch(["plan", "local", "--state", "state"])
    #expect(plan.outputText.hasPrefix("repositories: 2000\n"))
    #expect(plan.outputText.contains("definitions by the jobs of others that they cure:"))
    #expect(plan.errorText.hasSuffix("2000 of 2000 repositories planned\n"))
    let first = try large.batch(applyArguments + ["--state", "state", "--wave", "1"])
    #expect(first.status == 0, "\(first.errorText)")
    let refs = try large.refs()
    #expect(refs.count == 2_000)
    for name in refs.keys where name.hasPrefix("templates/") { #expect(refs[name]?["kaniko2buildkit"] != nil) }
    let report = try folder.report()
    let kinds = (0..<(2_000 - LargeFleet.templates)).map(LargeFleet.kind)
    let own = kinds.count { $0 == "own" }
    let consumers = kinds.count { $0.hasPrefix("c") }
    #expect(report.values.count { $0["wave"] == "1" && $0["progress"] == "committed" } == LargeFleet.templates + own)
    #expect(report.values.count { $0["wave"] == "2" && $0["progress"] == "blocked" } == consumers)
    let html = try large.batch(["report", "--state", "state", "--format", "html", "--output", "report.html"])
    #expect(html.status == 1)
    #expect(try folder.text("report.html").components(separatedBy: "<th scope=\"row\">").count == 2_001)
  }
}

@Test func aRunThatIsKilledAndResumedEndsLikeOneThatIsNot() throws {
  try FleetFolder.with { folder in
    let large = LargeFleet(fleet: folder, count: 400)
    try large.create()
    let before = try large.refs()
    let plan = try large.batch(["plan", "local", "--state", "whole"])
    _ = try large.batch(applyArguments + ["--state", "whole"])
    let expected = try large.refs()
    #expect(expected != before)
    let expectedReport = try large.batch(["report", "--state", "whole", "--format", "json"]).outputText
    #expect(try large.batch(["revert", "--state", "whole"]).status == 0)
    #expect(try large.refs() == before)

    let resumed = try large.batchUntilDone(["plan", "local", "--state", "state"], kills: 10, within: 0.5)
    #expect(resumed.outputText == plan.outputText)
    _ = try large.batchUntilDone(applyArguments + ["--state", "state"], kills: 10, within: 0.5)
    #expect(try large.refs() == expected)
    #expect(try large.batch(["report", "--state", "state", "--format", "json"]).outputText == expectedReport)
    let journal = try folder.text("state/journal.jsonl").split(separator: "\n")
    let committed = journal.filter { $0.hasPrefix("{\"step\":\"committed\"") }
    #expect(Set(committed).count == committed.count, "no repository has two commits")
    #expect(journal.filter { $0.hasPrefix("{\"step\":\"planned\"") }.count == 400)
  }
}
