import KanikoMigration
import ShellSyntax
import SourceText
import Testing

/// One call and how Kaniko reads it: flags as `name=value` with the value as shell text.
struct GrammarCase: Sendable, CustomStringConvertible {
  let words: String
  let flags: [String]
  let opaque: [String]
  let problems: Int
  let subcommand: KanikoInvocation.Subcommand
  var description: String { words }

  init(
    _ words: String, _ flags: [String], opaque: [String] = [], problems: Int = 0,
    _ subcommand: KanikoInvocation.Subcommand = .build
  ) {
    self.words = words
    self.flags = flags
    self.opaque = opaque
    self.problems = problems
    self.subcommand = subcommand
  }
}

private let cases: [GrammarCase] = [
  // Values.
  GrammarCase("--context .", ["context=."]),
  GrammarCase("--context=.", ["context=."]),
  GrammarCase("-c .", ["context=."]),
  GrammarCase("-c.", ["context=."]),
  GrammarCase("-c=.", ["context=."]),
  GrammarCase("-c=", ["context=="]),
  GrammarCase("--context=", ["context=\"\""]),
  GrammarCase("--context \"\"", ["context=\"\""]),
  GrammarCase("--context --destination", ["context=--destination"]),
  GrammarCase("--build-arg A=b=c", ["build-arg=A=b=c"]),
  GrammarCase("--build-arg=A=\"$B\"", ["build-arg=A=\"$B\""]),
  GrammarCase("--build-arg=\"A=$B c\"", ["build-arg=\"A=$B c\""]),
  GrammarCase("\"--build-arg=A=$B c\"", ["build-arg=\"A=$B c\""]),
  GrammarCase("'--build-arg' 'A=b c'", ["build-arg='A=b c'"]),
  GrammarCase("--bui\"ld-arg\" A=1", ["build-arg=A=1"]),
  GrammarCase("-d$IMAGE", ["destination=$IMAGE"]),
  GrammarCase("-d=$IMAGE", ["destination=$IMAGE"]),
  GrammarCase("-d \"$IMAGE\":1", ["destination=\"$IMAGE\":1"]),
  GrammarCase("--destination $IMAGE --cache", ["destination=$IMAGE", "cache"]),
  GrammarCase("--destination $(cat name) --cache", ["destination=$(cat name)", "cache"]),
  GrammarCase("--context $[[ inputs.dir ]]", ["context=$[[ inputs.dir ]]"]),
  GrammarCase("--context ~/x", ["context=\"$HOME\"/x"]),
  GrammarCase("--context=~/x", ["context=\"~/x\""]),
  // Bools.
  GrammarCase("--cache", ["cache"]),
  GrammarCase("--cache=true", ["cache=true"]),
  GrammarCase("--cache=\"true\"", ["cache=\"true\""]),
  GrammarCase("--cache=$CACHE", ["cache=$CACHE"]),
  GrammarCase("--cache=T --no-push=0", ["cache=T", "no-push=0"]),
  GrammarCase("--cache true", ["cache"], problems: 1),
  GrammarCase("--no-push=yes", ["no-push=yes"], problems: 1),
  GrammarCase("--cache=", ["cache=\"\""], problems: 1),
  // Numbers and durations.
  GrammarCase("--push-retry 3", ["push-retry=3"]),
  GrammarCase("--push-retry=0x10", ["push-retry=0x10"]),
  GrammarCase("--push-retry three", ["push-retry=three"], problems: 1),
  GrammarCase("--cache-ttl 2190h0m0s", ["cache-ttl=2190h0m0s"]),
  GrammarCase("--cache-ttl 48", ["cache-ttl=48"], problems: 1),
  GrammarCase("--cache-ttl=1.5h", ["cache-ttl=1.5h"]),
  GrammarCase("--compression-level=-1", ["compression-level=-1"]),
  // What Kaniko refuses.
  GrammarCase("--cont .", [], problems: 2),
  GrammarCase("--platform=linux/amd64", [], problems: 1),
  GrammarCase("-x", [], problems: 1),
  GrammarCase("--context", [], problems: 1),
  GrammarCase("-d", [], problems: 1),
  GrammarCase("---context .", [], problems: 2),
  GrammarCase("--=x", [], problems: 1),
  GrammarCase("file", [], problems: 1),
  GrammarCase("-", [], problems: 1),
  GrammarCase("-- --cache", [], problems: 1),
  GrammarCase("--cache -- ", ["cache"]),
  GrammarCase("--insecure-registry --destination r/x:1", ["insecure-registry=--destination"], problems: 1),
  GrammarCase("--Context .", [], problems: 2),
  // Words that may hold anything.
  GrammarCase("$ARGS", [], opaque: ["$ARGS"]),
  GrammarCase("\"$ARG\"", [], opaque: ["\"$ARG\""]),
  GrammarCase("\"$@\"", [], opaque: ["\"$@\""]),
  GrammarCase("--cache $(opts) -c .", ["cache", "context=."], opaque: ["$(opts)"]),
  GrammarCase("--$NAME", [], opaque: ["--$NAME"]),
  GrammarCase("--cache-$NAME=x", [], opaque: ["--cache-$NAME=x"]),
  GrammarCase("-$X", [], opaque: ["-$X"]),
  GrammarCase("--context \"$@\"", [], opaque: ["--context", "\"$@\""]),
  GrammarCase("$[[ inputs.args ]]", [], opaque: ["$[[ inputs.args ]]"]),
  GrammarCase("${ARGS:-} -d r/a", ["destination=r/a"], opaque: ["${ARGS:-}"]),
  // Subcommands.
  GrammarCase("version", [], .version),
  GrammarCase("--force version", ["force"], .version),
  GrammarCase("login -u x -p y r", [], .login),
  GrammarCase("push x", [], .push),
  GrammarCase("--help", [], .help),
  GrammarCase("-h", [], .help),
]

