import Diagnostics
import GitLabCI
import SourceText
import Testing
import YAMLSyntax

@Test func includedFilesAreMergedInOrderBelowTheIncludingFile() throws {
  let pipeline = try pipeline([
    ".gitlab-ci.yml": "include: [a.yml, {local: /ci/b.yml}]\njob: {script: own}\n",
    "a.yml": "include: ci/nested.yml\njob: {image: a, stage: a, variables: {X: a}}\n",
    "ci/nested.yml": "job: {image: nested, tags: [nested], variables: {Y: nested}}\n",
    "ci/b.yml": "job: {stage: b, variables: {X: b}}\n",
  ])
  #expect(
    flow(pipeline.root)
      == "{job: {image: 'a', tags: ['nested'], variables: {Y: 'nested', X: 'b'}, stage: 'b', script: 'own'}}")
  #expect(pipeline.files.count == 4)
  #expect(pipeline.files.last == pipeline.entryFile)
  #expect(!pipeline.isPartial)
}

@Test(arguments: [
  ("ci/*.yml", ["ci/a.yml", "ci/b.yml"]),
  ("/ci/*.yml", ["ci/a.yml", "ci/b.yml"]),
  ("ci/**.yml", ["ci/a.yml", "ci/b.yml", "ci/sub/c.yml", "ci/sub/deep/d.yml"]),
  ("ci/**/*.yml", ["ci/sub/c.yml", "ci/sub/deep/d.yml"]),
  ("**/d.yml", ["ci/sub/deep/d.yml"]),
  ("ci/*/c.yml", ["ci/sub/c.yml"]),
  ("ci/***.yml", ["ci/a.yml", "ci/b.yml", "ci/sub/c.yml", "ci/sub/deep/d.yml"]),
  ("ci/*/d.yml", []),
  ("ci/[ab].yml*", []),
  ("*", []),
])
func wildcardsMatchAsInGitLab(pattern: String, paths: [String]) throws {
  var files = [".gitlab-ci.yml": "include: '\(pattern)'\n"]
  for path in ["ci/a.yml", "ci/b.yml", "ci/sub/c.yml", "ci/sub/deep/d.yml"] { files[path] = "'\(path)': {script: x}\n" }
  #expect(try pipeline(files).jobs.map(\.name) == paths)
}

@Test func aWildcardDoesNotBringTheFileInWhichItStands() throws {
  let pipeline = try pipeline([
    ".gitlab-ci.yml": "include: ci/a.yml\n", "ci/a.yml": "include: ci/*.yml\na: {script: x}\n",
    "ci/b.yml": "b: {script: x}\n",
  ])
  #expect(pipeline.jobs.map(\.name) == ["b", "a"])
}

@Test func patternsWithManyStarsStayFast() throws {
  let pattern = String(repeating: "*a", count: 40) + "b.yml"
  let path = String(repeating: "a", count: 4_000) + ".yml"
  #expect(
    try pipeline([".gitlab-ci.yml": "include: '\(pattern)'\nj: {script: x}\n", path: "k: {script: x}\n"]).jobs.count
      == 1)
}

@Test func includesThatAreElsewhereAreKnownUnknowns() throws {
  let pipeline = try pipeline(
    """
    include:
      - https://example.com/a.yml
      - project: group/p
        ref: main
        file: [/x.yml, y.yml]
      - remote: https://example.com/b.yml
      - template: Kaniko.gitlab-ci.yml
      - component: $CI_SERVER_FQDN/g/p/c@1
      - artifact: gen.yml
        job: gen
      - local: $DIR/x.yml
      - {wrong: key}
    job: {script: x}
    """)
  #expect(
    pipeline.unresolvedIncludes.map(\.target) == [
      .remote("https://example.com/a.yml"), .project(name: "group/p", ref: "main", files: ["/x.yml", "y.yml"]),
      .remote("https://example.com/b.yml"), .template("Kaniko.gitlab-ci.yml"),
      .component("$CI_SERVER_FQDN/g/p/c@1"), .artifact("gen.yml"), .local("$DIR/x.yml"), .invalid,
    ])
  #expect(pipeline.isPartial)
}

@Test func includesUnderRulesCountAsIncludedAndAreNoted() throws {
  let pipeline = try pipeline([
    ".gitlab-ci.yml": "include:\n  - local: a.yml\n    rules: [{if: $X}]\n  - local: b.yml\n",
    "a.yml": "a: {script: x}\n", "b.yml": "b: {script: x}\n",
  ])
  #expect(pipeline.jobs.map(\.name) == ["a", "b"])
  #expect(pipeline.conditionalIncludes.map(\.target) == [.local("a.yml")])
}

