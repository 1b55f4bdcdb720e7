import Diagnostics
import KanikoMigration
import Reporting
import SourceText
import Workspace

/// One run of `check`: every repository, the baseline, then the reports.
struct CheckRun {
  let options: CheckCommand
  let targets: [ReportTarget]

  /// Checks, reports, and tells the exit status.
  func status() -> Int32 {
    let options = options
    let found = RepositorySearch(
      options.paths, isRecursive: options.recursive, ciConfigPath: options.common.ciConfig
    ).map(threads: options.jobs) { RepositoryCheck($0, options: options) }
    var outcome = CheckOutcome(found.values)
    for problem in found.problems { outcome.add(problem) }
    if found.values.isEmpty, found.problems.isEmpty {
      outcome.addNoRepository(below: options.paths)
    }
    if let file = options.baseline {
      do {
        try CheckBaseline(file: file, isUpdated: options.updateBaseline).apply(to: &outcome)
      } catch {
        return fail(error.message, help: error.help)
      }
    }
    let report = outcome.report
    for target in targets where !write(report, to: target) { return 3 }
    return report.status
  }

  // MARK: - Output

  private func write(_ report: CheckReport, to target: ReportTarget) -> Bool {
    guard let file = target.file else {
      if target.format != .text {
        Console.output(report.bytes(target.format))
      } else if !options.quiet {
        Console.output(text(of: report, options: options.common.textOptions(for: .output)))
      }
      return true
    }
    let plain = TextReport.Options(usesColor: options.common.color == .always)
    let bytes = target.format == .text ? Array(text(of: report, options: plain).utf8) : report.bytes(target.format)
    do {
      try OutputFile(path: file).write(bytes)
      return true
    } catch {
      _ = fail("\(TerminalText.escaped(error.path)): \(error.message)", help: "the report was not written")
      return false
    }
  }

  private func text(of report: CheckReport, options layout: TextReport.Options) -> String {
    CheckText(report, layout: layout, showsStatistics: options.statistics).text
  }

  private func fail(_ message: String, help: String) -> Int32 {
    Console.error("error: \(message)\n  help: \(help)\n")
    return 3
  }
}
