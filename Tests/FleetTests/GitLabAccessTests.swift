import Foundation
import TestSupport
import Testing

private let files = [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile]
private let token = ["GITLAB_TOKEN": GitLabServer.token]

@Test func aTokenThatIsMissingIsNamed() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet)
    try server.git.add("app", files)
    let group = try server.start()
    let result = try fleet.batch(["plan", group, "--state", "state"])
    #expect(result.status == 3)
    #expect(result.outputText.contains("give a token in GITLAB_TOKEN or with --token-file"))
    // Mounted secrets are links.
    try fleet.write(GitLabServer.token + "\n", to: "secrets/..data/token")
    try FileManager.default.createSymbolicLink(atPath: fleet.path("token"), withDestinationPath: "secrets/..data/token")
    for file in ["token", "secrets/..data/token"] {
      #expect(try fleet.batch(["plan", group, "--state", "state", "--token-file", file]).status == 0)
    }
    #expect(try fleet.batch(["plan", group, "--state", "state", "--token-file", "nowhere"]).status == 3)
  }
}

@Test func aServerMayLieBelowAPath() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet, isPrivate: true, root: "/gitlab")
    var many = files
    // So many that they are cloned, for which git logs in.
    for number in 0..<70 { many["deploy/\(number).yml"] = "number: \(number)\n" }
    try server.git.add("app", many)
    _ = try server.start()
    let group = server.groupBesideGit
    let address = String(server.git.url.dropLast("/git".count))
    let lost = try fleet.batch(["plan", group, "--state", "state"], environment: token)
    #expect(lost.status == 3)
    #expect(lost.outputText.contains("name a server below a path with --gitlab-url"), "\(lost.outputText)")
    let wrong = ["plan", group, "--state", "state", "--gitlab-url", "https://u:secret@h/gitlab"]
    #expect(try fleet.batch(wrong).errorText.contains("the address of a server is written as https://HOST/PATH"))
    #expect(try !fleet.batch(wrong).errorText.contains("secret"))
    let plan = ["plan", group, "--state", "state", "--gitlab-url", address + "/"]
    #expect(try fleet.batch(plan, environment: token).status == 0)
    let apply = ["apply", "--state", "state", "--author", "Ada <ada@example.com>", "--push", "--merge-request"]
    let result = try fleet.batch(apply, environment: token)
    #expect(result.outputText == "1 repositories applied, 0 failed\n", "\(result.errorText)")
    #expect(try server.mergeRequests.count == 1)
    // In a job of the server itself its address is known.
    let inJob = token.merging(["CI_SERVER_URL": address]) { $1 }
    #expect(try fleet.batch(["plan", group, "--state", "job"], environment: inJob).status == 0)
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
