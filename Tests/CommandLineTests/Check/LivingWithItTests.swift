import Foundation
import TestSupport
import Testing

/// Two jobs that use Kaniko in the same words.
private let twins =
  ["api", "web"].map { name in
    """
    build \(name):
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - /kaniko/executor --context . --dockerfile Dockerfile --destination $CI_REGISTRY_IMAGE:latest --unknown-flag --unknown-flag
    """
  }.joined(separator: "\n\n") + "\n"

@Test func fingerprintsStayWhenLinesMove() throws {
  try Project.with([".gitlab-ci.yml": twins]) { project in
    let before = try project.check()
    #expect(before.codes == ["K101", "K101", "K301", "K301", "K301", "K301"])
    #expect(Set(before.fingerprints).count == before.fingerprints.count, "equal findings are told apart")
    for fingerprint in before.fingerprints { #expect(fingerprint.count == 32) }

    try project.write(String(repeating: "# a line\n", count: 10) + twins, to: ".gitlab-ci.yml")
    let after = try project.check()
    #expect(after.fingerprints == before.fingerprints)
    #expect(after.findings.map(\.location.start.line) == before.findings.map { $0.location.start.line + 10 })
  }
}

@Test func aCommentSuppressesAndNoIgnoresShowsItAll() throws {
  let lines = Project.safePipeline.replacingOccurrences(
    of: "    name: gcr.io", with: "    # kaniko2buildkit: ignore[kaniko-image] the runner is old\n    name: gcr.io")
  try Project.with([".gitlab-ci.yml": lines]) { project in
    let document = try project.check()
    #expect(document.status == 0)
    #expect(document.findings.isEmpty)
    #expect(document.statistics.suppressed == 1)
    let all = try project.check("--no-ignores")
    #expect(all.status == 1)
    #expect(all.codes == ["K101"])
  }
}

@Test func settingsIgnoreJobsAndFiles() throws {
  for settings in ["ignore: {jobs: [build]}\n", "ignore: {files: [.gitlab-ci.yml]}\n"] {
    try Project.with(Project.safe.merging([".kaniko2buildkit.yml": settings]) { $1 }) { project in
      let ignored = try project.check()
      #expect(ignored.status == 0, "\(settings)")
      let all = try project.check("--no-ignores")
      #expect(all.codes == ["K101"], "\(settings)")
    }
  }
}

@Test func ignoredFilesAreSilentButForWhatCannotBeRead() throws {
  let files = [
    ".gitlab-ci.yml": "test:\n  script: [ls]\n", ".kaniko2buildkit.yml": "ignore: {files: ['examples/**']}\n",
    "examples/missing.yml": "include: kaniko/other.yml\n" + Project.safePipeline,
  ]
  try Project.with(files) { project in
    let strict = try project.check("--strict")
    #expect(strict.status == 0)
    #expect(strict.codes == [])
    let migrated = try project.run("migrate", "--strict")
    #expect(migrated.status == 0)
    #expect(!migrated.errorText.contains("K003"), "\(migrated.errorText)")
    #expect(try project.check("--strict", "--no-ignores").codes.contains("K003"))
    // What cannot be read is never silent.
    try project.write("ignore: {files: ['**', .gitlab-ci.yml]}\n", to: ".kaniko2buildkit.yml")
    try project.write("test: [\n", to: ".gitlab-ci.yml")
    #expect(try project.check("--strict").status == 3)
  }
}

@Test func aBaselineOnlyShrinks() throws {
  try Project.with([".gitlab-ci.yml": twins]) { project in
    let missing = try project.run("check", "--baseline", "known.json")
    #expect(missing.status == 3)
    #expect(missing.errorText.contains("--update-baseline"))

    let created = try project.check("--baseline", "known.json", "--update-baseline")
    #expect(created.status == 0)
    #expect(created.statistics.accepted == 6)
    let full = try project.text("known.json")
    #expect(try project.check("--baseline", "known.json").status == 0)

    // Something new is reported, and the baseline does not take it in.
    let another = Project.safePipeline.replacingOccurrences(of: "build:", with: "build tools:")
    try project.write(twins + "\n" + another, to: ".gitlab-ci.yml")
    let grown = try project.check("--baseline", "known.json", "--update-baseline")
    #expect(grown.status == 1)
    #expect(grown.codes == ["K101"])
    #expect(try project.text("known.json") == full)

    // What is gone leaves the baseline, and does not come back.
    let half = try #require(twins.range(of: "build web:")).lowerBound
    try project.write(String(twins[..<half]), to: ".gitlab-ci.yml")
    #expect(try project.check("--baseline", "known.json").statistics.stale == 3)
    #expect(try project.check("--baseline", "known.json", "--update-baseline").statistics.stale == 0)
    #expect(try project.text("known.json").count < full.count)
    try project.write(twins, to: ".gitlab-ci.yml")
    #expect(try project.check("--baseline", "known.json", "--update-baseline").codes == ["K101", "K301", "K301"])
  }
}

@Test func aBaselineIsNotUpdatedByHalfACheck() throws {
  try Project.with([".gitlab-ci.yml": "include: [ci.yml]\n", "ci.yml": twins]) { project in
    _ = try project.check("--baseline", "known.json", "--update-baseline")
    let full = try project.text("known.json")
    try project.write("a: [\n", to: "ci.yml")
    let run = try project.run("check", "--baseline", "known.json", "--update-baseline")
    #expect(run.status == 3)
    #expect(run.errorText.contains("not updated"))
    #expect(try project.text("known.json") == full)
    let plain = try project.check("--baseline", "known.json")
    #expect(plain.status == 3, "a baseline accepts nothing that cannot be read")
  }
}

@Test func aFileThatIsNoBaselineIsAnError() throws {
  for text in ["", "{", "[]", "{}", #"{"version": 2, "findings": []}"#, #"{"version": 1, "findings": [{}]}"#] {
    try Project.with(Project.safe.merging(["known.json": text]) { $1 }) { project in
      let run = try project.run("check", "--baseline", "known.json")
      #expect(run.status == 3, "\(text)")
      #expect(run.errorText.contains("known.json"), "\(text)")
      #expect(run.outputText == "", "\(text)")
    }
  }
}

@Test func everyRepositoryBelowADirectoryIsChecked() throws {
  var files: [String: String] = [:]
  for number in 1...9 {
    files["group/project-\(number)/.gitlab-ci.yml"] = number % 3 == 0 ? "test:\n  script: [ls]\n" : twins
    files["group/project-\(number)/Dockerfile"] = "FROM alpine:3.20\n"
  }
  files["group/broken/.gitlab-ci.yml"] = "a: [\n"
  files["group/none/README.md"] = "nothing\n"
  try Project.with(files) { project in
    let document = try project.check("--recursive", "group")
    #expect(document.status == 3)
    #expect(document.statistics.repositories == 10)
    #expect(document.findings.count == 6 * 6 + 1)
    #expect(document.findings.contains { $0.location.path == "project-1/.gitlab-ci.yml" })
    #expect(Set(document.fingerprints).count == document.fingerprints.count)
    for format in ["text", "json", "sarif", "junit", "codequality", "markdown", "csv"] {
      let arguments = ["check", "--recursive", "group", "--statistics", "--format", format, "--jobs"]
      let product = try Repository.product()
      let first = try Command.run(product, arguments + ["1"], in: project.folder.path)
      for jobs in ["2", "64"] {
        let run = try Command.run(product, arguments + [jobs], in: project.folder.path)
        #expect(run.output == first.output, "\(format) --jobs \(jobs)")
        #expect(run.status == first.status)
      }
    }
  }
}

@Test func aDirectoryWithoutAnyRepositoryIsAnError() throws {
  try Project.with(["notes/README.md": "nothing\n"]) { project in
    let document = try project.check("--recursive")
    #expect(document.status == 3)
    #expect(document.codes == ["K002"])
    #expect(document.findings[0].message == "there is no repository below this directory")
    let missing = try project.check("--recursive", "no/such/place")
    #expect(missing.status == 3)
    #expect(missing.findings[0].location.path == "no/such/place")
  }
}

@Test func aRepositoryInARepositoryIsReportedOnce() throws {
  let files = Project.safe.merging(["sub/.gitlab-ci.yml": Project.safePipeline, "sub/Dockerfile": "FROM scratch\n"]) {
    $1
  }
  try Project.with(files) { project in
    let document = try project.check("--recursive")
    #expect(document.findings.map(\.location.path) == [".gitlab-ci.yml", "sub/.gitlab-ci.yml"])
  }
}

@Test func severalPathsAreToldApart() throws {
  let files = ["a/.gitlab-ci.yml": Project.safePipeline, "b/.gitlab-ci.yml": Project.safePipeline]
  try Project.with(files) { project in
    let document = try project.check("a", "b", "a")
    #expect(document.findings.map(\.location.path) == ["a/.gitlab-ci.yml", "b/.gitlab-ci.yml"])
    #expect(try project.check("a").findings.map(\.location.path) == [".gitlab-ci.yml"])
  }
}

@Test func theRepositoryNamesItsOwnEntryFile() throws {
  let files = ["main.yml": Project.safePipeline, ".kaniko2buildkit.yml": "ci-config: main.yml\n"]
  try Project.with(files) { project in
    let document = try project.check()
    #expect(document.findings.map(\.location.path) == ["main.yml"])
  }
}

@Test func theHelpNamesTheCommandThatFixes() throws {
  try Project.with(["my app/.gitlab-ci.yml": Project.safePipeline, "my app/Dockerfile": "FROM scratch\n"]) { project in
    let help = try #require(try project.check("my app").findings.first?.help.first)
    let command = String(help.split(separator: "`")[1])
    let product = try Repository.product()
    let run = try Command.run(
      "/bin/sh", ["-c", command.replacing("kaniko2buildkit", with: "'\(product)'", maxReplacements: 1)],
      in: project.folder.path)
    #expect(run.status == 0, "\(run.errorText)")
    #expect(try project.check("my app").status == 0)
  }
}
