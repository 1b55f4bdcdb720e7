import Diagnostics

/// The documentation of a rule as text.
struct RuleText {
  private let rule: Rule
  private let width: Int

  init(_ rule: Rule, width: Int) {
    self.rule = rule
    self.width = width
  }

  /// Every rule on a line of its own.
  static func list(_ rules: [Rule]) -> String {
    Paragraphs.table(rules.map { ($0.id.description, $0.summary) }, width: .max)
      + "\n\n`kaniko2buildkit explain RULE` describes one of them, `explain --FLAG` a flag of Kaniko\n"
  }

  /// The documentation.
  var text: String {
    let sections = [
      "\(rule.id) (\(rule.severity.rawValue)): \(rule.summary)",
      wrapped("What it finds: " + rule.finds),
      wrapped("Why it matters: " + rule.reason),
      "What to do:\n"
        + rule.advice.map { Paragraphs.wrapped($0, width: width, indent: "    ", first: "  - ") }
        .joined(separator: "\n"),
    ]
    return (sections + evidence).joined(separator: "\n\n") + "\n"
  }

  private var evidence: [String] {
    switch rule.evidence {
    case .files(let reported, let silent), .rollout(let reported, let silent):
      return [Self.example("Reported", reported), Self.example("Not reported", silent)]
    case .runner(let symptoms, let settings):
      return [
        "What the log of a job says:\n" + symptoms.map { "  " + $0 }.joined(separator: "\n"),
        "Settings that allow it:\n" + Paragraphs.indented(settings, by: 2),
      ]
    case .defect: return []
    }
  }

  private func wrapped(_ text: String) -> String { Paragraphs.wrapped(text, width: width) }

  private static func example(_ title: String, _ example: RuleExample) -> String {
    let arguments = example.arguments.isEmpty ? "" : " (with \(example.arguments.joined(separator: " ")))"
    let files = example.files.map { file in
      let name = example.files.count == 1 ? "" : "  \(file.path):\n"
      let indent = example.files.count == 1 ? 2 : 4
      return name + Paragraphs.indented(file.text ?? "(cannot be read)", by: indent)
    }
    return "\(title)\(arguments):\n" + files.joined(separator: "\n")
  }
}
