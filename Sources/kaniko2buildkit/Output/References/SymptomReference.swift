import Diagnostics
import Reporting
import RunnerDiagnosis

/// The page about failed jobs, by what their logs say, in Markdown.
enum SymptomReference {
  /// The page.
  static func text(of symptoms: [Symptom]) -> String {
    let table = symptoms.flatMap { symptom in
      symptom.messages.map { "| `\(MarkdownText.cell($0))` | [\(symptom.title)](#\(symptom.name)) |" }
    }
    return (head + table).joined(separator: "\n") + "\n\n" + symptoms.map(section).joined(separator: "\n")
  }

  private static let head = [
    "# Troubleshooting", "",
    "What the logs of migrated jobs say, why, and what to do. `kaniko2buildkit explain-log FILE` finds the messages in a",
    "log and prints the same offline; this page is `kaniko2buildkit explain log-reference`. What the command itself reports is",
    "described by [its rules](Rules.md).", "",
    "`…` stands for text that varies.", "", "| the log says | |", "|---|---|",
  ]

  private static func section(of symptom: Symptom) -> String {
    var lines = ["## \(symptom.name)", "", Paragraphs.sentence(symptom.title), ""]
    if symptom.weight == .harmless { lines += ["This is no error.", ""] }
    lines += ["```"] + symptom.messages + ["```", "", symptom.cause, ""]
    lines += symptom.advice.map { "- \($0)" }
    if !symptom.settings.isEmpty {
      lines += ["", "```", Paragraphs.indented(symptom.settings, by: 0), "```"]
    }
    if let rule = symptom.rule { lines += ["", "More: [\(rule)](Rules.md#\(rule.code.lowercased())-\(rule.name))."] }
    return lines.joined(separator: "\n") + "\n"
  }
}
