import Diagnostics
import Foundation
import KanikoMigration
import TestSupport
import Testing

/// A job with everything that a twin may not take over.
private let pipeline =
  "default:\n  artifacts:\n    paths: [dist]\n  tags: [docker]\n\n"
  + Project.safePipeline.replacingOccurrences(
    of: "  script:\n",
    with: """
        stage: build
        needs: [test]
        environment: production
        resource_group: production
        release:
          tag_name: v1
          description: image
        rules:
          - if: $CI_COMMIT_BRANCH
        script:

      """)
  + "\ndeploy:\n  stage: deploy\n  needs: [build]\n  script: [./deploy]\n\ntest:\n  script: [make]\n"

private let files = [".gitlab-ci.yml": pipeline, "Dockerfile": "FROM alpine:3.20\n"]

@Test func aTwinIsInNobodysWay() throws {
  try Project.with(files) { project in
    let run = try project.run("migrate", "--shadow", "--write")
    #expect(run.status == 1, "Kaniko use remains")
    #expect(
      run.errorText == "Kaniko jobs: 1 with a twin beside them; run `migrate --finish` when the twins are green\n")
    let written = try project.text(".gitlab-ci.yml")
    let twin = """

      build:buildkit:
        extends: build
        image:
          name: moby/buildkit:rootless
          entrypoint: [""]
        variables:
          BUILDKITD_FLAGS: --oci-worker-no-process-sandbox
        script:
          - mkdir -p ~/.docker
          - echo "{\\"auths\\":{\\"$CI_REGISTRY\\":{\\"auth\\":\\"dTpw\\"}}}" > ~/.docker/config.json
          - |
            # BuildKit would build with an empty file in place of one that it cannot read
            if find . -type f ! -exec test -r {} \\; -print | grep .; then echo "the files above are not readable"; exit 1; fi
            buildctl-daemonless.sh build \\
              --frontend dockerfile.v0 \\
              --local context=. \\
              --local dockerfile=. \\
              --output type=image,name=$CI_REGISTRY_IMAGE:latest-buildkit,push=true
        artifacts:
          untracked: false
        environment: null
        release: null
        resource_group: null
        allow_failure: true

      """
    #expect(written.contains(twin), "\(written)")
    #expect(written.replacingOccurrences(of: twin, with: "") == pipeline, "the job stays, byte for byte")
  }
}

@Test func theStepsCanBeRepeated() throws {
  try Project.with(files) { project in
    _ = try project.run("migrate", "--shadow", "--write")
    let again = try project.run("migrate", "--shadow")
    #expect(again.outputText == "")
    #expect(again.status == 1)
    #expect(try project.run("check").status == 1, "the Kaniko job is still there")
    let finish = try project.run("migrate", "--finish", "--write")
    #expect(finish.status == 0, "\(finish.errorText)")
    let finished = try project.text(".gitlab-ci.yml")
    try project.write(pipeline, to: ".gitlab-ci.yml")
    _ = try project.run("migrate", "--write")
    #expect(finished == (try project.text(".gitlab-ci.yml")))
    #expect(try project.run("migrate", "--finish").outputText == "")
  }
}

@Test func bothStepsAreDiffs() throws {
  try Project.with(files) { project in
    try project.commitAll()
    for step in ["--shadow", "--finish"] {
      let diff = try project.run("migrate", step)
      #expect(try project.git("apply", "-", input: diff.output).status == 0)
      let applied = try project.text(".gitlab-ci.yml")
      try project.git("checkout", "-q", ".gitlab-ci.yml")
      _ = try project.run("migrate", step, "--write")
      #expect(try project.text(".gitlab-ci.yml") == applied)
      try project.git("commit", "-q", "-a", "-m", step)
    }
    #expect(try !project.text(".gitlab-ci.yml").contains(":buildkit"))
  }
}

