import Testing
import Workspace

@Test func givesAProgramItsInput() throws {
  var process = ChildProcess("cat", [], environment: [:])
  process.input = Array(repeating: UInt8(ascii: "x"), count: 3_000_000)
  #expect(try process.run().output == process.input)
}

@Test func aProgramThatTakesNoInputDoesNotEndThisOne() throws {
  var process = ChildProcess("true", [], environment: [:])
  process.input = Array(repeating: UInt8(ascii: "x"), count: 3_000_000)
  #expect(try process.run().status == 0)
}

@Test func aSessionAnswersInTurns() throws {
  let session = try ChildSession(
    ChildProcess("sh", ["-c", "while read -r line; do echo \"got $line\"; printf 12345; done"], environment: [:]))
  for number in 0..<3 {
    try session.send(Array("\(number)\n".utf8))
    #expect(try session.line() == Array("got \(number)".utf8))
    #expect(try session.bytes(5) == Array("12345".utf8))
  }
}

@Test func aSessionKeepsAnswersThatComeEarly() throws {
  let session = try ChildSession(ChildProcess("cat", [], environment: [:]))
  let lines = (0..<20_000).map { "line \($0)" }
  try session.send(Array(lines.map { $0 + "\n" }.joined().utf8))
  for line in lines { #expect(try session.line() == Array(line.utf8)) }
}

@Test func aSessionTellsItsEnd() throws {
  let session = try ChildSession(ChildProcess("sh", ["-c", "echo one; echo why >&2"], environment: [:]))
  #expect(try session.line() == Array("one".utf8))
  #expect(try session.line() == nil)
  #expect(try session.bytes(1) == nil)
  #expect(session.errorOutput == Array("why\n".utf8))
}

@Test func aSessionThatHangsIsEnded() throws {
  var process = ChildProcess("sleep", ["600"], environment: [:])
  process.timeout = .milliseconds(50)
  let session = try ChildSession(process)
  #expect(throws: ChildProcess.Failure.timedOut) { try session.line() }
}
