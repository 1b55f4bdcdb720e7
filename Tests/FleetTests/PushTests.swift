import Foundation
import TestSupport
import Testing

private let files = [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile]

@Test func aPushSkipsPipelinesAndOpensAMergeRequest() throws {
  try FleetFolder.with { fleet in
    let server = try GitServer(fleet)
    try server.add("group/app", files)
    try fleet.write("\(server.url)/group/app.git\n", to: "fleet.txt")
    let plan = try fleet.batch("plan", "fleet.txt", "--state", "state")
    #expect(plan.status == 0, "\(plan.outputText)")
    let result = try fleet.apply("--push", "--merge-request")
    #expect(result.status == 0, "\(result.errorText)")
    let options = server.lines("options", of: "group/app")
    #expect(
      options.prefix(3) == [
        "ci.skip", "merge_request.create", "merge_request.title=Build images with BuildKit instead of Kaniko",
      ])
    #expect(options.contains("merge_request.target=main"))
    #expect(options.last?.hasPrefix("merge_request.description=## git/group/app\\n\\n### `build`\\n") == true)
    let report = try fleet.report()["git/group/app"]
    #expect(report?["progress"] == "pushed")
    #expect(report?["merge_request"] == "https://gitlab.example.com/group/app/-/merge_requests/7")
    #expect(
      try fleet.git("diff", "--name-only", "main", "kaniko2buildkit", in: "server/group/app.git") == ".gitlab-ci.yml")
    // A second run has nothing to do.
    #expect(try fleet.apply("--push", "--merge-request").outputText == "0 repositories applied, 0 failed\n")
    #expect(server.lines("pushes", of: "group/app").count == 1)
    let reverted = try fleet.batch("revert", "--state", "state", "--wave", "1")
    #expect(reverted.status == 0, "\(reverted.errorText)")
    #expect(try fleet.git("branch", "--format=%(refname:short)", in: "server/group/app.git") == "main")
  }
}

@Test func theTextsOfAPartialCloneComeInOneRequest() throws {
  try FleetFolder.with { fleet in
    let server = try GitServer(fleet)
    var many = files
    for number in 0..<50 { many["deploy/\(number).yml"] = "number: \(number)\n" }
    many["large.bin"] = String(repeating: "0123456789abcdef", count: 100_000)
    try server.add("group/app", many)
    #expect(try fleet.batch("plan", "\(server.url)/group/app.git", "--state", "state").status == 0)
    let clone = try #require(
      try FileManager.default.contentsOfDirectory(atPath: fleet.path("state/clones")).first { $0.hasSuffix(".git") })
    let packs = try FileManager.default.contentsOfDirectory(atPath: fleet.path("state/clones/\(clone)/objects/pack"))
    #expect(packs.filter { $0.hasSuffix(".pack") }.count == 2, "one of the clone, one of the texts")
    let missing = try fleet.git("rev-list", "--objects", "--missing=print", "HEAD", in: "state/clones/\(clone)")
    #expect(missing.split(separator: "\n").filter { $0.hasPrefix("?") }.count == 1, "only the large file")
  }
}

@Test func aRefusedBranchIsRecordedAndTheRestGoesOn() throws {
  try FleetFolder.with { fleet in
    let server = try GitServer(fleet)
    try server.add("group/guarded", files, refusal: "You are not allowed to push code to protected branches.")
    try server.add("group/open", files)
    try fleet.write(
      "\(server.url)/group/guarded.git\n\(server.url)/group/open.git\n\(server.url)/group/gone.git\n", to: "fleet.txt")
    #expect(try fleet.batch("plan", "fleet.txt", "--state", "state").status == 3)
    let result = try fleet.apply("--push")
    #expect(result.status == 3)
    #expect(result.outputText == "1 repositories applied, 1 failed\n")
    let report = try fleet.report()
    #expect(report["git/group/guarded"]?["failure"]?.contains("protected branches") == true)
    #expect(report["git/group/open"]?["progress"] == "pushed")
    #expect(report["git/group/gone"]?["progress"] == "failed")
    #expect(server.lines("options", of: "group/open") == ["ci.skip"])
  }
}

