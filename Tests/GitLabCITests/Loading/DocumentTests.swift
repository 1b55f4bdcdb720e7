import Diagnostics
import GitLabCI
import SourceText
import Testing
import YAMLSyntax

@Test(arguments: [
  ("a: b\n---\nc: d\n", "{a: 'b'}"),
  ("---\na: b\n", "{a: 'b'}"),
  ("--- # comment\na: b\n--- # other\nc: d\n", "{a: 'b'}"),
  ("# only a comment\n---\na: b\n", "{a: 'b'}"),
  ("spec:\n  inputs: {x: {}}\n---\na: b\n", "{a: 'b'}"),
  ("---\nspec:\n  inputs: {x: {}}\n---\na: b\n", "{a: 'b'}"),
  ("---\nspec: {}\n---\na: b\n---\nc: d\n", "{a: 'b'}"),
  ("spec: {}\n---\na: b\n---\nc: d\n", "{c: 'd'}"),
  ("spec: {}\n", "{spec: {}}"),
  ("a: b\n...\n", "{a: 'b'}"),
  ("a: b\n...\nc: d\n", "{a: 'b'}"),
  ("spec: {}\n...\nc: [\n---\na: b\n... \n*c\n", "{a: 'b'}"),
  ("a: |\n  x\n  ---\n  y\n", "{a: 'x\n---\ny\n'}"),
  ("a: b\n---", "{a: 'b'}"),
  ("\u{FEFF}---\na: b\n", "{a: 'b'}"),
  ("{}\n---\na: b\n", "{a: 'b'}"),
  ("---\n---\n---\na: b\n", "{a: 'b'}"),
  ("---\r\na: b\r\n", "{a: 'b'}"),
  ("---\n  a: b\n", "{a: 'b'}"),
  ("", "{}"), ("# nothing\n", "{}"), ("---\n", "{}"),
])
func documentsAreSplitAsGitLabDoes(written: String, shown: String) throws {
  #expect(try content(written) == shown)
}

@Test func theHeaderIsTheDocumentWithSpec() throws {
  let tree = try YAMLTree(
    parsing: SourceFile(path: "t.yml", text: "spec: {inputs: {x: {}}}\n---\na: $[[ inputs.x ]]\n"))
  let document = CIDocument(tree)
  let header = try #require(document.header)
  let content = try #require(document.content)
  #expect(tree.source.text(tree[header].range) == "spec: {inputs: {x: {}}}")
  #expect(tree.source.text(tree[content].range) == "a: $[[ inputs.x ]]")
  #expect(!document.isForeign)
}

@Test(arguments: [
  ("%YAML 1.1\n---\na: b\n", "GitLab cuts the file at `---` and cannot read a directive without its document"),
  ("---\n  a:\n  b: c\n", "GitLab drops the indentation of the first line after `---`"),
  ("a: [\n...\nc: d\n", "while parsing a flow node, did not find expected node content"),
  ("- a\n", "the configuration is not a mapping of jobs"),
  ("text\n", "the configuration is not a mapping of jobs"),
])
func filesThatGitLabReadsOtherwiseAreRefused(written: String, message: String) {
  let project = load(written)
  #expect(project.diagnostics.map(\.message) == [message])
  #expect(project.diagnostics.map(\.rule) == [ConfigurationRules.syntax])
  #expect(project.hasUnreadableFiles)
}

@Test func depthIsLimitedAsInGitLab() throws {
  let deepest = String(repeating: "[", count: 99) + String(repeating: "]", count: 99)
  #expect(load("a: \(deepest)\n").diagnostics.isEmpty)
  let tooDeep = load("a: [\(deepest)]\n")
  #expect(tooDeep.messages == ["error: collections lie more than 100 levels deep"])
  #expect(tooDeep.hasUnreadableFiles)
}

@Test func depthCountsThroughAliases() {
  let half = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
  let nested = String(repeating: "[", count: 50) + "*a" + String(repeating: "]", count: 50)
  #expect(load("a: &a \(half)\nb: \(nested)\n").messages == ["error: collections lie more than 100 levels deep"])
}

@Test func aChainOfTenThousandAliasesIsRefusedWithoutACrash() {
  let lines = (1...10_000).map { "k\($0): &k\($0) [*k\($0 - 1)]\n" }.joined()
  #expect(load("k0: &k0 []\n" + lines).messages == ["error: collections lie more than 100 levels deep"])
}

@Test func tenThousandLevelsAreRefusedWithoutACrash() {
  let text = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
  #expect(load("a: \(text)\n").hasUnreadableFiles)
}

@Test func aliasBombsAreRefused() {
  let lines = (1...30).map { "k\($0): &k\($0) [*k\($0 - 1), *k\($0 - 1), *k\($0 - 1)]\n" }.joined()
  let project = load("k0: &k0 [x]\n" + lines)
  #expect(project.messages == ["error: the aliases of this file stand for too many values"])
  #expect(project.pipelines.isEmpty)
}
