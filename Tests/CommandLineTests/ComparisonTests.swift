import Foundation
import TestSupport
import Testing

private let files = [
  ".gitlab-ci.yml": Project.safePipeline.replacingOccurrences(
    of: "  script:\n", with: "  artifacts:\n    paths: [dist]\n  script:\n"),
  "Dockerfile": "FROM alpine:3.20\n",
]

/// The script of the job that compares, as the runner would run it.
private func script(in text: String) throws -> String {
  let job = try #require(text.components(separatedBy: "\nbuild:compare:\n").dropFirst().first)
  let lines = try #require(job.components(separatedBy: "  script:\n").dropFirst().first)
  var result: [String] = []
  for line in lines.components(separatedBy: "\n") {
    if line.hasPrefix("    - ") {
      if line != "    - |" { result.append(String(line.dropFirst(6))) }
    } else if line.hasPrefix("      ") || line.isEmpty {
      result.append(String(line.dropFirst(6)))
    } else {
      break
    }
  }
  return result.joined(separator: "\n") + "\n"
}

/// Configurations of images as Kaniko and BuildKit write them: the same, in another order.
private let configurations = [
  #"{"os":"linux","history":[{"created_by":"x \"config\":{"}],"config":{"Cmd":["sh","{,}"],"Env":["A=1,2","B=\"}"],"Image":"x","WorkingDir":"/app"}}"#,
  #"{"config":{"Env":["A=1,2","B=\"}"],"Cmd":["sh","{,}"],"WorkingDir":"/app","Volumes":{}},"created":"now","os":"linux"}"#,
]

/// Runs the script with a stand-in for crane that knows both images.
private func compare(
  _ shell: [String], in project: Project, configuration: String = configurations[1], file: String = "same"
) throws -> CommandResult {
  let images = [("latest", configurations[0], "same"), ("latest-buildkit", configuration, file)]
  for (tag, configuration, content) in images {
    let root = project.folder.appending(path: "images/\(tag)/root/etc")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    try project.write(configuration, to: "images/\(tag)/config")
    try project.write(content, to: "images/\(tag)/root/etc/file")
  }
  let crane = """
    #!/bin/sh
    grep -q auths "$HOME/.docker/config.json" || exit 9
    image=\(project.folder.path)/images/${2#registry/app:}
    case $1 in
      config) cat "$image/config" ;;
      export) tar -cf "$3" -C "$image/root" . ;;
    esac
    """
  let program = project.folder.appending(path: "bin/crane")
  if !FileManager.default.fileExists(atPath: program.path) {
    // Once alone: a program that is written again cannot run while a process that another test starts holds it open.
    try FileManager.default.createDirectory(
      at: project.folder.appending(path: "bin"), withIntermediateDirectories: true)
    try project.write(crane, to: "bin/crane")
    _ = try Command.run("/bin/chmod", ["0755", program.path])
  }
  try project.write(try script(in: try project.text(".gitlab-ci.yml")), to: "compare.sh")
  let path = "\(project.folder.path)/bin:/usr/bin:/bin"
  return try Command.run(
    shell[0], shell.dropFirst() + ["-e", "compare.sh"], in: project.folder.path,
    environment: ["PATH": path, "HOME": project.folder.path, "CI_REGISTRY_IMAGE": "registry/app", "CI_REGISTRY": "r"])
}

@Test func aComparisonTellsImagesApart() throws {
  let shells = [
    [try Command.locate("busybox", advice: "install busybox"), "sh"],
    [try Command.locate("dash", advice: "install dash")],
  ]
  try Project.with(files) { project in
    _ = try project.run("migrate", "--shadow", "--shadow-compare", "--write")
    for shell in shells {
      let same = try compare(shell, in: project)
      #expect(same.status == 0, "\(same.errorText)\(same.outputText)")
      #expect(same.outputText == "")
      let other = try compare(shell, in: project, file: "other")
      #expect(other.status == 1)
      #expect(other.outputText.contains("./etc/file"))
      let directory = configurations[1].replacingOccurrences(of: "/app", with: "/srv")
      let moved = try compare(shell, in: project, configuration: directory)
      #expect(moved.status == 1)
      #expect(moved.outputText.contains(#"> "WorkingDir":"/srv""#), "\(moved.outputText)")
      #expect(!moved.outputText.contains("./etc/file"))
    }
    let shellcheck = try Command.locate("shellcheck", advice: "install shellcheck")
    let checked = try Command.run(
      shellcheck, ["-s", "sh", "-e", "SC2016", project.folder.appending(path: "compare.sh").path])
    #expect(checked.status == 0, "\(checked.outputText)")
  }
}

