import Foundation
import TestSupport
import Testing

private let pipeline = """
  default:
    tags: [common]
  build:
    tags: [medium-runner, "a \\"quoted\\" tag"]
    image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}
    script:
      - /kaniko/executor --context $CI_PROJECT_DIR --destination $CI_REGISTRY_IMAGE:1
  build again:
    extends: build
  build elsewhere:
    image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}
    script:
      - /kaniko/executor --context $CI_PROJECT_DIR --destination $CI_REGISTRY_IMAGE:2
  test:
    tags: [tests]
    script: [make test]

  """

private func preflight(_ arguments: [String] = [], files: [String: String] = [:]) throws -> CommandResult {
  try TemporaryFolder.with { folder in
    var tree = files.mapValues { Data($0.utf8) }
    tree[".gitlab-ci.yml"] = Data(pipeline.utf8)
    try FileTree(files: tree).write(to: folder)
    return try Command.run(try Repository.product(), ["preflight"] + arguments, in: folder.path)
  }
}

/// The jobs as Python's YAML reads them.
private func jobs(_ arguments: [String] = []) throws -> [String: [String: Any]] {
  let text = try preflight(arguments).output
  return try TemporaryFolder.with { folder in
    try text.write(to: folder.appending(path: "preflight.yml"))
    let code = "import json, sys, ruamel.yaml\nprint(json.dumps(ruamel.yaml.YAML(typ='safe').load(open(sys.argv[1]))))"
    let json = try Oracle.python(code, "preflight.yml", in: folder)
    return try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: [String: Any]])
  }
}

@Test func everySetOfTagsHasAJob() throws {
  let jobs = try jobs()
  let tags = jobs.filter { !$0.key.hasPrefix(".") }.values.map { $0["tags"] as? [String] ?? [] }
  #expect(Set(tags) == [["medium-runner", "a \"quoted\" tag"], ["common"]])
}

@Test func theImageComesFromTheSettingsAndTheProxy() throws {
  func image(_ arguments: [String]) throws -> String? {
    try (jobs(arguments)[".rootless-buildkit"]?["image"] as? [String: Any])?["name"] as? String
  }
  #expect(try image([]) == "moby/buildkit:rootless")
  #expect(try image(["--image", "mirror/buildkit:v1-rootless"]) == "mirror/buildkit:v1-rootless")
  let proxy = "${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/moby/buildkit:rootless"
  #expect(try image(["--dependency-proxy"]) == proxy)
}

@Test func theJobsFollowGitLabsSchema() throws {
  let text = try preflight().output
  try TemporaryFolder.with { folder in
    try text.write(to: folder.appending(path: "preflight.yml"))
    let result = try Command.run(
      try Oracle.program("check-jsonschema"), ["--builtin-schema", "vendor.gitlab-ci", "preflight.yml"],
      in: folder.path, environment: ProcessInfo.processInfo.environment)
    #expect(result.status == 0, "\(result.outputText)")
  }
}

/// Runs the script of the jobs with a stand-in for buildctl that says what a log says.
private func runScript(saying text: String, status: Int) throws -> CommandResult {
  let script = try #require(try jobs()[".rootless-buildkit"]?["script"] as? [String]).joined(separator: "\n")
  return try TemporaryFolder.with { folder in
    let standIn = "#!/bin/sh\ncat \(folder.path)/said\nexit \(status)\n"
    // The image's own files have no place on this machine: copying them is left out.
    let body = script.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.hasPrefix("cp /bin/busybox")
    }
    try FileTree(files: [
      "said": Data(text.utf8), "script": Data(body.joined(separator: "\n").utf8),
      "stand-in": Data(standIn.utf8),
    ]).write(to: folder)
    let shell = try Command.locate("busybox", advice: "install busybox")
    let path = ["PATH": "\(folder.path):/usr/bin:/bin"]
    // By a child process: a file that this process has open for writing cannot be run.
    let install = try Command.locate("install", advice: "install coreutils")
    _ = try Command.run(install, ["-m", "755", "stand-in", "buildctl-daemonless.sh"], in: folder.path)
    return try Command.run(shell, ["sh", "-e", "script"], in: folder.path, environment: path)
  }
}

@Test func aRunnerThatCanIsSaidToBeAble() throws {
  let result = try runScript(saying: "#5 DONE 0.1s\n", status: 0)
  #expect(result.status == 0)
  #expect(result.outputText == "rootless BuildKit works on this runner\n")
}

@Test(arguments: [
  ("unshare-forbidden", "cause: the Docker executor confines the container too much"),
  ("mount-forbidden", "cause: the Kubernetes executor confines the container too much"),
  ("user-namespaces-forbidden", "cause: the machine does not allow user namespaces"),
  ("identities-not-mapped", "cause: the container may not gain privileges"),
  ("no-identities-for-user", "cause: the pod runs as another user than the image expects"),
  ("proc-masked", "cause: parts of /proc are masked"),
  ("state-folder-cannot-be-mounted", "cause: the daemon's folder lies where nothing can be bind-mounted"),
  ("overlay-not-possible", "cause: the kernel cannot stack file systems for an ordinary user"),
])
func aRunnerThatCannotIsToldWhy(_ log: String, _ cause: String) throws {
  let file = Repository.root.appending(path: "Tests/RunnerDiagnosisTests/Logs/\(log).log")
  let result = try runScript(saying: String(decoding: try Data(contentsOf: file), as: UTF8.self), status: 1)
  #expect(result.status == 1)
  let causes = result.outputText.split(separator: "\n").filter { $0.hasPrefix("cause: ") }
  #expect(causes == [Substring(cause)])
  #expect(result.outputText.contains("\nfix: "))
}

@Test func theScriptHasNoMistakesThatShellcheckKnows() throws {
  let script = try #require(try jobs()[".rootless-buildkit"]?["script"] as? [String]).joined(separator: "\n")
  let result = try Command.run(
    try Command.locate("shellcheck", advice: "install shellcheck"), ["--shell=sh", "-"], in: "/",
    input: Data(script.utf8))
  #expect(result.status == 0, "\(result.outputText)")
}

@Test func theSettingsOfRunnersAreJudged() throws {
  let refusing = "[[runners]]\nname = \"small\"\nexecutor = \"docker\"\n"
  let open = "[[runners]]\nname = \"big\"\nexecutor = \"docker\"\n[runners.docker]\nprivileged = true\n"
  let refused = try preflight(["--runner-config", "config.toml"], files: ["config.toml": refusing])
  #expect(refused.status == 1)
  #expect(refused.errorText.hasPrefix("config.toml: small (docker): its settings refuse rootless BuildKit\n"))
  #expect(refused.outputText.contains("extends: .rootless-buildkit"))
  let allowed = try preflight(["--runner-config", "config.toml"], files: ["config.toml": open])
  #expect(allowed.status == 0)
  #expect(allowed.errorText == "config.toml: big (docker): nothing in its settings refuses rootless BuildKit\n")
}

@Test func settingsOfRunnersThatCannotBeReadEndWithThree() throws {
  #expect(try preflight(["--runner-config", "missing.toml"]).status == 3)
  let broken = try preflight(["--runner-config", "config.toml"], files: ["config.toml": "[[runners]]\nname = \n"])
  #expect(broken.status == 3)
  #expect(broken.errorText.hasPrefix("error: config.toml:2: "))
  #expect(broken.outputText == "")
}
