public import GeneratedPipelines
import GitLabCI
import KanikoMigration
import ShellSyntax
public import SourceText
import YAMLSyntax

/// A part of the product that is given any bytes: what a fuzzer runs, and what the tests run again with its findings.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// A YAML file: the tree keeps every byte, and libyaml accepts the same files.
  case yaml
  /// A scalar of a style that the first byte chooses: every character comes from bytes that decode to it.
  case scalars
  /// A shell script: the tree keeps every byte.
  case shell
  /// The files of a repository: every value stands where it says.
  case pipelines
  /// The migration of the files of a repository.
  case migration
  /// The migration of a repository that a generator makes and the bytes steer.
  case generated

  /// What is wrong with what the product makes of bytes; empty when nothing is.
  ///
  /// - Parameter failsOfChecks: whether a plan that did not pass the product's own checks is a problem: not for what
  ///   nobody would write. Every pipeline of the generator is one that somebody might.
  public func problems(in bytes: [UInt8], failsOfChecks: Bool = false) -> [String] {
    switch self {
    case .yaml: YAMLAgreement.problems(in: bytes)
    case .scalars:
      YAMLAgreement.problems(
        in: ScalarFrame.all[Int(bytes.first ?? 0) % ScalarFrame.all.count].file(with: bytes.dropFirst()))
    case .shell: Self.shellProblems(in: bytes)
    case .pipelines: Self.pipelineProblems(in: bytes)
    case .generated: Self.migrationProblems(of: GeneratedRepository(steeredBy: bytes).sources, failsOfChecks: true)
    case .migration: Self.migrationProblems(of: InputFiles(bytes).files, failsOfChecks: failsOfChecks)
    }
  }

  private static func shellProblems(in bytes: [UInt8]) -> [String] {
    let script = ShellScript(parsing: bytes)
    var problems = ShellInvariants(script).violations
    if script.dump().isEmpty != (script.statements.isEmpty && script.comments.isEmpty) {
      problems.append("the dump says nothing")
    }
    guard script.problems.isEmpty, String(validating: bytes, as: UTF8.self) != nil else { return problems }
    script.forEachCommand { command, _ in
      guard case .simple(let simple) = command.kind else { return }
      for word in simple.words { problems += FragmentInvariants.problems(of: word, in: script.text) }
    }
    return problems
  }

  private static func migrationProblems(of files: [SourceFile], failsOfChecks: Bool) -> [String] {
    let all = MigrationInvariants(files, acceptsReview: true, failsOfChecks: failsOfChecks)
    guard all.plan.jobs.contains(where: { $0.outcome == .reviewed }) else { return all.problems }
    let safe = MigrationInvariants(files, acceptsReview: false, failsOfChecks: failsOfChecks)
    return all.problems + safe.problems
  }

  private static func pipelineProblems(in bytes: [UInt8]) -> [String] {
    let project = TextRepository(InputFiles(bytes).files).project
    _ = project.dump()
    return ProjectInvariants(project).problems
  }
}

extension GeneratedRepository {
  /// The files as the product takes them.
  public var sources: [SourceFile] { files.map { SourceFile(path: $0.path, text: $0.text) } }
}
