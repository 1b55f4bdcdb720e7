import Foundation
import TestSupport
import Testing

private let secret = "glpat-Zq3wXy7vUt9sRp1oNm5k"
private let password = "s3cretInTheAddress"

private let pipeline = FleetFolder.pipeline.replacingOccurrences(
  of: "IMAGE:1", with: "IMAGE:1 --build-arg NPM_TOKEN=\(secret) --label a=https://u:\(password)@example.com")

/// Everything of a state directory but the user's own lines: diffs, clones, and the new contents of files in plans.
private func publicFiles(_ fleet: FleetFolder, state: String = "state") throws -> [String: String] {
  let files = try FileTree(readingFrom: fleet.folder.appending(path: state)).files
    .filter { !$0.key.hasPrefix("diffs/") && !$0.key.hasPrefix("clones/") }
  var texts = files.mapValues { String(decoding: $0, as: UTF8.self) }
  for (name, bytes) in files where name.hasPrefix("plans/") {
    var plan = try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    let changes = try #require(plan["changes"] as? [[String: Any]])
    #expect(!changes.isEmpty && changes.allSatisfy { $0["content"] != nil })
    plan["changes"] = changes.map { $0.filter { $0.key != "content" } }
    texts[name] = String(describing: plan)
  }
  return texts
}

private func expectNoSecret(_ texts: [String: String], sourceLocation: SourceLocation = #_sourceLocation) {
  for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
    #expect(!text.contains(secret) && !text.contains(password), "\(name)", sourceLocation: sourceLocation)
  }
}

@Test func secretsOfPipelinesStayInTheDiffsOfAFleet() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/app", [".gitlab-ci.yml": pipeline, "Dockerfile": FleetFolder.dockerfile])
    try fleet.checkout(
      "local/manual", [".gitlab-ci.yml": pipeline.replacingOccurrences(of: "--label", with: "--ignore-path /x --label")]
    )
    var said = ""
    for arguments in [
      ["plan", "local", "--state", "state", "--review"],
      ["apply", "--state", "state", "--review", "--author", "Ada <ada@example.com>"], ["status", "--state", "state"],
    ] {
      let result = try fleet.batch(arguments)
      said += result.outputText + result.errorText
    }
    for format in ["text", "json", "csv", "markdown", "html"] {
      said += try fleet.batch("report", "--state", "state", "--format", format).outputText
    }
    said += try fleet.git("log", "--format=%B", "kaniko2buildkit", in: "local/app")
    #expect(said.contains("NPM_TOKEN"), "the message of the commit names the flag")
    let files = try publicFiles(fleet)
    #expect(files.keys.contains { $0.hasPrefix("plans/") })
    expectNoSecret(files.merging(["output": said]) { $1 })
    let reverted = try fleet.batch("revert", "--state", "state")
    #expect(reverted.outputText == "1 repositories reverted, 0 failed\n", "\(reverted.errorText)")
    expectNoSecret(try publicFiles(fleet).merging(["output": reverted.errorText]) { $1 })
    let diffs = try FileTree(readingFrom: fleet.folder.appending(path: "state/diffs"))
    #expect(diffs.files.values.contains { String(decoding: $0, as: UTF8.self).contains(secret) })
  }
}

/// What a server is told of a merge request, through its API and with a push, and what the state directory keeps of it.
@Test func secretsAreInNoMergeRequest() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet)
    try server.git.add("app", [".gitlab-ci.yml": pipeline, "Dockerfile": FleetFolder.dockerfile])
    try fleet.write("\(server.git.url)/app.git\n", to: "fleet.txt")
    let token = ["GITLAB_TOKEN": GitLabServer.token]
    for (source, state) in [(try server.start(), "api"), ("fleet.txt", "push")] {
      func batch(_ arguments: String...) throws -> CommandResult {
        try fleet.batch(arguments + ["--state", state], environment: token)
      }
      var said = [try batch("plan", source, "--review")]
      let apply = try batch(
        "apply", "--review", "--only", "*app", "--author", "Ada <ada@example.com>", "--push", "--merge-request")
      #expect(apply.outputText == "1 repositories applied, 0 failed\n", "\(apply.errorText)")
      said.append(apply)
      let sent =
        state == "api" ? try fleet.text("gitlab.log") : server.git.lines("options", of: "app").joined(separator: "\n")
      #expect(sent.contains("build-arg"), "the description has the receipt")
      expectNoSecret(try publicFiles(fleet, state: state).merging(["sent": sent]) { $1 })
      said.append(try batch("revert"))
      expectNoSecret(try publicFiles(fleet, state: state))
      for result in said { expectNoSecret(["output": result.outputText + result.errorText]) }
    }
  }
}

/// Whoever lists the processes of the machine sees no token, at no moment at which `curl` or `git` runs.
@Test func theTokenIsInNoListOfProcesses() throws {
  try FleetFolder.with { fleet in
    let server = try GitLabServer(fleet)
    try server.git.add("app", [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile])
    let group = try server.start()
    let programs = fleet.folder.appending(path: "programs")
    try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
    for name in ["curl", "git"] {
      let real = try Command.locate(name, advice: "install \(name)")
      let wrapper = """
        #!/bin/sh
        for process in /proc/[0-9]*; do tr '\\0' ' ' <$process/cmdline; echo; done >>'\(fleet.path("processes"))' 2>/dev/null
        exec \(real) "$@"

        """
      let file = programs.appending(path: name)
      try Data(wrapper.utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
    let environment = ["PATH": programs.path + ":" + Command.path, "GITLAB_TOKEN": GitLabServer.token]
    let plan = try fleet.batch(["plan", group, "--state", "state"], environment: environment)
    #expect(plan.status == 0, "\(plan.errorText)")
    let apply = try fleet.batch(
      ["apply", "--state", "state", "--push", "--merge-request", "--author", "Ada <ada@example.com>"],
      environment: environment)
    #expect(apply.outputText.contains("1 repositories applied"), "\(apply.errorText)")
    let processes = try fleet.text("processes")
    #expect(processes.contains("curl") && processes.contains("git"))
    // Other tests of this process may name the token where they start their servers: only this fleet's lines count.
    let own = processes.split(separator: "\n").filter { $0.contains("curl") || $0.contains("kaniko2buildkit ") }
    #expect(!own.isEmpty && !own.contains { $0.contains(GitLabServer.token) })
    for (name, text) in try publicFiles(fleet) { #expect(!text.contains(GitLabServer.token), "\(name)") }
  }
}
