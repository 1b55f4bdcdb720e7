import GitLabCI
import Testing

@Test func referencesReachAnyDepth() throws {
  let job = try job(
    "job",
    in: """
      .x: {a: {b: [one, {c: two}]}, image: img, whole: {p: q}}
      job:
        script: !reference [.x, a, b]
        image: {name: !reference [.x, image], entrypoint: ['']}
        variables: !reference [.x, whole]
      """)
  #expect(job.shown("script") == "['one', {c: 'two'}]")
  #expect(job.shown("image") == "{name: 'img', entrypoint: ['']}")
  #expect(job.shown("variables") == "{p: 'q'}")
}

@Test func referencesSeeExtendedJobs() throws {
  let text = ".b: {before_script: [base]}\n.x: {extends: .b}\njob: {script: [!reference [.x, before_script], own]}\n"
  #expect(try job("job", in: text).shown("script") == "[['base'], 'own']")
}

@Test func aReferenceInAParentIsNotMerged() throws {
  let text =
    ".v: {variables: {A: a}}\n.p: {variables: !reference [.v, variables]}\njob: {extends: .p, variables: {B: b}}\n"
  #expect(try job("job", in: text).shown("variables") == "{B: 'b'}")
}

@Test func referencesLeadToReferences() throws {
  let text = ".a: {s: [a]}\n.b: {s: [!reference [.a, s], b]}\njob: {script: !reference [.b, s]}\n"
  #expect(try job("job", in: text).shown("script") == "[['a'], 'b']")
}

@Test func referencesToTopLevelListsAndStrings() throws {
  let text = ".s: [one, two]\n.t: text\njob: {script: [!reference [.s], !reference [.t]]}\n"
  #expect(try job("job", in: text).shown("script") == "[['one', 'two'], 'text']")
}

@Test(arguments: ["[.gone]", "[.x, gone]", "[.x, nothing]", "[.x, never]", "[.x, list, item]", "[.x, ref, a]"])
func referencesThatLeadNowhereAreReported(path: String) throws {
  let text =
    ".x: {nothing: ~, never: no, list: [item], ref: !reference [.y]}\n.y: {a: b}\njob: {script: [!reference \(path)]}\n"
  let shown = path.dropFirst().dropLast()
  #expect(load(text).messages == ["error: `!reference [\(shown)]` names nothing that is defined"])
  let partial = load("include: {template: X.gitlab-ci.yml}\n" + text)
  #expect(partial.diagnostics.isEmpty)
  let job = try #require(partial.pipelines.first?.job(named: "job"))
  #expect(job.missing.map(\.name) == [String(shown)])
  #expect(job.missing.map(\.use) == [.reference])
  #expect(job.shown("script") == "[!reference [\(shown)]]")
}

@Test(arguments: ["!reference []", "!reference [1]", "!reference [[a]]", "!reference text", "!reference {a: b}"])
func referencesOfTheWrongShapeAreReported(written: String) {
  #expect(load("job: {script: \(written)}\n").messages == ["error: `!reference` takes a list of names"])
}

@Test func circularReferencesAreReported() {
  let project = load(
    ".a: {s: [!reference [.b, s]]}\n.b: {s: [!reference [.a, s]]}\njob: {script: !reference [.a, s]}\n")
  #expect(Set(project.messages) == ["error: `!reference` is circular"])
  #expect(!project.diagnostics.isEmpty)
}

@Test func aReferenceToItselfIsCircular() {
  #expect(load("job: {script: [!reference [job, script]]}\n").messages == ["error: `!reference` is circular"])
}

@Test func aChainOfTenThousandReferencesDoesNotCrash() throws {
  func chain(_ count: Int) -> String {
    ".k0: {s: [x]}\n" + (1...count).map { ".k\($0): {s: !reference [.k\($0 - 1), s]}\n" }.joined()
      + "job: {script: !reference [.k\(count), s]}\n"
  }
  #expect(try job("job", in: chain(60)).shown("script") == "['x']")
  // Read from its end, the first key on that leads too far is reported.
  let reversed = chain(10_000).split(separator: "\n").reversed().joined(separator: "\n")
  #expect(load(reversed).messages.first == "error: `!reference` is nested deeper than 100 levels")
}

@Test func referenceBombsAreRefused() {
  let lines = (1...40).map { ".k\($0): {s: [!reference [.k\($0 - 1), s], !reference [.k\($0 - 1), s]]}\n" }.joined()
  let project = load(".k0: {s: [x]}\n" + lines + "job: {script: !reference [.k40, s]}\n")
  #expect(project.messages == ["error: `extends`, `!reference` and variables stand for too many values"])
  #expect(project.pipelines.first?.jobs.isEmpty == true)
}

@Test func whatIsMissingInADefaultIsMissingInTheJobsThatTakeIt() throws {
  let project = load(
    """
    include: {template: X.gitlab-ci.yml}
    default: {before_script: [!reference [.gone, script]]}
    variables: {A: !reference [.gone, variables, A]}
    a: {script: x}
    b: {script: x, before_script: [], inherit: {variables: false}}
    """)
  let pipeline = try #require(project.pipelines.first)
  #expect(pipeline.job(named: "a")?.missing.map(\.name) == [".gone, script", ".gone, variables, A"])
  #expect(pipeline.job(named: "b")?.missing.map(\.name) == [])
}
