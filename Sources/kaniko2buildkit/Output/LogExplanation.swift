import Diagnostics
import Reporting
import RunnerDiagnosis

/// What a log says, for people and for programs.
struct LogExplanation {
  private let diagnosis: LogDiagnosis
  private let width: Int

  init(_ diagnosis: LogDiagnosis, width: Int) {
    self.diagnosis = diagnosis
    self.width = width
  }

  /// What is said when nothing was recognised.
  static let unknown = """
    nothing in this log is known to the tool
      help: `kaniko2buildkit explain K401` to `K406` say what runners must allow for rootless BuildKit

    """

  /// The explanation; empty where nothing was recognised.
  var text: String { diagnosis.findings.map(section).joined(separator: "\n") }

  private func section(_ finding: LogDiagnosis.Finding) -> String {
    let symptom = finding.symptom
    var parts = [
      "\(Self.word(for: symptom.weight)): \(symptom.title)",
      "  line \(finding.line): \(Self.excerpt(finding.text))" + Self.others(finding.count),
      "",
      Paragraphs.wrapped(symptom.cause, width: width, indent: "  "),
      "",
    ]
    parts += symptom.advice.map { Paragraphs.wrapped($0, width: width, indent: "    ", first: "  - ") }
    if !symptom.settings.isEmpty { parts += ["", Paragraphs.indented(symptom.settings, by: 4)] }
    if let rule = symptom.rule { parts += ["", "  more: kaniko2buildkit explain \(rule.code)"] }
    return parts.joined(separator: "\n") + "\n"
  }

  /// The explanation as one JSON document.
  var json: String {
    let findings = diagnosis.findings.map { finding -> JSONValue in
      let symptom = finding.symptom
      return [
        "name": .string(symptom.name), "weight": .string(Self.word(for: symptom.weight)),
        "title": .string(symptom.title), "line": .integer(finding.line), "count": .integer(finding.count),
        "text": .string(Self.excerpt(finding.text)), "cause": .string(symptom.cause),
        "advice": .strings(symptom.advice), "settings": .string(symptom.settings),
        "rule": .optional(symptom.rule?.code),
      ]
    }
    return JSONWriter().text(of: [
      "version": 1, "succeeded": .bool(diagnosis.succeeded), "findings": .array(findings),
    ])
  }

  private static func word(for weight: Symptom.Weight) -> String {
    switch weight {
    case .cause: "cause"
    case .consequence: "consequence"
    case .harmless: "harmless"
    }
  }

  /// The line as the log has it, safe to show, and cut where it is very long.
  private static func excerpt(_ text: String) -> String {
    let shown = TerminalText.escaped(SecretMask.masked(text))
    return shown.count > 300 ? shown.prefix(300) + " …" : shown
  }

  private static func others(_ count: Int) -> String {
    switch count {
    case 1: ""
    case 2: " (and on one more line)"
    default: " (and on \(count - 1) more lines)"
    }
  }
}
