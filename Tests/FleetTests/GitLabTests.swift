import Foundation
import TestSupport
import Testing

private let files = [
  ".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile, "deploy/x.yml": "a: 1\n",
]
private let token = ["GITLAB_TOKEN": GitLabServer.token]

@Test func plansOfTheAPIAndOfClonesAreTheSame() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet)
    try server.git.add("app", files)
    try server.git.add("crlf", [".gitlab-ci.yml": FleetFolder.pipeline.replacingOccurrences(of: "\n", with: "\r\n")])
    try server.git.add("templates", ["kaniko.yml": FleetFolder.template])
    try server.git.add("consumer", [".gitlab-ci.yml": FleetFolder.consumer(of: "git/templates", ref: "main")])
    let group = try server.start()
    let list = ["app", "consumer", "crlf", "templates"].map { "\(server.git.url)/\($0).git\n" }.joined()
    try fleet.write(list, to: "fleet.txt")
    let api = try fleet.batch(["plan", group, "--state", "api"], environment: token)
    let clones = try fleet.batch("plan", "fleet.txt", "--state", "clones")
    #expect(api.status == 1, "\(api.outputText)\(api.errorText)")
    #expect(clones.status == 1)
    for part in ["plans", "diffs"] {
      let trees = try ["api", "clones"].map { try FileTree(readingFrom: fleet.folder.appending(path: "\($0)/\(part)")) }
      #expect(trees[0].differences(from: trees[1]) == [])
      #expect(trees[0].files.count == 3)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: fleet.path("api/clones")) == [])
    #expect(try fleet.report("api") == fleet.report("clones"))
  }
}

@Test func aGroupIsReadToItsLastPageAndWithoutWhatIsArchived() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet)
    for name in ["a", "sub/b", "sub/deep/c", "d", "old/gone"] { try server.git.add(name, files) }
    try server.git.add("elsewhere", ["ci/main.yml": FleetFolder.pipeline])
    try fleet.git("init", "-q", "--bare", "server/empty.git")
    let group = try server.start()
    let result = try fleet.batch(["plan", group, "--state", "state"], environment: token)
    let report = try fleet.report()
    #expect(Set(report.keys) == ["git/a", "git/sub/b", "git/sub/deep/c", "git/d", "git/elsewhere", "git/empty"])
    #expect(report["git/elsewhere"]?["progress"] == "planned")
    #expect(report["git/empty"]?["failure"]?.contains("empty") == true)
    #expect(result.outputText.contains("variables on the server"))
    #expect(result.outputText.contains("5 KANIKO_ARGS"))
    #expect(result.outputText.contains("5 git: DOCKER_AUTH_CONFIG"))
    let state = try FileTree(readingFrom: fleet.folder.appending(path: "state"))
    for (path, bytes) in state.files {
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("hidden-value") && !text.contains(GitLabServer.token), "\(path)")
    }
    #expect(!(result.outputText + result.errorText).contains(GitLabServer.token))
  }
}

@Test func troubleOfTheServerIsWaitedOut() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet)
    try server.git.add("app", files)
    let group = try server.start(trouble: [
      "/api/v4/groups/git/projects": [429, 500, "drop", "slow"], "/api/v4/projects/1/repository/tree": [503, 429],
    ])
    #expect(try fleet.batch(["plan", group, "--state", "state"], environment: token).status == 0)
    #expect(try server.requests.filter { $0 == "GET /api/v4/groups/git/projects" }.count == 4)
    #expect(try server.requests.filter { $0 == "GET /api/v4/projects/1/repository/tree" }.count == 4)
  }
}

@Test func aTokenThatIsMissingIsNamed() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet)
    try server.git.add("app", files)
    let group = try server.start()
    let result = try fleet.batch(["plan", group, "--state", "state"])
    #expect(result.status == 3)
    #expect(result.outputText.contains("give a token in GITLAB_TOKEN or with --token-file"))
    try fleet.write(GitLabServer.token + "\n", to: "token")
    #expect(try fleet.batch(["plan", group, "--state", "state", "--token-file", "token"]).status == 0)
  }
}

