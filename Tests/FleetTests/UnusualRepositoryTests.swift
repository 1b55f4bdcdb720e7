import Foundation
import TestSupport
import Testing

@Test func aLinkedWorkTreeIsNotASecondRepository() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/app", [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile])
    try fleet.git("worktree", "add", "-q", "../linked", "-b", "feature", in: "local/app")
    try fleet.git("clone", "-q", "local/app", "other")
    try fleet.git("worktree", "add", "-q", "../alone/linked", "-b", "feature2", in: "other")
    #expect(try fleet.batch("plan", "local", "alone", "--state", "state").status == 0)
    #expect(try Set(fleet.report().keys) == ["app", "linked"])
    #expect(try fleet.apply().status == 0)
    #expect(try fleet.git("rev-list", "--count", "feature2..kaniko2buildkit", in: "other") == "1")
  }
}

@Test func repositoriesWithLongIdsAreChangedToo() throws {
  try FleetFolder.with { fleet in
    try fleet.git("init", "-q", "--object-format=sha256", "local/app")
    try fleet.write(FleetFolder.pipeline, to: "local/app/ci/.gitlab-ci.yml")
    try fleet.git("add", "-A", in: "local/app")
    try fleet.git("commit", "-q", "-m", "start", in: "local/app")
    #expect(try fleet.batch("plan", "local", "--state", "state", "--ci-config", "ci/.gitlab-ci.yml").status == 0)
    #expect(try fleet.apply().status == 0)
    #expect(try fleet.git("diff", "--name-only", "main", "kaniko2buildkit", in: "local/app") == "ci/.gitlab-ci.yml")
    #expect(try fleet.git("fsck", "--strict", in: "local/app") == "")
  }
}

@Test func filesWithAnyNameAreChanged() throws {
  try FleetFolder.with { fleet in
    let name = "ci/\"quo\\te\" \n tab\t ü 'x'.yml"
    try fleet.checkout("local/app", [name: FleetFolder.template, "plain.txt": "x\n"])
    #expect(try fleet.batch("plan", "local", "--state", "state").status == 0)
    #expect(try fleet.apply().status == 0)
    let changed = try fleet.git("diff", "--name-only", "-z", "main", "kaniko2buildkit", in: "local/app")
    #expect(changed == name + "\0")
    #expect(try fleet.git("show", "kaniko2buildkit:\(name)", in: "local/app").contains("moby/buildkit:rootless"))
  }
}

@Test func filesThatAreTooLargeAreLeftOut() throws {
  try FleetFolder.with { fleet in
    let large = "# kaniko\n" + String(repeating: "# 0123456789\n", count: 200_000)
    var files = [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile]
    for name in ["a", "m", "z"] { files["\(name).yml"] = large }
    files["n.yml"] = FleetFolder.template
    try fleet.checkout("local/app", files)
    try fleet.checkout("local/entry", [".gitlab-ci.yml": large])
    #expect(try fleet.batch("plan", "local", "--state", "state").status == 3)
    let report = try fleet.report()
    #expect(report["app"]?["safe"] == "2", "what stands behind a large file is read")
    #expect(report["entry"]?["progress"] == "failed", "nobody knows what it holds")
    let json = try fleet.batch("report", "--state", "state", "--format", "json").outputText
    #expect(json.contains("the file is larger than the limit of 2 MiB"))
  }
}

@Test func pathsThatNoCheckoutCouldHaveAreNotFollowed() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/app", [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile])
    let blob = try fleet.git("hash-object", "-w", ".gitlab-ci.yml", in: "local/app")
    let link = try fleet.git("hash-object", "-w", "--stdin", in: "local/app", input: Data("/etc/passwd".utf8))
    let inner = try fleet.git(
      "mktree", in: "local/app", input: Data("100644 blob \(blob)\tkaniko.yml\n120000 blob \(link)\tlink.yml\n".utf8))
    let entries = ["..", ".git", "ok"].map { "040000 tree \(inner)\t\($0)\n" }.joined()
    let tree = try fleet.git(
      "mktree", in: "local/app", input: Data((entries + "120000 blob \(link)\tentry.yml\n").utf8))
    let commit = try fleet.git("commit-tree", "-m", "hostile", tree, in: "local/app")
    try fleet.git("update-ref", "HEAD", commit, in: "local/app")
    #expect(try fleet.batch("plan", "local", "--state", "state").status == 0)
    #expect(try fleet.apply().status == 0)
    #expect(try fleet.git("diff", "--name-only", "main", "kaniko2buildkit", in: "local/app") == "ok/kaniko.yml")
    _ = try fleet.batch("plan", "local", "--state", "linked", "--ci-config", "entry.yml")
    #expect(try !fleet.text("linked/journal.jsonl").contains("root:"))
  }
}

@Test func aTreeThatHoldsItselfManyTimesIsGivenUp() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/bomb", ["a.yml": "x: 1\n"])
    var tree = try fleet.git("rev-parse", "HEAD^{tree}", in: "local/bomb")
    for _ in 0..<12 {
      let entries = (0..<10).map { "040000 tree \(tree)\td\($0)\n" }.joined()
      tree = try fleet.git("mktree", in: "local/bomb", input: Data(entries.utf8))
    }
    let commit = try fleet.git("commit-tree", "-m", "bomb", tree, in: "local/bomb")
    try fleet.git("update-ref", "HEAD", commit, in: "local/bomb")
    #expect(try fleet.batch("plan", "local", "--state", "state").status == 3)
    #expect(try fleet.report()["bomb"]?["failure"]?.contains("more than") == true)
  }
}

@Test func aTerminalSeesHowFarARunIs() throws {
  try FleetFolder.with { fleet in
    for name in ["one", "two"] { try fleet.checkout("local/\(name)", [".gitlab-ci.yml": FleetFolder.pipeline]) }
    let script = try Command.locate("script", advice: "install bsdutils or util-linux")
    let command = "stty cols 80; '\(try Repository.product())' batch plan local --state state --jobs 1"
    let result = try Command.run(
      script, ["-qec", command, "/dev/null"], in: fleet.folder.path,
      environment: Command.scrubbed.merging(["TERM": "xterm", "SHELL": "/bin/sh"]) { $1 })
    #expect(result.outputText.contains("\r\u{1B}[K0 of 2 planned: one"))
    #expect(result.outputText.contains("1 of 2 planned, "))
    #expect(result.outputText.contains("/s, "))
    #expect(result.outputText.contains(" s left: two"))
  }
}
