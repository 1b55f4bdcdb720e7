import Diagnostics
import KanikoMigration
import ShellSyntax
import Testing

private func read(_ text: String) -> Dockerfile { Dockerfile(Array(text.utf8)) }

@Test func stagesHaveBasesAndNames() {
  let file = read(
    "ARG V=1\nFROM --platform=linux/amd64 golang:$V AS Build\nRUN make\nFROM scratch\nCOPY --from=build /a /\n")
  #expect(file.stages.map(\.base) == ["golang:$V", "scratch"])
  #expect(file.stages.map(\.name) == ["build", nil])
  #expect(file.head.map(\.arguments) == ["V=1"])
  #expect(file.stages[1].instructions.map(\.arguments) == ["--from=build /a /"])
}

@Test func continuedLinesAreJoinedPastComments() {
  let file = read("FROM a\r\nRUN one \\\r\n  # why\r\n\r\n  two\r\nUSER x\r\n")
  #expect(file.stages.first?.instructions.map(\.name) == ["RUN", "USER"])
  #expect(file.stages.first?.instructions.first?.arguments == "one two")
}

@Test func hereDocumentsAreNoInstructions() {
  let file = read(
    "FROM a\nRUN <<-'EOF'\nFROM b\n\tEOF\nCOPY <<ONE <<TWO /x/\nFROM c\nONE\nFROM d\nTWO\nRUN cat <<< FROM\nUSER x\n")
  #expect(file.stages.count == 1)
  #expect(file.stages.first?.instructions.map(\.name) == ["RUN", "COPY", "RUN", "USER"])
}

@Test(
  arguments: [
    ("# syntax=docker/dockerfile:1\nFROM a", "docker/dockerfile:1"), ("\u{FEFF}#Syntax = x\nFROM a", "x"),
    ("# a comment\n# syntax=x\nFROM a", nil), ("FROM a\n# syntax=x", nil),
  ] as [(String, String?)])
func syntaxIsReadAtTheTopAlone(_ text: String, _ expected: String?) {
  #expect(read(text).syntax == expected)
}

@Test func escapeMayBeABacktick() {
  let file = read("# escape=`\nFROM a\nRUN one `\n two\nCOPY c:\\\nUSER x\n")
  #expect(file.stages.first?.instructions.map(\.arguments) == ["one two", "c:\\", "x"])
}

@Test(arguments: ["", "\\", "FROM", "FROM \\", "RUN <<EOF", "\n\n#", "\u{0}", "FROM a AS"])
func anythingIsRead(_ text: String) {
  #expect(read(text).stages.count <= 1)
}

@Test(arguments: [
  ("FROM alpine", "", ["alpine"]),
  ("FROM reg.example.com/a AS b\nFROM b\nFROM scratch", "", ["reg.example.com/a"]),
  ("ARG R=reg.example.com\nARG I=$R/base\nFROM ${I}:1", "", ["reg.example.com/base:1"]),
  ("ARG R=reg.example.com\nFROM $R/base", "--build-arg R=$CI_REGISTRY", ["$CI_REGISTRY/base"]),
  ("ARG R\nFROM ${R:-quay.io}/base", "", ["quay.io/base"]),
  ("ARG R\nFROM $R/base", "", []),
  ("FROM a\nCOPY --from=quay.io/x/y /a /b\nCOPY --from=0 /a /c", "", ["a", "quay.io/x/y"]),
])
func baseImagesAreFound(_ dockerfile: String, _ flags: String, _ expected: [String]) throws {
  let environment = InvocationEnvironment(
    checkout: { $0 == "Dockerfile" }, readFile: { $0 == "Dockerfile" ? Array(dockerfile.utf8) : nil })
  let result = try translation("/kaniko/executor -c . -d x/y:1 \(flags)", in: environment)
  #expect(result.baseImages.map(\.doubleQuotedContent) == expected)
}

@Test func pullsOverPlainHTTPAreConfiguredForTheHostsOfTheDockerfile() throws {
  let text = "ARG R=reg.example.com:5000\nFROM $R/base\nCOPY --from=alpine /a /b\n"
  let environment = InvocationEnvironment(
    checkout: { $0 == "app/Dockerfile" }, readFile: { $0 == "app/Dockerfile" ? Array(text.utf8) : nil })
  let result = try translation("/kaniko/executor -c app -f app/Dockerfile -d x/y:1 --insecure-pull", in: environment)
  #expect(result.applicability == .safe)
  #expect(result.spec.registries.map(\.host.source) == ["reg.example.com:5000"])
  #expect(result.spec.registries.map(\.usesHTTP) == [true])
}
