import Foundation
import TestSupport
import Testing

@Test func plansCheckoutsBareRepositoriesAndLists() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/app", [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile])
    try fleet.checkout("local/clean", ["README.md": "nothing here\n"])
    try fleet.bare(
      "local/group/mirror", [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile])
    try fleet.bare("listed/api.git", [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile])
    try fleet.write("# services\n\nlisted/api.git\n", to: "fleet.txt")
    let before = try fleet.git("for-each-ref", in: "local/app") + fleet.git("status", "--porcelain", in: "local/app")
    let result = try fleet.batch("plan", "local", "fleet.txt", "--state", "state")
    #expect(result.status == 0, "\(result.errorText)")
    let report = try fleet.report()
    let listed = String(fleet.path("listed/api").dropFirst())
    #expect(Set(report.keys) == ["app", "clean", "group/mirror", listed])
    for name in ["app", "group/mirror", listed] {
      #expect(report[name]?["progress"] == "planned", "\(name)")
      #expect(report[name]?["safe"] == "1", "\(name)")
      #expect(report[name]?["wave"] == "1", "\(name)")
    }
    #expect(report["clean"]?["progress"] == "clean")
    let after = try fleet.git("for-each-ref", in: "local/app") + fleet.git("status", "--porcelain", in: "local/app")
    #expect(before == after)
  }
}

@Test func aPlanOfARepositoryIsTheDiffOfMigrate() throws {
  try FleetFolder.with { fleet in
    let files = [
      ".gitlab-ci.yml": "include: ci/build.yml\n", "ci/build.yml": FleetFolder.pipeline,
      "Dockerfile": FleetFolder.dockerfile,
    ]
    try fleet.checkout("local/app", files)
    try fleet.bare("remote.git", files)
    #expect(try fleet.batch("plan", "local", "remote.git", "--state", "state").status == 0)
    let migrate = try Command.run(try Repository.product(), ["migrate", fleet.path("local/app")])
    let diffs = try FileTree(readingFrom: fleet.folder.appending(path: "state/diffs")).files
    #expect(diffs.count == 2)
    for (name, diff) in diffs { #expect(diff == migrate.output, "\(name)") }
    #expect(!migrate.output.isEmpty)
  }
}

@Test func includesAreResolvedAcrossTheFleet() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/group/templates", ["kaniko.yml": FleetFolder.template])
    for name in ["one", "two"] {
      try fleet.checkout(
        "local/group/\(name)",
        [".gitlab-ci.yml": FleetFolder.consumer(of: "group/templates"), "Dockerfile": FleetFolder.dockerfile])
    }
    try fleet.checkout("local/lost", [".gitlab-ci.yml": FleetFolder.consumer(of: "elsewhere/templates")])
    let result = try fleet.batch("plan", "local", "--state", "state")
    #expect(result.outputText.contains("group/templates:kaniko.yml: 2 jobs in 2 repositories; the plan changes it"))
    let report = try fleet.report()
    #expect(report["group/templates"]?["wave"] == "1")
    #expect(report["group/one"]?["wave"] == "2")
    #expect(report["group/one"]?["progress"] == "blocked")
    #expect(report["lost"]?["unknown"] == "1")
    #expect(result.status == 4)
  }
}

@Test func anIncludeWithARefReadsThatRef() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/group/templates", ["kaniko.yml": FleetFolder.template])
    try fleet.git("tag", "v1", in: "local/group/templates")
    try fleet.write(".kaniko:\n  image: alpine\n  script: [make]\n", to: "local/group/templates/kaniko.yml")
    try fleet.git("commit", "-q", "-a", "-m", "no Kaniko any more", in: "local/group/templates")
    try fleet.checkout("local/old", [".gitlab-ci.yml": FleetFolder.consumer(of: "group/templates", ref: "v1")])
    try fleet.checkout("local/new", [".gitlab-ci.yml": FleetFolder.consumer(of: "group/templates", ref: "main")])
    let result = try fleet.batch("plan", "local", "--state", "state")
    let report = try fleet.report()
    #expect(report["old"]?["manual"] == "1")
    #expect(report["new"]?["progress"] == "clean")
    #expect(
      result.outputText.contains("group/templates@v1:kaniko.yml: 1 jobs in 1 repositories; the plan does not change it")
    )
  }
}

