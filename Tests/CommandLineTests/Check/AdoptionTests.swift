import Foundation
import TestSupport
import Testing

/// A folder on the search path in which `kaniko2buildkit` is the built command.
private func withCommandOnPath(_ body: (String) throws -> Void) throws {
  try TemporaryFolder.with { folder in
    let link = folder.appending(path: "kaniko2buildkit").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: try Repository.product())
    try body("\(folder.path):\(Command.path)")
  }
}

@Test func theHookRunsInPreCommit() throws {
  let preCommit = try Oracle.program("pre-commit")
  try withCommandOnPath { path in
    try Project.with([:]) { hooks in
      // The repository of the hooks, as somebody's configuration names it.
      try FileManager.default.copyItem(
        at: Repository.root.appending(path: ".pre-commit-hooks.yaml"),
        to: hooks.folder.appending(path: ".pre-commit-hooks.yaml"))
      try hooks.commitAll()
      let revision = try hooks.git("rev-parse", "HEAD").outputText.trimmingCharacters(in: .newlines)
      let configuration = """
        repos:
          - repo: \(hooks.folder.path)
            rev: \(revision)
            hooks:
              - id: kaniko2buildkit

        """
      let files = Project.safe.merging([".pre-commit-config.yaml": configuration]) { $1 }
      try Project.with(files) { project in
        try project.commitAll()
        let environment = Command.scrubbed.merging(
          ["PATH": path, "HOME": project.folder.path, "PRE_COMMIT_HOME": hooks.folder.path + "/cache"]
        ) { $1 }
        func run() throws -> CommandResult {
          try Command.run(preCommit, ["run", "--all-files"], in: project.folder.path, environment: environment)
        }
        let found = try run()
        #expect(found.status == 1, "\(found.outputText) \(found.errorText)")
        #expect(found.outputText.contains("K101 kaniko-image"))
        _ = try project.run("migrate", "--write", "--allow-dirty")
        try project.git("add", "-A")
        let passed = try run()
        #expect(passed.status == 0, "\(passed.outputText) \(passed.errorText)")
        #expect(passed.outputText.contains("Passed"))
      }
    }
  }
}

@Test func everyHookIsComplete() throws {
  try Project.with([:]) { project in
    let run = try Command.run(
      try Oracle.program("pre-commit"), ["validate-manifest", ".pre-commit-hooks.yaml"], in: Repository.root.path,
      environment: Command.scrubbed.merging(["HOME": project.folder.path]) { $1 })
    #expect(run.status == 0, "\(run.outputText) \(run.errorText)")
  }
}

/// The job that projects include.
private enum CheckJob {
  static let file = Repository.root.appending(path: ".gitlab/check.yml")

  /// The lines of its script, as the runner joins them.
  static func script() throws -> String {
    let ruby = try Command.locate("ruby", advice: "run .ci/test, which installs ruby")
    let code = "puts YAML.load_file(ARGV[0])['kaniko2buildkit']['script']"
    let run = try Command.run(ruby, ["-ryaml", "-e", code, file.path])
    #expect(run.status == 0, "\(run.errorText)")
    return "set -e\n" + run.outputText
  }

  /// Runs its script in a project.
  static func run(_ shell: String = "dash", in project: Project, _ environment: [String: String]) throws
    -> CommandResult
  {
    let words = shell == "busybox" ? ["sh"] : []
    return try Command.run(
      try Command.locate(shell, advice: "install \(shell)"), words + ["-c", try script()], in: project.folder.path,
      environment: ["PATH": Command.path, "HOME": project.folder.appending(path: ".home").path]
        .merging(environment) { $1 })
  }
}

@Test func theIncludedJobFollowsTheSchemaOfGitLab() throws {
  let run = try Command.run(
    try Oracle.program("check-jsonschema"),
    ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", CheckJob.file.path],
    environment: ProcessInfo.processInfo.environment)
  #expect(run.status == 0, "\(run.outputText)")
}

@Test func theIncludedJobIsNoUseOfKaniko() throws {
  let text = String(decoding: try Data(contentsOf: CheckJob.file), as: UTF8.self)
  try Project.with([".gitlab-ci.yml": text]) { project in
    let document = try project.check("--strict")
    #expect(document.findings.isEmpty)
  }
  let adopted = """
    include:
      - project: tools/kaniko2buildkit
        file: .gitlab/check.yml

    kaniko2buildkit:
      variables:
        KANIKO2BUILDKIT_ADVISE: "1 4"
    """
  try Project.with([".gitlab-ci.yml": adopted]) { project in
    let document = try project.check()
    #expect(document.findings.isEmpty)
  }
}

