import Diagnostics
import KanikoMigration
import Reporting
import RunnerDiagnosis

/// Finds what a topic of `explain` means and describes it.
struct Explanation {
  let width: Int

  /// The description of a topic; nil where there is no such topic.
  func text(of topic: String) -> String? {
    switch topic {
    case "flags": return FlagText(width: width).list(KanikoFlag.all)
    case "variables": return FlagText(width: width).list(KanikoVariable.all)
    case "reference": return RuleReference.text(of: RuleCatalog.all)
    case "flag-reference": return FlagReference.text(flags: KanikoFlag.all, variables: KanikoVariable.all)
    case "log-reference": return SymptomReference.text(of: SymptomCatalog.all)
    case "schema": return JSONWriter().text(of: JSONReportSchema.value)
    default: break
    }
    if let rule = RuleCatalog.all.first(where: { $0.id.code == topic.uppercased() || $0.id.name == topic }) {
      return RuleText(rule, width: width).text
    }
    if let flag = Self.flag(topic) { return FlagText(width: width).text(of: flag) }
    if let variable = KanikoVariable.named(topic) { return FlagText(width: width).text(of: variable, named: topic) }
    return nil
  }

  /// The flag as somebody may have copied it, a value included: `--cache-repo=registry/x`, `-d`.
  private static func flag(_ topic: String) -> KanikoFlag? {
    let name = topic.prefix { $0 != "=" }
    if name.hasPrefix("--") { return KanikoFlag.named(String(name.dropFirst(2))) }
    if name.hasPrefix("-"), name.count == 2, let letter = name.last { return KanikoFlag.short(letter) }
    return KanikoFlag.named(String(name))
  }

  /// The topic that a misspelt one is nearest to; nil where none is near.
  static func nearest(to topic: String) -> String? {
    let dashed = topic.hasPrefix("-")
    let topics =
      dashed
      ? KanikoFlag.all.map(\.spelling)
      : RuleCatalog.all.flatMap { [$0.id.code, $0.id.name] } + KanikoVariable.all.map(\.name)
        + KanikoFlag.all.map(\.name)
    return NearestName.of(String(topic.prefix { $0 != "=" }), among: topics)
  }
}
