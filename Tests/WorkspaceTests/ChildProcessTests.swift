import Foundation
import Testing
import Workspace

private func shell(_ script: String, _ change: (inout ChildProcess) -> Void = { _ in }) throws -> ChildProcess.Result {
  var process = ChildProcess("sh", ["-c", script], environment: ["GREETING": "hé llo"])
  change(&process)
  return try process.run()
}

@Test func collectsBothOutputsAndTheStatus() throws {
  let result = try shell("echo \"$GREETING\"; echo bad >&2; cat; exit 3")
  #expect(String(decoding: result.output, as: UTF8.self) == "hé llo\n")
  #expect(String(decoding: result.errorOutput, as: UTF8.self) == "bad\n")
  #expect(result.status == 3)
}

@Test func passesOnlyTheGivenEnvironment() throws {
  let result = try ChildProcess("env", [], environment: ["ONE": "1"]).run()
  #expect(String(decoding: result.output, as: UTF8.self) == "ONE=1\n")
}

@Test func doesNotBlockOnMuchOutputOnBothSides() throws {
  let result = try shell("i=0; while [ $i -lt 3000 ]; do printf '%0200d' 0; printf '%0200d' 0 >&2; i=$((i+1)); done")
  #expect(result.output.count == 600_000)
  #expect(result.errorOutput.count == 600_000)
}

@Test func endsAProgramThatHangsOrFloods() {
  #expect(throws: ChildProcess.Failure.timedOut) { try shell("exec sleep 600") { $0.timeout = .zero } }
  #expect(throws: ChildProcess.Failure.tooMuchOutput) { try shell("exec cat /dev/zero") { $0.outputLimit = 100_000 } }
}

@Test func saysWhyAProgramCannotBeStarted() {
  #expect(throws: ChildProcess.Failure.notStarted(SystemError(code: 2))) {
    try ChildProcess("no-such-program-anywhere", [], environment: [:]).run()
  }
  #expect(throws: ChildProcess.Failure.notStarted(SystemError(code: 22))) {
    try ChildProcess("sh", ["-c", "a\0b"], environment: [:]).run()
  }
}

@Test func tellsTheSignalThatEndedAProgram() throws {
  #expect(try shell("kill -KILL $$").status == 137)
}

@Test func runsManyProgramsAtOnce() async throws {
  let outputs = try await withThrowingTaskGroup(of: [UInt8].self) { group in
    for number in 0..<40 { group.addTask { try shell("echo \(number)").output } }
    return try await group.reduce(into: [String]()) { $0.append(String(decoding: $1, as: UTF8.self)) }
  }
  #expect(Set(outputs) == Set((0..<40).map { "\($0)\n" }))
}

@Test func aChildCanBeInterruptedWhicheverThreadStartsIt() async throws {
  let blocked = try await Task.detached {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    defer { pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
    return try ChildProcess("sh", ["-c", "kill -TERM $$; echo survived"], environment: [:]).run()
  }.value
  #expect(String(decoding: blocked.output, as: UTF8.self) == "")
}
