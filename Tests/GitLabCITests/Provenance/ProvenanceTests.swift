import GitLabCI
import SourceText
import Testing
import YAMLSyntax

/// The bytes of a place, in quotes after the path of its file.
private func place(_ origin: Origin, in project: Project) -> String {
  let document = project.documents[origin.file]
  return "\(document.path) '\(document.tree.source.text(document.tree[origin.node].range))'"
}

private let files = [
  ".gitlab-ci.yml": """
  include: base.yml
  variables: &globals {G: g}
  default: {before_script: [d]}
  .img: &img
    name: own/image
  job:
    extends: .base
    image: *img
    variables:
      <<: *globals
      X: own
    script:
      - !reference [.base, snippets, 0th]
      - *line
  .later: &line later
  """.replacing("*line", with: "last"),
  "base.yml": ".base:\n  stage: build\n  variables: {X: base, Y: base}\n  snippets:\n    0th: [one, two]\n",
]

@Test func valuesKnowTheirOriginAndTheirSite() throws {
  let project = load(files)
  #expect(project.diagnostics.isEmpty)
  let job = try #require(project.pipelines.first?.job(named: "job"))
  let image = try #require(job.effective["image"])
  #expect(place(image.origin, in: project) == ".gitlab-ci.yml '&img\n  name: own/image'")
  #expect(place(image.site, in: project) == ".gitlab-ci.yml '*img'")
  let stage = try #require(job.effective[entry: "stage"])
  #expect(place(stage.value.origin, in: project) == "base.yml 'build'")
  #expect(stage.value.site == stage.value.origin)
  #expect(place(stage.owner, in: project).hasPrefix("base.yml 'stage: build"))
  #expect(stage.index == 0)
}

@Test func referencesAreTheSiteOfTheirTarget() throws {
  let project = load(files)
  let job = try #require(project.pipelines.first?.job(named: "job"))
  let item = try #require(job.effective["script"]?.items?.first)
  #expect(place(item.site, in: project) == ".gitlab-ci.yml '!reference [.base, snippets, 0th]'")
  #expect(place(item.origin, in: project) == "base.yml '[one, two]'")
  let inner = try #require(item.items?.first)
  #expect(place(inner.origin, in: project) == "base.yml 'one'")
  #expect(inner.site == inner.origin)
}

@Test func variablesKnowWhoWritesThem() throws {
  let project = load(files)
  let job = try #require(project.pipelines.first?.job(named: "job"))
  let variables = try #require(job.effective["variables"]?.mapping)
  let owners = variables.entries.map { "\($0.key): \(place($0.owner, in: project))" }
  #expect(
    owners == [
      "G: .gitlab-ci.yml '&globals {G: g}'",
      "X: .gitlab-ci.yml '<<: *globals\n    X: own'",
      "Y: base.yml '{X: base, Y: base}'",
    ])
  #expect(
    variables.sources.map { place($0, in: project) } == [
      "base.yml '{X: base, Y: base}'", ".gitlab-ci.yml '&globals {G: g}'",
      ".gitlab-ci.yml '<<: *globals\n    X: own'",
    ])
}

@Test func defaultsKeepTheirPlace() throws {
  let project = load(files)
  let job = try #require(project.pipelines.first?.job(named: "job"))
  let entry = try #require(job.effective[entry: "before_script"])
  #expect(place(entry.value.origin, in: project) == ".gitlab-ci.yml '[d]'")
  #expect(place(entry.owner, in: project) == ".gitlab-ci.yml '{before_script: [d]}'")
}

@Test func theLastOfEqualKeysIsTheOneThatCounts() throws {
  let project = load("job:\n  image: first\n  script: x\n  image: last\n")
  let entry = try #require(project.pipelines.first?.job(named: "job")?.effective[entry: "image"])
  #expect(place(entry.value.origin, in: project) == ".gitlab-ci.yml 'last'")
  #expect(entry.index == 2)
}

@Test func globalVariablesAreSharedAsTheyAre() throws {
  let project = load("variables: {A: a}\njob: {script: x}\n")
  let pipeline = try #require(project.pipelines.first)
  let entry = try #require(pipeline.job(named: "job")?.effective[entry: "variables"])
  #expect(entry.value.origin == pipeline.root["variables"]?.origin)
  #expect(entry.owner == pipeline.root[entry: "variables"]?.owner)
}

@Test func theDumpNamesThePlaceOfEveryValue() {
  let project = load([
    ".gitlab-ci.yml": """
    include: [base.yml, {template: X.gitlab-ci.yml}]
    job one:
      extends: [.base, .gone]
      image: {name: "a\\tb", entrypoint: [""]}
      retry: 010
      script: [!reference [.base, before_script], !reference [.gone, script]]
    """,
    "base.yml": ".base:\n  before_script:\n    - one\n  tags: []\n",
  ])
  #expect(
    project.dump() == """
      pipeline .gitlab-ci.yml (entry)
        reads base.yml
        include not here: GitLab template `X.gitlab-ci.yml`       .gitlab-ci.yml:1

        hidden job .base                                          base.yml:2
          before_script:                                          base.yml:3
            - "one"                                               base.yml:3
          tags: []                                                base.yml:4

        job "job one"                                             .gitlab-ci.yml:3
          extends .base
          not here: extends .gone                                 .gitlab-ci.yml:3
          not here: reference .gone, script                       .gitlab-ci.yml:6
          before_script (from .base):                             base.yml:3
            - "one"                                               base.yml:3
          tags (from .base): []                                   base.yml:4
          image:                                                  .gitlab-ci.yml:4
            name: "a\\tb"                                          .gitlab-ci.yml:4
            entrypoint:                                           .gitlab-ci.yml:4
              - ""                                                .gitlab-ci.yml:4
          retry: 8 (integer)                                      .gitlab-ci.yml:5
          script:                                                 .gitlab-ci.yml:6
            -                                                     base.yml:3 <- .gitlab-ci.yml:6
              - "one"                                             base.yml:3
            - !reference [.gone, script]                          .gitlab-ci.yml:6

      """)
}
