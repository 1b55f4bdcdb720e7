import KanikoMigration

/// The documentation of Kaniko's flags and variables as text, from the tables that the migration uses.
struct FlagText {
  let width: Int

  /// Every flag with what becomes of it.
  func list(_ flags: [KanikoFlag]) -> String {
    Paragraphs.table(flags.map { ($0.spelling, Self.summary($0)) }, width: width) + "\n"
  }

  /// Every variable with what becomes of it.
  func list(_ variables: [KanikoVariable]) -> String {
    Paragraphs.table(variables.map { ($0.name, $0.reason) }, width: width) + "\n"
  }

  /// The description of a flag.
  func text(of flag: KanikoFlag) -> String {
    let short = flag.short.map { ", -\($0)" } ?? ""
    let initial = flag.defaultValue.isEmpty ? "" : ", default \(flag.defaultValue)"
    var lines = ["\(flag.spelling)\(short) (\(flag.value.rawValue)\(initial))"]
    if flag.isDeprecated { lines.append("An old spelling of --\(flag.canonicalName).") }
    lines += ["", wrapped("In BuildKit: " + (flag.replacement ?? "nothing; it is left out or left to a person"))]
    lines.append(wrapped("Why: " + flag.reason))
    if let advice = flag.advice { lines.append(wrapped("What to do: " + advice)) }
    lines.append(wrapped("Correspondence: " + Self.text(flag.correspondence)))
    lines.append(wrapped("Migration: " + Self.text(flag.effect)))
    if flag.repetition != .lastWins { lines.append("May be repeated: each use adds a value.") }
    if let environment = flag.environment { lines.append("Also set by the variable \(environment).") }
    lines.append("Known to: " + Self.programs(flag.trees))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The description of a variable under the name that somebody asked for.
  func text(of variable: KanikoVariable, named name: String) -> String {
    var lines = [name, "", wrapped("In BuildKit: " + variable.reason)]
    if let flag = variable.flag { lines.append("Sets the same as --\(flag).") }
    if let advice = variable.advice { lines.append(wrapped("What to do: " + advice)) }
    lines.append(wrapped("Migration: " + Self.text(variable.effect)))
    lines.append("Known to: " + Self.programs(variable.trees))
    return lines.joined(separator: "\n") + "\n"
  }

  private func wrapped(_ text: String) -> String { Paragraphs.wrapped(text, width: width, indent: "  ", first: "") }

  private static func summary(_ flag: KanikoFlag) -> String { flag.replacement ?? "left out: " + flag.reason }

  /// What a correspondence means, as part of a sentence.
  static func text(_ correspondence: FlagCorrespondence) -> String {
    switch correspondence {
    case .exact: "the same result"
    case .approximate: "serves the same purpose and differs in what is said above"
    case .noEffect: "nothing in the result depends on it"
    case .noEquivalent: "BuildKit has nothing like it"
    }
  }

  /// What an effect means, as part of a sentence.
  static func text(_ effect: FlagEffect) -> String {
    switch effect {
    case .safe: "safe"
    case .safeWithNote: "safe, with a note in the receipt"
    case .review: "rests on an assumption, so it needs --review"
    case .manual: "a person has to decide; the job is left as it is"
    }
  }

  /// The effect in a word or two, for tables.
  static func short(_ effect: FlagEffect) -> String {
    switch effect {
    case .safe, .safeWithNote: "safe"
    case .review: "review"
    case .manual: "person"
    }
  }

  /// The names of the programs, as text.
  static func programs(_ trees: KanikoTrees) -> String {
    let names: [(KanikoTrees, String)] = [
      (.original, "Kaniko"), (.chainguard, "chainguard-dev/kaniko"), (.osscontainertools, "osscontainertools/kaniko"),
    ]
    return names.filter { trees.contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}
