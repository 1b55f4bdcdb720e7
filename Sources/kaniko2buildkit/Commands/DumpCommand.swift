import ArgumentParser
import Diagnostics
import GitLabCI
import Reporting
import ShellSyntax
import SourceText
import Workspace
import YAMLSyntax

/// Prints the trees that the tool works on, with their spans.
struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Print the tree of a file with the bytes of every node.",
    discussion: """
      For people who look for a mistake or contribute. The format may change.

      pipeline prints every job as GitLab would run it: on the left a value, on the right the file and line that supply it. \
      Behind <- stands the alias or the !reference that brings the value, in parentheses what brings a key that the job \
      does not have itself, or the text into which an input is put.

      Examples:
        kaniko2buildkit dump pipeline .
        kaniko2buildkit dump yaml .gitlab-ci.yml
      """
  )

  /// What is printed.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case yaml, shell, pipeline
  }

  @Argument(help: "What to print: yaml, shell, or pipeline.")
  var kind: Kind

  @Argument(help: "The file; for pipeline, a repository or its entry file.")
  var path: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    Console.ignoreClosedPipes()
    do {
      // Each line by itself, since the breaks between them are the dump's own.
      let lines = SecretMask.masked(try dump()).split(separator: "\n", omittingEmptySubsequences: false)
      Console.output(lines.map { TerminalText.escaped(String($0)) }.joined(separator: "\n"))
    } catch let problem as FileProblem {
      Console.error("error: \(TerminalText.escaped(problem.path)): \(problem.message)\n")
      throw ExitCode(3)
    } catch let failure as SettingsFailure {
      show(failure.diagnostics) { _ in failure.source }
      throw ExitCode(3)
    } catch let problem as YAMLSyntaxError {
      Console.error("error: \(TerminalText.escaped(path)): \(problem.message)\n")
      throw ExitCode(3)
    }
  }

  private func dump() throws -> String {
    if kind == .pipeline { return try pipelines() }
    let repository = try RepositoryReader().open(path)
    let file = repository.entry ?? path
    let bytes = try repository.checkout.contents(of: file)
    // Words that stand apart in a tree no longer tell that one of them is secret.
    if kind == .shell { return ShellScript(parsing: Array(SecretMask.masked(bytes[...]))).dump() }
    return try YAMLTree(parsing: SourceFile(path: file, bytes: bytes)).dump()
  }

  /// The pipelines; what is wrong with the files goes to standard error.
  private func pipelines() throws -> String {
    let (repository, settings) = try common.open(path)
    let project = RepositoryPipelines(repository, settings: settings).load()
    show(project.diagnostics) { path in project.documents.first { $0.path == path }?.tree.source }
    return project.dump()
  }

  private func show(_ diagnostics: [Diagnostic], source: @escaping (String) -> SourceFile?) {
    guard !diagnostics.isEmpty else { return }
    Console.error(TextReport(diagnostics, options: common.reportOptions, source: source).text)
  }
}
