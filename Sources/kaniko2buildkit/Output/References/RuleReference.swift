import Diagnostics

/// The reference page of all rules, in Markdown.
enum RuleReference {
  /// The page.
  static func text(of rules: [Rule]) -> String {
    let table = rules.map {
      "| \($0.id.code) | [\($0.id.name)](#\(anchor(of: $0))) | \($0.severity.rawValue) | \($0.summary) |"
    }
    let head = [
      "# Rules", "",
      "What `kaniko2buildkit check` reports. `kaniko2buildkit explain RULE` prints the same offline; this page is its",
      "`explain reference`.", "", "| code | name | severity | |", "|---|---|---|---|",
    ]
    return (head + table).joined(separator: "\n") + "\n\n" + rules.map(section).joined(separator: "\n")
  }

  private static func anchor(of rule: Rule) -> String { "\(rule.id.code.lowercased())-\(rule.id.name)" }

  private static func section(of rule: Rule) -> String {
    let lines =
      ["## \(rule.id)", "", Paragraphs.sentence(rule.summary), ""]
      + ["**What it finds.** \(rule.finds)", "", "**Why it matters.** \(rule.reason)", ""]
      + rule.advice.map { "- \($0)" } + evidence(of: rule)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func evidence(of rule: Rule) -> [String] {
    switch rule.evidence {
    case .files(let reported, let silent), .rollout(let reported, let silent):
      return example("Reported", reported) + example("Not reported", silent)
    case .runner(let symptoms, let settings):
      return ["", "The log of a job says:", "", "```"] + symptoms + ["```", "", "Settings that allow it:", ""]
        + block(settings, "")
    case .defect: return []
    }
  }

  private static func example(_ title: String, _ example: RuleExample) -> [String] {
    let arguments = example.arguments.isEmpty ? "" : " with `\(example.arguments.joined(separator: " "))`"
    return ["", "\(title)\(arguments):"]
      + example.files.flatMap { file in
        let name = example.files.count == 1 ? [] : ["", "`\(file.path)`"]
        return name + [""] + block(file.text ?? "(cannot be read)\n", "yaml")
      }
  }

  private static func block(_ text: String, _ language: String) -> [String] {
    ["```\(language)", Paragraphs.indented(text, by: 0), "```"]
  }
}
