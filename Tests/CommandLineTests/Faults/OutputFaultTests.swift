import Foundation
import TestSupport
import Testing

/// A command that writes files besides those of the repository.
private struct Writer: Sendable, CustomTestStringConvertible {
  let name: String
  let arguments: [String]
  let outputs: [String]

  var testDescription: String { name }
}

private let writers = [
  Writer(name: "receipt", arguments: ["migrate", "--receipt", "out/receipt.md"], outputs: ["out/receipt.md"]),
  Writer(
    name: "reports",
    arguments: ["check", "--format", "json", "--output", "out/a.json", "--format", "csv", "--output", "out/b.csv"],
    outputs: ["out/a.json", "out/b.csv"]),
  Writer(
    name: "baseline", arguments: ["check", "--baseline", "out/known.json", "--update-baseline"],
    outputs: ["out/known.json"]),
]

/// A repository with two jobs, and output files of an earlier run on three.
private func withEarlierOutputs(of writer: Writer, _ body: (Project, FileTree) throws -> Void) throws {
  let three = ["one", "two", "three"].map { Project.pipeline.replacing("build:", with: "\($0):") }
  try Project.with([".gitlab-ci.yml": three.joined(), "Dockerfile": "FROM alpine:3.20\n", "out/keep": ""]) { project in
    _ = try Command.run(try Repository.product(), writer.arguments, in: project.folder.path)
    try project.write(three.dropLast().joined(), to: ".gitlab-ci.yml")
    try body(project, try FileTree(readingFrom: project.folder))
  }
}

@Test(arguments: writers)
private func anOutputFileIsWholeWhicheverCallFails(_ writer: Writer) throws {
  var new: FileTree?
  var calls: [String] = []
  try withEarlierOutputs(of: writer) { project, _ in
    calls = try FaultLibrary.calls(of: writer.arguments, in: project.folder)
    new = try FileTree(readingFrom: project.folder)
  }
  let after = try #require(new)
  #expect(Set(calls).isSuperset(of: ["write", "fsync", "rename"]))
  for (index, call) in calls.enumerated() {
    for kind in [FaultLibrary.Kind.noSpace, .brokenDisk, .shortWrite, .killed, .ended] where kind.concerns(call) {
      try withEarlierOutputs(of: writer) { project, old in
        let run = try FaultLibrary.run(writer.arguments, in: project.folder, at: index + 1, kind)
        let comment = Comment("\(kind) at call \(index + 1), \(call): \(run.status) \(run.errorText)")
        var tree = try FileTree(readingFrom: project.folder)
        // One that is killed leaves its temporary file, which the next run takes.
        if kind == .killed { tree.files = tree.files.filter { !$0.key.hasSuffix(".tmp") } }
        #expect(tree.files.keys.sorted() == old.files.keys.sorted(), comment)
        for path in writer.outputs {
          #expect([old.files[path], after.files[path]].contains(tree.files[path]), comment)
        }
        let isNew = writer.outputs.allSatisfy { tree.files[$0] == after.files[$0] }
        switch kind {
        case .killed: #expect(run.status == 128 + 9, comment)
        // The signal goes to another thread, and may come when there is nothing left to do.
        case .ended: #expect(run.status == 128 + 15 || isNew, comment)
        default: #expect(isNew || run.status == 3 && run.errorText.contains("out/"), comment)
        }
        _ = try Command.run(try Repository.product(), writer.arguments, in: project.folder.path)
        #expect(try FileTree(readingFrom: project.folder).differences(from: after) == [], comment)
      }
    }
  }
}

@Test func anOutputFileKeepsItsPermissionsAndLinks() throws {
  try Project.with { project in
    let file = project.folder.appending(path: "real.json").path
    try project.write("earlier", to: "real.json")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    try FileManager.default.createSymbolicLink(
      atPath: project.folder.appending(path: "link.json").path, withDestinationPath: "real.json")
    _ = try project.run("check", "--format", "json", "--output", "link.json")
    #expect(try project.text("real.json").contains("\"findings\""))
    let link = project.folder.appending(path: "link.json").path
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real.json")
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }
}

/// A report is data of the person who asked for it: the process's mask says who may read a new file.
@Test func aNewOutputFileObeysTheMask() throws {
  try Project.with { project in
    let run = try Command.run(
      "/bin/sh", ["-c", "umask 077; exec \"$0\" check --format json --output new.json", try Repository.product()],
      in: project.folder.path)
    #expect(run.status == 1)
    let file = project.folder.appending(path: "new.json").path
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
  }
}

@Test func devicesAndPipesAreWrittenToAndStay() throws {
  try Project.with { project in
    let script = """
      "$0" check --format json --output /dev/stdout | grep -c fingerprint
      mkfifo pipe
      cat pipe >copy &
      "$0" check --format csv --output pipe
      wait
      test -p pipe && wc -l <copy
      """
    let run = try Command.run("/bin/sh", ["-c", script, try Repository.product()], in: project.folder.path)
    let said = run.outputText.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(said == ["1", "2"])
    // Not as root, who could put a file in the place of a device.
    #expect(try project.runUnprivileged("check", "--format", "csv", "--output", "/dev/null").status == 1)
    let full = try project.runUnprivileged("check", "--format", "csv", "--output", "/dev/full")
    #expect(full.status == 3)
    #expect(full.errorText.contains("/dev/full: no space left on device"), "\(full.errorText)")
  }
}
