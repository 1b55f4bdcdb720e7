import Diagnostics
import Foundation
import GitLabCI
import SourceText
import Testing

@testable import KanikoMigration
@testable import Workspace

/// What a check finds of Kaniko in a repository, with or without the search before the parse.
///
/// Findings about files as such are left out: a file that has nothing to do with Kaniko is not read.
private func found(in root: String, _ settings: MigrationSettings, searchesFirst: Bool) throws -> [String] {
  var pipelines = RepositoryPipelines(try RepositoryReader().open(root), settings: settings)
  pipelines.searchesFirst = searchesFirst
  let today = try #require(CalendarDate("2026-06-15"))
  let plan = MigrationPlanner.plan(
    pipelines.load(), settings: settings, checkout: pipelines.checkoutView, acceptsReview: false, today: today)
  return Inspection(plan, settings: settings, options: Inspection.Options(today: today)).findings
    .filter { $0.diagnostic.rule.code >= "K1" }
    .map { "\($0.diagnostic.rule.code) \($0.diagnostic.location) \($0.jobs) \($0.fingerprint)" }
}

/// Whether a repository is left unread, and the status that its files as such would have.
private func leftUnread(_ root: String, _ settings: MigrationSettings) throws -> (isUnread: Bool, isUnreadable: Bool) {
  let pipelines = RepositoryPipelines(try RepositoryReader().open(root), settings: settings)
  guard case .nothing = pipelines.content() else { return (false, false) }
  return (true, pipelines.load().hasUnreadableFiles)
}

/// The jobs that use Kaniko or name a path of it although their texts say that they cannot.
private func overlookedJobs(in root: String, _ settings: MigrationSettings) throws -> [String] {
  let project = RepositoryPipelines(try RepositoryReader().open(root), settings: settings).load()
  let mention = KanikoMention(settings)
  return project.jobIDs.map { project[$0] }
    .filter { !mention.isPossible(in: $0) && JobUse(of: $0, settings: settings).hasTraces }.map(\.name)
}

@Test func theSearchLosesNothingOfTheCorpus() throws {
  let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Corpus").standardized
  let inputs = try FileManager.default.subpathsOfDirectory(atPath: corpus.path)
    .filter { $0.hasSuffix("/case.json") }.sorted()
    .map { corpus.appending(path: $0).deletingLastPathComponent().appending(path: "input").path }
  #expect(inputs.count > 100)
  for input in inputs {
    var settings = MigrationSettings()
    if let file = try? SettingsFile.load(from: Checkout(root: input)) { settings = file.settings }
    let whole = try found(in: input, settings, searchesFirst: false)
    #expect(try found(in: input, settings, searchesFirst: true) == whole, "\(input)")
    #expect(try overlookedJobs(in: input, settings).isEmpty, "\(input)")
    let left = try leftUnread(input, settings)
    #expect(!left.isUnread || (whole.isEmpty && !left.isUnreadable), "\(input)")
  }
}

@Test func theSearchLosesNothingOfGeneratedTrees() throws {
  var generator = TreeGenerator(seed: 20_261_124)
  var (usesCount, unreadCount) = (0, 0)
  for number in 0..<300 {
    let directory = try TemporaryDirectory()
    let tree = generator.tree()
    for (path, text) in tree.files { try directory.write(text, to: path) }
    let whole = try found(in: directory.path, tree.settings, searchesFirst: false)
    let searched = try found(in: directory.path, tree.settings, searchesFirst: true)
    #expect(searched == whole, "tree \(number): \(tree.files)")
    #expect(try overlookedJobs(in: directory.path, tree.settings).isEmpty, "tree \(number): \(tree.files)")
    let left = try leftUnread(directory.path, tree.settings)
    #expect(!left.isUnread || (whole.isEmpty && !left.isUnreadable), "tree \(number): \(tree.files)")
    if !whole.isEmpty { usesCount += 1 }
    if left.isUnread { unreadCount += 1 }
  }
  #expect(unreadCount > 10)
  #expect(usesCount > 100, "the trees are worth a comparison")
  #expect(usesCount < 270)
}