@Test(arguments: [
  ("", "", 1), ("1 4", "", 77), ("4", "", 1), ("", "--no-such-option", 2), ("1", "--baseline known.json", 3),
])
func theIncludedJobRunsAsWritten(_ advise: String, _ options: String, _ status: Int32) throws {
  try withCommandOnPath { path in
    for shell in ["dash", "busybox", "bash"] {
      try Project.with { project in
        let environment = [
          "PATH": path, "KANIKO2BUILDKIT_ADVISE": advise, "KANIKO2BUILDKIT_OPTIONS": options,
        ]
        let run = try CheckJob.run(shell, in: project, environment)
        #expect(run.status == status, "\(shell): \(run.outputText) \(run.errorText)")
        guard [1, 77].contains(status) else { return }
        #expect(run.outputText.contains("K101 kaniko-image"))
        let report = try JSONSerialization.jsonObject(
          with: Data(try project.text("gl-code-quality-report.json").utf8))
        #expect((report as? [Any])?.count == 1)
      }
    }
  }
}

@Test func theIncludedJobPassesWhereNothingIsLeft() throws {
  try withCommandOnPath { path in
    try Project.with([".gitlab-ci.yml": "test:\n  script: [ls]\n"]) { project in
      let run = try CheckJob.run(in: project, ["PATH": path])
      #expect(run.status == 0, "\(run.outputText) \(run.errorText)")
      #expect(run.outputText == "")
      #expect(try project.text("gl-code-quality-report.json") == "[]\n")
    }
  }
}

@Test func theIncludedJobDownloadsTheCommandAndChecksIt() throws {
  let product = try Repository.product()
  let digest = try Command.run(try Command.locate("sha256sum", advice: "install coreutils"), [product]).outputText
    .prefix(64)
  // A server of its own is not needed: curl reads files, too.
  let variables = ["KANIKO2BUILDKIT_URL": "file://\(product)", "KANIKO2BUILDKIT_SHA256": String(digest)]
  try Project.with { project in
    let run = try CheckJob.run(in: project, variables)
    #expect(run.status == 1, "\(run.outputText) \(run.errorText)")
    #expect(run.outputText.contains("K101 kaniko-image"))
  }
  try Project.with { project in
    let changed = variables.merging(["KANIKO2BUILDKIT_SHA256": String(repeating: "0", count: 64)]) { $1 }
    let run = try CheckJob.run(in: project, changed)
    #expect(run.status != 0)
    #expect(!run.outputText.contains("K101"), "what has another digest does not run")
    for missing in variables.keys {
      let without = try CheckJob.run(in: project, variables.filter { $0.key != missing })
      #expect(without.status != 0)
      #expect(without.errorText.contains("\(missing): set it to"))
    }
  }
}

@Test(arguments: ["bash", "zsh", "fish"])
func completionsAreReadByTheirShell(_ name: String) throws {
  let shell = try Command.locate(name, advice: "run .ci/test, which installs \(name)")
  try withCommandOnPath { path in
    try Project.with([:]) { project in
      let generated = try Command.run(try Repository.product(), ["completions", name, "--print"])
      try project.write(generated.outputText, to: "completions")
      let line = "kaniko2buildkit check --format code"
      let completed =
        switch name {
        case "bash":
          """
          . ./completions; COMP_WORDS=(\(line)); COMP_CWORD=3; COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}
          "$(complete -p kaniko2buildkit | sed 's/.*-F \\([^ ]*\\).*/\\1/')" kaniko2buildkit code --format
          echo "${COMPREPLY[@]}"
          """
        case "fish": ". ./completions; complete --do-complete '\(line)'"
        // The functions of zsh's completion run in its line editor only.
        default: "autoload -U compinit; compinit -D; . ./completions; whence _kaniko2buildkit; cat completions"
        }
      let environment = ["PATH": path, "HOME": project.folder.path]
      let syntax = try Command.run(shell, ["-n", "completions"], in: project.folder.path, environment: environment)
      #expect(syntax.status == 0, "\(syntax.errorText)")
      let run = try Command.run(shell, ["-c", completed], in: project.folder.path, environment: environment)
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.outputText.contains("codequality"), "\(run.outputText) \(run.errorText)")
    }
  }
}

@Test func theHelpStandsAlone() throws {
  for (command, words) in [
    ("check", ["ignore[kaniko-image]", "--baseline", "--recursive", "codequality"]),
    ("migrate", ["ignore[kaniko-image]", "--receipt", "git apply"]),
  ] {
    let run = try Command.run(try Repository.product(), [command, "--help"])
    #expect(run.status == 0)
    for word in words + ["Exit status", "  4  it cannot be told", "Examples:"] {
      #expect(run.outputText.contains(word), "\(command): \(word)")
    }
    let examples = run.outputText.split(separator: "\n").drop { $0 != "Examples:" }.dropFirst().prefix {
      $0.hasPrefix("  kaniko2buildkit ")
    }
    #expect(examples.count >= 4, "no example is broken into lines")
  }
}