@Test func oneBadRepositoryDoesNotStopTheOthers() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/app", [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile])
    try fleet.git("init", "-q", "local/empty")
    try fleet.checkout("local/broken", [".gitlab-ci.yml": "a: [b\n# kaniko\n"])
    try fleet.checkout("local/settings", [".kaniko2buildkit.yml": "imagee: x\n"])
    try fleet.write("gone.git\nhttps://user:secret@example.com/a/b.git\next::sh -c false\n", to: "fleet.txt")
    let result = try fleet.batch("plan", "local", "fleet.txt", "--state", "state")
    #expect(result.status == 3)
    let report = try fleet.report()
    #expect(report["app"]?["progress"] == "planned")
    #expect(report["empty"]?["failure"]?.contains("empty") == true)
    #expect(report["broken"]?["progress"] == "failed", "what cannot be read is not clean")
    #expect(report["broken"]?["failure"]?.contains(".gitlab-ci.yml: K001") == true)
    #expect(report["settings"]?["failure"]?.contains(".kaniko2buildkit.yml:1:") == true)
    #expect(report.values.contains { $0["location"]?.hasSuffix("/gone.git") == true && $0["progress"] == "failed" })
    #expect(!(result.outputText + result.errorText + (try fleet.text("state/journal.jsonl"))).contains("secret"))
    #expect(result.outputText.contains("transports that run programs are not used"))
  }
}

@Test func nothingOfARepositoryIsExecuted() throws {
  try FleetFolder.with { fleet in
    let trap = fleet.path("trap")
    let program = fleet.path("program")
    try fleet.write("#!/bin/sh\ntouch \(trap)\nexit 1\n", to: "program")
    _ = try Command.run("/bin/chmod", ["0755", program])
    try fleet.checkout(
      "local/app",
      [
        ".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile,
        ".gitattributes": "* filter=trap diff=trap\n",
        ".gitmodules": "[submodule \"x\"]\n\tpath = x\n\turl = ext::\(program)\n",
      ])
    let settings = [
      "core.fsmonitor", "core.sshCommand", "core.editor", "core.pager", "core.gitProxy", "core.askPass",
      "filter.trap.clean", "filter.trap.smudge", "filter.inner.process", "diff.external", "hook.trap.command",
      "diff.trap.command", "diff.trap.textconv", "gpg.program", "credential.helper", "core.alternateRefsCommand",
      "remote.origin.uploadpack", "remote.origin.receivepack", "uploadpack.packObjectsHook",
    ]
    for name in settings { try fleet.git("config", name, program, in: "local/app") }
    try fleet.git("config", "remote.origin.url", "ext::\(program)", in: "local/app")
    try fleet.git("config", "remote.origin.promisor", "true", in: "local/app")
    try fleet.git("config", "commit.gpgSign", "true", in: "local/app")
    try fleet.git("config", "hook.trap.event", "reference-transaction", in: "local/app")
    try fleet.write("[filter \"trap\"]\n\tprocess = \(program)\n\trequired\n", to: "included")
    try fleet.git("config", "include.path", fleet.path("included"), in: "local/app")
    try fleet.git("config", "core.hooksPath", fleet.path("hooks"), in: "local/app")
    for hook in [
      "reference-transaction", "post-commit", "pre-commit", "post-checkout", "pre-push", "post-index-change",
    ] {
      for place in ["hooks", "local/app/.git/hooks"] {
        try fleet.write("#!/bin/sh\ntouch \(trap)\n", to: "\(place)/\(hook)")
        _ = try Command.run("/bin/chmod", ["0755", fleet.path("\(place)/\(hook)")])
      }
    }
    #expect(try fleet.batch("plan", "local", "--state", "state").status == 0)
    #expect(try fleet.apply().status == 0)
    #expect(try fleet.apply("--push").status == 3)
    // Written anew, so that git has to compare the content, for which it would run the filters.
    try fleet.write(FleetFolder.pipeline, to: "local/app/.gitlab-ci.yml")
    let migrate = try Command.run(try Repository.product(), ["migrate", "--write", fleet.path("local/app")])
    #expect(migrate.status == 0, "\(migrate.errorText)")
    #expect(!FileManager.default.fileExists(atPath: trap))
  }
}

