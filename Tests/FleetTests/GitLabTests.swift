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
    #expect(result.outputText.contains("5 git: KANIKO_CACHE"), "it is on the second page")
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
      "/api/v4/groups/git/projects": [500, 429, "slow"], "/api/v4/projects/1/repository/tree": ["drop", 429],
      "/api/v4/projects/1/variables": [503], "/api/v4/groups/git/variables": ["limit"],
    ])
    #expect(try fleet.batch(["plan", group, "--state", "state"], environment: token).status == 0)
    // One page of projects, two of the tree, one and two of variables; `slow` is an answer all the same.
    let counts = ["groups/git/projects": 3, "projects/1/repository/tree": 4, "projects/1/variables": 2]
    for (path, count) in counts {
      #expect(try server.requests.count { $0 == "GET /api/v4/\(path)" } == count, "\(path)")
    }
    #expect(try server.requests.count { $0 == "GET /api/v4/groups/git/variables" } == 3)
    #expect(try fleet.report()["git/app"]?["progress"] == "planned")
  }
}

@Test func whatIsRefusedOnceIsRecordedAndDoneByTheNextRun() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet)
    for name in ["app", "other"] { try server.git.add(name, files) }
    let group = try server.start(trouble: [
      "/api/v4/projects/1/repository/commits/main": [403], "/api/v4/projects/2/merge_requests": [403],
    ])
    #expect(try fleet.batch(["plan", group, "--state", "state"], environment: token).status == 3)
    #expect(try fleet.report()["git/app"]?["failure"]?.contains("with status 403; the token lacks the right") == true)
    #expect(try fleet.report()["git/other"]?["progress"] == "planned")
    #expect(try fleet.batch(["plan", group, "--state", "state"], environment: token).status == 0)
    let apply = ["apply", "--state", "state", "--author", "Ada <ada@example.com>", "--push", "--merge-request"]
    let refused = try fleet.batch(apply, environment: token)
    #expect(refused.outputText == "1 repositories applied, 1 failed\n")
    #expect(refused.errorText.contains("git/other: "))
    #expect(try fleet.batch(apply, environment: token).outputText == "1 repositories applied, 0 failed\n")
    #expect(try server.mergeRequests.count == 2)
    #expect(server.git.lines("pushes", of: "other").count == 1)
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
