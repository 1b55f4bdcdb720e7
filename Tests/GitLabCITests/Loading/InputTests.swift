import Diagnostics
import GitLabCI
import Testing

/// The jobs of a pipeline that includes a file with a header, in flow style.
private func included(
  _ header: String, _ content: String, inputs: String = "{}", sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let pipeline = try pipeline(
    [
      ".gitlab-ci.yml": "include: {local: t.yml, inputs: \(inputs)}\n",
      "t.yml": "spec:\n  inputs: \(header)\n---\n\(content)\n",
    ], sourceLocation: sourceLocation)
  return flow(pipeline.root)
}

@Test(arguments: [
  ("{x: }", "a: $[[ inputs.x ]]", "{x: v}", "{a: 'v'}"),
  ("{x: {default: d}}", "a: $[[ inputs.x ]]", "{}", "{a: 'd'}"),
  ("{x: {default: d}}", "a: $[[inputs.x]]-$[[  inputs.x  ]]", "{x: v}", "{a: 'v-v'}"),
  // The type says what becomes of the value; text that looks like a number stays text.
  ("{x: {default: '010'}}", "a: $[[ inputs.x ]]", "{}", "{a: '010'}"),
  ("{x: {type: number, default: 1}}", "a: $[[ inputs.x ]]", "{x: 2}", "{a: 2}"),
  ("{x: {type: number, default: 1}}", "a: x$[[ inputs.x ]]", "{}", "{a: 'x1'}"),
  ("{x: {type: boolean, default: yes}}", "a: $[[ inputs.x ]]", "{}", "{a: true}"),
  ("{x: {type: array}}", "a: $[[ inputs.x ]]", "{x: [p, {q: r}]}", "{a: ['p', {q: 'r'}]}"),
  ("{x: {type: array}}", "a: [o, '$[[ inputs.x ]]', s]", "{x: [p, q]}", "{a: ['o', 'p', 'q', 's']}"),
  // Keys, and names in references.
  ("{x: }", "'a-$[[ inputs.x ]]': {'$[[ inputs.x ]]': 1}", "{x: v}", "{a-v: {v: 1}}"),
  ("{x: }", "a: !reference ['.$[[ inputs.x ]]', b]", "{x: v}", "{a: !reference [.v, b]}"),
  // Functions.
  ("{x: }", "a: $[[ inputs.x | truncate(1, 3) ]]", "{x: abcdef}", "{a: 'bcd'}"),
  ("{x: }", "a: \"$[[ inputs.x | posix_escape ]]\"", "{x: a b$c}", #"{a: 'a\ b\$c'}"#),
  ("{x: }", "a: $[[ inputs.x | expand_vars | truncate(0, 2) ]]", "{x: $CI}", "{a: '$C'}"),
  // What cannot be told stays.
  ("{x: }", "a: $[[ inputs.y ]]", "{x: v}", "{a: '$[[ inputs.y ]]'}"),
  ("{x: }", "a: $[[ inputs.x | shout ]]", "{x: v}", "{a: '$[[ inputs.x | shout ]]'}"),
  ("{x: }", "a: $[[ inputs.x", "{x: v}", "{a: '$[[ inputs.x'}"),
  ("{x: }", "a: \"$[[ inputs\\n.x ]] $[[ inputs.x ]]\"", "{x: v}", "{a: '$[[ inputs\n.x ]] v'}"),
  ("{x: {type: array}}", "a: x$[[ inputs.x ]]", "{x: [p]}", "{a: 'x$[[ inputs.x ]]'}"),
])
func inputsArePutInPlaceAsInGitLab(header: String, content: String, inputs: String, shown: String) throws {
  #expect(try included(header, content, inputs: inputs) == shown)
}

@Test func aFileWithoutAHeaderKeepsItsBlocks() throws {
  #expect(try content("a: $[[ inputs.x ]]\n") == "{a: '$[[ inputs.x ]]'}")
}

@Test func aFileIncludedTwiceGivesTwoJobs() throws {
  let pipeline = try pipeline([
    ".gitlab-ci.yml":
      "include: [{local: t.yml, inputs: {name: a}}, {local: t.yml, inputs: {name: b}}]\n",
    "t.yml": "spec: {inputs: {name: }}\n---\nbuild-$[[ inputs.name ]]: {script: 'make $[[ inputs.name ]]'}\n",
  ])
  #expect(pipeline.jobs.map(\.name) == ["build-a", "build-b"])
  #expect(pipeline.jobs.map { $0.shown("script") } == ["'make a'", "'make b'"])
  // Both come from the same bytes, and the bytes say what the file says.
  #expect(Set(pipeline.jobs.compactMap { $0.effective["script"]?.origin }).count == 1)
  #expect(
    pipeline.jobs.map { $0.effective["script"]?.writtenText } == Array(repeating: "make $[[ inputs.name ]]", count: 2))
  #expect(pipeline.jobs.map { JobScript([.script], of: $0.effective).items.count } == [1, 1])
}

