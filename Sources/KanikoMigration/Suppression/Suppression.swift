import Diagnostics
import SourceText

/// A comment that suppresses findings: `# kaniko2buildkit: ignore[kaniko-image] reason until=2027-01-31`.
///
/// It holds for findings whose place starts on its own line, or, when nothing else is on its line, on the next one.
struct Suppression {
  /// The comment.
  let location: Location
  /// The lines it holds for, counted from 1.
  let lines: ClosedRange<Int>
  /// The codes of the rules it names.
  let codes: Set<String>
  /// The last day on which it holds; nil for no end.
  let until: CalendarDate?

  /// Whether it holds for a finding whose place starts on a line.
  func covers(_ rule: RuleID, line: Int, of path: String) -> Bool {
    path == location.path && lines.contains(line) && codes.contains(rule.code)
  }
}

/// What a comment says after its `#`, or why it cannot be used.
enum SuppressionText {
  /// The word that such a comment starts with.
  static let marker = "kaniko2buildkit:"

  struct Content: Equatable {
    var codes: Set<String> = []
    var reason = ""
    var until: CalendarDate?
  }

  struct Mistake: Error, Equatable {
    let message: String
    let help: String
  }

  private static let form = "write `# kaniko2buildkit: ignore[RULE] reason`, with `until=2027-01-31` where it ends"

  /// Reads the text after the marker.
  static func parse(_ text: Substring) throws(Mistake) -> Content {
    let text = text.drop { $0 == " " || $0 == "\t" }
    guard text.hasPrefix("ignore["), let close = text.firstIndex(of: "]") else {
      throw Mistake(message: "this comment is no suppression that can be read", help: form)
    }
    var content = Content()
    let names = text[text.index(text.startIndex, offsetBy: "ignore[".count)..<close]
    for name in names.split(separator: ",", omittingEmptySubsequences: false) {
      let name = name.trimmingSpaces
      guard let rule = RuleCatalog.rule(named: String(name)) else {
        throw Mistake(
          message: name.isEmpty ? "this suppression names no rule" : "there is no rule `\(name)`",
          help: Self.nearest(to: String(name)) + "`kaniko2buildkit explain` lists the rules")
      }
      content.codes.insert(rule.id.code)
    }
    var words: [Substring] = []
    for word in text[text.index(after: close)...].split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" }) {
      guard word.hasPrefix("until=") else {
        words.append(word)
        continue
      }
      guard let date = CalendarDate(String(word.dropFirst("until=".count))) else {
        throw Mistake(message: "`\(word)` is no date", help: "write the last day as `until=2027-01-31`")
      }
      content.until = date
    }
    content.reason = words.joined(separator: " ")
    guard content.reason.contains(where: { $0.isLetter || $0.isNumber }) else {
      throw Mistake(message: "this suppression gives no reason, so it does not count", help: form)
    }
    return content
  }

  /// The rule that was perhaps meant, as the start of a sentence; empty where none is near.
  private static func nearest(to name: String) -> String {
    let names = RuleCatalog.all.flatMap { [$0.id.code, $0.id.name] }
    return NearestName.of(name, among: names).map { "did you mean `\($0)`? " } ?? ""
  }
}

extension Substring {
  /// The text without spaces and tabs at its ends.
  fileprivate var trimmingSpaces: Substring {
    var result = drop { $0 == " " || $0 == "\t" }
    while let last = result.last, last == " " || last == "\t" { result.removeLast() }
    return result
  }
}
