import Foundation
import TestSupport

/// What `kaniko2buildkit migrate` says about a copy of a case's input.
struct ProductRun {
  let result: CommandResult

  /// Runs `migrate` with the case's arguments in a folder that holds a copy of the input.
  init(_ item: CorpusCase, in folder: URL, write: Bool = false) throws {
    let projects = item.projects.sorted { $0.key < $1.key }.flatMap { ["--include-map", "\($0.key)=\($0.value)"] }
    let arguments = ["migrate"] + item.settings.arguments + projects + (write ? ["--write"] : [])
    result = try Command.run(try Repository.product(), arguments, in: folder.path)
  }

  /// Runs `migrate` on a copy of the input that nobody else sees.
  init(_ item: CorpusCase) throws {
    self = try TemporaryFolder.with { folder in
      try FileTree(readingFrom: item.input).write(to: folder)
      return try ProductRun(item, in: folder)
    }
  }
}

/// Whether expected results are written instead of compared: by an environment variable alone, and never in CI.
enum RecordMode {
  case compare
  case record
  case refused

  static let current: RecordMode = {
    let environment = ProcessInfo.processInfo.environment
    guard environment["KANIKO2BUILDKIT_RECORD"] == "1" else { return .compare }
    return environment["CI"] == "true" ? .refused : .record
  }()
}
