import Foundation
import Testing
import Workspace

private func change(_ path: String, from old: String?, to new: String) -> FileWrite {
  FileWrite(path: path, expected: old.map { Array($0.utf8) }, content: Array(new.utf8))
}

private func reasons(_ body: () throws -> Void) -> [FileProblem] {
  do {
    try body()
    return []
  } catch {
    return (error as? WriteFailure)?.problems ?? []
  }
}

@Test func writesAllFilesAndLeavesNothingElse() throws {
  let directory = try TemporaryDirectory()
  try directory.write("one\n", to: "a.yml", mode: 0o640)
  try directory.write("two\n", to: "sub/b.yml", mode: 0o755)
  try AtomicWriter(root: directory.path).write([
    change("a.yml", from: "one\n", to: "ONE\n"), change("sub/b.yml", from: "two\n", to: ""),
    change("sub/new.yml", from: nil, to: "new"),
  ])
  #expect(try directory.text("a.yml") == "ONE\n")
  #expect(try directory.text("sub/b.yml") == "")
  #expect(try directory.text("sub/new.yml") == "new")
  #expect(try directory.names() == ["a.yml", "sub", "sub/b.yml", "sub/new.yml"])
  let files = POSIXFileSystem()
  #expect(try files.status(directory.absolute("a.yml")).mode == 0o640)
  #expect(try files.status(directory.absolute("sub/b.yml")).mode == 0o755)
  #expect(try files.status(directory.absolute("sub/new.yml")).mode == 0o644)
}

@Test func writesThroughLinksThatStayInside() throws {
  let directory = try TemporaryDirectory()
  let other = try TemporaryDirectory()
  try directory.write("old", to: "real/file.yml")
  try other.write("old", to: "secret.yml")
  try directory.link("link.yml", to: "real/file.yml")
  try directory.link("linked", to: "real")
  try directory.link("away.yml", to: other.absolute("secret.yml"))
  try AtomicWriter(root: directory.path).write([change("link.yml", from: "old", to: "new")])
  #expect(try directory.text("real/file.yml") == "new")
  #expect(try FileManager.default.destinationOfSymbolicLink(atPath: directory.absolute("link.yml")) == "real/file.yml")
  try AtomicWriter(root: directory.path).write([change("linked/file.yml", from: "new", to: "newer")])
  #expect(try directory.text("real/file.yml") == "newer")

  let away = reasons { try AtomicWriter(root: directory.path).write([change("away.yml", from: "old", to: "new")]) }
  #expect(away == [FileProblem(path: "away.yml", reason: .outside)])
  #expect(try other.text("secret.yml") == "old")
  let twice = reasons {
    try AtomicWriter(root: directory.path).write([
      change("link.yml", from: "newer", to: "x"), change("real/file.yml", from: "newer", to: "y"),
    ])
  }
  #expect(twice == [FileProblem(path: "real/file.yml", reason: .twice)])
}

@Test(arguments: [
  (change("gone.yml", from: "x", to: "y"), FileProblem.Reason.missing), (change("sub", from: "x", to: "y"), .directory),
  (change("pipe", from: "x", to: "y"), .special("a named pipe")), (change("../x", from: "x", to: "y"), .outside),
  (change("a.yml", from: nil, to: "y"), .exists), (change("a.yml", from: "other", to: "y"), .changed),
  (change("a.yml", from: "a", to: "y"), .changed), (change("locked.yml", from: "x", to: "y"), .readOnly),
  (change("closed/a.yml", from: "x", to: "y"), .readOnly), (change("closed/new.yml", from: nil, to: "y"), .readOnly),
  (change("none/new.yml", from: nil, to: "y"), .missing), (change("b\0.yml", from: nil, to: "y"), .badName),
])
func refusesTheWholeSetForOneBadFile(bad: FileWrite, reason: FileProblem.Reason) throws {
  let directory = try TemporaryDirectory()
  try directory.write("good", to: "good.yml")
  try directory.write("abc", to: "a.yml")
  try directory.write("x", to: "locked.yml", mode: 0o444)
  try directory.write("x", to: "closed/a.yml")
  try directory.makeDirectory("sub")
  try directory.makePipe("pipe")
  let closed = directory.absolute("closed")
  try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: closed)
  defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: closed) }
  let names = try directory.names()
  let problems = reasons {
    try AtomicWriter(root: directory.path).write([change("good.yml", from: "good", to: "new"), bad])
  }
  #expect(problems == [FileProblem(path: bad.path, reason: reason)])
  #expect(try directory.text("good.yml") == "good")
  #expect(try directory.names() == names)
}