@Test func aRemoteThatMovedOrHasTheBranchIsLeftAlone() throws {
  try FleetFolder.with { fleet in
    let server = try GitServer(fleet)
    for name in ["moved", "taken"] { try server.add(name, files) }
    try fleet.write("\(server.url)/moved.git\n\(server.url)/taken.git\n", to: "fleet.txt")
    #expect(try fleet.batch("plan", "fleet.txt", "--state", "state").status == 0)
    let commit = try fleet.git("commit-tree", "-p", "main", "-m", "more", "main^{tree}", in: "server/moved.git")
    try fleet.git("update-ref", "refs/heads/main", commit, in: "server/moved.git")
    try fleet.git("branch", "kaniko2buildkit", "main", in: "server/taken.git")
    let result = try fleet.apply("--push", "--run-ci")
    #expect(result.outputText == "0 repositories applied, 2 failed\n")
    #expect(result.errorText.contains("git/moved: the repository has other commits"))
    #expect(result.errorText.contains("git/taken: the branch kaniko2buildkit exists"))
    #expect(server.lines("pushes", of: "taken").isEmpty)
  }
}

@Test func aCheckoutIsPushedToItsOrigin() throws {
  try FleetFolder.with { fleet in
    let server = try GitServer(fleet)
    try server.add("group/app", files)
    try fleet.git("clone", "-q", "\(server.url)/group/app.git", "local/app")
    #expect(try fleet.batch("plan", "local", "--state", "state").status == 0)
    let result = try fleet.apply("--push", "--run-ci")
    #expect(result.status == 0, "\(result.errorText)")
    #expect(server.lines("options", of: "group/app").isEmpty)
    let pushed = try fleet.git("rev-parse", "kaniko2buildkit", in: "server/group/app.git")
    #expect(try fleet.git("rev-parse", "kaniko2buildkit", in: "local/app") == pushed)
    #expect(
      try fleet.git("branch", "-r", "--format=%(refname:short)", in: "local/app").contains("kaniko2buildkit") == false)
  }
}

@Test func aBareRepositoryByItsPathIsARemote() throws {
  try FleetFolder.with { fleet in
    try fleet.bare("app.git", files)
    #expect(try fleet.batch("plan", "app.git", "--state", "state").status == 0)
    #expect(try fleet.apply().status == 0)
    #expect(try fleet.git("branch", "--format=%(refname:short)", in: "app.git") == "main")
    let refused = try fleet.apply("--push")
    #expect(refused.errorText.contains("the server takes no push options"))
    #expect(try fleet.apply("--push", "--run-ci").status == 0)
    #expect(try fleet.git("branch", "--format=%(refname:short)", in: "app.git") == "kaniko2buildkit\nmain")
  }
}

@Test func aCheckoutCannotChooseWhoseHooksRun() throws {
  try FleetFolder.with { fleet in
    try fleet.bare("trap.git", files)
    try fleet.write("#!/bin/sh\ntouch '\(fleet.path("sprung"))'\n", to: "trap.git/hooks/pre-receive")
    _ = try Command.run("/bin/chmod", ["0755", fleet.path("trap.git/hooks/pre-receive")])
    try fleet.checkout("local/app", files)
    #expect(try fleet.batch("plan", "local", "--state", "state").status == 0)
    for origin in [fleet.path("trap.git"), "../../trap.git", "file://" + fleet.path("trap.git")] {
      try fleet.git("config", "remote.origin.url", origin, in: "local/app")
      #expect(try fleet.apply("--push", "--run-ci").errorText.contains("whose hooks a push would run"), "\(origin)")
    }
    #expect(!FileManager.default.fileExists(atPath: fleet.path("sprung")))
  }
}
