import Diagnostics
import KanikoMigration
import Reporting

/// Finds what a topic of `explain` means and describes it.
struct Explanation {
  let width: Int

  /// The description of a topic; nil where there is no such topic.
  func text(of topic: String) -> String? {
    switch topic {
    case "flags": return FlagText(width: width).list(KanikoFlag.all)
    case "variables": return FlagText(width: width).list(KanikoVariable.all)
    case "reference": return RuleReference.text(of: RuleCatalog.all)
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
    let word = Array(String(topic.prefix { $0 != "=" }.prefix(64)).utf8)
    let limit = max(1, word.count / 4)
    let near = topics.map { (distance(word, Array($0.utf8)), $0) }.min { ($0.0, $0.1) < ($1.0, $1.1) }
    return near.flatMap { $0.0 <= limit ? $0.1 : nil }
  }

  /// The least number of bytes to insert, remove or replace to turn one word into the other.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (leftIndex, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = leftIndex + 1
      for (rightIndex, other) in right.enumerated() {
        let next = min(row[rightIndex], row[rightIndex + 1]) + 1
        (diagonal, row[rightIndex + 1]) = (row[rightIndex + 1], min(next, diagonal + (byte == other ? 0 : 1)))
      }
    }
    return row[right.count]
  }
}
