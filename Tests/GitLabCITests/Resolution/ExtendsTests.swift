import GitLabCI
import Testing

@Test func laterParentsAndOwnKeysWin() throws {
  let job = try job(
    "job",
    in: """
      .a: {image: a, stage: a, variables: {X: a, Y: a}, tags: [a]}
      .b: {image: b, variables: {X: b}}
      job: {extends: [.a, .b], variables: {Z: own}, script: x, tags: [own]}
      """)
  #expect(job.shown("image") == "'b'")
  #expect(job.shown("stage") == "'a'")
  #expect(job.shown("variables") == "{X: 'b', Y: 'a', Z: 'own'}")
  #expect(job.shown("tags") == "['own']")
  #expect(job.bases == [".a", ".b"])
}

@Test func basesOfBasesAreNearestFirst() throws {
  let job = try job(
    "job", in: ".a: {extends: .b}\n.b: {extends: .c}\n.c: {image: c}\njob: {extends: [.a, .c], script: x}\n")
  #expect(job.bases == [".a", ".b", ".c"])
  #expect(job.shown("image") == "'c'")
}

@Test func nullTakesTheEffectOfAKeyAway() throws {
  let job = try job(
    "job", in: "default: {image: d}\n.a: {image: a, tags: [a]}\njob: {extends: .a, image: null, tags: ~}\n")
  #expect(job.shown("image") == "'d'")
  #expect(job.shown("tags") == "null")
}

@Test func aMappingDoesNotMergeWithAString() throws {
  let text =
    ".a: {image: {name: a, entrypoint: ['']}}\nj: {extends: .a, image: b}\nk: {extends: .a, image: {name: c}}\n"
  #expect(try job("j", in: text).shown("image") == "'b'")
  #expect(try job("k", in: text).shown("image") == "{name: 'c', entrypoint: ['']}")
}

@Test func realJobsMayBeBases() throws {
  #expect(try job("b", in: "a: {script: x, image: i}\nb: {extends: a}\n").shown("image") == "'i'")
}

@Test func circlesAreReportedAtTheExtends() throws {
  let project = load("a: {extends: b, script: x}\nb: {extends: c}\nc: {extends: [a]}\nd: {extends: d, script: y}\n")
  #expect(project.messages == ["error: circular `extends` through `a`", "error: circular `extends` through `d`"])
  #expect(project.pipelines.first?.jobs.count == 4)
}

@Test func elevenLevelsAreAllowedAndTwelveAreNot() throws {
  func chain(_ edges: Int) -> String {
    (0..<edges).map { "j\($0): {extends: j\($0 + 1)}\n" }.joined() + "j\(edges): {image: last, script: x}\n"
  }
  #expect(try job("j0", in: chain(11)).shown("image") == "'last'")
  #expect(load(chain(12)).messages == ["error: `extends` is nested deeper than 11 levels"])
  #expect(load(chain(10_000)).messages == ["error: `extends` is nested deeper than 11 levels"])
}

@Test func missingBasesAreMistakesOnlyWhereNothingIsElsewhere() throws {
  let text = "job: {extends: [.gone, .here], script: x}\n.here: {image: i}\n"
  let complete = load(text)
  #expect(complete.messages == ["error: `extends` names `.gone`, which is defined nowhere"])
  let partial = load("include: {template: X.gitlab-ci.yml}\n" + text)
  #expect(partial.diagnostics.isEmpty)
  let job = try #require(partial.pipelines.first?.job(named: "job"))
  #expect(job.missing.map(\.name) == [".gone"])
  #expect(job.missing.map(\.use) == [.extends])
  #expect(job.shown("image") == "'i'")
}

@Test func missingBasesOfBasesAreMissing() throws {
  let project = load("include: {remote: 'https://x/y.yml'}\n.a: {extends: .gone}\njob: {extends: .a}\n")
  #expect(project.pipelines.first?.job(named: "job")?.missing.map(\.name) == [".gone"])
}

@Test func aBaseThatIsNoMappingIsAMistake() {
  #expect(
    load(".a: [x]\njob: {extends: .a, script: x}\n").messages == ["error: `extends` names `.a`, which is no mapping"])
}

@Test func repeatedBasesDoNotMultiply() throws {
  let names = Array(repeating: "NAME", count: 200).joined(separator: ", ")
  let chain = (1...10).map { ".k\($0): {extends: [\(names.replacing("NAME", with: ".k\($0 - 1)"))]}\n" }.joined()
  #expect(try job("job", in: ".k0: {image: i}\n" + chain + "job: {extends: .k10, script: x}\n").shown("image") == "'i'")
}

@Test func extendsThatCopyTooMuchAreRefused() {
  let base = ".base:\n" + (0..<2_000).map { "  k\($0): v\n" }.joined()
  let jobs = (0..<2_000).map { "j\($0): {extends: .base}\n" }.joined()
  let project = load(base + jobs)
  #expect(project.messages == ["error: `extends`, `!reference` and variables stand for too many values"])
  #expect(project.pipelines.first?.jobs.isEmpty == true)
  #expect(project.hasUnreadableFiles)
}

/// GitLab reads it as the keyword, and refuses it.
@Test func aJobWithTheNameOfAKeywordIsReported() {
  for name in ["image", "cache", "services", "before_script", "after_script"] {
    let project = load("\(name):\n  script: [make]\n\nbuild: {script: x}\n")
    #expect(project.messages == ["error: `\(name)` is a keyword of GitLab and names no job"])
  }
  #expect(load("variables: {script: x}\nimage: {name: i}\nbuild: {script: x}\n").messages == [])
}
