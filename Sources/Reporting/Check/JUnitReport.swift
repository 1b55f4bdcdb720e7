internal import Diagnostics

/// The report as JUnit XML: each finding is a test that failed, each file without a finding one that passed.
///
/// A note passes, with its text as output; a file that cannot be read is an error.
struct JUnitReport {
  private let report: CheckReport
  private let regions: RegionFinder

  init(_ report: CheckReport) {
    self.report = report
    regions = RegionFinder(report)
  }

  var text: String {
    let cases = findings() + passed()
    let failures = report.findings.count { kind(of: $0) == .failure }
    let errors = report.findings.count { kind(of: $0) == .error }
    let counts = "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
    let lines =
      ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"kaniko2buildkit\" \(counts)>"]
      + ["  <testsuite name=\"kaniko2buildkit\" \(counts)>"] + cases + ["  </testsuite>", "</testsuites>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private enum Kind { case failure, error, note }

  private func kind(of finding: Finding) -> Kind {
    if finding.consequence == .unreadable { return .error }
    return finding.diagnostic.severity == .note ? .note : .failure
  }

  /// One test for each finding. GitLab tells tests apart by class and name, so equal ones are numbered.
  private func findings() -> [String] {
    var seen: [String: Int] = [:]
    return report.findings.map { finding in
      let diagnostic = finding.diagnostic
      let path = diagnostic.location.path
      var name = "\(diagnostic.rule): \(diagnostic.message)"
      let count = seen[path + "\n" + name, default: 0] + 1
      seen[path + "\n" + name] = count
      if count > 1 { name += " (\(count))" }
      let line = regions.line(of: diagnostic.location)
      let text = Self.escaped("\(path):\(line): \(diagnostic.message)\n" + diagnostic.help.joined(separator: "\n"))
      let summary = Self.attribute(diagnostic.message)
      let type = Self.attribute(diagnostic.rule.description)
      let content =
        switch kind(of: finding) {
        case .failure: "<failure message=\(summary) type=\(type)>\(text)</failure>"
        case .error: "<error message=\(summary) type=\(type)>\(text)</error>"
        case .note: "<system-out>\(text)</system-out>"
        }
      return testCase(name: name, path: path, content: content)
    }
  }

  private func passed() -> [String] {
    let failed = Set(report.findings.map(\.diagnostic.location.path))
    return report.files.filter { !failed.contains($0) }.map { path in
      testCase(name: "no Kaniko use", path: path, content: "")
    }
  }

  private func testCase(name: String, path: String, content: String) -> String {
    let path = Self.attribute(path)
    let start = "    <testcase name=\(Self.attribute(name)) classname=\(path) file=\(path) time=\"0\""
    return content.isEmpty ? start + "/>" : start + ">\(content)</testcase>"
  }

  // MARK: - XML

  private static func attribute(_ text: String) -> String {
    "\"" + escaped(TerminalText.escaped(text)) + "\""
  }

  /// Text for XML 1.0: markup is escaped, and characters that XML cannot hold are written as on a terminal.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "\n"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default:
        if let escape = TerminalText.escape(for: scalar) {
          result += escape
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}
