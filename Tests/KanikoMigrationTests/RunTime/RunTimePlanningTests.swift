import Foundation
import KanikoMigration
import Testing

/// A job whose script is the given texts, each an item in a literal block.
private func job(named name: String = "build", _ texts: [String], variables: String = "") -> String {
  let items = texts.map { text in
    "    - |\n" + text.split(separator: "\n").map { "      \($0)\n" }.joined()
  }
  let image = "  image:\n    name: gcr.io/kaniko-project/executor:debug\n    entrypoint: [\"\"]\n"
  return "\(name):\n" + image + variables + "  script:\n" + items.joined()
}

private let login = "\(Sample.login) > /kaniko/.docker/config.json"
private let known =
  "--context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1"

/// The commands of the migrated file, without the definition of the function.
private func migrated(
  _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) -> (text: String, definitions: Int, plan: PlannedRepository) {
  let repository = PlannedRepository(text, acceptsReview: true)
  #expect(
    repository.plan.jobs.map(\.outcome) == repository.plan.jobs.map { _ in .reviewed }, sourceLocation: sourceLocation)
  let text = repository.text()
  return (text, text.components(separatedBy: "build_image() (").count - 1, repository)
}

private let keptCalls: [(String, String)] = [
  ("/kaniko/executor \(known) $ARGS", "build_image \(known) $ARGS"),
  ("/kaniko/executor \"$@\" \(known)", "build_image \"$@\" \(known)"),
  (
    "/kaniko/executor \(known) $(for t in a b; do echo \"-d r/$t\"; done)",
    "build_image \(known) $(for t in a b; do echo \"-d r/$t\"; done)"
  ),
  (
    "cd app && /kaniko/executor  \(known)   $ARGS > log 2>&1 || exit 3",
    "cd app && build_image  \(known)   $ARGS > log 2>&1 || exit 3"
  ),
  ("A='b c' /kaniko/executor \(known) $ARGS", "A='b c' build_image \(known) $ARGS"),
  ("command /kaniko/executor \(known) $ARGS", "build_image \(known) $ARGS"),
  ("exec /kaniko/executor \(known) $ARGS > log", "{ build_image \(known) $ARGS; exit; } > log"),
  ("A=b exec /kaniko/executor \(known) $ARGS", "{ A=b build_image \(known) $ARGS; exit; }"),
  ("if /kaniko/executor \(known) $ARGS; then echo yes; fi", "if build_image \(known) $ARGS; then echo yes; fi"),
  ("/kaniko/executor \(known) > log $ARGS", "build_image \(known) > log $ARGS"),
]

@Test(arguments: keptCalls) func callKeepsItsArguments(_ before: String, _ after: String) {
  let (text, definitions, _) = migrated(job([login, before]))
  #expect(text.contains("      \(after)\n"))
  #expect(definitions == 1)
  #expect(!text.contains("/kaniko"))
}

@Test func functionStandsBeforeTheFirstCommand() throws {
  let (text, _, _) = migrated(job([login, "/kaniko/executor \(known) $ARGS"]))
  let definition = try #require(text.range(of: "build_image() ("))
  let call = try #require(text.range(of: "build_image --context"))
  #expect(definition.lowerBound < call.lowerBound)
  #expect(text.contains("  before_script:\n    - |\n      # Builds an image"))
}

@Test func functionIsWrittenOnceInAFile() {
  let text =
    job(named: "one", [login, "/kaniko/executor \(known) $ARGS"])
    + job(named: "two", [login, "/kaniko/executor \(known) $MORE"])
    + job(named: "three", ["/kaniko/executor \(known) $REST"])
  let (after, definitions, _) = migrated(text)
  #expect(definitions == 1)
  #expect(after.contains(".build image:\n  before_script:\n    - |\n"))
  #expect(after.components(separatedBy: "!reference [.build image, before_script]").count - 1 == 3)
}

@Test func scriptOfOneStringHoldsTheFunctionItself() {
  let text = job([]).replacingOccurrences(
    of: "  script:\n", with: "  script: |\n    \(login)\n    /kaniko/executor \(known) $ARGS\n")
  let (after, definitions, _) = migrated(text)
  #expect(definitions == 1)
  #expect(after.contains("    build_image \(known) $ARGS\n"))
}

@Test func functionTakesANameThatIsFree() {
  let (text, _, _) = migrated(
    job([login, "build_image() { echo mine; }\nbuild_image\n/kaniko/executor \(known) $ARGS"]))
  #expect(text.contains("build_image_with_buildkit() ("))
  #expect(text.contains("      build_image_with_buildkit \(known) $ARGS\n"))
}

private let leftCalls: [(String, String)] = [
  ("time /kaniko/executor \(known) $ARGS", "K306"), ("nohup /kaniko/executor \(known) $ARGS", "K306"),
  ("sh -c '/kaniko/executor \(known) $ARGS'", "K302"), ("/kaniko/executor \(known) $(cat /kaniko/args)", "K302"),
  ("/kaniko/executor \(known) $ARGS --ignore-path /x", "K301"), ("/kaniko/executor \(known) $ARGS --nope", "K301"),
  ("/kaniko/executor \(known) $ARGS --insecure-pull", "K302"),
]

@Test(arguments: leftCalls) func callThatTheFunctionCannotTakeIsLeft(_ line: String, _ code: String) {
  let repository = PlannedRepository(job([login, line]), acceptsReview: true)
  #expect(repository.plan.edits.isEmpty)
  #expect(repository.codes.contains(code), "\(repository.codes)")
}

