import Diagnostics
import Foundation
import KanikoMigration
import Testing

private let contexts = [
  ".", "./", "$CI_PROJECT_DIR", "\"${CI_PROJECT_DIR}/\"", "\"$CI_PROJECT_DIR/app\"", "app", "./app/", "$CTX", "$ABSCTX",
  "$PWD", "\"$(pwd)/app\"", "dir://$CI_PROJECT_DIR/app",
]
private let dockerfiles: [String?] = [
  nil, "Dockerfile", "./Dockerfile", "Dockerfile.prod", "docker/Dockerfile", "docker/Dockerfile.prod", "app/Dockerfile",
  "$CI_PROJECT_DIR/app/Dockerfile", "\"$CI_PROJECT_DIR/$NAME\"", "$CTX/Dockerfile", "$ABSCTX/Dockerfile.prod", "$DF",
  "\"${ABSDF}\"", "$DIR/$NAME", "Dockerfile.$ENVIRONMENT", "./$DF", "/k2b-test/Dockerfile",
]
/// The Dockerfiles that exist, relative to the project's directory.
private let trees: [[String]] = [
  ["Dockerfile", "Dockerfile.prod", "docker/Dockerfile", "docker/Dockerfile.prod", "app/Dockerfile"],
  ["app/Dockerfile", "app/Dockerfile.prod", "app/docker/Dockerfile", "app/docker/Dockerfile.prod"],
  ["Dockerfile", "app/Dockerfile.prod", "app/docker/Dockerfile.prod", "docker/Dockerfile"],
  [
    "Dockerfile", "Dockerfile.prod", "docker/Dockerfile", "docker/Dockerfile.prod", "app/Dockerfile",
    "app/Dockerfile.prod", "app/docker/Dockerfile", "app/docker/Dockerfile.prod", "app/k2b-test/Dockerfile",
  ],
]
private let variables = [
  "CTX": "app", "DF": "docker/Dockerfile.prod", "DIR": "docker", "NAME": "Dockerfile.prod", "ENVIRONMENT": "prod",
]

/// One call in one place.
private struct LookupCase {
  let context: String
  let dockerfile: String?
  let command: String
}

/// Prints the content of the Dockerfile that a call of buildctl names.
private let standIn = """
  #!/bin/sh
  name=Dockerfile
  for argument in "$@"; do
    case $argument in dockerfile=*) directory=${argument#*=} ;; filename=*) name=${argument#*=} ;; esac
  done
  [ -d "$directory" ] || { echo "no directory $directory"; exit 0; }
  cat "$directory/$name" 2>/dev/null || echo missing
  """

@Test(arguments: trees, ["", "app"]) func dockerfileIsTheOneKanikoTakes(
  _ tree: [String], _ workingDirectory: String
) throws {
  let recorder = try CommandRecorder()
  let project = recorder.directory.appendingPathComponent("project").path
  for path in tree { try recorder.write("project/\(path)", "\(path)\n") }
  for directory in ["app/app", "app/docker", "docker"] {
    try FileManager.default.createDirectory(atPath: "\(project)/\(directory)", withIntermediateDirectories: true)
  }
  try recorder.write("bin/buildctl-daemonless.sh", standIn, executable: true)
  for isKnown in [true, false] {
    let cases = try lookupCases(tree, workingDirectory, project: project, isKnown: isKnown)
    let run = try recorder.run(
      script(cases, workingDirectory),
      environment: variables.merging([
        "CI_PROJECT_DIR": project, "ABSCTX": "\(project)/app", "ABSDF": "\(project)/docker/Dockerfile",
      ]) { $1 })
    let lines = run.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 2 * cases.count, "\(run.errors)")
    for (index, example) in cases.enumerated() where lines[2 * index] != "missing" {
      let (kaniko, buildkit) = (lines[2 * index], lines[2 * index + 1])
      #expect(
        kaniko == buildkit,
        "in \(workingDirectory), known \(isKnown): -c \(example.context) -f \(example.dockerfile ?? "-")\n\(example.command)"
      )
    }
  }
}

private func lookupCases(
  _ tree: [String], _ workingDirectory: String, project: String, isKnown: Bool
) throws -> [LookupCase] {
  var values: [String: [String]] = [:]
  if isKnown {
    values = variables.mapValues { [$0] }
    values["ABSCTX"] = ["$CI_PROJECT_DIR/app"]
    values["ABSDF"] = ["$CI_PROJECT_DIR/docker/Dockerfile"]
  }
  let environment = InvocationEnvironment(
    values: values, workingDirectory: isKnown ? workingDirectory : workingDirectory.isEmpty ? "" : nil,
    checkout: { isKnown ? tree.contains($0) : nil })
  var cases: [LookupCase] = []
  for context in contexts {
    for dockerfile in dockerfiles {
      let flag = dockerfile.map { " --dockerfile \($0)" } ?? ""
      let translation = try translation("executor --context \(context)\(flag) -d r/a:1", in: environment)
      guard translation.applicability != .manual else { continue }
      let command = BuildctlCommand(translation.spec).source(CommandLayout(isMultiline: false))
      cases.append(LookupCase(context: context, dockerfile: dockerfile, command: command))
    }
  }
  return cases
}

