import KanikoMigration
import ShellSyntax
import Testing

/// Reads the last simple command of a script as a Kaniko call.
func invocation(
  _ script: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> KanikoInvocation {
  let parsed = ShellScript(parsing: Array(script.utf8))
  #expect(parsed.problems.isEmpty, sourceLocation: sourceLocation)
  let command = try #require(parsed.statements.last?.pipelines.last?.commands.last, sourceLocation: sourceLocation)
  guard case .simple(let simple) = command.kind else {
    throw TestSupportError(message: "not a simple command: \(script)")
  }
  return KanikoInvocation.parse(simple, in: parsed)
}

/// Translates the last simple command of a script.
func translation(
  _ script: String, in environment: InvocationEnvironment = InvocationEnvironment(),
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> BuildTranslation {
  BuildSpec.translating(try invocation(script, sourceLocation: sourceLocation), in: environment)
}

/// The arguments of buildctl for a call, as shell text, without the frontend that every call has.
func buildctlArguments(
  _ script: String, in environment: InvocationEnvironment = InvocationEnvironment(),
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> [String] {
  let translation = try translation(script, in: environment, sourceLocation: sourceLocation)
  return BuildctlCommand(translation.spec).arguments.map(\.source).filter { $0 != "--frontend dockerfile.v0" }
}

/// Something a test needs and does not have.
struct TestSupportError: Error, CustomStringConvertible {
  let message: String
  var description: String { message }
}