@Test func aTwinThatSomebodyChangedIsKept() throws {
  try Project.with(files) { project in
    _ = try project.run("migrate", "--shadow", "--write")
    let changed = try project.text(".gitlab-ci.yml")
      .replacingOccurrences(
        of: "      buildctl-daemonless.sh build", with: "      buildctl-daemonless.sh --debug build")
    try project.write(changed, to: ".gitlab-ci.yml")
    for step in ["--shadow", "--finish"] {
      let run = try project.run("migrate", step, "--write", "--allow-dirty")
      #expect(run.status == 1)
      #expect(run.errorText.contains("K310 changed-twin"), "\(run.errorText)")
      let line = changed.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0 == "build:buildkit:" }
      #expect(run.errorText.contains(".gitlab-ci.yml:\((line ?? 0) + 1):1"), "the place in the file as it is")
      #expect(try project.text(".gitlab-ci.yml") == changed)
    }
  }
}

@Test func aTwinThatIsNeededStays() throws {
  try Project.with(files) { project in
    _ = try project.run("migrate", "--shadow", "--write")
    let needed = try project.text(".gitlab-ci.yml")
      .replacingOccurrences(of: "needs: [build]", with: "needs: [\"build:buildkit\"]")
    try project.write(needed, to: ".gitlab-ci.yml")
    let run = try project.run("migrate", "--finish", "--write")
    #expect(run.errorText.contains("`deploy` needs `build:buildkit`"))
    #expect(try project.text(".gitlab-ci.yml") == needed)
  }
}

/// GitLab refuses `publish:` outside of pages jobs, and `default:` brings artifacts to a job that has none.
@Test func aTwinHasNothingThatItsJobPublishes() throws {
  var files = files
  files[".gitlab-ci.yml"] = pipeline.replacingOccurrences(
    of: "  resource_group: production\n",
    with: """
        artifacts:
          paths: [public]
          expire_in: 1 week
          untracked: true
        pages: true
        publish: public

      """)
  try Project.with(files) { project in
    let run = try project.run("migrate", "--shadow", "--write")
    #expect(
      run.errorText == "Kaniko jobs: 1 with a twin beside them; run `migrate --finish` when the twins are green\n")
    let lines = """
        artifacts:
          paths: null
          expire_in: null
          untracked: false
        environment: null
        pages: null
        publish: null
        release: null
        allow_failure: true

      """
    #expect(try project.text(".gitlab-ci.yml").contains(lines))
    let receipt = try project.run("migrate", "--finish", "--receipt", "receipt.md")
    #expect(receipt.status == 0, "\(receipt.errorText)")
  }
}

@Test func theReceiptSaysThatVariablesOfAnEnvironmentAreMissing() throws {
  try Project.with(files) { project in
    _ = try project.run("migrate", "--shadow", "--receipt", "receipt.md")
    #expect(
      try project.text("receipt.md").contains("variables that the settings of the project limit to an environment"))
  }
}

/// Ways in which a twin would do harm, and what is said about each.
@Test(arguments: [
  ("- if: $CI_COMMIT_BRANCH", "- if: $CI_COMMIT_BRANCH\n      allow_failure: false", "allow_failure: false"),
  ("$CI_REGISTRY_IMAGE:latest", "$CI_REGISTRY_IMAGE:$(cat VERSION)", "commands compute the destination"),
  ("$CI_REGISTRY_IMAGE:latest", "$IMAGE", "no file shows whether the destination has a tag"),
  ("    - /kaniko/executor", "    - git push origin v1\n    - /kaniko/executor", "`git push`, which its twin"),
  ("test:\n", "build:buildkit:\n  script: [make]\n\ntest:\n", "there is a `build:buildkit`, which is no twin"),
  ("build", String(repeating: "n", count: 247), "is longer than a name of a job may be (255 characters)"),
])
func aTwinThatWouldDoHarmIsRefused(_ old: String, _ new: String, _ reason: String) throws {
  var files = files
  files[".gitlab-ci.yml"] = pipeline.replacingOccurrences(of: old, with: new)
  try Project.with(files) { project in
    let run = try project.run("migrate", "--shadow", "--review")
    #expect(run.status == 1)
    #expect(run.outputText == "")
    #expect(run.errorText.contains("K309 no-twin"))
    #expect(run.errorText.contains(reason), "\(run.errorText)")
  }
}

