import Diagnostics
import Reporting
import RunnerDiagnosis

/// What the settings of runners say, for people.
struct RunnerVerdictText {
  private let verdicts: [RunnerVerdict]
  private let file: String

  init(_ verdicts: [RunnerVerdict], file: String) {
    self.verdicts = verdicts
    self.file = file
  }

  /// A paragraph for each runner.
  var text: String {
    let file = TerminalText.escaped(file)
    guard !verdicts.isEmpty else { return "\(file): there is no runner in this file\n" }
    return verdicts.map { "\(file): \(paragraph($0))\n" }.joined()
  }

  private func paragraph(_ verdict: RunnerVerdict) -> String {
    let name = "\(TerminalText.escaped(verdict.runner)) (\(TerminalText.escaped(verdict.executor)))"
    let head: String
    if verdict.refuses {
      head = "\(name): its settings refuse rootless BuildKit"
    } else if verdict.findings.isEmpty {
      head = "\(name): nothing in its settings refuses rootless BuildKit"
    } else {
      head = "\(name): whether rootless BuildKit runs depends on the machine"
    }
    return ([head] + verdict.findings.map(item)).joined(separator: "\n")
  }

  private func item(_ finding: RunnerVerdict.Finding) -> String {
    var lines = [
      "  \(finding.refuses ? "refused" : "depends") by \(finding.setting): \(TerminalText.escaped(finding.message))"
    ]
    if !finding.settings.isEmpty { lines.append(Paragraphs.indented(finding.settings, by: 6)) }
    if let rule = finding.rule { lines.append("    more: kaniko2buildkit explain \(rule.code)") }
    return lines.joined(separator: "\n")
  }
}
