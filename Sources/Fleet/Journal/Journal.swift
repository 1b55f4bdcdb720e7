internal import Reporting
internal import Workspace

/// The append-only journal of a state directory, and what its records come to.
final class Journal: Sendable {
  /// How many records may wait for the disk where nothing outside depends on them.
  private static let unsyncedLimit = 64

  private struct Content {
    var state: FleetState
    var unsynced = 0
    /// What kept a record from being written: behind a broken line no other may stand.
    var failure: GitFailure?
  }

  private let file: AppendOnlyFile
  private let content: Lock<Content>

  /// Opens the journal of a directory and reads what it holds.
  init(_ directory: StateDirectory) throws(GitFailure) {
    let (state, length) = try Self.read(directory)
    do throws(SystemError) {
      file = try AppendOnlyFile(directory.journalPath, keeping: length)
    } catch {
      throw GitFailure("\(directory.journalPath): \(error.text)")
    }
    // Some network file systems cannot sync a directory.
    try? POSIXFileSystem().syncDirectory(directory.path)
    content = Lock(Content(state: state))
  }

  /// What the records come to now.
  var state: FleetState { content.withValue { $0.state } }

  /// What the records of a directory come to, and the bytes of their complete lines.
  static func read(_ directory: StateDirectory) throws(GitFailure) -> (state: FleetState, length: Int) {
    var state = FleetState()
    let path = directory.journalPath
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = try POSIXFileSystem().read(path, limit: 1 << 32)
    } catch {
      if error.reason == .missing { return (state, 0) }
      throw GitFailure("\(path): \(error.message)")
    }
    var start = 0
    var number = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      number += 1
      guard let value = try? JSONReader.value(of: Array(bytes[start..<end])), state.add(value) else {
        throw GitFailure(
          "\(path):\(number): this line is no record; use the version that wrote it, or another directory")
      }
      start = end + 1
    }
    return (state, start)
  }

  /// Writes a record.
  ///
  /// - Parameter isUrgent: whether it has to be on the disk before anything else happens. Others are on the disk after a
  ///   few more, or after ``sync()``.
  func append(_ record: Record, isUrgent: Bool = true) throws(GitFailure) {
    let value = record.json
    let line = JSONWriter(.compact).bytes(of: value) + [UInt8(ascii: "\n")]
    try content.withValue { content throws(GitFailure) in
      if let failure = content.failure { throw failure }
      do throws(SystemError) {
        try file.append(line)
        content.unsynced += 1
        if isUrgent || content.unsynced >= Self.unsyncedLimit {
          try file.sync()
          content.unsynced = 0
        }
      } catch {
        let failure = GitFailure("the journal cannot be written: \(error.text)")
        content.failure = failure
        throw failure
      }
      _ = content.state.add(value)
    }
  }

  /// Waits until every record is on the disk.
  func sync() throws(GitFailure) {
    try content.withValue { content throws(GitFailure) in
      do throws(SystemError) {
        try file.sync()
      } catch {
        throw GitFailure("the journal cannot be written: \(error.text)")
      }
      content.unsynced = 0
    }
  }
}
