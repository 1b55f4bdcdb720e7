import KanikoMigration
import Reporting

/// The reference page of Kaniko's flags and variables, in Markdown.
enum FlagReference {
  /// The page.
  static func text(flags: [KanikoFlag], variables: [KanikoVariable]) -> String {
    let current = flags.filter { !$0.isDeprecated }
    let lines =
      head
      + ["| flag of Kaniko | in BuildKit | migration |", "|---|---|---|"]
      + current.map { "| [`\($0.spelling)`](#\($0.name)) | \(cell($0)) | \(FlagText.short($0.effect)) |" }
      + ["", "Old spellings: " + oldSpellings(flags) + ".", ""]
      + current.flatMap(section)
      + ["## Variables", "", "| variable | in BuildKit | migration |", "|---|---|---|"]
      + variables.map { "| `\($0.name)` | \(escaped($0.reason)) | \(FlagText.short($0.effect)) |" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let head = [
    "# Flags", "",
    "What becomes of every flag of the Kaniko executor and every variable it reads. `kaniko2buildkit explain --FLAG` prints",
    "the same offline; this page is its `explain flag-reference`.", "",
    "*safe* changes are made by `migrate`, those that need *review* by `migrate --review`; a flag that needs a *person* leaves",
    "the job as it is.", "",
  ]

  private static func cell(_ flag: KanikoFlag) -> String { flag.replacementMarkup.map(MarkdownText.cell) ?? "nothing" }

  private static func oldSpellings(_ flags: [KanikoFlag]) -> String {
    flags.filter(\.isDeprecated).map { "`\($0.spelling)` for `--\($0.canonicalName)`" }.joined(separator: ", ")
  }

  private static func section(of flag: KanikoFlag) -> [String] {
    let short = flag.short.map { ", `-\($0)`" } ?? ""
    let initial = flag.defaultValue.isEmpty ? "" : ", by default `\(flag.defaultValue)`"
    var lines = ["## \(flag.name)", "", "`\(flag.spelling)`\(short) (\(flag.value.rawValue)\(initial))", ""]
    if let replacement = flag.replacementMarkup { lines += ["**In BuildKit:** \(MarkdownText.cell(replacement))", ""] }
    lines += ["**Why:** \(escaped(flag.reason)).", ""]
    if let advice = flag.advice { lines += ["**What to do:** \(escaped(advice)).", ""] }
    lines.append(
      "\(FlagText.text(flag.correspondence)); \(FlagText.text(flag.effect)). Known to \(FlagText.programs(flag.trees))."
    )
    if let environment = flag.environment { lines.append("Also set by the variable `\(environment)`.") }
    return lines + [""]
  }

  /// Text for a cell of a table: a bar would end the cell, an angle bracket begin an element.
  private static func escaped(_ text: String) -> String {
    MarkdownText.cell(text).replacing("<", with: "&lt;")
  }
}
