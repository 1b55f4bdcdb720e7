import Foundation
import TestSupport
import Testing

private func job(_ name: String) -> String {
  Project.safePipeline.replacingOccurrences(of: "build:\n", with: "\(name):\n")
}

private let pipeline = [job("one"), job("two"), job("three")].joined(separator: "\n")
private let files = [".gitlab-ci.yml": pipeline, "Dockerfile": "FROM alpine:3.20\n"]

/// Runs `migrate` on a terminal on which somebody types.
private func onTerminal(_ project: Project, _ arguments: String, typing keys: String) throws -> CommandResult {
  let script = try Command.locate("script", advice: "install bsdutils or util-linux")
  let command = "'\(try Repository.product())' migrate \(arguments)"
  return try Command.run(
    script, ["-qec", command, "/dev/null"], in: project.folder.path,
    environment: Command.scrubbed.merging(["SHELL": "/bin/sh"]) { $1 }, input: Data(keys.utf8))
}

/// The jobs that were migrated.
private func migrated(_ project: Project) throws -> [String] {
  let text = try project.text(".gitlab-ci.yml")
  return text.components(separatedBy: "\n\n").filter { $0.contains("moby/buildkit") }
    .map { String($0.prefix { $0 != ":" }) }
}

@Test(arguments: [
  ("y\nn\ny\n", ["one", "three"]), ("n\na\n", ["two", "three"]), ("y\nd\n", ["one"]), ("q\n", []), ("n\nn\nn\n", []),
  ("?\nmaybe\ny\nq\n", ["one"]), ("y\n", ["one"]), ("Y\n Y \ny\n", ["one", "two", "three"]),
])
func onlyChosenJobsAreWritten(_ keys: String, _ expected: [String]) throws {
  try Project.with(files) { project in
    let run = try onTerminal(project, "--interactive --write", typing: keys)
    #expect(try migrated(project) == expected, "\(run.outputText)")
    #expect(run.status == (expected.count == 3 ? 0 : 1), "Kaniko use remains in jobs that were not chosen")
    let text = try project.text(".gitlab-ci.yml")
    for name in ["one", "two", "three"] where !expected.contains(name) { #expect(text.contains(job(name))) }
  }
}

@Test func aQuestionShowsTheJob() throws {
  try Project.with(files) { project in
    let text = try onTerminal(project, "-i --write", typing: "?\nq\n").outputText
    #expect(text.contains("(1/3) one in .gitlab-ci.yml: safe"))
    #expect(text.contains("+    name: moby/buildkit:rootless"))
    #expect(text.contains("Change this job [y,n,q,a,d,?]? "))
    #expect(text.contains("d - leave this job and all further ones of the repository"))
    #expect(!text.contains("(2/3)"))
    #expect(try project.text(".gitlab-ci.yml") == pipeline)
  }
}

@Test func assumptionsAreShownAndAcceptedJobByJob() throws {
  let job = Project.pipeline
  try Project.with([".gitlab-ci.yml": job, "Dockerfile": "FROM alpine:3.20\n"]) { project in
    let text = try onTerminal(project, "-i --write", typing: "y\n").outputText
    #expect(text.contains("build in .gitlab-ci.yml: rests on assumptions"))
    #expect(try project.text(".gitlab-ci.yml").contains("moby/buildkit:rootless"))
  }
}

/// Jobs that share a definition: what one gets must not reach the other.
@Test func aSharedDefinitionStaysRightForTheOthers() throws {
  let shared =
    ".base:\n" + Project.safePipeline.split(separator: "\n").dropFirst().joined(separator: "\n")
    + "\n\none:\n  extends: .base\n\ntwo:\n  extends: .base\n"
  try Project.with([".gitlab-ci.yml": shared, "Dockerfile": "FROM alpine:3.20\n"]) { project in
    let run = try onTerminal(project, "-i --write", typing: "y\nn\n")
    let text = try project.text(".gitlab-ci.yml")
    let base = text.components(separatedBy: "\n\n")[0]
    #expect(base.contains("gcr.io/kaniko-project"), "\(run.outputText)")
    #expect(text.hasSuffix("two:\n  extends: .base\n"))
  }
}

@Test func withoutATerminalNothingIsAsked() throws {
  try Project.with(files) { project in
    let setsid = try Command.locate("setsid", advice: "install util-linux")
    let run = try Command.run(
      setsid, ["-w", try Repository.product(), "migrate", "--interactive", "--write"], in: project.folder.path)
    #expect(run.status == 2)
    #expect(run.errorText.contains("--interactive needs a terminal"))
    #expect(try project.text(".gitlab-ci.yml") == pipeline)
  }
}

@Test func twinsAreChosenToo() throws {
  try Project.with(files) { project in
    _ = try onTerminal(project, "-i --shadow --write", typing: "n\ny\nn\n")
    let text = try project.text(".gitlab-ci.yml")
    #expect(text.contains("two:buildkit:") && !text.contains("one:buildkit:") && !text.contains("three:buildkit:"))
    _ = try onTerminal(project, "-i --finish --write --allow-dirty", typing: "y\n")
    #expect(try migrated(project) == ["two"])
  }
}