@Test func missingFilesAreReportedAtTheInclude() throws {
  let text = "include:\n  - local: gone.yml\njob: {script: x}\n"
  let project = load(text)
  let diagnostic = try #require(project.diagnostics.first)
  #expect(project.messages == ["warning: `gone.yml` is not in the repository"])
  #expect(diagnostic.rule == ConfigurationRules.missingInclude)
  #expect(SourceFile(path: "", text: text).text(diagnostic.location.range) == "local: gone.yml")
  #expect(project.pipelines.first?.isPartial == true)
  #expect(!project.hasUnreadableFiles)
}

@Test func missingFilesUnderRulesMayNeverBeAskedFor() {
  let conditional = "  - local: gone.yml\n    rules: [{exists: [gone.yml]}]\n"
  let project = load("include:\n\(conditional)job: {script: x}\n")
  #expect(project.messages == [])
  #expect(project.pipelines.first?.isPartial == true)
  let both = load("include:\n\(conditional)  - local: gone.yml\njob: {script: x}\n")
  #expect(both.messages == ["warning: `gone.yml` is not in the repository"])
}

@Test func filesThatCannotBeParsedLeaveTheRestInPlace() {
  let project = load([".gitlab-ci.yml": "include: bad.yml\njob: {script: x}\n", "bad.yml": "a: [\n"])
  #expect(project.hasUnreadableFiles)
  #expect(project.diagnostics.map(\.location.path) == ["bad.yml"])
  #expect(project.pipelines.first?.jobs.map(\.name) == ["job"])
  #expect(project.pipelines.first?.isPartial == true)
}

@Test func filesThatCannotBeReadAreReported() {
  let files = ProjectFiles(
    read: { path in
      path == ".gitlab-ci.yml"
        ? .success(SourceFile(path: path, text: "include: secret.yml\n"))
        : .failure(.init(path: path, reason: "permission denied"))
    }, list: { [] })
  let project = ProjectLoader.load(entries: [(".gitlab-ci.yml", .entry)], from: files)
  #expect(project.messages == ["error: permission denied"])
  #expect(project.diagnostics.first?.rule == ConfigurationRules.unreadable)
  #expect(project.hasUnreadableFiles)
}

@Test func circularIncludesAreReported() {
  let project = load([".gitlab-ci.yml": "include: a.yml\nj: {script: x}\n", "a.yml": "include: .gitlab-ci.yml\n"])
  #expect(project.messages == ["error: circular include of `.gitlab-ci.yml`"])
  #expect(project.pipelines.first?.jobs.map(\.name) == ["j"])
}

@Test func moreThanTheAllowedIncludesAreReported() throws {
  func files(_ count: Int) -> [String: String] {
    var files = [".gitlab-ci.yml": "include: 'ci/*.yml'\n"]
    for index in 0..<count { files["ci/\(index).yml"] = "j\(index): {script: x}\n" }
    return files
  }
  #expect(try pipeline(files(150)).jobs.count == 150)
  #expect(load(files(151)).messages == ["error: more than 150 files are included"])
}

@Test func filesThatIncludeOneAnotherTwiceDoNotMultiply() {
  var files = [".gitlab-ci.yml": "include: [f0.yml, f0.yml]\n"]
  for index in 0..<30 { files["f\(index).yml"] = "include: [f\(index + 1).yml, f\(index + 1).yml]\n" }
  files["f30.yml"] = "j: {script: x}\n"
  let project = load(files)
  #expect(project.messages == ["error: more than 150 files are included"])
}

// MARK: - Other projects

@Test func filesOfOtherProjectsAreReadThroughTheMap() throws {
  let project = load(
    [
      ".gitlab-ci.yml":
        "include: [{project: group/templates, file: [/build.yml, 'more.yml']}]\njob: {extends: .base}\n",
      "common.yml": "wrong: {script: x}\n",
    ],
    projects: [
      "group/templates": [
        "build.yml": "include: common.yml\n.base: {image: x}\n", "more.yml": "more: {script: m}\n",
        "common.yml": "common: {script: c}\n",
      ]
    ])
  let pipeline = try #require(project.pipelines.first)
  #expect(project.diagnostics.isEmpty)
  #expect(pipeline.jobs.map(\.name) == ["common", ".base", "more", "job"])
  #expect(
    project.documents.map(\.path) == [
      ".gitlab-ci.yml", "group/templates:build.yml", "group/templates:more.yml", "group/templates:common.yml",
    ])
  #expect(project.documents.map(\.isForeign) == [false, true, true, true])
  #expect(project.documents.last?.project == "group/templates")
  let image = try #require(pipeline.job(named: "job")?.effective["image"])
  #expect(project.location(of: image.origin).path == "group/templates:build.yml")
}

