import Diagnostics
import GitLabCI
import ShellSyntax
import SourceText

extension JobPlanner {
  /// The function that translates arguments when the job runs, under a name that the script has no other use for.
  var function: TranslationFunction {
    let candidates = [TranslationFunction.defaultName, "\(TranslationFunction.defaultName)_with_buildkit"]
    let name = candidates.first { TextSearch.mentions(of: $0, in: use.script.text).isEmpty }
    return TranslationFunction(
      name: name ?? "kaniko_to_buildctl", cache: settings.cache, destinationSuffix: settings.destinationSuffix)
  }

  /// Which calls the function translates: those with arguments that no file shows, and those that share with one of them
  /// a variable whose value would change.
  func runTimeCalls(_ decisions: [ArgumentVariables.Decision]) -> Set<Int> {
    var result: Set<Int> = []
    for (index, decision) in decisions.enumerated() where decision.leavesOpaqueWords { result.insert(index) }
    guard !result.isEmpty else { return [] }
    for (index, decision) in decisions.enumerated() where !decision.rewritten.isEmpty { result.insert(index) }
    return result
  }

  /// Puts the function where the shell sees it before the first call.
  func defineFunction(for calls: [TranslatedCall], _ plan: inout JobPlan) {
    guard calls.contains(where: { !$0.opaqueWords.isEmpty }) else { return }
    let function = function
    let assumptions = calls.compactMap { $0.assumption(function) }
    guard !assumptions.isEmpty else { return }
    plan.limit(to: .review)
    plan.receipt += assumptions
    plan.setup.append(.definition(function.source))
  }

  // MARK: - Variables that name the executor

  /// Takes out the statements that name the executor in a variable, and says what speaks against it.
  func dropExecutorVariables(_ plan: inout JobPlan, _ reasons: inout [ManualReason]) {
    let names = JobUse.variableNames(of: use.calls)
    for statement in use.executorAssignments { remove(statement, &plan, &reasons) }
    let words = use.calls.map { $0.command.words[$0.wordIndex].range }
    for name in names {
      let isElsewhere = TextSearch.mentions(of: name, in: use.script.text).contains { mention in
        !(words + use.executorAssignments).contains { $0.contains(mention) }
      }
      if isElsewhere || Set(surroundings.possibleValues[name] ?? []).count > 1 {
        reasons.append(
          ManualReason(
            rule: MigrationRules.arguments, message: "`$\(name)` names the executor, and not only for its calls",
            advice: ["write /kaniko/executor into the script in its place"]))
      } else if use.scope[name] != nil {
        plan.limit(to: .review)
        plan.receipt.append(
          ReceiptEntry(
            .review, "$\(name)",
            "the script does not use it any more, so it can go; check that no project setting gave it another value"
          ))
      }
    }
  }
}
