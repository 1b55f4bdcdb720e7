import Foundation
import Testing
import Workspace

private func changes(_ paths: [String], in directory: String) throws -> [GitStatus.Change] {
  try GitStatus(environment: gitEnvironment).uncommittedChanges(of: paths, in: directory)
}

private func repository() throws -> TemporaryDirectory {
  let directory = try TemporaryDirectory()
  try directory.git("init", "-q")
  return directory
}

@Test func findsUncommittedChanges() throws {
  let directory = try repository()
  let names = ["clean.yml", "edited.yml", "staged.yml", "sub/é edited.yml", "*.yml", "untracked.yml", "renamed.yml"]
  for name in names where name != "untracked.yml" { try directory.write("1", to: name) }
  try directory.write("ignored.yml\n", to: ".gitignore")
  try directory.git("add", "-A")
  try directory.git("commit", "-q", "-m", "x")
  for name in ["edited.yml", "staged.yml", "sub/é edited.yml", "untracked.yml", "ignored.yml"] {
    try directory.write("22", to: name)
  }
  try directory.git("add", "staged.yml")
  try directory.git("mv", "renamed.yml", "moved.yml")
  #expect(
    try changes(names + ["moved.yml", "ignored.yml"], in: directory.path) == [
      GitStatus.Change(path: "edited.yml", isUntracked: false), GitStatus.Change(path: "moved.yml", isUntracked: false),
      GitStatus.Change(path: "renamed.yml", isUntracked: false),
      GitStatus.Change(path: "staged.yml", isUntracked: false),
      GitStatus.Change(path: "sub/é edited.yml", isUntracked: false),
      GitStatus.Change(path: "untracked.yml", isUntracked: true),
    ])
  // A path is a path: `*.yml` is unchanged although others match it.
  #expect(try changes(["*.yml"], in: directory.path).isEmpty)
  #expect(
    try changes(["é edited.yml"], in: directory.absolute("sub"))
      == [GitStatus.Change(path: "é edited.yml", isUntracked: false)])
  #expect(try changes([], in: directory.path).isEmpty)
}

@Test func asksAboutManyFilesAtOnce() throws {
  let directory = try repository()
  let names = (0..<1_200).map { "f\($0).yml" }
  for name in names { try directory.write("1", to: name) }
  #expect(try Set(changes(names, in: directory.path).map(\.path)) == Set(names))
}

@Test func saysNothingOutsideGit() throws {
  let directory = try TemporaryDirectory()
  try directory.write("1", to: "a.yml")
  #expect(try changes(["a.yml"], in: directory.path).isEmpty)
  #expect(try changes(["a.yml"], in: "/nonexistent").isEmpty)
}

@Test func runsNoProgramOfTheRepositoryAndWritesNothing() throws {
  let directory = try repository()
  let names = ["a.yml", "b.yml"]
  for name in names { try directory.write("1", to: name) }
  try directory.git("add", "-A")
  try directory.git("commit", "-q", "-m", "x")
  let trap = directory.absolute("trap.sh")
  try directory.write("#!/bin/sh\ntouch '\(directory.absolute("sprung"))'\n", to: "trap.sh", mode: 0o755)
  for setting in [
    "core.fsmonitor", "filter.Tr.ap=1.clean", "core.sshCommand", "credential.helper",
    "diff.external", "diff.trap.command", "core.alternateRefsCommand",
  ] {
    try directory.git("config", setting, trap)
  }
  try directory.write("[filter \"inner\"]\n\tclean = \(trap)\n\trequired\n", to: "included")
  try directory.git("config", "include.path", directory.absolute("included"))
  try directory.git("config", "core.attributesFile", directory.absolute("attributes"))
  try directory.write("a.yml filter=Tr.ap=1 diff=trap\n", to: "attributes")
  try directory.write("b.yml filter=inner\n", to: ".git/info/attributes")
  try directory.write(try directory.text("trap.sh"), to: ".git/hooks/post-index-change", mode: 0o755)
  // As long as before: git has to look at the content, for which it would run the filters.
  for name in names { try directory.write("2", to: name) }
  let index = try Data(contentsOf: URL(fileURLWithPath: directory.absolute(".git/index")))
  #expect(try changes(names, in: directory.path).count == 2)
  #expect(!FileManager.default.fileExists(atPath: directory.absolute("sprung")))
  #expect(try Data(contentsOf: URL(fileURLWithPath: directory.absolute(".git/index"))) == index)
  // Each kind of trap works when git is asked without care.
  for (name, monitor) in [("a.yml", false), ("b.yml", false), ("a.yml", true)] {
    try? FileManager.default.removeItem(atPath: directory.absolute("sprung"))
    try directory.git(
      "-c", "core.hooksPath=/dev/null", "-c", monitor ? "x.y=" : "core.fsmonitor=false", "status", "--", name)
    #expect(FileManager.default.fileExists(atPath: directory.absolute("sprung")), "\(name), \(monitor)")
  }
}

@Test func overrulesTheProgramsThatARepositoryNamesAndNoOthers() {
  let answer = [
    "global", "filter.lfs.clean", "local", "filter.a.b=c.smudge", "local", "filter.a.b=c.clean", "worktree",
    "hook.Evil.command", "command", "hook.mine.command", "local", "filter.required",
  ]
  let settings = RepositoryPrograms.overruling(answer.flatMap { Array($0.utf8) + [0] })
  #expect(
    settings.map { "\($0.name)=\($0.value)" } == [
      "filter.a.b=c.clean=", "filter.a.b=c.process=",
      "filter.a.b=c.required=false", "hook.Evil.enabled=false",
    ])
}

@Test func isNotMisledByVariablesOfAHook() throws {
  let directory = try repository()
  let other = try repository()
  try directory.write("1", to: "a.yml")
  let environment = gitEnvironment.merging(["GIT_DIR": other.absolute(".git"), "GIT_WORK_TREE": other.path]) { $1 }
  let found = try GitStatus(environment: environment).uncommittedChanges(of: ["a.yml"], in: directory.path)
  #expect(found == [GitStatus.Change(path: "a.yml", isUntracked: true)])
}

@Test func reportsWhatGitSaysWhenItFails() throws {
  let directory = try TemporaryDirectory()
  try directory.write("nonsense", to: ".git")
  let failure = #expect(throws: GitStatus.Failure.self) { try changes(["a.yml"], in: directory.path) }
  #expect(failure?.message.contains("invalid gitfile format") == true)
}