@Test func settingsOfARepositoryCannotReadThisMachine() throws {
  try FleetFolder.with { fleet in
    try fleet.write(FleetFolder.template, to: "private/kaniko.yml")
    try fleet.checkout(
      "local/app",
      [
        ".gitlab-ci.yml": FleetFolder.consumer(of: "group/private"),
        ".kaniko2buildkit.yml": "include-map:\n  group/private: \(fleet.path("private"))\n",
      ])
    _ = try fleet.batch("plan", "local", "--state", "state")
    #expect(try fleet.report()["app"]?["unknown"] == "1")
  }
}

@Test func shardsSplitTheFleetAndAreMergedInTheReport() throws {
  try FleetFolder.with { fleet in
    let names = (0..<9).map { "app\($0)" }
    for name in names { try fleet.checkout("local/\(name)", [".gitlab-ci.yml": FleetFolder.pipeline]) }
    for part in 1...3 { _ = try fleet.batch("plan", "local", "--state", "s\(part)", "--shard", "\(part)/3") }
    let parts = try (1...3).map { Set(try fleet.report("s\($0)").keys) }
    #expect(parts.reduce(0) { $0 + $1.count } == 9)
    #expect(try Set(fleet.report("s1", "s2", "s3").keys) == Set(names))
    #expect(try fleet.batch("plan", "local", "--state", "s4", "--shard", "4/3").status == 2)
  }
}

@Test func everyFormatOfTheReportHasTheWholeFleet() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/=app", [".gitlab-ci.yml": FleetFolder.pipeline])
    _ = try fleet.batch("plan", "local", "--state", "state")
    for format in ["text", "json", "csv", "markdown"] {
      let result = try fleet.batch("report", "--state", "state", "--format", format, "--output", "out.\(format)")
      #expect(result.status == 0)
      #expect(result.output.isEmpty)
    }
    let object = try JSONSerialization.jsonObject(with: Data(fleet.text("out.json").utf8)) as? [String: Any]
    let repositories = object?["repositories"] as? [[String: Any]]
    #expect(repositories?.first?["name"] as? String == "=app")
    #expect(try fleet.text("out.csv").contains("\r\n'=app,planned,1,1,"))
    #expect(try fleet.text("out.markdown").contains("| =app | planned | 1 |"))
    #expect(try fleet.batch("status", "--state", "nowhere").status == 3)
  }
}

@Test func aFleetIsTriedBesideKanikoAndThenFinished() throws {
  try FleetFolder.with { fleet in
    let files = [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile]
    try fleet.checkout("local/app", files)
    try fleet.checkout("plain/app", files)
    var titles: [String] = []
    for step in ["--shadow", "--finish"] {
      let state = "state\(step)"
      let plan = try fleet.batch("plan", "local", step, "--state", state)
      #expect(plan.status == (step == "--shadow" ? 1 : 0), "\(plan.outputText)")
      let branch = "step\(step)"
      let apply = try fleet.batch(
        "apply", "--state", state, "--branch", branch, "--author", "T <t@example.com>")
      #expect(apply.status == 0, "\(apply.errorText)")
      try fleet.git("merge", "-q", "--ff-only", branch, in: "local/app")
      titles.append(try fleet.git("log", "-1", "--format=%s", in: "local/app"))
      let text = try fleet.git("show", "HEAD:.gitlab-ci.yml", in: "local/app")
      #expect(text.contains("build:buildkit:") == (step == "--shadow"))
    }
    #expect(titles == ["Build images with BuildKit beside Kaniko", "Build images with BuildKit instead of Kaniko"])
    _ = try Command.run(try Repository.product(), ["migrate", "--write", fleet.path("plain/app")])
    let migrated = try FileTree(readingFrom: fleet.folder.appending(path: "plain/app")).files[".gitlab-ci.yml"]
    #expect(try FileTree(readingFrom: fleet.folder.appending(path: "local/app")).files[".gitlab-ci.yml"] == migrated)
  }
}
