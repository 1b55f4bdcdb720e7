import Foundation
import TestSupport
import Testing

@Test func aDryRunPrintsADiffThatGitTakes() throws {
  try Project.with { project in
    try project.commitAll()
    let run = try project.run("migrate")
    #expect(run.status == 0, "\(run.errorText)")
    #expect(run.outputText.hasPrefix("diff --git a/.gitlab-ci.yml b/.gitlab-ci.yml\n"))
    #expect(try project.text(".gitlab-ci.yml") == Project.safePipeline, "a dry run changes nothing")
    #expect(try project.git("apply", "--check", "-", input: run.output).status == 0)
  }
}

@Test func writingChangesTheFileAndASecondRunIsSilent() throws {
  try Project.with { project in
    let diff = try project.run("migrate").output
    let first = try project.run("migrate", "--write")
    #expect(first.status == 0, "\(first.errorText)")
    let written = try project.text(".gitlab-ci.yml")
    #expect(written.contains("moby/buildkit:rootless"))
    let second = try project.run("migrate", "--write")
    #expect(second.status == 0)
    #expect(second.outputText == "")
    #expect(try project.text(".gitlab-ci.yml") == written)

    try project.write(Project.safePipeline, to: ".gitlab-ci.yml")
    try project.git("apply", "-", input: diff)
    #expect(try project.text(".gitlab-ci.yml") == written, "the diff says what --write does")
  }
}

@Test func aPathIsTakenFromAnywhere() throws {
  try Project.with { project in
    try TemporaryFolder.with { elsewhere in
      let here = try project.run("migrate")
      let there = try Command.run(try Repository.product(), ["migrate", project.folder.path], in: elsewhere.path)
      #expect(there.status == 0)
      #expect(there.outputText == here.outputText, "paths in the diff are relative to the repository")
    }
  }
}

@Test func oneFileIsMigratedByItself() throws {
  let files = ["ci/build.yml": Project.safePipeline, "Dockerfile": "FROM alpine:3.20\n"]
  try Project.with(files) { project in
    let run = try project.run("migrate", "ci/build.yml")
    #expect(run.status == 0, "\(run.errorText)")
    #expect(run.outputText.contains("moby/buildkit:rootless"))
  }
}

@Test func anotherEntryFileIsNamed() throws {
  let files = ["pipelines/main.yml": Project.safePipeline, "Dockerfile": "FROM alpine:3.20\n"]
  try Project.with(files) { project in
    let run = try project.run("migrate", "--ci-config", "pipelines/main.yml")
    #expect(run.status == 0, "\(run.errorText)")
    #expect(run.outputText.contains("+++ b/pipelines/main.yml"))
  }
}

@Test func settingsNameTheEntryFileToo() throws {
  // Without a login: in an entry file the lines go into a new `before_script`, in a template to the head of `script`.
  let job = """
    build:
      image:
        name: gcr.io/kaniko-project/executor:debug
        entrypoint: [""]
      script:
        - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile Dockerfile --destination $CI_REGISTRY_IMAGE:1

    """
  let files = [
    "pipelines/main.yml": job, "Dockerfile": "FROM alpine:3.20\n",
    ".kaniko2buildkit.yml": "ci-config: pipelines/main.yml\n",
  ]
  try Project.with(files) { project in
    let run = try project.run("migrate")
    #expect(run.status == 0, "\(run.errorText)")
    #expect(run.outputText.contains("+  before_script:\n"))
    #expect(run.outputText == (try project.run("migrate", "--ci-config", "pipelines/main.yml")).outputText)
  }
}

@Test func reviewIsNeededWhereSomethingIsAssumed() throws {
  let files = [".gitlab-ci.yml": Project.pipeline, "Dockerfile": "FROM alpine:3.20\n"]
  try Project.with(files) { project in
    let careful = try project.run("migrate")
    #expect(careful.status == 1)
    #expect(careful.outputText == "")
    let agreed = try project.run("migrate", "--review")
    #expect(agreed.status == 0, "\(agreed.errorText)")
    #expect(agreed.outputText.contains("moby/buildkit:rootless"))
  }
}

@Test func uncommittedChangesAreNotOverwritten() throws {
  try Project.with { project in
    try project.commitAll()
    let changed = Project.safePipeline + "# not committed yet\n"
    try project.write(changed, to: ".gitlab-ci.yml")
    let refused = try project.run("migrate", "--write")
    #expect(refused.status == 3)
    #expect(refused.errorText.contains("--allow-dirty"))
    #expect(try project.text(".gitlab-ci.yml") == changed)

    let forced = try project.run("migrate", "--write", "--allow-dirty")
    #expect(forced.status == 0, "\(forced.errorText)")
    #expect(try project.text(".gitlab-ci.yml").hasSuffix("# not committed yet\n"))
  }
}

