import ArgumentParser
import Fleet
import Reporting
import Workspace

/// Shows how far a fleet has come.
struct BatchStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how far the fleet has come.",
    discussion: """
      Exit status: 0, or 3 when the state directory cannot be read.

      Examples:
        kaniko2buildkit batch status --state fleet
      """
  )

  @Option(help: ArgumentHelp("The state directory; may be repeated, for the parts of a fleet.", valueName: "dir"))
  var state: [String]

  func run() throws {
    Console.ignoreClosedPipes()
    Console.output(try BatchReportCommand.summary(of: state).text)
  }
}

/// The formats of the report.
enum BatchFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, csv, markdown, html
}

/// Writes the report on a fleet.
struct BatchReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the report on the fleet.",
    discussion: """
      Exit status, as for a check of the whole fleet: 0 no Kaniko use remains once the plan is merged, 1 some remains, \
      3 a repository failed, 4 it cannot be told.

      Examples:
        kaniko2buildkit batch report --state fleet
        kaniko2buildkit batch report --state fleet --format html --output report.html
      """
  )

  @Option(help: ArgumentHelp("The state directory; may be repeated, for the parts of a fleet.", valueName: "dir"))
  var state: [String]

  @Option(help: ArgumentHelp("The format: text, json, csv, markdown or html.", valueName: "format"))
  var format: BatchFormat = .text

  @Option(help: ArgumentHelp("Write to FILE instead of standard output.", valueName: "file"))
  var output: String?

  func run() throws {
    Console.ignoreClosedPipes()
    let summary = try Self.summary(of: state)
    let text =
      switch format {
      case .text: summary.text
      case .json: JSONWriter().text(of: summary.json)
      case .csv: summary.csv
      case .markdown: summary.markdown
      case .html: summary.html(in: outputDirectory)
      }
    if let output {
      do {
        try OutputFile(path: output).write(Array(text.utf8))
      } catch {
        throw BatchFailure.report(error)
      }
    } else {
      Console.output(text)
    }
    if summary.status != 0 { throw ExitCode(summary.status) }
  }

  /// The absolute path of the directory in which the report will lie.
  private var outputDirectory: String? {
    guard let output else { return nil }
    let directory = output.lastIndex(of: "/").map { output[..<$0].isEmpty ? "/" : String(output[..<$0]) } ?? "."
    return try? POSIXFileSystem().resolve(directory)
  }

  /// The summary of the states of all directories.
  static func summary(of directories: [String]) throws -> FleetSummary {
    do throws(GitFailure) {
      var opened: [StateDirectory] = []
      for path in directories { opened.append(try StateDirectory.reading(path)) }
      return FleetSummary(try FleetState(merging: opened))
    } catch {
      throw BatchFailure.report(error)
    }
  }
}
