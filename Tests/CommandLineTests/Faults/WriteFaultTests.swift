import Foundation
import TestSupport
import Testing

/// Three files that have to change together: a template in each of two, and the pipeline that includes them.
private let files: [String: String] = {
  let template = Project.safePipeline.replacing("build:", with: ".first:")
  return [
    ".gitlab-ci.yml":
      "include: [/ci/first.yml, /ci/second.yml]\n\none:\n  extends: .first\n\ntwo:\n  extends: .second\n\n"
      + Project.safePipeline.replacing("build:", with: "three:"),
    "ci/first.yml": template, "ci/second.yml": template.replacing(".first", with: ".second"),
    "Dockerfile": "FROM alpine:3.20\n",
  ]
}()

private let note = ".kaniko2buildkit.writing"
private let command = ["migrate", "--write"]

/// What the files are before and after a run in which nothing goes wrong.
private struct Trees {
  let old: FileTree
  let new: FileTree
  let calls: [String]

  static let shared = Result {
    var trees: (FileTree, FileTree, [String])?
    try Project.with(files) { project in
      let old = try FileTree(readingFrom: project.folder)
      let calls = try FaultLibrary.calls(of: command, in: project.folder)
      trees = (old, try FileTree(readingFrom: project.folder), calls)
    }
    let (old, new, calls) = try #require(trees)
    return Trees(old: old, new: new, calls: calls)
  }
}

@Test func theFaultsReachEveryKindOfStep() throws {
  let trees = try Trees.shared.get()
  #expect(trees.old.differences(from: trees.new).count == 3)
  let expected: Set = ["open", "write", "fsync", "fchmod", "fchown", "link", "rename", "unlink"]
  #expect(Set(trees.calls.map { $0 == "open64" ? "open" : $0 }) == expected)
}

/// Whichever call fails, the files are all as before and that is said, or all new.
@Test(arguments: [FaultLibrary.Kind.noSpace, .brokenDisk, .refused, .shortWrite])
func aCallThatFailsLeavesAllFilesOrNone(_ kind: FaultLibrary.Kind) throws {
  let trees = try Trees.shared.get()
  for (index, call) in trees.calls.enumerated() where kind.concerns(call) {
    try Project.with(files) { project in
      let run = try FaultLibrary.run(command, in: project.folder, at: index + 1, kind)
      let comment = Comment("call \(index + 1), \(call): \(run.status) \(run.errorText)")
      var tree = try FileTree(readingFrom: project.folder)
      if call == "unlink" {
        // What could not be removed goes with the next run, which the note that stays tells.
        tree.files = tree.files.filter { $0.key != note && !$0.key.hasSuffix(".tmp") }
      }
      #expect(run.status == 0 || run.status == 3, comment)
      #expect(tree.differences(from: run.status == 0 ? trees.new : trees.old) == [], comment)
      if run.status == 3 { #expect(run.errorText.contains("nothing was written"), comment) }
      if call == "unlink" { try expectTheNextRunToFinish(project, trees, comment) }
    }
  }
}

/// A process that is killed leaves every file whole, and the next run puts right what does not belong together.
@Test func aRunThatIsKilledIsPutRightByTheNext() throws {
  let trees = try Trees.shared.get()
  var unfinished = 0
  for (index, call) in trees.calls.enumerated() {
    try Project.with(files) { project in
      let run = try FaultLibrary.run(command, in: project.folder, at: index + 1, .killed)
      let comment = Comment("call \(index + 1), \(call)")
      #expect(run.status == 128 + 9, comment)
      let tree = try FileTree(readingFrom: project.folder)
      for path in files.keys.sorted() {
        #expect([trees.old.files[path], trees.new.files[path]].contains(tree.files[path]), "\(comment): \(path)")
      }
      let hasNote = !(tree.files[note] ?? Data()).isEmpty
      if !hasNote { #expect(!tree.files.keys.contains { $0.hasSuffix(".tmp") }, comment) }
      let look = try project.run("migrate")
      #expect(look.status == (hasNote ? 3 : 0), comment)
      #expect(look.errorText.contains("an earlier run was ended while it wrote") == hasNote, comment)
      if hasNote { unfinished += 1 }
      try expectTheNextRunToFinish(project, trees, comment)
    }
  }
  #expect(unfinished > 10)
}

/// A process that is asked to end does so when the files belong together.
@Test func aRunThatIsAskedToEndLeavesAllFilesOrNone() throws {
  let trees = try Trees.shared.get()
  for (index, call) in trees.calls.enumerated() {
    try Project.with(files) { project in
      let run = try FaultLibrary.run(command, in: project.folder, at: index + 1, .ended)
      let comment = Comment("call \(index + 1), \(call)")
      #expect(run.status == 128 + 15, comment)
      #expect(try FileTree(readingFrom: project.folder).differences(from: trees.new) == [], comment)
    }
  }
}

private func expectTheNextRunToFinish(_ project: Project, _ trees: Trees, _ comment: Comment) throws {
  let next = try project.run("migrate", "--write")
  #expect(next.status == 0, "\(comment): then \(next.errorText)")
  #expect(try FileTree(readingFrom: project.folder).differences(from: trees.new) == [], comment)
}

// MARK: - While it runs

/// Stops a run at its first call of a kind, runs shell commands, and lets it go on.
///
/// - Returns: The status of the run, what it said, and what the commands said.
private func interrupted(
  _ project: Project, at call: Int, _ meanwhile: String
) throws -> (status: String, output: String, meanwhile: String) {
  try TemporaryFolder.with { scratch in
    let script = """
      "$PRODUCT" migrate --write >"$SCRATCH/said" 2>&1 &
      pid=$!
      until grep -q '^State:.T' /proc/$pid/status; do :; done
      (unset LD_PRELOAD; \(meanwhile)) >"$SCRATCH/meanwhile" 2>&1
      kill -CONT $pid
      wait $pid
      echo $? >"$SCRATCH/status"
      """
    var environment = try FaultLibrary.environment(below: project.folder, at: call, .stopped)
    environment.merge(["PRODUCT": try Repository.product(), "SCRATCH": scratch.path]) { $1 }
    let run = try Command.run(
      "/bin/sh", ["-c", script], in: project.folder.path, environment: Command.scrubbed.merging(environment) { $1 },
      seconds: 60)
    #expect(run.status == 0, "\(run.errorText)")
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: scratch.appending(path: name)), as: UTF8.self)
    }
    return (try text("status").trimmingCharacters(in: .newlines), try text("said"), try text("meanwhile"))
  }
}