@Test func theImageIsNamedByAFlagOrByTheSettings() throws {
  try Project.with { project in
    let image = "mirror.example.com/buildkit:v0.32.2-rootless"
    #expect(try project.run("migrate", "--image", image).outputText.contains("+    name: \(image)\n"))
    try project.write("image: other.example.com/buildkit:1\n", to: ".kaniko2buildkit.yml")
    #expect(try project.run("migrate").outputText.contains("+    name: other.example.com/buildkit:1\n"))
    #expect(try project.run("migrate", "--image", image).outputText.contains("+    name: \(image)\n"))
  }
}

@Test func theReceiptNamesEveryFlag() throws {
  try Project.with { project in
    let run = try project.run("migrate", "--receipt", "receipt.md")
    #expect(run.status == 0, "\(run.errorText)")
    let receipt = try project.text("receipt.md")
    for flag in ["--context", "--dockerfile", "--destination"] { #expect(receipt.contains(flag)) }
  }
}

/// In Markdown code is marked; plain text and JSON hold the words alone.
@Test func theReceiptMarksCode() throws {
  let pipeline = Project.safePipeline.replacing("/kaniko/executor", with: "/kaniko/executor --digest-file digest")
  try Project.with([".gitlab-ci.yml": pipeline, "Dockerfile": "FROM alpine:3.20\n"]) { project in
    for (name, lines) in [
      (
        "receipt.md",
        [
          "| `--context .` | mapped | `--local context=.` |",
          "| `--digest-file digest` | mapped | `--metadata-file` and a `sed` that writes `FILE` |",
        ]
      ),
      ("receipt.txt", ["--context .: --local context=.\n", "--metadata-file and a sed that writes FILE\n"]),
      ("receipt.json", ["\"--local context=.\"", "\"--metadata-file and a sed that writes FILE\""]),
    ] {
      let run = try project.run("migrate", "--receipt", name)
      let receipt = try project.text(name)
      for line in lines { #expect(receipt.contains(line), "\(run.errorText)\(receipt)") }
    }
  }
}

@Test func jsonIsOneDocumentThatHoldsTheDiff() throws {
  try Project.with { project in
    let run = try project.run("migrate", "--format", "json")
    #expect(run.status == 0, "\(run.errorText)")
    let value = try JSONSerialization.jsonObject(with: run.output)
    #expect(value is [String: Any])
    #expect(run.outputText.contains("moby/buildkit:rootless"))
    #expect(try project.run("migrate", "--format", "json").output == run.output, "every run prints the same bytes")
  }
}

@Test func whatSomebodyKeepsIsLeftAndListed() throws {
  let comment = " # kaniko2buildkit: ignore[kaniko-image] the runner is old"
  let kept = Project.safePipeline.replacing("executor:debug", with: "executor:debug" + comment)
    .replacing("build:", with: "old build:")
  try Project.with([".gitlab-ci.yml": kept + "\n" + Project.safePipeline]) { project in
    let run = try project.run("migrate", "--write", "--receipt", "receipt.md")
    #expect(run.status == 0, "\(run.errorText)")
    #expect(run.errorText == "Kaniko jobs: 1 migrated, 1 ignored\n")
    #expect(try project.text(".gitlab-ci.yml").hasPrefix(kept + "\n"))
    #expect(try project.text(".gitlab-ci.yml").contains("moby/buildkit:rootless"))
    let receipt = try project.text("receipt.md")
    #expect(receipt.contains("old build") && receipt.contains("a comment or the settings ignore it"))
    #expect(try project.run("check").status == 0, "both commands agree")
  }
  let files = [".gitlab-ci.yml": Project.safePipeline, ".kaniko2buildkit.yml": "ignore: {jobs: [build]}\n"]
  try Project.with(files) { project in
    let run = try project.run("migrate")
    #expect(run.status == 0)
    #expect(run.outputText == "")
    #expect(run.errorText == "Kaniko jobs: 1 ignored\n")
  }
}

@Test func outputHasNoColourUnlessAsked() throws {
  let files = [".gitlab-ci.yml": Project.pipeline]
  try Project.with(files) { project in
    let escape = "\u{1b}["
    let plain = try project.run("migrate")
    #expect(!plain.errorText.isEmpty)
    #expect(!plain.errorText.contains(escape))
    let coloured = try project.run("migrate", "--color", "always")
    #expect(coloured.errorText.contains(escape))
  }
}

@Test func theOutputDoesNotDependOnTheEnvironment() throws {
  try Project.with { project in
    let first = try project.run("migrate")
    for environment in [["LC_ALL": "C"], ["LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo"], ["CI": "true"]] {
      let other = try project.run("migrate", environment: environment)
      #expect(other.output == first.output)
      #expect(other.errors == first.errors)
    }
  }
}
