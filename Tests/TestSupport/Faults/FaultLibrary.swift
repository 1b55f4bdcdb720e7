public import Foundation

/// Lets one system call with which the command changes files fail, or end the command there.
///
/// The command knows nothing of it: a library that is loaded in front of the C library counts the calls.
public enum FaultLibrary {
  /// What happens at the chosen call.
  public enum Kind: String, Sendable, CaseIterable {
    /// The disk is full.
    case noSpace = "ENOSPC"
    /// The disk is broken.
    case brokenDisk = "EIO"
    /// The system refuses.
    case refused = "EACCES"
    /// Half of the bytes are written, and the disk is full from then on.
    case shortWrite = "SHORT"
    /// The process is killed.
    case killed = "9"
    /// The process is asked to end.
    case ended = "15"
    /// The process stops until it is told to go on.
    case stopped = "19"

    /// The calls at which this can happen.
    public func concerns(_ call: String) -> Bool {
      switch self {
      case .noSpace: ["open", "open64", "write", "link", "mkdir", "rename"].contains(call)
      case .brokenDisk: true
      case .refused: ["open", "open64", "link", "rename", "unlink"].contains(call)
      case .shortWrite: call == "write"
      case .killed, .ended, .stopped: true
      }
    }
  }

  private static let compiled = Result {
    let cc = try Command.locate("cc", advice: "install gcc")
    let library = try TemporaryFolder.untilExit().appending(path: "faults.so").path
    let source = Repository.root.appending(path: "Tests/TestSupport/Faults/faults.c").path
    let result = try Command.run(cc, ["-shared", "-fPIC", "-o", library, source, "-ldl"])
    guard result.status == 0 else { throw MissingProgram(name: "cc", advice: result.errorText) }
    return library
  }

  /// The variables that let call number `at`, from 1, go wrong, of those that change something below a folder; without
  /// a number they are only counted.
  public static func environment(
    below folder: URL, at number: Int? = nil, _ kind: Kind? = nil, log: URL? = nil
  ) throws -> [String: String] {
    var environment = ["LD_PRELOAD": try compiled.get(), "FAULT_BELOW": folder.path]
    environment["FAULT_AT"] = number.map(String.init)
    environment["FAULT_KIND"] = kind?.rawValue
    environment["FAULT_LOG"] = log?.path
    return environment
  }

  /// Runs the command once with everything going well.
  ///
  /// - Returns: The names of the calls that change something below the folder, in order.
  public static func calls(
    of arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) throws -> [String] {
    try TemporaryFolder.with { scratch in
      let log = scratch.appending(path: "log")
      let result = try run(arguments, in: folder, environment: environment, log: log)
      guard result.status < 3 else { throw MissingProgram(name: "the command", advice: result.errorText) }
      return String(decoding: try Data(contentsOf: log), as: UTF8.self).split(separator: "\n")
        .compactMap { $0.split(separator: " ").first.map(String.init) }
    }
  }

  /// Runs the command in a folder with a fault.
  public static func run(
    _ arguments: [String], in folder: URL, at number: Int? = nil, _ kind: Kind? = nil,
    environment: [String: String] = [:], log: URL? = nil
  ) throws -> CommandResult {
    try Command.run(
      try Repository.product(), arguments, in: folder.path,
      environment: Command.scrubbed.merging(environment) { $1 }
        .merging(try self.environment(below: folder, at: number, kind, log: log)) { $1 })
  }
}