@Test(arguments: cases) func wordsAreReadAsKanikoReadsThem(_ example: GrammarCase) throws {
  let call = try invocation("/kaniko/executor \(example.words)")
  let flags = call.flags.map { use in use.flag.name + (use.value.map { "=" + $0.source } ?? "") }
  #expect(flags == example.flags)
  #expect(call.opaqueWords.map(\.fragment.source) == example.opaque)
  #expect(call.problems.count == example.problems, "\(call.problems.map(\.message))")
  #expect(call.subcommand == example.subcommand)
}

@Test(arguments: cases) func rangesAreThoseOfTheWords(_ example: GrammarCase) throws {
  let text = "/kaniko/executor \(example.words)"
  let bytes = Array(text.utf8)
  func string(_ range: ByteRange) -> String { String(decoding: bytes[range.indices], as: UTF8.self) }
  let call = try invocation(text)
  #expect(string(call.executor) == "/kaniko/executor")
  for use in call.flags {
    #expect(use.range.contains(use.spellingRange))
    let spelling = string(use.spellingRange).filter { !"\"'".contains($0) }
    #expect(spelling == use.spelling)
    if let valueRange = use.valueRange {
      #expect(use.range.contains(valueRange) && valueRange.upperBound == use.range.upperBound)
      #expect(use.spellingRange.upperBound <= valueRange.lowerBound)
    }
  }
  for word in call.opaqueWords { #expect(string(word.range) == word.fragment.source) }
  for problem in call.problems { #expect(!problem.range.isEmpty) }
}

@Test func problemPointsAtTheFlagAndSaysWhatToDo() throws {
  let text = "executor -c . --platform linux/arm64 -d r/a:1"
  let problem = try #require(try invocation(text).problems.first)
  #expect(problem.message == "kaniko has no flag `--platform`")
  #expect(problem.help == "kaniko's flag is --custom-platform")
  let misspelt = try #require(try invocation("executor -c . --destinaton r/a:1").problems.first)
  #expect(misspelt.help == "did you mean --destination?")
  #expect(Array(text.utf8)[problem.range.indices].elementsEqual("--platform".utf8))
  let separate = try #require(try invocation("executor --cache true").problems.first)
  #expect(separate.help == "write --cache=true")
}

@Test func assignmentsInFrontAreKept() throws {
  let call = try invocation("A=1 B=\"$C\" executor -c .")
  #expect(call.assignments.map(\.name) == ["A", "B"])
  #expect(call.assignments.map(\.value.source) == ["1", "\"$C\""])
}

@Test func executorMayStandBehindOtherWords() throws {
  let script = ShellScript(parsing: Array("time /kaniko/executor -c .".utf8))
  guard case .simple(let command)? = script.statements.first?.first.commands.first?.kind else {
    throw TestSupportError(message: "not a simple command")
  }
  let index = try #require(command.words.indices.last { command.words[$0].range.count == "/kaniko/executor".count })
  let call = KanikoInvocation.parse(command, in: script, executorIndex: index)
  #expect(call.flags.map(\.written) == ["-c ."])
  #expect(KanikoInvocation.parse(command, in: script, executorIndex: 99).flags.isEmpty)
}