@Test func aSecondRunIsRefusedWhileOneIsWriting() throws {
  let trees = try Trees.shared.get()
  let rename = try #require(trees.calls.firstIndex(of: "rename"))
  for call in [2, rename + 1, rename + 2] {
    try Project.with(files) { project in
      let run = try interrupted(
        project, at: call,
        #""$PRODUCT" migrate --write; echo "ended with $?"; "$PRODUCT" migrate; echo "ended with $?""#)
      #expect(run.status == "0", "\(run.output)")
      let said = run.meanwhile.components(separatedBy: "ended with 3")
      #expect(said.count == 3, "\(run.meanwhile)")
      #expect(said.dropLast().allSatisfy { $0.contains("another run is writing here") }, "\(run.meanwhile)")
      #expect(try FileTree(readingFrom: project.folder).differences(from: trees.new) == [])
    }
  }
}

@Test func aFileThatChangesWhileARunIsWritingRefusesAll() throws {
  let trees = try Trees.shared.get()
  let rename = try #require(trees.calls.firstIndex(of: "rename"))
  // Before anything is written, before the first file is replaced, and when one is: written to in place each time.
  for call in [1, rename + 1, rename + 2] {
    try Project.with(files) { project in
      let run = try interrupted(project, at: call, "echo '# mine' >>ci/second.yml")
      #expect(run.status == "3", "call \(call): \(run.output)")
      #expect(run.output.contains("ci/second.yml: the file changed since it was read"), "\(run.output)")
      var expected = trees.old
      expected.files["ci/second.yml"] = Data((files["ci/second.yml"] ?? "").utf8) + Data("# mine\n".utf8)
      #expect(try FileTree(readingFrom: project.folder).differences(from: expected) == [], "call \(call)")
    }
  }
}

@Test func aFolderThatVanishesWhileARunIsWritingRefusesAll() throws {
  let trees = try Trees.shared.get()
  let rename = try #require(trees.calls.firstIndex(of: "rename"))
  for call in [1, 3, rename + 1, rename + 2, rename + 3] {
    try Project.with(files) { project in
      let run = try interrupted(project, at: call, "mv ci gone")
      let comment = Comment("call \(call): \(run.output)")
      #expect(run.status == "3", comment)
      // Where the folder is back, everything is put right.
      try FileManager.default.moveItem(
        at: project.folder.appending(path: "gone"), to: project.folder.appending(path: "ci"))
      try expectTheNextRunToFinish(project, trees, comment)
    }
  }
}
