import Foundation
import Testing

@testable import Workspace

/// The repositories that a search finds, each as it is found: its place, its files, and what else is known of it.
private func search(
  _ paths: [String], isRecursive: Bool = true, ciConfigPath: String? = nil, threads: Int = 1
) -> RepositorySearch.Outcome<RepositorySearch.Found> {
  RepositorySearch(paths, isRecursive: isRecursive, ciConfigPath: ciConfigPath).map(threads: threads) { $0 }
}

@Test func findsRepositories() throws {
  let directory = try TemporaryDirectory()
  for name in ["one/.git/HEAD", "two/.gitlab-ci.yml", "group/three/.git", "one/sub/.gitlab-ci.yml", "plain/a.yml"] {
    try directory.write("x", to: name)
  }
  let found = search([directory.path]).values
  #expect(found.map(\.directory) == ["group/three", "one", "one/sub", "two"])
  #expect(found.map(\.repository.entry) == [nil, nil, ".gitlab-ci.yml", ".gitlab-ci.yml"])
  #expect(found.allSatisfy { !$0.isNamed })
  #expect(search([directory.absolute("one")]).values.map(\.directory) == ["", "sub"])
}

@Test func aSearchSeesTheFilesOfEachRepository() throws {
  let directory = try TemporaryDirectory()
  for name in [
    "one/.git/HEAD", "one/b.yml", "one/a/x.yaml", "one/sub/.gitlab-ci.yml", "one/sub/deep/y.yml", "one/module/.git",
    "one/module/m.yml", "one/module/.gitlab-ci.yml", "one/node_modules/n.yml", "plain/a.yml", "one/sub/more/.git",
    "one/sub/more/z.yml",
  ] { try directory.write("x", to: name) }
  try directory.makePipe("one/sub/pipe.yml")
  let found = search([directory.path]).values
  #expect(found.map(\.directory) == ["one", "one/module", "one/sub", "one/sub/more"])
  for repository in found {
    let alone = DirectoryWalk(root: directory.absolute(repository.directory)).yamlFiles()
    #expect(repository.seen?.yamlFiles == alone.paths, "\(repository.directory)")
    #expect(repository.seen?.hasIrregularFiles == alone.hasIrregularFiles, "\(repository.directory)")
  }
  #expect(found.first?.seen?.yamlFiles == ["a/x.yaml", "b.yml", "sub/.gitlab-ci.yml", "sub/deep/y.yml"])
  #expect(found.map { $0.seen?.hasIrregularFiles } == [true, false, true, false])
}

@Test func aSearchKnowsWhereSettingsAndEntriesAre() throws {
  let directory = try TemporaryDirectory()
  for name in ["a/.git/HEAD", "a/.kaniko2buildkit.yml", "b/.git/HEAD", "b/ci/main.yml", "c/.gitlab-ci.yml/x"] {
    try directory.write("x", to: name)
  }
  try directory.write("", to: "c/.git")
  try directory.write("", to: "d/.git")
  try directory.link("d/.gitlab-ci.yml", to: "/etc/hostname")
  try directory.link("d/.kaniko2buildkit.yml", to: "nothing")
  let found = search([directory.path]).values
  #expect(found.map(\.directory) == ["a", "b", "c", "d"])
  #expect(found.map(\.repository.isWithoutSettings) == [false, true, true, false])
  #expect(found.map(\.repository.entry) == [nil, nil, ".gitlab-ci.yml", ".gitlab-ci.yml"])
  let named = search([directory.path], ciConfigPath: "ci/main.yml").values
  #expect(named.map(\.repository.entry) == [nil, "ci/main.yml", ".gitlab-ci.yml", ".gitlab-ci.yml"])
}

@Test func repositoriesComeOnceAndInOrder() throws {
  let directory = try TemporaryDirectory()
  for group in 0..<6 {
    for project in 0..<20 { try directory.write("x", to: "g\(group)/p\(project)/.gitlab-ci.yml") }
  }
  let paths = (0..<6).flatMap { group in (0..<20).map { "g\(group)/p\($0)" } }.sorted()
  for threads in [1, 2, 7, 1_000] {
    #expect(search([directory.path], threads: threads).values.map(\.directory) == paths, "\(threads) threads")
  }
  let overlapping = search([directory.absolute("g3"), directory.path, directory.absolute("g3/p1")], threads: 3)
  let first = paths.filter { $0.hasPrefix("g3/") }
  let all = first + paths.filter { !$0.hasPrefix("g3/") }
  #expect(overlapping.values.map(\.repository.checkout.root) == all.map(directory.absolute))
  let twice = search([directory.absolute("g1/p1"), directory.absolute("g1/p1/.gitlab-ci.yml")], isRecursive: false)
  #expect(twice.values.map(\.repository.isSingleFile) == [false, true])
}

@Test func whatCannotBeSearchedIsAProblem() throws {
  let directory = try TemporaryDirectory()
  try directory.write("x", to: "one/.gitlab-ci.yml")
  let outcome = search([directory.absolute("no"), directory.path], threads: 2)
  #expect(outcome.problems.map(\.path) == [directory.absolute("no")])
  #expect(outcome.values.count == 1)
  // The paths of a report do not depend on what other arguments hold.
  #expect(outcome.values.map(\.directory) == ["one"])
}

@Test func threadsWorkOnWhatOtherThreadsBring() {
  for threads in [1, 2, 8] {
    let sum = Lock(0)
    WorkerPool.drain([1], threads: threads) { number in
      sum.withValue { $0 += number }
      return number < 1_000 ? [number * 2, number * 2 + 1] : []
    }
    // Every number of a binary tree once: 1 to 1,999.
    #expect(sum.withValue { $0 } == 1_999 * 2_000 / 2, "\(threads) threads")
  }
  WorkerPool.drain([Int](), threads: 4) { _ in [] }
}
