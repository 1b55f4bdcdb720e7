public import Diagnostics
public import SourceText

/// Findings as text for people: message, place, source excerpt with marks, related places, and what to do.
///
/// Findings come in report order (see `inReportOrder()`). Columns are counted in Unicode scalars from 1. Whatever comes
/// from files is escaped, so that no input can drive the terminal.
public struct TextReport: Sendable {
  /// How the text is laid out.
  public struct Options: Sendable, Hashable {
    /// Whether ANSI colours are used.
    public var usesColor: Bool
    /// The width in terminal columns to which excerpts are cut.
    public var width: Int
    /// Whether messages and notes are broken at words so that they fit the width, as a terminal wants it; programs that
    /// read the text do not.
    public var wrapsText: Bool
    /// Whether the last line sums up.
    public var showsSummary: Bool

    /// Creates options; by default no colours, 120 columns, no message broken, and a summary.
    public init(usesColor: Bool = false, width: Int = 120, wrapsText: Bool = false, showsSummary: Bool = true) {
      self.usesColor = usesColor
      self.width = width
      self.wrapsText = wrapsText
      self.showsSummary = showsSummary
    }
  }

  /// The whole report, with a final newline.
  public let text: String

  /// Creates the report.
  ///
  /// - Parameters:
  ///   - diagnostics: The findings, in any order.
  ///   - options: The layout.
  ///   - source: Gives the file of a path as it stands in the findings; nil when it is not here, and then the finding
  ///     is shown without an excerpt.
  public init(_ diagnostics: [Diagnostic], options: Options = Options(), source: @escaping (String) -> SourceFile?) {
    let diagnostics = diagnostics.inReportOrder()
    var writer = TextReportWriter(options: options, catalog: SourceCatalog(source))
    for diagnostic in diagnostics { writer.write(diagnostic) }
    let summary = options.showsSummary ? Self.summary(of: diagnostics) + "\n" : ""
    text = writer.output + summary
  }

  /// The summary line: how many findings of each severity, in how many files.
  public static func summary(of diagnostics: [Diagnostic]) -> String {
    guard !diagnostics.isEmpty else { return "no findings" }
    let counts = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = diagnostics.count { $0.severity == severity }
      return count == 0 ? nil : counted(count, severity.rawValue)
    }
    let files = Set(diagnostics.map(\.location.path)).count
    return counts.joined(separator: ", ") + " in " + counted(files, "file")
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
