import ArgumentParser
import GitLabCI
import ShellSyntax
import SourceText
import Workspace
import YAMLSyntax

/// Prints the trees that the tool works on, with their spans.
struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Print the tree of a file with the bytes of every node.",
    discussion: "For people who look for a mistake or contribute. The format may change."
  )

  /// What is printed.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case yaml, shell, pipeline
  }

  @Argument(help: "What to print: yaml, shell, or pipeline.")
  var kind: Kind

  @Argument(help: "The file; for pipeline, a repository or its entry file.")
  var path: String

  func run() throws {
    Console.ignoreClosedPipes()
    do {
      Console.output(try dump())
    } catch let problem as FileProblem {
      Console.error("error: \(problem.path): \(problem.message)\n")
      throw ExitCode(3)
    } catch let problem as YAMLSyntaxError {
      Console.error("error: \(path): \(problem.message)\n")
      throw ExitCode(3)
    }
  }

  private func dump() throws -> String {
    let repository = try RepositoryReader().open(path)

    if kind == .pipeline { return RepositoryPipelines(repository).load().dump() }
    let file = repository.entry ?? path
    let bytes = try repository.checkout.contents(of: file)
    if kind == .shell { return ShellScript(parsing: bytes).dump() }
    return try YAMLTree(parsing: SourceFile(path: file, bytes: bytes)).dump()
  }
}
