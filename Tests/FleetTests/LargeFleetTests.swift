import Foundation
import TestSupport
import Testing

/// A fleet of 2,000 repositories: shared templates, repositories that include them, repositories with pipelines of their
/// own, repositories without Kaniko, and the projects of a group on a server.
private struct LargeFleet {
  static let count = 2_000
  static let templates = 30
  static let served = 12
  static let local = count - templates - served
  let fleet: FleetFolder
  let server: GitLabServer

  /// What a local repository with a number is: `own`, `none`, or one that includes a template.
  static func kind(_ number: Int) -> String {
    number % 5 == 0 ? "own" : number % 3 == 0 ? "c\(number / 3 % templates)" : "none"
  }

  /// The local repositories of each kind.
  static func count(_ matches: (String) -> Bool) -> Int { (0..<local).count { matches(kind($0)) } }

  init(_ fleet: FleetFolder) throws {
    self.fleet = fleet
    server = try GitLabServer(fleet)
    try makeLocal()
    try server.git.add("app0", [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile])
    for number in 1..<Self.served {
      try FileManager.default.copyItem(
        atPath: fleet.path("server/app0.git"), toPath: fleet.path("server/app\(number).git"))
    }
  }

  /// Makes one repository of each kind with git, and copies them: what makes a repository new is its name.
  private func makeLocal() throws {
    let kinds =
      (0..<Self.templates).map { ("team/t\($0)", ["kaniko.yml": FleetFolder.template + "# \($0)\n"]) }
      + (0..<Self.templates).map { ("kinds/c\($0)", [".gitlab-ci.yml": FleetFolder.consumer(of: "team/t\($0)")]) }
      + [
        ("kinds/own", [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile]),
        ("kinds/none", [".gitlab-ci.yml": "test:\n  script: [make]\n"]),
      ]
    for (name, files) in kinds { try importRepository("local/\(name)", files) }
    for number in 0..<Self.local {
      let kind = Self.kind(number)
      try FileManager.default.createDirectory(
        at: fleet.folder.appending(path: "local/team\(number % 20)"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: fleet.path("local/kinds/\(kind)"), toPath: fleet.path("local/team\(number % 20)/r\(number)"))
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

  /// The branches that each repository has besides its first, by its path.
  func branches() throws -> [String: [String: String]] {
    var result: [String: [String: String]] = [:]
    for side in ["local", "server"] {
      for path in try FileManager.default.subpathsOfDirectory(atPath: fleet.path(side)) {
        guard path.hasSuffix("/refs/heads") else { continue }
        var refs: [String: String] = [:]
        for ref in try FileManager.default.contentsOfDirectory(atPath: fleet.path("\(side)/\(path)"))
        where ref != "main" {
          refs[ref] = try fleet.text("\(side)/\(path)/\(ref)").trimmingCharacters(in: .newlines)
        }
        result["\(side)/\(path.dropLast("/refs/heads".count))"] = refs
      }
    }
    return result
  }
}

// MARK: - Runs

extension LargeFleet {
  private static let environment = ["SOURCE_DATE_EPOCH": "1700000000", "GITLAB_TOKEN": GitLabServer.token]
  private static let author = ["--author", "Ada <ada@example.com>"]

  /// A phase of a run and its command line without the state directory.
  enum Phase {
    case plan
    /// What is changed in place.
    case commit
    /// What is pushed, with merge requests.
    case push
    /// The merge requests and branches on the server are taken back.
    case revert
  }

  private func arguments(_ phase: Phase, _ state: String) -> [String] {
    switch phase {
    case .plan: ["plan", "local", server.groupBesideGit, "--state", state]
    case .commit: ["apply", "--state", state, "--wave", "1", "--only", "team*"] + Self.author
    case .push: ["apply", "--state", state, "--only", "git/*", "--push", "--merge-request"] + Self.author
    case .revert: ["revert", "--state", state, "--only", "git/*"]
    }
  }

  /// Runs `batch`.
  func batch(_ arguments: String...) throws -> CommandResult {
    try fleet.batch(arguments, environment: Self.environment)
  }

  /// Runs a phase to its end.
  func run(_ phase: Phase, _ state: String) throws -> CommandResult {
    try fleet.batch(arguments(phase, state), environment: Self.environment)
  }

  /// Runs a phase again and again, and kills each run but the last when the journal has got so many more lines than before
  /// the first one.
  ///
  /// The command alone is killed: a git that is killed as well may leave the lock of a ref behind, which a person removes.
  func run(_ phase: Phase, _ state: String, killedAfter lines: [Int]) throws -> CommandResult {
    let journal = fleet.path("\(state)/journal.jsonl")
    if !FileManager.default.fileExists(atPath: journal) { try fleet.write("", to: "\(state)/journal.jsonl") }
    let before = try fleet.text("\(state)/journal.jsonl").split(separator: "\n").count
    let script = """
      line=$1 journal=$2
      shift 2
      "$@" &
      process=$!
      tail --pid=$process --sleep-interval=0.05 --lines=+1 --follow "$journal" | { sed -n "${line}q"; kill -KILL $process; }
      wait $process
      """
    for line in lines {
      let result = try Command.run(
        "/bin/sh",
        ["-c", script, "sh", String(before + line), journal, try Repository.product(), "batch"]
          + arguments(phase, state),
        in: fleet.folder.path, environment: Command.scrubbed.merging(Self.environment) { $1 })
      #expect(result.status == 137, "killed after \(line) lines of \(phase): \(result.outputText)\(result.errorText)")
    }
    return try run(phase, state)
  }
}

@Test func twoThousandRepositoriesWhateverIsKilled() throws {
  try FleetFolder.with { folder in
    let large = try LargeFleet(folder)
    _ = try large.server.start()
    let plan = try large.run(.plan, "whole")
    #expect(plan.outputText.hasPrefix("repositories: 2000\n"))
    #expect(plan.outputText.contains("definitions by the jobs of others that they cure:"))
    #expect(plan.errorText.hasSuffix("2000 of 2000 repositories planned\n"))
    for phase in [LargeFleet.Phase.commit, .push] {
      let result = try large.run(phase, "whole")
      #expect(result.status == 0, "\(result.errorText)")
    }
    let own = LargeFleet.count { $0 == "own" }
    let report = try folder.report("whole")
    #expect(report.values.count { $0["wave"] == "1" && $0["progress"] == "committed" } == LargeFleet.templates + own)
    #expect(report.values.count { $0["progress"] == "pushed" } == LargeFleet.served)
    #expect(
      report.values.count { $0["wave"] == "2" && $0["progress"] == "blocked" }
        == LargeFleet.count { $0.hasPrefix("c") })
    let html = try large.batch("report", "--state", "whole", "--format", "html", "--output", "report.html")
    #expect(html.status == 1)
    #expect(try folder.text("report.html").components(separatedBy: "<th scope=\"row\">").count == 2_001)

    let branches = try large.branches()
    #expect(branches.values.count { $0.count == 1 } == LargeFleet.templates + own + LargeFleet.served)
    #expect(branches.values.count { $0.isEmpty } == 2_000 - LargeFleet.templates - own - LargeFleet.served)
    let mergeRequests = try large.server.mergeRequests
    #expect(mergeRequests.count == LargeFleet.served && mergeRequests.allSatisfy { $0.hasPrefix("opened ") })
    let whole = try large.batch("report", "--state", "whole", "--format", "json").outputText
    #expect(try large.batch("revert", "--state", "whole").status == 0)
    #expect(try large.branches().values.allSatisfy(\.isEmpty))
    #expect(try large.server.mergeRequests.allSatisfy { $0.hasPrefix("closed ") })

    // The same fleet once more, with a server that knows of nothing.
    _ = try large.server.start()
    var random = SeededGenerator(seed: 20_261_124)
    // The last fifth is left out, so that a run does not end before it is killed.
    func moments(_ count: Int, of lines: Int) -> [Int] {
      (0..<count).map { _ in random.number(1...(lines * 4 / 5)) }.sorted()
    }
    let resumed = try large.run(.plan, "state", killedAfter: moments(7, of: 2_000))
    #expect(resumed.outputText == plan.outputText)
    let committed = (LargeFleet.templates + own) * 3
    _ = try large.run(.commit, "state", killedAfter: moments(7, of: committed))
    _ = try large.run(.push, "state", killedAfter: moments(6, of: LargeFleet.served * 5))
    #expect(try large.branches() == branches)
    #expect(try large.server.mergeRequests == mergeRequests)
    #expect(try large.batch("report", "--state", "state", "--format", "json").outputText == whole)
    let journal = try folder.text("state/journal.jsonl").split(separator: "\n")
    for step in ["planned", "committed", "pushed"] {
      let lines = journal.filter { $0.hasPrefix("{\"step\":\"\(step)\"") }
      #expect(Set(lines).count == lines.count, "no repository has two lines of \(step)")
    }
    #expect(journal.count { $0.hasPrefix("{\"step\":\"planned\"") } == 2_000)

    #expect(try large.run(.revert, "state", killedAfter: moments(3, of: LargeFleet.served * 2)).status == 0)
    #expect(try large.server.mergeRequests == mergeRequests.map { $0.replacing("opened ", with: "closed ") })
    let closings = try folder.text("gitlab.log").components(separatedBy: "\"state_event\": \"close\"").count - 1
    #expect(closings == LargeFleet.served, "each is closed once")
    #expect(try large.branches().allSatisfy { $0.key.hasPrefix("local/") || $0.value.isEmpty })
  }
}
