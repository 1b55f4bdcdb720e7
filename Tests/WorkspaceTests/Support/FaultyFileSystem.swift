import Foundation
import Workspace

/// The real file system, some of whose calls fail.
final class FaultyFileSystem: FileSystem, @unchecked Sendable {
  /// One call.
  struct Call {
    /// How many calls there were before.
    let number: Int
    /// The name of the operation.
    let operation: String
    /// How many calls of this operation there were before.
    let occurrence: Int
  }

  private let real = POSIXFileSystem()
  private let lock = NSLock()
  private var calls: [String] = []
  private let fails: @Sendable (Call) -> Bool

  /// - Parameter fails: Asked before every call; may do something to the files itself.
  init(fails: @escaping @Sendable (Call) -> Bool) {
    self.fails = fails
  }

  /// The operations that were called, in order.
  var log: [String] { lock.withLock { calls } }

  private func step(_ operation: String) throws(SystemError) {
    let call = lock.withLock {
      defer { calls.append(operation) }
      return Call(number: calls.count, operation: operation, occurrence: calls.count { $0 == operation })
    }
    if fails(call) { throw SystemError(code: EIO) }
  }

  func resolve(_ path: String) throws(SystemError) -> String {
    try step("resolve")
    return try real.resolve(path)
  }

  func status(_ path: String) throws(SystemError) -> FileStatus { try real.status(path) }

  func isWritable(_ path: String) -> Bool { real.isWritable(path) }

  func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
    do {
      try step("read")
    } catch {
      throw FileProblem(path: path, reason: .system(error))
    }
    return try real.read(path, limit: limit)
  }

  func create(_ path: String) throws(SystemError) -> Int32 {
    try step("create")
    return try real.create(path)
  }

  func lock(_ path: String, mode: UInt32) throws(SystemError) -> Int32? {
    try step("lock")
    return try real.lock(path, mode: mode)
  }

  func openExisting(_ path: String) throws(SystemError) -> Int32 {
    try step("openExisting")
    return try real.openExisting(path)
  }

  func truncate(_ descriptor: Int32) throws(SystemError) {
    try step("truncate")
    try real.truncate(descriptor)
  }

  func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    try step("write")
    try real.write(bytes, to: descriptor)
  }

  func setOwner(_ owner: UInt32, group: UInt32, of descriptor: Int32) throws(SystemError) {
    try step("setOwner")
    try real.setOwner(owner, group: group, of: descriptor)
  }

  func setMode(_ mode: UInt32, of descriptor: Int32) throws(SystemError) {
    try step("setMode")
    try real.setMode(mode, of: descriptor)
  }

  func sync(_ descriptor: Int32) throws(SystemError) {
    try step("sync")
    try real.sync(descriptor)
  }

  func close(_ descriptor: Int32) throws(SystemError) {
    // A failing close has closed the descriptor all the same.
    try real.close(descriptor)
    try step("close")
  }

  func link(_ path: String, to newPath: String) throws(SystemError) {
    try step("link")
    try real.link(path, to: newPath)
  }

  func rename(_ path: String, to newPath: String) throws(SystemError) {
    try step("rename")
    try real.rename(path, to: newPath)
  }

  func remove(_ path: String) throws(SystemError) {
    try step("remove")
    try real.remove(path)
  }

  func syncDirectory(_ path: String) throws(SystemError) {
    try step("syncDirectory")
    try real.syncDirectory(path)
  }
}
