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
    let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: "  script:"))
    let items = lines[(start + 1)...].prefix { $0.hasPrefix("    - ") }
    #expect(items.count >= 4)
    return items.map { $0.dropFirst("    - ".count) }.joined(separator: "\n")
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
    for shell in ["dash", "busybox"] {
      try Project.with { project in
        let environment = [
          "PATH": path, "KANIKO2BUILDKIT_ADVISE": advise, "KANIKO2BUILDKIT_OPTIONS": options,
        ]
        let words = shell == "busybox" ? ["sh"] : []
        let run = try Command.run(
          try Command.locate(shell, advice: "install \(shell)"), words + ["-c", "set -e\n" + (try CheckJob.script())],
          in: project.folder.path, environment: environment)
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
      let run = try Command.run(
        "/bin/sh", ["-c", "set -e\n" + (try CheckJob.script())], in: project.folder.path, environment: ["PATH": path])
      #expect(run.status == 0, "\(run.outputText) \(run.errorText)")
      #expect(run.outputText == "")
      #expect(try project.text("gl-code-quality-report.json") == "[]\n")
    }
  }
}

@Test(arguments: ["bash", "zsh", "fish"])
func completionsAreGenerated(_ shell: String) throws {
  let run = try Command.run(try Repository.product(), ["--generate-completion-script", shell])
  #expect(run.status == 0)
  #expect(run.outputText.contains("update-baseline"))
  #expect(run.outputText.contains("codequality"), "the formats are completed")
}

@Test func theHelpStandsAlone() throws {
  let run = try Command.run(try Repository.product(), ["check", "--help"])
  #expect(run.status == 0)
  for word in ["Exit status", "ignore[kaniko-image]", "--baseline", "--recursive", "Examples:", "codequality"] {
    #expect(run.outputText.contains(word), "\(word)")
  }
}
