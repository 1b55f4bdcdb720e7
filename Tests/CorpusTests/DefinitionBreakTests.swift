import Foundation
import TestSupport
import Testing

/// A change to a migrated repository that a job which is not Kaniko would notice.
struct Break: Sendable, CustomTestStringConvertible {
  let name: String
  let item: String
  let file: String
  let text: String
  let other: String

  var testDescription: String { name }

  static let all = [
    Break(
      name: "a variable of a shared base", item: "includes/wildcard-shared-base", file: "ci/0-base.yml",
      text: "GIT_DEPTH: \"1\"", other: "GIT_DEPTH: \"2\""),
    Break(
      name: "a variable more in a shared base", item: "includes/wildcard-shared-base", file: "ci/0-base.yml",
      text: "GIT_DEPTH: \"1\"", other: "GIT_DEPTH: \"1\"\n    BUILDKITD_FLAGS: --debug"),
    Break(
      name: "a line that two jobs refer to", item: "includes/reference-shared-script", file: "ci/scripts.yml",
      text: "export TAG=", other: "export NAME="),
    Break(
      name: "a default", item: "includes/default-in-include", file: "ci/default.yml", text: "[docker]",
      other: "[other]"),
    Break(
      name: "a default script", item: "includes/global-before-script", file: "ci/common.yml", text: "- echo",
      other: "- printf"),
    Break(
      name: "a global variable", item: "includes/variables-in-include", file: "ci/variables.yml", text: "shop",
      other: "web"),
    Break(
      name: "a base in parent and child", item: "children/base-shared-with-parent", file: "ci/base.yml", text: "\"5\"",
      other: "\"6\""),
    Break(
      name: "a hidden job for others", item: "chains/template-hidden-only", file: "jobs/base.yml", text: "TAG: latest",
      other: "TAG: latest\n    BUILDKITD_FLAGS: --debug"),
    Break(
      name: "a component for others", item: "components/two-in-one-repository", file: "shared/base.yml", text: "fetch",
      other: "clone"),
    Break(
      name: "a mapping that is merged", item: "chains/merged-variables", file: ".gitlab-ci.yml", text: "NAME: shop",
      other: "NAME: web"),
    Break(
      name: "the name of a job", item: "includes/nested-three-levels", file: "ci/all.yml", text: "deploy:\n",
      other: "ship:\n"),
    Break(
      name: "another key of the Kaniko job", item: "includes/local-parts", file: ".gitlab-ci.yml", text: "[docker]",
      other: "[other]"),
    Break(
      name: "a file that does not load", item: "children/two-files", file: "ci/images.yml", text: ".kaniko",
      other: ".gone"),
  ]
}

/// The comparison has to notice what can go wrong in files that others read too.
@Test(arguments: Break.all)
func breaksAreNoticed(_ broken: Break) throws {
  let item = try #require(CorpusCase.all.first { $0.name == broken.item })
  let trees = try CorpusTrees.of(item)
  try #require(unplannedChanges(from: trees.before, to: trees.after) == [])
  try TemporaryFolder.with { folder in
    var files = try FileTree(readingFrom: trees.migrated)
    let text = String(decoding: try #require(files.files[broken.file]), as: UTF8.self)
    let changed = text.replacingOccurrences(of: broken.text, with: broken.other)
    try #require(changed != text, "the break is not built in")
    files.files[broken.file] = Data(changed.utf8)
    try files.write(to: folder)
    let after = try #require(try ResolvedDirectory.resolve([ResolverInput(item, in: folder)]).first)
    #expect(unplannedChanges(from: trees.before, to: after) != [])
  }
}