@Test(arguments: [
  "image: ${A}niko\n", "image: kan${B}\n", "image: $A$B\n", "image: ${A}${B}\n", "image: $[[ inputs.a ]]niko\n",
  "image: $[[ inputs.a ]]$[[ inputs.b ]]\n", "image: kan$[[ inputs.b ]]\n", #"image: "\x6baniko""#,
  #"image: "kan\u0069ko""#, "image: \"kan\\\n  iko\"\n", #"- /kan"iko"/executor"#, #"- /ka'n'iko/executor"#,
  #"- /kan\iko/executor"#, "- $'/\\153aniko/executor'", "image: KANIKO\n", "- /kan$'iko'/executor",
])
func aNameInPartsIsPossible(_ text: String) {
  #expect(KanikoMention(MigrationSettings()).isPossible(in: Array(text.utf8)))
}

@Test(arguments: [
  "image: $CI_REGISTRY_IMAGE:latest\n", "image: ${REGISTRY}/app:${TAG}\n", "script: ['make test', \"echo 'ok'\"]\n",
  "- sed -i 's/a/\\1b/' x\n", "- echo \"\\x1b[0K\"\n", "stage: \"main\"\nimage: alpine\n", "- printf '%s\\n' \"$X\"\n",
])
func whatOrdinaryFilesHoldIsNot(_ text: String) {
  #expect(!KanikoMention(MigrationSettings()).isPossible(in: Array(text.utf8)))
}

@Test func whatTheSettingsNameIsPossible() {
  func isPossible(_ text: String, _ change: (inout MigrationSettings) -> Void) -> Bool {
    var settings = MigrationSettings()
    change(&settings)
    return KanikoMention(settings).isPossible(in: Array(text.utf8))
  }
  #expect(isPossible("image: registry.example.com/builder:3") { $0.kanikoImagePatterns = [NamePattern("*/builder*")] })
  #expect(isPossible("image: $REGISTRY/x") { $0.kanikoImagePatterns = [NamePattern("*/builder*")] })
  #expect(!isPossible("image: alpine") { $0.kanikoImagePatterns = [NamePattern("*/builder*")] })
  #expect(isPossible("image: alpine") { $0.kanikoImagePatterns = [NamePattern("*")] })
  #expect(isPossible("- build-image -c .") { $0.executors = ["build-image"] })
  #expect(isPossible("- bui'ld-im'age -c .") { $0.executors = ["build-image"] })
  #expect(isPossible("image: $BUILDER") { $0.variables = ["BUILDER": "x"] })
  #expect(isPossible("include: {project: a/b, file: c.yml}") { $0.includeMap = ["a/b": "../b"] })
}

@Test func whatCannotBeSearchedIsRead() throws {
  func isLeft(_ change: (TemporaryDirectory) throws -> Void) throws -> Bool {
    let directory = try TemporaryDirectory()
    try directory.write("include: /ci.yml\ntest:\n  script: [ls]\n", to: ".gitlab-ci.yml")
    try change(directory)
    return try leftUnread(directory.path, MigrationSettings()).isUnread
  }
  #expect(try isLeft { try $0.write("other:\n  script: [ls]\n", to: "ci.yml") })
  #expect(try !isLeft { try $0.write("x", to: "ci.yml/folder") })
  #expect(
    try !isLeft {
      try $0.write(".k: {image: kaniko}\n", to: "text"); try $0.link("ci.yml", to: "text")
    })
  #expect(try !isLeft { try $0.write("broken: [\n", to: "ci.yml") })
  #expect(try !isLeft { try $0.write("other:\n  script: [echo kaniko]\n", to: "ci.yml") })
  #expect(try !isLeft { try $0.write("- a list\n", to: "ci.yml") })
}
