import Foundation
import TestSupport
import Testing

private let log = """
  $ buildctl-daemonless.sh build
  could not connect to unix:///run/user/1000/buildkit/buildkitd.sock after 10 trials
  [rootlesskit:parent] error: failed to start the child: fork/exec /proc/self/exe: operation not permitted
  ERROR: Job failed: exit code 1

  """

private func run(_ arguments: [String], input: String = "") throws -> CommandResult {
  try TemporaryFolder.with { folder in
    try FileTree(files: ["job.log": Data(log.utf8), "good.log": Data("$ make\nJob succeeded\n".utf8)]).write(to: folder)
    return try Command.run(
      try Repository.product(), ["explain-log"] + arguments, in: folder.path, input: Data(input.utf8))
  }
}

@Test func aLogIsExplainedFromAFileAndFromStandardInput() throws {
  let file = try run(["job.log"])
  #expect(file.status == 1)
  #expect(file.outputText.hasPrefix("cause: the Docker executor confines the container too much\n  line 3: "))
  #expect(file.outputText.contains("security_opt"))
  #expect(file.outputText.contains("\nconsequence: the daemon did not start\n"))
  #expect(file.errorText == "")
  for arguments in [[], ["-"]] {
    let piped = try run(arguments, input: log)
    #expect(piped.status == 1)
    #expect(piped.outputText == file.outputText)
  }
}

@Test func aJobThatSucceededNeedsNoExplanation() throws {
  let result = try run(["good.log"])
  #expect(result.status == 0)
  #expect(result.outputText == "")
  #expect(result.errorText == "")
}

@Test func aLogThatSaysNothingKnownIsSaidSo() throws {
  let result = try run([], input: "make: *** [Makefile:3: all] Error 2\n")
  #expect(result.status == 0)
  #expect(result.outputText == "")
  #expect(result.errorText.contains("nothing in this log is known"))
}

@Test func theExplanationIsJSONToo() throws {
  let result = try run(["--format", "json", "job.log"])
  let document = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  let findings = try #require(document["findings"] as? [[String: Any]])
  #expect(findings.map { $0["name"] as? String } == ["unshare-forbidden", "daemon-did-not-start"])
  #expect(findings.first?["rule"] as? String == "K401")
  #expect(findings.first?["line"] as? Int == 3)
}

@Test func aLogThatCannotBeReadEndsWithThree() throws {
  for path in ["missing.log", "."] {
    let result = try run([path])
    #expect(result.status == 3)
    #expect(result.errorText.hasPrefix("error: "))
  }
}

@Test func whatTheLogHoldsCannotSteerTheTerminal() throws {
  let result = try run([], input: "toomanyrequests \u{1B}]0;title\u{7}\n")
  #expect(!result.outputText.contains("\u{1B}"))
  #expect(!result.outputText.contains("\u{7}"))
}
