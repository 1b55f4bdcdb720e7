public import Foundation

/// What a finished command left behind.
public struct CommandResult: Sendable {
  /// The exit status; 128 plus the signal's number when a signal ended the command.
  public let status: Int32
  /// Standard output, as bytes.
  public let output: Data
  /// Standard error, as bytes.
  public let errors: Data

  /// Standard output as text; bytes that are not UTF-8 become replacement characters.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text; bytes that are not UTF-8 become replacement characters.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// A program that a test needs is not installed.
public struct MissingProgram: Error, CustomStringConvertible {
  /// The program's name.
  public let name: String
  /// What to install, as a sentence.
  public let advice: String

  /// An error that names a program and says what to do.
  public init(name: String, advice: String) {
    self.name = name
    self.advice = advice
  }

  /// Name and advice, as a sentence.
  public var description: String { "\(name) is not installed: \(advice)" }
}

/// Runs programs with an environment that holds only what the test says.
public enum Command {
  /// The search path of the programs that tests call.
  public static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  /// An environment in which git and the product read no settings of the person who runs the tests.
  public static let scrubbed = [
    "PATH": path, "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CEILING_DIRECTORIES": FileManager.default.temporaryDirectory.path,
  ]

  /// Whether the tests and the product run with a sanitizer, which takes more memory than any limit.
  public static var hasSanitizer: Bool { !sanitizerOptions.isEmpty }

  private static let sanitizerOptions = ProcessInfo.processInfo.environment.filter {
    ["ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"].contains($0.key)
  }

  /// Finds a program in the search path of the tests, and in the one the tests were started with.
  ///
  /// - Throws: `MissingProgram` when it is not there: a test that cannot check must fail.
  public static func locate(_ name: String, advice: String) throws -> String {
    let inherited = ProcessInfo.processInfo.environment["PATH"] ?? ""
    for folder in (path + ":" + inherited).split(separator: ":") {
      let candidate = "\(folder)/\(name)"
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    throw MissingProgram(name: name, advice: advice)
  }

  /// Runs a program to its end; after `seconds` it is ended and its status is 124.
  ///
  /// Whatever the environment, what sets up a sanitizer is in it: the product has the sanitizer that the tests have.
  /// Output goes through files, so that no amount of it can block the program.
  public static func run(
    _ executable: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = scrubbed,
    input: Data = Data(), seconds: Int = 120
  ) throws -> CommandResult {
    try TemporaryFolder.with { scratch in
      let files = ["input", "output", "errors"].map { scratch.appending(path: $0) }
      try input.write(to: files[0])
      for file in files.dropFirst() { try Data().write(to: file) }
      let status = try Spawn(
        arguments: ["/usr/bin/env", "-C", folder ?? "/", "/usr/bin/timeout", "-k", "5", String(seconds), executable]
          + arguments,
        environment: environment.merging(sanitizerOptions) { $1 }.map { "\($0)=\($1)" },
        streams: files.map(\.path)
      ).wait()
      return CommandResult(
        status: status,
        output: try Data(contentsOf: files[1]),
        errors: try Data(contentsOf: files[2]))
    }
  }
}