@Test func componentsOfAMappedProjectAreRead() throws {
  let header = "spec: {inputs: {stage: {default: build}}}\n---\n"
  let pipeline = try pipeline(
    [
      ".gitlab-ci.yml": """
      include:
        - component: $CI_SERVER_FQDN/platform/ci/image@1.0
          inputs: {stage: ship}
        - component: gitlab.example.com/platform/ci/lint@~latest
        - component: $CI_SERVER_FQDN/$CI_PROJECT_PATH/own@$CI_COMMIT_SHA

      """,
      "templates/own.yml": "own: {script: x}\n",
    ],
    projects: [
      "platform/ci": [
        "templates/image.yml":
          header
          + "build: {stage: '$[[ inputs.stage ]]', script: '$[[ component.name ]] $[[ component.reference ]]'}\n",
        "templates/lint/template.yml": header + "lint: {stage: '$[[ inputs.stage ]]', script: x}\n",
      ]
    ])
  #expect(pipeline.jobs.map(\.name) == ["build", "lint", "own"])
  #expect(pipeline.jobs.map { $0.shown("stage") } == ["'ship'", "'build'", nil])
  #expect(pipeline.job(named: "build")?.shown("script") == "'image 1.0'")
  #expect(pipeline.unresolvedIncludes.isEmpty)
}

@Test(arguments: [
  "$CI_SERVER_FQDN/platform/other/image@1.0", "$CI_SERVER_FQDN/$GROUP/ci/image@1.0", "platform/image@1.0",
  "$CI_SERVER_FQDN/platform/ci/image", "$CI_SERVER_FQDN/platform/ci/@1",
])
func componentsThatAreNotHereAreKnownUnknowns(address: String) throws {
  let pipeline = try pipeline(
    [".gitlab-ci.yml": "include: [{component: \(address)}]\njob: {script: x}\n"],
    projects: ["platform/ci": ["templates/image.yml": "image: {script: x}\n"]])
  #expect(pipeline.jobs.map(\.name) == ["job"])
  #expect(pipeline.unresolvedIncludes.map(\.description) == ["component `\(address)`"])
}

@Test func aComponentIsReadAtItsVersion() throws {
  let pipeline = try pipeline(
    [".gitlab-ci.yml": "include: [{component: h/platform/ci/image@1.0}, {component: h/platform/ci/image@2.0}]\n"],
    projects: [
      "platform/ci": ["templates/image.yml": "latest: {script: x}\n"],
      "platform/ci@1.0": ["templates/image.yml": "first: {script: x}\n"],
    ])
  #expect(pipeline.jobs.map(\.name) == ["first", "latest"])
}

@Test func aComponentThatItsProjectLacksIsReported() {
  let project = load(
    [".gitlab-ci.yml": "include: [{component: h/platform/ci/gone@1}]\n"], projects: ["platform/ci": [:]])
  #expect(project.messages == ["warning: `templates/gone.yml` is not in project `platform/ci`"])
}

@Test func mistakesInInputsAreReported() {
  let project = load([
    ".gitlab-ci.yml": "include: [{local: t.yml, inputs: {y: 1}}]\n",
    "t.yml": "spec: {inputs: {x: }}\n---\njob: {script: '$[[ inputs.x ]]'}\n",
  ])
  #expect(
    project.messages == [
      "error: `y` is no input of `t.yml`", "error: the input `x` of `t.yml` is not given",
    ])
  #expect(project.diagnostics.allSatisfy { $0.rule == ConfigurationRules.invalidConfiguration })
}

@Test func inputsThatAnotherFileDeclaresAreNotMissed() {
  let project = load([
    ".gitlab-ci.yml": "include: [{local: t.yml, inputs: {y: 1}}]\n",
    "t.yml": "spec: {include: [{local: /inputs.yml}], inputs: {x: }}\n---\njob: {script: x}\n",
  ])
  #expect(project.messages == [])
}

@Test func childPipelinesOfOneFileDifferByTheirInputs() {
  let project = load([
    ".gitlab-ci.yml": """
    a: {trigger: {include: [{local: c.yml, inputs: {name: a}}]}}
    b: {trigger: {include: [{local: c.yml, inputs: {name: b}}]}}

    """,
    "c.yml": "spec: {inputs: {name: }}\n---\n$[[ inputs.name ]]-build: {script: x}\n",
  ])
  #expect(project.messages == [])
  #expect(project.pipelines.flatMap { $0.jobs.map(\.name) } == ["a", "b", "a-build", "b-build"])
}

@Test func aTemplateForOthersKeepsItsInputsOpen() {
  let project = load(
    [
      ".gitlab-ci.yml": "job: {script: x}\n",
      "t.yml": "spec: {inputs: {x: {default: d}}}\n---\nj: {script: '$[[ inputs.x ]]'}\n",
    ],
    templates: ["t.yml"])
  #expect(project.pipelines.last?.jobs.map { $0.shown("script") } == ["'$[[ inputs.x ]]'"])
}