@Test func migrationThatRestsOnTheFunctionIsReviewed() {
  let repository = PlannedRepository(job([login, "/kaniko/executor \(known) $ARGS"]))
  #expect(repository.plan.edits.isEmpty)
  #expect(repository.outcome(of: "build") == .needsReview)
  #expect(repository.plan.jobs.first?.receipt.contains { $0.outcome == .review && $0.subject == "$ARGS" } == true)
}

@Test func variableThatTheFunctionReadsKeepsItsValue() {
  let variables = "  variables:\n    KANIKO_ARGS: --build-arg A=1\n"
  let text = job(
    [login, "/kaniko/executor \(known) $KANIKO_ARGS", "/kaniko/executor \(known)2 $KANIKO_ARGS $OTHER"],
    variables: variables)
  let (after, definitions, _) = migrated(text)
  #expect(after.contains("KANIKO_ARGS: --build-arg A=1\n"))
  #expect(after.contains("      build_image \(known) $KANIKO_ARGS\n"))
  #expect(after.contains("      build_image \(known)2 $KANIKO_ARGS $OTHER\n"))
  #expect(definitions == 1)
}

@Test func variableOfSeveralJobsKeepsItsValueForTheFunction() {
  let text =
    "variables:\n  KANIKO_ARGS: --build-arg A=1\n\n"
    + job(named: "one", [login, "/kaniko/executor \(known) $KANIKO_ARGS"])
    + job(named: "two", [login, "/kaniko/executor \(known) $KANIKO_ARGS $OTHER"])
  let (after, _, _) = migrated(text)
  #expect(after.hasPrefix("variables:\n  KANIKO_ARGS: --build-arg A=1\n"))
  #expect(after.contains("    KANIKO_ARGS: --opt build-arg:A=1\n"))
  #expect(after.contains("      build_image \(known) $KANIKO_ARGS $OTHER\n"))
}

@Test func unknownDestinationIsTakenForTheGitLabRegistry() {
  let (text, _, repository) = migrated(job(["/kaniko/executor --context $CI_PROJECT_DIR $ARGS"]))
  #expect(text.contains("auths") && text.contains("> ~/.docker/config.json"))
  #expect(repository.plan.jobs.first?.receipt.contains { $0.text.contains("known only at run time") } == true)
}

// MARK: - The executor in a variable

@Test func executorInAVariableIsCalledInItsPlace() {
  let lines = [login, "KANIKO=/kaniko/executor\n$KANIKO \(known)"]
  let repository = PlannedRepository(job(lines), acceptsReview: true)
  #expect(repository.codes == [])
  #expect(repository.text().contains("    - |\n      buildctl-daemonless.sh build \\\n"))
  #expect(!repository.text().contains("KANIKO"))
}

@Test func executorInAVariableTakesOpaqueArguments() {
  let (text, _, _) = migrated(job([login, "export KANIKO=/kaniko/executor", "\"${KANIKO}\" \(known) $ARGS"]))
  #expect(text.contains("      build_image \(known) $ARGS\n"))
  #expect(!text.contains("/kaniko"))
}

@Test(arguments: [
  "KANIKO=/kaniko/executor\ntest -x $KANIKO\n$KANIKO \(known)",
  "if true; then KANIKO=/kaniko/executor; fi\n$KANIKO \(known)",
  "KANIKO=/kaniko/executor\nKANIKO=\"$KANIKO --cache\"\n$KANIKO \(known)",
  "KANIKO=/kaniko/executor\nread KANIKO\n$KANIKO \(known)",
]) func executorInAVariableWithOtherUsesIsLeft(_ lines: String) {
  let repository = PlannedRepository(job([login, lines]), acceptsReview: true)
  #expect(repository.plan.edits.isEmpty)
  #expect(repository.outcome(of: "build") == .manual)
}

// MARK: - Scripts in words

private let quotedCalls: [(String, String)] = [
  ("sh -c '/kaniko/executor \(known)'", "sh -c 'buildctl-daemonless.sh build \\\n"),
  ("sh -ec \"echo a; /kaniko/executor \(known) && echo b\"", "sh -ec \"echo a; buildctl-daemonless.sh build \\\n"),
  ("/bin/sh -c \"/kaniko/executor \(known)\" > log", "/bin/sh -c \"buildctl-daemonless.sh build \\\n"),
]

@Test(arguments: quotedCalls) func callInTheTextOfAShellIsTranslated(_ before: String, _ after: String) {
  let repository = PlannedRepository(job([login, before]))
  #expect(repository.codes == [])
  #expect(repository.text().contains("      \(after)"))
  #expect(!repository.text().contains("/kaniko/executor"))
}

@Test(arguments: [
  "sh -c \"/kaniko/executor --context $CI_PROJECT_DIR -d \\\"$X\\\"\"", "sh -c \"$SETUP; /kaniko/executor \(known)\" x",
  "sh -c \"/kaniko/executor -c app -f some.Dockerfile -d r/a:1\"",
  "sh -c \"/kaniko/executor \(known) --cache --digest-file d\"",
  "sh -c '/kaniko/executor -c \"$C\" -d r/a:1 --build-arg '\\''a'\\'''", "bash -c '/kaniko/executor \(known)'",
]) func callInQuotesThatDoNotFitIsLeft(_ line: String) {
  let repository = PlannedRepository(job([login, line]), acceptsReview: true)
  #expect(repository.plan.edits.isEmpty, "\(repository.text())")
  #expect(repository.outcome(of: "build") == .manual)
}