@Test func aComparisonIsInNobodysWayAndGoesWithTheTwin() throws {
  try Project.with(files) { project in
    let run = try project.run(
      "migrate", "--shadow", "--shadow-compare", "--write", "--receipt", "receipt.md")
    #expect(run.status == 1, "\(run.errorText)")
    let text = try project.text(".gitlab-ci.yml")
    let head = """

      build:compare:
        extends: build
        image:
          name: gcr.io/go-containerregistry/crane:debug
          entrypoint: [""]
        needs:
          - job: build
            artifacts: false
          - job: build:buildkit
            artifacts: false
        script:
          - mkdir -p ~/.docker

      """
    #expect(text.contains(head), "\(text)")
    #expect(text.hasSuffix("  artifacts: null\n  allow_failure: true\n"))
    #expect(try project.text("receipt.md").contains("| `build:compare` | added |"))
    #expect(try project.run("migrate", "--shadow", "--shadow-compare").outputText == "")
    #expect(try project.run("migrate", "--shadow").outputText == "", "what is there stays")

    let finish = try project.run("migrate", "--finish", "--write", "--allow-dirty")
    #expect(finish.status == 0, "\(finish.errorText)")
    let finished = try project.text(".gitlab-ci.yml")
    try project.write(files[".gitlab-ci.yml"] ?? "", to: ".gitlab-ci.yml")
    _ = try project.run("migrate", "--write")
    #expect(finished == (try project.text(".gitlab-ci.yml")))
  }
}

@Test func whatIsBuiltUnderAConditionIsNotCompared() throws {
  var files = files
  files[".gitlab-ci.yml"] = files[".gitlab-ci.yml"]?
    .replacingOccurrences(of: "- /kaniko/executor", with: "- if true; then /kaniko/executor")
    .replacingOccurrences(of: "$CI_REGISTRY_IMAGE:latest", with: "$CI_REGISTRY_IMAGE:latest; fi")
  try Project.with(files) { project in
    let run = try project.run("migrate", "--shadow", "--shadow-compare", "--receipt", "receipt.md")
    #expect(run.outputText.contains("+build:buildkit:"), "\(run.errorText)")
    #expect(!run.outputText.contains(":compare:"))
    #expect(try project.text("receipt.md").contains("no job compares the images: the job builds under a condition"))
    #expect(try project.run("migrate", "--shadow-compare").status == 2, "it goes with --shadow")
  }
}

/// Ways in which a comparison could not do its work, and what the receipt says about each: the twin is there all the same.
@Test(arguments: [
  ("  script:\n", "  rules:\n    - if: $CI_COMMIT_TAG\n      needs: []\n  script:\n", "a rule of the job has `needs:`"),
  ("--destination $CI_REGISTRY_IMAGE:latest", "--destination $CI_REGISTRY_IMAGE:latest --no-push", "under which name"),
  ("    - /kaniko/executor", "    - NAME=x; { TAG=latest; } && /kaniko/executor", "under a condition"),
  (
    "    - /kaniko/executor --context . --dockerfile Dockerfile --destination $CI_REGISTRY_IMAGE:latest",
    "    - ( TAG=latest; /kaniko/executor --context . --dockerfile Dockerfile --destination $CI_REGISTRY_IMAGE:$TAG )",
    "also sets what the comparison needs"
  ),
  ("build:\n", "build:compare:\n  script: [make]\n\nbuild:\n", "there is a `build:compare` already"),
])
func aTwinNeedsNoComparison(_ old: String, _ new: String, _ reason: String) throws {
  var files = files
  files[".gitlab-ci.yml"] = files[".gitlab-ci.yml"]?.replacingOccurrences(of: old, with: new)
  try Project.with(files) { project in
    let run = try project.run("migrate", "--shadow", "--review", "--shadow-compare", "--receipt", "receipt.md")
    #expect(run.outputText.contains("+build:buildkit:"), "\(run.errorText)")
    #expect(!run.outputText.contains("+build:compare:"))
    let receipt = try project.text("receipt.md")
    #expect(receipt.contains(reason), "\(receipt)")
  }
}
