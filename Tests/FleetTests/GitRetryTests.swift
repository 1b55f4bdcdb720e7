import Foundation
import Synchronization
import TestSupport
import Testing
import Workspace

@testable import Fleet

/// Runs a stand-in for git that fails a number of times with some words, and tells its status and the waits.
private func run(failures: Int, words: String, reach: Git.Reach) throws -> (status: Int32, waits: [Int]) {
  try TemporaryFolder.with { folder in
    let script = """
      #!/bin/sh
      echo x >>'\(folder.path)/calls'
      [ "$(wc -l <'\(folder.path)/calls')" -gt \(failures) ] && exit 0
      echo '\(words)' >&2
      exit 128
      """
    let program = folder.appending(path: "git").path
    // A child writes: this process must not hold the file open while another test starts a process.
    _ = try Command.run("/bin/sh", ["-c", "cat >'\(program)'; chmod 755 '\(program)'"], input: Data(script.utf8))
    let waits = Mutex<[Int]>([])
    var git = Git(environment: ["PATH": "\(folder.path):\(Command.path)"])
    git.pause = { seconds in waits.withLock { $0.append(seconds) } }
    // `posix_spawnp` looks in the PATH of this process.
    var process = git.call(["fetch"], in: nil, reach: reach)
    process.executable = program
    let status = try git.result(of: process, reach: reach).status
    return (status, waits.withLock { $0 })
  }
}

@Test func faultsOfTheNetworkAreWaitedOut() throws {
  let dropped = "error: RPC failed; curl 56 Recv failure: Connection reset by peer"
  #expect(try run(failures: 2, words: dropped, reach: .network) == (0, [1, 2]))
  #expect(try run(failures: 9, words: dropped, reach: .network) == (128, [1, 2, 4]))
  #expect(try run(failures: 9, words: dropped, reach: .none) == (128, []))
}

@Test func otherFailuresAreNotTriedAgain() throws {
  #expect(try run(failures: 9, words: "fatal: repository not found", reach: .network) == (128, []))
}
