import Foundation
import Testing
import Workspace

private func reason(_ body: () throws -> Void) -> FileProblem.Reason? {
  do {
    try body()
    return nil
  } catch {
    return (error as? FileProblem)?.reason
  }
}

@Test func readsFilesOfTheRepositoryOnly() throws {
  let outer = try TemporaryDirectory()
  try outer.write("secret", to: "secret.yml")
  try outer.write("text", to: "repo/dir/a.yml")
  try outer.link("repo/inside.yml", to: "dir/a.yml")
  try outer.link("repo/outside.yml", to: "../secret.yml")
  try outer.link("repo/absolute", to: outer.path)
  try outer.link("repo/loop", to: "loop")
  try outer.makePipe("repo/pipe.yml")
  let checkout = try Checkout(root: outer.absolute("repo"), sizeLimit: 10)
  try outer.write("0123456789", to: "repo/ten.yml")
  try outer.write("0123456789a", to: "repo/eleven.yml")
  for path in ["dir/a.yml", "/dir/a.yml", "./dir//a.yml", "dir/../dir/a.yml", "inside.yml", "absolute/repo/dir/a.yml"] {
    #expect(checkout.fileExists(path), "\(path)")
    #expect(checkout.read(path) == Array("text".utf8), "\(path)")
  }
  let refused: [(String, FileProblem.Reason)] = [
    ("missing.yml", .missing), ("dir/a.yml/x", .missing), ("dir", .directory), ("", .directory),
    ("../secret.yml", .outside), ("dir/../../secret.yml", .outside), ("outside.yml", .outside),
    ("absolute/secret.yml", .outside), ("pipe.yml", .special("a named pipe")), ("a\0b", .badName),
    ("eleven.yml", .tooLarge(limit: 10)), ("loop", .system(SystemError(code: ELOOP))),
  ]
  for (path, expected) in refused {
    #expect(reason { _ = try checkout.contents(of: path) } == expected, "\(path)")
    #expect(checkout.read(path) == nil, "\(path)")
    #expect(checkout.fileExists(path) == (path == "eleven.yml"), "\(path)")
  }
  #expect(checkout.read("ten.yml")?.count == 10)
  #expect(reason { _ = try Checkout(root: outer.absolute("secret.yml")) } == .notDirectory)
  #expect(reason { _ = try Checkout(root: outer.absolute("nothing")) } == .missing)
}

@Test func readsDevicesAndFailuresAsProblems() throws {
  let files = POSIXFileSystem()
  #expect(reason { _ = try files.read("/dev/zero", limit: 100) } == .special("a device"))
  let directory = try TemporaryDirectory()
  try directory.write("x", to: "a.yml")
  let checkout = try Checkout(root: directory.path, files: FaultyFileSystem { $0.operation == "read" })
  #expect(reason { _ = try checkout.contents(of: "a.yml") } == .system(SystemError(code: EIO)))
  // The size a file of the kernel gives is 0; its content is read all the same.
  #expect(try !files.read(POSIXFileSystem().resolve("/proc/self/status"), limit: 100_000).isEmpty)
}

@Test func opensDirectoriesWithAndWithoutAnEntry() throws {
  let directory = try TemporaryDirectory()
  #expect(try RepositoryReader().open(directory.path).entry == nil)
  try directory.write("a: b", to: ".gitlab-ci.yml")
  try directory.write("c: d", to: "ci/main.yml")
  let repository = try RepositoryReader().open(directory.path)
  #expect(repository.entry == ".gitlab-ci.yml")
  #expect(repository.checkout.root == directory.path)
  #expect(!repository.isSingleFile)
  #expect(try RepositoryReader(ciConfigPath: "/ci/main.yml").open(directory.path).entry == "ci/main.yml")
  #expect(reason { _ = try RepositoryReader(ciConfigPath: "no.yml").open(directory.path) } == .missing)
  #expect(reason { _ = try RepositoryReader(ciConfigPath: "../x.yml").open(directory.path) } == .outside)
  #expect(reason { _ = try RepositoryReader().open(directory.absolute("no")) } == .missing)
}

@Test func reportsAnEntryThatCannotBeReadInsteadOfMissingIt() throws {
  let directory = try TemporaryDirectory()
  try directory.link(".gitlab-ci.yml", to: "/etc/hostname")
  let repository = try RepositoryReader().open(directory.path)
  let entry = try #require(repository.entry)
  #expect(reason { _ = try repository.checkout.contents(of: entry) } == .outside)
}

@Test func opensOneFileInItsRepository() throws {
  let directory = try TemporaryDirectory()
  try directory.write("", to: "repo/.git/HEAD")
  try directory.write("a: b", to: "repo/ci/deep/x.yml")
  try directory.write("a: b", to: "alone.yml")
  let inside = try RepositoryReader().open(directory.absolute("repo/ci/deep/x.yml"))
  #expect(inside.checkout.root == directory.absolute("repo"))
  #expect(inside.entry == "ci/deep/x.yml")
  #expect(inside.isSingleFile)
  let alone = try RepositoryReader().open(directory.absolute("alone.yml"))
  #expect(alone.checkout.root == directory.path)
  #expect(alone.entry == "alone.yml")
  try directory.makePipe("pipe.yml")
  #expect(reason { _ = try RepositoryReader().open(directory.absolute("pipe.yml")) } == .special("a named pipe"))
}

@Test func walksYAMLFilesInAFixedOrder() throws {
  let directory = try TemporaryDirectory()
  for name in [
    "b.yml", "a/z.yaml", "a/é.yml", ".hidden/c.yml", ".gitlab-ci.yml", "a/readme.md", "a/yml", "node_modules/x.yml",
    ".git/config.yml", "sub/node_modules/y.yml", "nested/.git/HEAD", "nested/n.yml", "module/.git", "module/m.yml",
    "dir.yml/inner.yml",
  ] { try directory.write("x", to: name) }
  try directory.link("link.yml", to: "b.yml")
  try directory.link("loop", to: ".")
  try directory.makePipe("pipe.yml")
  let result = DirectoryWalk(root: directory.path).yamlFiles()
  #expect(result.paths == [".gitlab-ci.yml", ".hidden/c.yml", "a/z.yaml", "a/é.yml", "b.yml", "dir.yml/inner.yml"])
  #expect(result.problems.isEmpty)
  #expect(DirectoryWalk(root: directory.absolute("no")).yamlFiles().problems.map(\.reason) == [.missing])
}

@Test func reportsNamesThatAreNotText() throws {
  let directory = try TemporaryDirectory()
  let name: [CChar] = Array(directory.path.utf8CString.dropLast()) + [0x2F, -1] + Array(".yml".utf8CString)
  let descriptor = open(name, O_CREAT | O_WRONLY, 0o600)
  try #require(descriptor >= 0)
  close(descriptor)
  let result = DirectoryWalk(root: directory.path).yamlFiles()
  #expect(result.paths.isEmpty)
  #expect(result.problems == [FileProblem(path: "\u{FFFD}.yml", reason: .badName)])
}

@Test func walksVeryDeepTreesWithoutRecursion() throws {
  let directory = try TemporaryDirectory()
  let path = (0..<300).map { "d\($0 % 10)" }.joined(separator: "/") + "/x.yml"
  try directory.write("x", to: path)
  #expect(DirectoryWalk(root: directory.path).yamlFiles().paths == [path])
}
