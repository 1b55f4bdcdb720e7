import Diagnostics
import KanikoMigration
import ShellSyntax
import Testing

private let call = "executor -c $CI_PROJECT_DIR -d $CI_REGISTRY_IMAGE:1 $KANIKO_ARGS"

private func rewrite(
  _ value: String, _ environment: InvocationEnvironment = InvocationEnvironment(), of script: String = call
) throws -> ArgumentsRewrite {
  let parsed = ShellScript(parsing: Array(script.utf8))
  guard case .simple(let command)? = parsed.statements.first?.first.commands.first?.kind else {
    throw TestSupportError(message: "not a simple command")
  }
  return try ArgumentsRewrite(
    value: value, of: "KANIKO_ARGS", in: command, script: parsed, environment: environment)
}

private func expanded(_ value: String...) throws -> KanikoInvocation {
  let parsed = ShellScript(parsing: Array(call.utf8))
  guard case .simple(let command)? = parsed.statements.first?.first.commands.first?.kind else {
    throw TestSupportError(message: "not a simple command")
  }
  return KanikoInvocation.parse(command, in: parsed, expanding: ["KANIKO_ARGS": value])
}

@Test func knownVariableIsReadAsItsWords() throws {
  let call = try expanded("--cache=true  --build-arg A=$B\n --label x='y' ")
  #expect(
    call.flags.map(\.written) == [
      "-c $CI_PROJECT_DIR", "-d $CI_REGISTRY_IMAGE:1", "--cache=true", "--build-arg A=${B}", "--label \"x='y'\"",
    ])
  #expect(call.isComplete && call.expandedVariables.map(\.name) == ["KANIKO_ARGS"])
  let translation = BuildSpec.translating(call)
  #expect(translation.applicability == .review)
  #expect(translation.outcomes.contains { $0.written == "$KANIKO_ARGS" && $0.effect == .review })
}

@Test func emptyVariableIsNoWord() throws {
  let call = try expanded("")
  #expect(call.isComplete && call.flags.count == 2)
}

@Test func variableWithSeveralValuesStaysOpaque() throws {
  #expect(try expanded("--cache", "").opaqueWords.map(\.fragment.source) == ["$KANIKO_ARGS"])
  #expect(try expanded().opaqueWords.count == 1)
  #expect(try expanded("--cache", "--cache").isComplete)
}

@Test func valueIsRewrittenWhereItStandsOnItsOwn() throws {
  #expect(try rewrite("--build-arg A=1 --single-snapshot").words == ["--opt build-arg:A=1"])
  #expect(
    try rewrite("--cache=true").words == [
      "--import-cache type=registry,ref=${CI_REGISTRY_IMAGE}:buildcache",
      "--export-cache type=registry,ref=${CI_REGISTRY_IMAGE}:buildcache,mode=max,ignore-error=true",
    ])
  #expect(
    try rewrite("--build-arg V=$VERSION", InvocationEnvironment(values: ["VERSION": ["1"]])).words == [
      "--opt build-arg:V=${VERSION}"
    ])
  #expect(try rewrite("").words == [])
  #expect(try rewrite("--single-snapshot").outcomes.map(\.effect) == [.safeWithNote])
}

@Test(
  arguments: [
    "--destination r/b:2", "--compression=zstd", "--digest-file d", "--insecure-registry r", "--ignore-path /x",
    "--build-arg TOKEN", "--build-arg V=$SHELL_VARIABLE", "--no-push", "--unknown", "--verbosity debug",
    "--build-arg A='b c'",
  ]) func valueThatDoesNotStandOnItsOwnIsRefused(_ value: String) throws
{
  #expect(throws: ArgumentsRewrite.Failure.self) { try rewrite(value) }
}

@Test func otherArgumentsMustBeVisible() throws {
  #expect(throws: ArgumentsRewrite.Failure.self) { try rewrite("--cache", of: call + " \"$@\"") }
}

@Test func wordsStayBehindTheFlags() throws {
  let spec = try translation("executor -c . -d r/a:1").spec
  let text = BuildctlCommand(spec).source(CommandLayout(isMultiline: false, trailingWords: ["$KANIKO_ARGS"]))
  #expect(text.hasSuffix("push=true $KANIKO_ARGS"))
}