@Test func onlyJobsWithTwinsAreFinished() throws {
  let second = Project.safePipeline.replacingOccurrences(of: "build:\n", with: "other:\n")
  try Project.with([".gitlab-ci.yml": Project.safePipeline, "Dockerfile": "FROM alpine:3.20\n"]) { project in
    _ = try project.run("migrate", "--shadow", "--write")
    try project.write(try project.text(".gitlab-ci.yml") + "\n" + second, to: ".gitlab-ci.yml")
    let run = try project.run("migrate", "--finish", "--write", "--allow-dirty")
    #expect(run.status == 1)
    #expect(run.errorText == "Kaniko jobs: 1 migrated, 1 left as they are\n")
    let written = try project.text(".gitlab-ci.yml")
    #expect(written.hasSuffix("\n" + second))
    #expect(!written.contains(":buildkit"))
  }
}

@Test func theSuffixIsASetting() throws {
  try Project.with { project in
    try project.write("shadow:\n  suffix: .trial\n", to: ".kaniko2buildkit.yml")
    #expect(try project.run("migrate", "--shadow").outputText.contains("$CI_REGISTRY_IMAGE:latest.trial,push"))
    let named = try project.run("migrate", "--shadow", "--shadow-suffix", "-two", "--write")
    #expect(try project.text(".gitlab-ci.yml").contains("$CI_REGISTRY_IMAGE:latest-two,push"), "\(named.errorText)")
    #expect(try project.run("migrate", "--finish").errorText.contains("K310"), "a twin of other settings")
    #expect(try project.run("migrate", "--finish", "--shadow-suffix", "-two").status == 0)
    #expect(try project.run("migrate", "--shadow", "--finish").status == 2)
    for wrong in ["two", "", "-", "-a b", "_two"] {
      #expect(try project.run("migrate", "--shadow", "--shadow-suffix", wrong).status == 2, "\(wrong)")
    }
    try project.write("shadow:\n  suffix: trial\n", to: ".kaniko2buildkit.yml")
    #expect(try project.run("migrate", "--shadow").status == 3)
  }
}

@Test func theReceiptSaysWhatTwinsAre() throws {
  try Project.with(files) { project in
    let run = try project.run("migrate", "--shadow", "--format", "json", "--receipt", "receipt.md")
    let document = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
    let repositories = try #require(document["repositories"] as? [[String: Any]])
    let jobs = try #require(repositories.first?["jobs"] as? [[String: Any]])
    #expect(jobs.map { $0["outcome"] as? String } == ["shadowed"])
    #expect((document["diff"] as? String)?.contains("+build:buildkit:") == true)
    let receipt = try project.text("receipt.md")
    #expect(receipt.contains("left as it is, with a twin that builds beside it"))
    #expect(receipt.contains("| `build:buildkit` | added |"))
    #expect(receipt.contains("rootless BuildKit"), "what the runner must allow")
  }
}

/// Rules of the two steps, with their examples.
private struct Shown: CustomTestStringConvertible, Sendable {
  let rule: Rule
  let reported: RuleExample
  let silent: RuleExample
  var testDescription: String { rule.id.description }

  static let all: [Shown] = RuleCatalog.all.compactMap { rule in
    guard case .rollout(let reported, let silent) = rule.evidence else { return nil }
    return Shown(rule: rule, reported: reported, silent: silent)
  }
}

@Test(arguments: Shown.all)
private func everyRuleOfTheStepsReportsItsExample(_ shown: Shown) throws {
  for (example, isReported) in [(shown.reported, true), (shown.silent, false)] {
    let files = Dictionary(uniqueKeysWithValues: example.files.map { ($0.path, $0.text ?? "") })
    try Project.with(files) { project in
      let run = try Command.run(try Repository.product(), ["migrate"] + example.arguments, in: project.folder.path)
      #expect(run.errorText.contains("error[\(shown.rule.id)]") == isReported, "\(run.errorText)")
      guard isReported else { return }
      let lines = run.errorText.split(separator: "\n")
      let carets = String(repeating: "^", count: example.marked.count)
      #expect(lines.contains { $0.hasSuffix(" " + carets) }, "\(run.errorText)")
      #expect(lines.contains { $0.contains(example.marked) })
    }
  }
}
