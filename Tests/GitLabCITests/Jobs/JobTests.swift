import GitLabCI
import Testing

@Test func topLevelKeysThatAreJobs() throws {
  let pipeline = try pipeline(
    """
    stages: [a]
    image: i
    workflow: {rules: []}
    default: {tags: [t]}
    variables: {A: b}
    cache: {}
    .hidden: {image: x}
    .list: [a]
    .text: text
    pages: {script: x}
    types: {script: x}
    job: {script: x}
    bridge: {trigger: g/p}
    """)
  #expect(pipeline.jobs.map(\.name) == [".hidden", "pages", "types", "job", "bridge"])
  #expect(pipeline.jobs.map(\.isHidden) == [true, false, false, false, false])
  #expect(pipeline.jobs.map(\.isTrigger) == [false, false, false, false, true])
}

@Test func defaultAndWorkflowAreJobsWhenTheyHaveAScript() throws {
  #expect(try pipeline("default: {script: x}\nworkflow: {script: y}\n").jobs.map(\.name) == ["default", "workflow"])
}

@Test func defaultsFillWhatAJobDoesNotSet() throws {
  let text = """
    default: {image: d, before_script: [d], tags: [d], retry: 2, interruptible: true}
    a: {script: x}
    b: {script: x, image: own, before_script: []}
    c: {script: x, image: null, before_script: ''}
    """
  #expect(try job("a", in: text).shown("image") == "'d'")
  #expect(try job("a", in: text).shown("retry") == "2")
  #expect(try job("a", in: text).definition["image"] == nil)
  #expect(try job("b", in: text).shown("image") == "'own'")
  #expect(try job("b", in: text).shown("before_script") == "[]")
  #expect(try job("c", in: text).shown("image") == "'d'")
  #expect(try job("c", in: text).shown("before_script") == "''")
}

@Test func deprecatedGlobalsAreDefaults() throws {
  let text = "image: g\nbefore_script: [g]\ncache: {key: g}\ndefault: {tags: [d], image: ~}\na: {script: x}\n"
  let job = try job("a", in: text)
  #expect(job.shown("image") == "'g'")
  #expect(job.shown("before_script") == "['g']")
  #expect(job.shown("cache") == "{key: 'g'}")
  #expect(job.shown("tags") == "['d']")
}

@Test func onlyKeysOfDefaultAreTaken() throws {
  let job = try job("a", in: "default: {stage: s, variables: {A: b}}\na: {script: x}\n")
  #expect(job.shown("stage") == nil)
  #expect(job.shown("variables") == nil)
}

@Test(arguments: [
  ("{default: false}", "nil", "{A: 'a', B: 'b'}"),
  ("{default: no}", "nil", "{A: 'a', B: 'b'}"),
  ("{default: true}", "'d'", "{A: 'a', B: 'b'}"),
  ("{default: [tags]}", "nil", "{A: 'a', B: 'b'}"),
  ("{default: [image]}", "'d'", "{A: 'a', B: 'b'}"),
  ("{variables: false}", "'d'", "nil"),
  ("{variables: [B, C]}", "'d'", "{B: 'b'}"),
  ("{variables: []}", "'d'", "nil"),
  ("{default: false, variables: [A]}", "nil", "{A: 'a'}"),
])
func inheritDecidesWhatIsTaken(inherit: String, image: String, variables: String) throws {
  let job = try job("a", in: "default: {image: d}\nvariables: {A: a, B: b}\na: {script: x, inherit: \(inherit)}\n")
  #expect(job.shown("image") ?? "nil" == image)
  #expect(job.shown("variables") ?? "nil" == variables)
}

@Test func jobVariablesLieOverGlobalOnes() throws {
  let text =
    "variables: {A: g, B: {value: g, description: d}}\na: {script: x, variables: {B: own, C: own}}\nb: {script: x}\n"
  #expect(try job("a", in: text).shown("variables") == "{A: 'g', B: 'own', C: 'own'}")
  #expect(try job("a", in: text).definition["variables"].map(flow) == "{B: 'own', C: 'own'}")
  #expect(try job("b", in: text).shown("variables") == "{A: 'g', B: {value: 'g', description: 'd'}}")
}

@Test func nullVariablesInheritTheGlobalOnes() throws {
  #expect(try job("a", in: "variables: {A: g}\na: {script: x, variables: }\n").shown("variables") == "{A: 'g'}")
}

@Test func nullTopLevelKeysMeanNothing() throws {
  let job = try job("a", in: "image:\nvariables:\ndefault:\ninclude:\na: {script: x}\n")
  #expect(job.shown("image") == nil)
  #expect(job.shown("variables") == nil)
}

// MARK: - Possible values

@Test func possibleValuesAreStrongestFirst() throws {
  let pipeline = try pipeline(
    """
    workflow: {rules: [{if: $W, variables: {X: workflow}}]}
    variables: {X: global, Y: global, ONLY: global}
    job:
      script: x
      variables: {X: own}
      parallel: {matrix: [{X: [m1, m2], Z: z}, {Z: [z1]}]}
      rules: [{if: $R, variables: {X: ruled}}, {if: $S}]
    plain: {script: x}
    closed: {script: x, inherit: {variables: [Y]}}
    matrix: {script: x, variables: {X: own}, parallel: {matrix: [{X: [m1, m2]}, {X: m3}]}}
    """)
  func values(_ name: String, _ job: String) throws -> [String] {
    let job = try #require(pipeline.job(named: job))
    return pipeline.possibleValues(of: name, in: job)
      .map { "\($0.source) \($0.text ?? "nil")\($0.isConditional ? "?" : "")" }
  }
  #expect(try values("X", "job") == ["rules ruled?", "matrix m1?", "matrix m2?", "job own"])
  #expect(try values("Z", "job") == ["matrix z?", "matrix z1?"])
  #expect(try values("Y", "job") == ["global global"])
  #expect(try values("X", "plain") == ["workflowRules workflow?", "global global"])
  #expect(try values("X", "closed") == [])
  #expect(try values("Y", "closed") == ["global global"])
  #expect(try values("X", "matrix") == ["matrix m1?", "matrix m2?", "matrix m3?"])
  #expect(try values("NONE", "job") == [])
}

@Test func forwardedVariablesWinInAChildPipeline() throws {
  let project = load([
    ".gitlab-ci.yml": "t: {trigger: {include: c.yml}, variables: {IMG: parent}}\n",
    "c.yml": "variables: {IMG: {value: child, description: d}}\nj: {script: x}\n",
  ])
  let child = try #require(project.pipelines.last)
  let job = try #require(child.job(named: "j"))
  let values = child.possibleValues(of: "IMG", in: job)
  #expect(values.map(\.text) == ["parent", "child"])
  #expect(values.map(\.source) == [.forwarded, .global])
}