@Test func aFileThatAMappedProjectDoesNotHoldIsReported() {
  let project = load(
    [".gitlab-ci.yml": "include: {project: g/p, file: gone.yml}\n"], projects: ["g/p": ["x.yml": ""]])
  #expect(project.messages == ["warning: `gone.yml` is not in project `g/p`"])
  #expect(project.pipelines.first?.isPartial == true)
}

// MARK: - Child pipelines

@Test func childPipelinesAreFoundThroughTheirTriggers() throws {
  let project = load([
    ".gitlab-ci.yml": """
    variables: {SHARED: top}
    a: {trigger: {include: child.yml}, variables: {IMG: from-a}}
    b: {trigger: {include: [{local: /one.yml}, {local: two.yml}]}}
    c: {trigger: {include: [{artifact: gen.yml, job: gen}]}}
    d: {trigger: {include: {local: child.yml}, forward: {yaml_variables: false}}, variables: {IMG: from-d}}
    e: {trigger: group/project}
    """,
    "child.yml": "x: {trigger: {include: grand.yml}}\n", "grand.yml": "g: {script: x}\n",
    "one.yml": "job: {image: one, stage: s}\n", "two.yml": "job: {image: two}\n",
  ])
  #expect(project.diagnostics.isEmpty)
  #expect(
    project.pipelines.map { $0.entryFiles.map { project.documents[$0].path } } == [
      [".gitlab-ci.yml"], ["child.yml"], ["one.yml", "two.yml"], ["grand.yml"],
    ])
  #expect(project.pipelines.map(\.kind) == [.entry, .child, .child, .child])
  #expect(project.pipelines[0].unresolvedChildren.map(\.target) == [.artifact("gen.yml")])
  #expect(project.pipelines[2].job(named: "job")?.shown("image") == "'two'")
  #expect(project.pipelines[2].job(named: "job")?.shown("stage") == "'s'")
  #expect(
    project.pipelines[1].forwardedVariables.map { "\($0.key)=\(flow($0.value))" } == ["SHARED='top'", "IMG='from-a'"])
}

@Test func aChildThatTriggersItselfIsLoadedOnce() {
  let project = load([
    ".gitlab-ci.yml": "a: {trigger: {include: c.yml}}\n", "c.yml": "a: {trigger: {include: c.yml}}\n",
  ])
  #expect(project.pipelines.count == 2)
}

@Test func tenThousandChildrenInAChainDoNotCrash() {
  var files = [".gitlab-ci.yml": "a: {trigger: {include: c0.yml}}\n"]
  for index in 0..<10_000 { files["c\(index).yml"] = "a: {trigger: {include: c\(index + 1).yml}}\n" }
  files["c10000.yml"] = "j: {script: x}\n"
  #expect(load(files).pipelines.count == 10_002)
}

@Test func aTemplateThatIsIncludedIsNoPipelineOfItsOwn() {
  let files = [
    SourceFile(path: ".gitlab-ci.yml", text: "include: a.yml\n"), SourceFile(path: "a.yml", text: "a: {script: x}\n"),
    SourceFile(path: "b.yml", text: ".b: {script: x}\n"),
  ]
  let project = ProjectLoader.load(
    entries: [(".gitlab-ci.yml", .entry), ("a.yml", .template), ("b.yml", .template)], from: ProjectFiles(files))
  #expect(project.pipelines.map(\.kind) == [.entry, .template])
  #expect(project.pipelines[1].isPartial)
}

// MARK: - Reloading

@Test func reloadingKeepsWhatDidNotChange() throws {
  let project = load(
    [
      ".gitlab-ci.yml": "include: ['ci/*.yml', {project: g/p, file: t.yml}, gone.yml]\njob: {extends: .t}\n",
      "ci/a.yml": "a: {script: old}\n",
    ], projects: ["g/p": ["t.yml": ".t: {image: t}\n"]])
  let file = try #require(project.fileIndex(of: "ci/a.yml"))
  let after = project.reloaded(replacing: [file: Array("a: {script: new}\n".utf8)])
  #expect(after.documents.map(\.path) == project.documents.map(\.path))
  #expect(after.messages == project.messages)
  #expect(after.pipelines.first?.job(named: "a")?.shown("script") == "'new'")
  #expect(after.pipelines.first?.job(named: "job")?.shown("image") == "'t'")
  #expect(after.documents[file].tree.source.path == "ci/a.yml")
}
