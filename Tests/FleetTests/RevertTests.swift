import Foundation
import TestSupport
import Testing

private let files = [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile]
private let token = ["GITLAB_TOKEN": GitLabServer.token]

/// A fleet of projects of a group that was pushed with merge requests.
private struct Pushed {
  let fleet: FleetFolder
  let server: GitLabServer

  init(_ fleet: FleetFolder, _ names: [String]) throws {
    self.fleet = fleet
    server = try GitLabServer(fleet)
    for name in names { try server.git.add(name, files) }
    #expect(try batch("plan", try server.start(), "--state", "state").status == 0)
    #expect(try apply().outputText == "\(names.count) repositories applied, 0 failed\n")
  }

  func batch(_ arguments: String...) throws -> CommandResult { try fleet.batch(arguments, environment: token) }

  func apply() throws -> CommandResult {
    try batch("apply", "--state", "state", "--author", "Ada <ada@example.com>", "--push", "--merge-request")
  }

  func revert(_ arguments: String...) throws -> CommandResult {
    try fleet.batch(["revert", "--state", "state"] + arguments, environment: token)
  }

  func branches(_ name: String) throws -> String {
    try fleet.git("branch", "--format=%(refname:short)", in: "server/\(name).git")
  }

  /// How often a merge request was closed through the API.
  func closings() throws -> Int {
    try fleet.text("gitlab.log").components(separatedBy: #""state_event": "close""#).count - 1
  }

  static func address(_ name: String, _ number: Int = 1) -> String {
    "https://gitlab.example.com/git/\(name)/-/merge_requests/\(number)"
  }
}

@Test func revertClosesTheMergeRequestAndDeletesTheBranch() throws {
  try FleetFolder.with { fleet in
    let pushed = try Pushed(fleet, ["app", "other"])
    #expect(try pushed.revert("--only", "git/app").outputText == "1 repositories reverted, 0 failed\n")
    #expect(
      try pushed.server.mergeRequests == ["closed \(Pushed.address("app"))", "opened \(Pushed.address("other"))"])
    #expect(try pushed.closings() == 1, "it is closed before its branch goes")
    #expect(try pushed.branches("app") == "main")
    #expect(try pushed.branches("other") == "kaniko2buildkit\nmain")
    #expect(try fleet.text("state/journal.jsonl").contains("\"merge_requests\":[\"\(Pushed.address("app"))\"]"))
    #expect(try fleet.report()["git/app"]?["merge_request"] == "")
    #expect(try pushed.revert("--only", "git/app").outputText == "0 repositories reverted, 0 failed\n")
    // What was taken back can be made again.
    #expect(try pushed.apply().outputText == "1 repositories applied, 0 failed\n")
    #expect(try pushed.server.mergeRequests.contains("opened \(Pushed.address("app", 2))"))
  }
}

@Test func aRevertThatFailsHalfWayGoesOn() throws {
  try FleetFolder.with { fleet in
    let pushed = try Pushed(fleet, ["app"])
    let hook = fleet.path("server/app.git/hooks/update")
    try fleet.write("#!/bin/sh\nexit 1\n", to: "server/app.git/hooks/update")
    _ = try Command.run("/bin/chmod", ["0755", hook])
    #expect(try pushed.revert().status == 3)
    #expect(try pushed.server.mergeRequests == ["closed \(Pushed.address("app"))"])
    try FileManager.default.removeItem(atPath: hook)
    #expect(try pushed.revert().outputText == "1 repositories reverted, 0 failed\n")
    #expect(try pushed.branches("app") == "main")
    #expect(try pushed.closings() == 1)
  }
}

@Test func aMergeRequestWithCommitsOfOthersStaysOpen() throws {
  try FleetFolder.with { fleet in
    let pushed = try Pushed(fleet, ["app"])
    let commit = try fleet.git(
      "commit-tree", "-p", "kaniko2buildkit", "-m", "mine", "kaniko2buildkit^{tree}", in: "server/app.git")
    try fleet.git("update-ref", "refs/heads/kaniko2buildkit", commit, in: "server/app.git")
    let result = try pushed.revert()
    #expect(result.errorText.contains("has commits of others"))
    #expect(try pushed.server.mergeRequests == ["opened \(Pushed.address("app"))"])
    #expect(try pushed.branches("app") == "kaniko2buildkit\nmain")
  }
}

/// A run may end between a step and the record that it is done.
@Test(arguments: [["pushed"], ["pushed", "committed"]])
func revertKnowsWhatWasNotRecordedAnyMore(_ lost: [String]) throws {
  try FleetFolder.with { fleet in
    let pushed = try Pushed(fleet, ["app"])
    let lines = try fleet.text("state/journal.jsonl").split(separator: "\n")
    let kept = lines.filter { line in !lost.contains { line.hasPrefix("{\"step\":\"\($0)\"") } }
    #expect(kept.count == lines.count - lost.count)
    try fleet.write(kept.joined(separator: "\n") + "\n", to: "state/journal.jsonl")
    #expect(try pushed.revert().outputText == "1 repositories reverted, 0 failed\n")
    #expect(try pushed.branches("app") == "main")
    #expect(try pushed.server.mergeRequests == ["closed \(Pushed.address("app"))"])
    let clone = try #require(
      try FileManager.default.contentsOfDirectory(atPath: fleet.path("state/clones")).first { $0.hasSuffix(".git") })
    #expect(try fleet.git("for-each-ref", "refs/heads/kaniko2buildkit", in: "state/clones/\(clone)") == "")
  }
}
