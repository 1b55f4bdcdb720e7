import Foundation

/// What a program printed and how it ended.
struct ProgramResult {
  let status: Int32
  let output: [UInt8]
  let errors: String
}

/// A program that the tests compare with; it has to be installed.
struct Program {
  let url: URL
  let arguments: [String]

  /// Finds a program in `PATH`.
  ///
  /// - Throws: ``MissingProgram`` where it is not installed, so that a test that needs it fails.
  init(_ name: String, _ arguments: [String] = []) throws {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let candidates = path.split(separator: ":").map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
    guard let url = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
      throw MissingProgram(
        description: "\(name) is not installed; these tests compare with it: apt-get install \(name)")
    }
    self.url = url
    self.arguments = arguments
  }

  /// Runs the program with a text on its standard input.
  func run(_ more: [String] = [], input: [UInt8]) throws -> ProgramResult {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments + more
    let inputFile = try temporaryFile(input)
    defer { try? FileManager.default.removeItem(at: inputFile) }
    let output = Pipe()
    let errors = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let outputBytes = try output.fileHandleForReading.readToEnd() ?? Data()
    let errorBytes = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return ProgramResult(
      status: process.terminationStatus, output: Array(outputBytes), errors: String(decoding: errorBytes, as: UTF8.self)
    )
  }

  private func temporaryFile(_ bytes: [UInt8]) throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("shell-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    return url
  }
}

/// A program that a test needs and that is not installed.
struct MissingProgram: Error, CustomStringConvertible {
  let description: String
}