/// A script that prints two lines for each case: the file Kaniko takes, and the one buildctl is given.
private func script(_ cases: [LookupCase], _ workingDirectory: String) -> String {
  let kaniko = """
    kaniko() {
      context=${1#dir://}
      if [ -e "$2" ]; then cat "$2"; elif [ -e "$context/$2" ]; then cat "$context/$2"; else echo missing; fi
    }
    cd "$CI_PROJECT_DIR/\(workingDirectory)"

    """
  return kaniko
    + cases.map { "kaniko \($0.context) \($0.dockerfile ?? "Dockerfile")\n\($0.command)" }.joined(separator: "\n")
}

@Test func lookupIsLeftOutWhereTheAnswerIsTheSame() throws {
  func dockerfile(_ words: String, _ environment: InvocationEnvironment = InvocationEnvironment()) throws -> [String] {
    try buildctlArguments("executor \(words) -d r/a:1", in: environment)
      .filter { $0.hasPrefix("--local dockerfile") || $0.hasPrefix("--opt filename") }
  }
  #expect(try dockerfile("-c .") == ["--local dockerfile=."])
  #expect(try dockerfile("-c ./") == ["--local dockerfile=./"])
  #expect(try dockerfile("-c \"${CI_PROJECT_DIR}\"") == ["--local dockerfile=\"${CI_PROJECT_DIR}\""])
  #expect(
    try dockerfile("-c $CI_PROJECT_DIR/app/ -f ${CI_PROJECT_DIR}/app/Dockerfile") == [
      "--local dockerfile=$CI_PROJECT_DIR/app/"
    ])
  #expect(try dockerfile("-c $CI_PROJECT_DIR -f ./Dockerfile") == ["--local dockerfile=$CI_PROJECT_DIR"])
  #expect(
    try dockerfile("-c $CI_PROJECT_DIR -f docker/prod.Dockerfile")
      == ["--local dockerfile=docker", "--opt filename=prod.Dockerfile"])
  #expect(try dockerfile("-c $DIR -f $DIR/Dockerfile") == ["--local dockerfile=$DIR"])
  #expect(
    try dockerfile("-c $CI_PROJECT_DIR -f $CI_PROJECT_DIR/Dockerfile.$TAG")
      == ["--local dockerfile=$CI_PROJECT_DIR", "--opt filename=Dockerfile.$TAG"])
  #expect(
    try dockerfile("-c $CI_PROJECT_DIR -f $DOCKERFILE")
      == ["--local dockerfile=\"$(dirname \"$DOCKERFILE\")\"", "--opt filename=\"$(basename \"$DOCKERFILE\")\""])
  let known = InvocationEnvironment(values: ["DOCKERFILE": ["Dockerfile.a", "b/Dockerfile"]])
  #expect(
    try dockerfile("-c $CI_PROJECT_DIR -f $DOCKERFILE", known)
      == ["--local dockerfile=$CI_PROJECT_DIR", "--opt filename=$DOCKERFILE"])
  let inContext = InvocationEnvironment(checkout: { $0 == "app/Dockerfile" })
  #expect(try dockerfile("-c $CI_PROJECT_DIR/app", inContext) == ["--local dockerfile=$CI_PROJECT_DIR/app"])
  let inProject = InvocationEnvironment(checkout: { _ in true })
  #expect(try dockerfile("-c $CI_PROJECT_DIR/app", inProject) == ["--local dockerfile=."])
}

@Test func lookupHappensInsideTheArgumentWhereItMustHappenAtRunTime() throws {
  let arguments = try buildctlArguments("executor -c \"$CTX\" -f app/Dockerfile.prod -d r/a:1")
  #expect(
    arguments.contains(
      #"--local dockerfile="$(if [ -f app/Dockerfile.prod ]; then echo app; else echo "$CTX/app"; fi)""#))
  #expect(arguments.contains("--opt filename=Dockerfile.prod"))
}

@Test func overriddenProjectDirectoryIsAnOrdinaryVariable() throws {
  let environment = InvocationEnvironment(values: ["CI_PROJECT_DIR": ["/elsewhere"]])
  #expect(
    try buildctlArguments("executor -c $CI_PROJECT_DIR -d r/a:1", in: environment)
      .contains { $0.contains("if [ -f Dockerfile ]") })
}

@Test func baseImagesAreNotKnownWhereTheWorkingFolderIsNot() throws {
  for (folder, effect) in [(nil, FlagEffect.manual), ("", .safe)] {
    let environment = InvocationEnvironment(
      workingDirectory: folder, checkout: { $0 == "app/Dockerfile" },
      readFile: { $0 == "app/Dockerfile" ? Array("FROM registry.example.org/base\n".utf8) : nil })
    let translation = try translation("executor -c $CI_PROJECT_DIR/app --no-push --insecure-pull", in: environment)
    #expect(translation.outcomes.first { $0.written.contains("insecure-pull") }?.effect == effect)
  }
}