@Test func isAllOrNothingWhicheverCallFails() throws {
  var number = 0
  var failedOperations: Set<String> = []
  while true {
    let directory = try TemporaryDirectory()
    try directory.write("one", to: "a.yml")
    try directory.write("two", to: "sub/b.yml")
    let files = FaultyFileSystem { [number] in $0.number == number }
    let problems = reasons {
      try AtomicWriter(root: directory.path, files: files).write([
        change("a.yml", from: "one", to: "1"), change("sub/b.yml", from: "two", to: "2"),
        change("c.yml", from: nil, to: "3"),
      ])
    }
    let operation = files.log.indices.contains(number) ? files.log[number] : nil
    let comment = Comment("call \(number) \(operation ?? "none")")
    let names = try directory.names()
    // A name that could not be removed stays; the content is whole all the same.
    let visible =
      operation == "remove" ? names.filter { !$0.hasSuffix(".tmp") && $0 != ".kaniko2buildkit.writing" } : names
    if problems.isEmpty {
      #expect(try directory.text("a.yml") == "1", comment)
      #expect(try directory.text("sub/b.yml") == "2", comment)
      #expect(try directory.text("c.yml") == "3", comment)
      #expect(visible == ["a.yml", "c.yml", "sub", "sub/b.yml"], comment)
    } else {
      #expect(try directory.text("a.yml") == "one", comment)
      #expect(try directory.text("sub/b.yml") == "two", comment)
      #expect(visible == ["a.yml", "sub", "sub/b.yml"], comment)
    }
    guard let operation else { break }
    if !problems.isEmpty { failedOperations.insert(operation) }
    number += 1
  }
  #expect(failedOperations == ["resolve", "lock", "create", "write", "setMode", "sync", "close", "read", "rename"])
}

@Test func keepsOriginalsWhereHardLinksAreNotPossible() throws {
  let directory = try TemporaryDirectory()
  try directory.write("one", to: "a.yml")
  try directory.write("two", to: "b.yml")
  let writes = [change("a.yml", from: "one", to: "1"), change("b.yml", from: "two", to: "2")]
  let failing = FaultyFileSystem { $0.operation == "link" || $0.operation == "rename" && $0.occurrence == 1 }
  let problems = reasons { try AtomicWriter(root: directory.path, files: failing).write(writes) }
  #expect(problems.map(\.path) == ["b.yml"])
  #expect(try directory.text("a.yml") == "one")
  #expect(try directory.names() == ["a.yml", "b.yml"])
  try AtomicWriter(root: directory.path, files: FaultyFileSystem { $0.operation == "link" }).write(writes)
  #expect(try directory.text("a.yml") + directory.text("b.yml") == "12")
  #expect(try directory.names() == ["a.yml", "b.yml"])
}

@Test func saysWhereTheOriginalIsWhenItCannotBePutBack() throws {
  let directory = try TemporaryDirectory()
  try directory.write("one", to: "a.yml")
  try directory.write("two", to: "b.yml")
  // The second rename fails, and so does every one after it.
  let problems = reasons {
    let files = FaultyFileSystem { $0.operation == "rename" && $0.occurrence >= 1 }
    try AtomicWriter(root: directory.path, files: files).write([
      change("a.yml", from: "one", to: "1"), change("b.yml", from: "two", to: "2"),
    ])
  }
  #expect(problems.count == 2)
  guard case .originalKept(let path) = problems.last?.reason else {
    Issue.record("\(problems)")
    return
  }
  #expect(try String(contentsOfFile: path, encoding: .utf8) == "one")
  let writer = AtomicWriter(root: directory.path)
  #expect(try writer.state() == .unfinished)
  #expect(reasons { try writer.write([change("b.yml", from: "two", to: "2")]) }.map(\.reason) == [.unfinished])
  #expect(try writer.recover() == ["a.yml"])
  #expect(try directory.text("a.yml") + directory.text("b.yml") == "onetwo")
  #expect(try directory.names() == ["a.yml", "b.yml"])
}

@Test func writesNothingForAnEmptySet() throws {
  try AtomicWriter(root: "/nonexistent").write([])
}

@Test func refusesTheSetWhenAFileChangesWhileItWorks() throws {
  let directory = try TemporaryDirectory()
  try directory.write("one", to: "a.yml")
  try directory.write("two", to: "b.yml")
  let path = directory.absolute("b.yml")
  let files = FaultyFileSystem { call in
    // The new contents are written by now.
    if call.operation == "link" { try? Data("TWO".utf8).write(to: URL(fileURLWithPath: path)) }
    return false
  }
  let problems = reasons {
    try AtomicWriter(root: directory.path, files: files).write([
      change("a.yml", from: "one", to: "1"), change("b.yml", from: "two", to: "2"),
    ])
  }
  #expect(problems == [FileProblem(path: "b.yml", reason: .changed)])
  #expect(try directory.text("a.yml") == "one")
  #expect(try directory.text("b.yml") == "TWO")
  #expect(try directory.names() == ["a.yml", "b.yml"])
}