@Test func thereIsOneMergeRequestWhateverGoesWrong() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet)
    try server.git.add("app", files)
    let group = try server.start(trouble: ["lose-answer": []])
    #expect(try fleet.batch(["plan", group, "--state", "state"], environment: token).status == 0)
    let apply = ["apply", "--state", "state", "--author", "Ada <ada@example.com>", "--push", "--merge-request"]
    let result = try fleet.batch(apply, environment: token)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(server.git.lines("options", of: "app") == ["ci.skip"])
    let address = "https://gitlab.example.com/git/app/-/merge_requests/1"
    #expect(try fleet.report()["git/app"]?["merge_request"] == address)
    // The second attempt is told that there is one already.
    #expect(try server.requests.filter { $0 == "POST /api/v4/projects/1/merge_requests" }.count == 2)
    #expect(try server.requests.contains("PUT /api/v4/projects/1/merge_requests/1"))
    let log = try fleet.text("gitlab.log")
    #expect(log.contains("## git/app"))
    #expect(try fleet.batch(apply, environment: token).outputText == "0 repositories applied, 0 failed\n")
  }
}

@Test func aKilledPushLeavesOneBranchAndOneMergeRequest() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet)
    let names = (0..<6).map { "app\($0)" }
    for name in names { try server.git.add(name, files) }
    let group = try server.start()
    #expect(try fleet.batch(["plan", group, "--state", "state"], environment: token).status == 0)
    let apply = ["apply", "--state", "state", "--author", "Ada <ada@example.com>", "--push", "--merge-request"]
    let environment = Command.scrubbed.merging(token) { $1 }
    for moment in ["0.05", "0.3", "0.2", "0.4", "0.1", "0.5", "0.35"] {
      _ = try Command.run(
        "/usr/bin/timeout", ["-s", "KILL", moment, try Repository.product(), "batch"] + apply, in: fleet.folder.path,
        environment: environment)
    }
    let result = try fleet.batch(apply, environment: token)
    #expect(result.status == 0, "\(result.errorText)")
    for name in names {
      let place = "server/\(name).git"
      #expect(try fleet.git("branch", "--format=%(refname:short)", in: place) == "kaniko2buildkit\nmain")
      #expect(try fleet.git("rev-list", "--count", "main..kaniko2buildkit", in: place) == "1")
      let report = try fleet.report()["git/\(name)"]
      #expect(report?["merge_request"] == "https://gitlab.example.com/git/\(name)/-/merge_requests/1")
      #expect(try fleet.git("rev-parse", "kaniko2buildkit", in: place) == report?["commit"])
    }
    // The stand-in refuses a second one, and every refusal is followed by an update of the first.
    let log = try server.requests
    let requests = log.filter { $0.hasSuffix("/merge_requests") && $0.hasPrefix("POST") }
    #expect(Set(requests).count == names.count)
  }
}

@Test func theTokenLogsInAndIsSeenNowhere() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet, isPrivate: true)
    try server.git.add("app", files)
    var many = files
    for number in 0..<70 { many["deploy/\(number).yml"] = "number: \(number)\n" }
    try server.git.add("many", many)
    _ = try server.start()
    // Programs that note their arguments and call the real ones.
    for name in ["git", "curl"] {
      let real = try Command.locate(name, advice: "install \(name)")
      let script = "#!/bin/sh\necho \"$0 $*\" >>'\(fleet.path("calls"))'\nexec '\(real)' \"$@\"\n"
      let program = fleet.path("bin/\(name)")
      _ = try Command.run(
        "/bin/sh", ["-c", "mkdir -p '\(fleet.path("bin"))'; cat >'\(program)'; chmod 755 '\(program)'"],
        input: Data(script.utf8))
    }
    let environment = token.merging(["PATH": "\(fleet.path("bin")):\(Command.path)"]) { $1 }
    let plan = try fleet.batch(["plan", server.groupBesideGit, "--state", "state"], environment: environment)
    #expect(plan.status == 0, "\(plan.outputText)\(plan.errorText)")
    let apply = ["apply", "--state", "state", "--author", "Ada <ada@example.com>", "--push", "--merge-request"]
    let result = try fleet.batch(apply, environment: environment)
    #expect(result.outputText == "2 repositories applied, 0 failed\n", "\(result.errorText)")
    let calls = try fleet.text("calls")
    #expect(calls.contains("bin/curl -q --config -") && calls.contains(" clone ") && calls.contains(" push "))
    #expect(!calls.contains(GitLabServer.token))
    for (path, bytes) in try FileTree(readingFrom: fleet.folder.appending(path: "state")).files {
      #expect(!String(decoding: bytes, as: UTF8.self).contains(GitLabServer.token), "\(path)")
    }
    let anonymous = try fleet.batch("plan", "\(server.git.url)/app.git", "--state", "nobody")
    #expect(anonymous.status == 3, "the server asks for the token")
  }
}
