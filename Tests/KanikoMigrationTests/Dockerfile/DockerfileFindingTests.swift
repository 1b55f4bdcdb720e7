import ShellSyntax
import Testing

@testable import KanikoMigration

private func findings(
  _ dockerfile: String, target: String? = nil, secrets: [String] = [], arguments: [String] = [],
  skipsUnusedStages: Bool = false, ignored: [String] = []
) -> [String] {
  let place = ShellFragment(literal: ".")
  var spec = BuildSpec(context: .directory(place), dockerfile: .directory(place, name: nil))
  spec.target = target.map { ShellFragment(literal: $0) }
  spec.secrets = secrets.map { ShellFragment(literal: $0) }
  spec.buildArguments = arguments.map { BuildArgument(assignment: ShellFragment(literal: $0)) }
  return DockerfileFindings(
    dockerfile: Dockerfile(Array(dockerfile.utf8)), spec: spec, skipsUnusedStages: skipsUnusedStages, ignored: ignored
  ).entries.map { "\($0.outcome.rawValue) \($0.subject)" }
}

@Test func stagesThatNothingNeedsAreFound() {
  let text = """
    FROM golang AS build
    RUN make
    FROM build AS test
    RUN make test
    FROM alpine AS docs
    FROM scratch AS mounted
    FROM alpine
    COPY --from=0 /a /a
    RUN --mount=type=bind,from=mounted,target=/m true
    FROM alpine AS later
    RUN true
    """
  #expect(
    findings(text) == [
      "review stage build", "review stage test", "note stage docs", "note stage mounted", "review stage 4",
    ])
  let whole = text + "\nCOPY --from=test /a /\nCOPY --from=docs /b /\nCOPY --from=4 /c /\n"
  #expect(findings(whole) == [])
  #expect(findings(text, target: "TEST") == [], "later stages are built by neither")
  #expect(findings(text, skipsUnusedStages: true) == [])
  #expect(findings(text, target: "missing") == [])
}

@Test(arguments: [
  ("# syntax=docker/dockerfile:1\nFROM a", ["note # syntax"]),
  ("FROM a\nUSER 70000", ["review uid"]),
  ("FROM a\nUSER 65535:65535", []),
  ("FROM a\nCOPY --chown=1:100000 a /", ["review uid"]),
  ("FROM a\nRUN apk add x && mknod /dev/x c 1 3", ["review RUN"]),
  ("FROM a\nRUN --mount=type=cache,target=/c echo mount", []),
  ("FROM a\nRUN cat /kaniko/.docker/config.json", ["review RUN"]),
  ("FROM a\nRUN ls /builders/x", []),
  ("FROM a\nVOLUME /data\nRUN touch /data/x", ["note VOLUME /data"]),
  ("FROM a\nRUN true\nVOLUME /data\nUSER x", []),
  ("FROM a\nARG TARGETARCH=amd64", ["note ARG"]),
  ("FROM a\nRUN --mount=type=secret,id=npm true", ["note RUN --mount=type=secret"]),
  ("FROM a\nRUN --mount=type=secret,id=npm,required true", ["review RUN --mount=type=secret"]),
  ("FROM a\nRUN --mount=type=secret,id=pip --mount=type=ssh true", ["note RUN --mount=type=ssh"]),
  ("FROM a\nRUN --mount=type=secret,target=/run/pip true", []),
])
func instructionsThatDifferAreFound(_ dockerfile: String, expected: [String]) {
  #expect(findings(dockerfile, secrets: ["id=pip,src=x"]) == expected)
}

@Test func argumentsThatTheCallGivesAreNoFinding() {
  #expect(findings("FROM a\nARG TARGETARCH", arguments: ["TARGETARCH=arm64"]) == [])
}

@Test func copiesOfIgnoredFilesAreFound() {
  let text = "FROM a AS b\nCOPY conf/local.env *.txt src /app/\nCOPY --from=b conf/local.env /\nCOPY $X /\n"
  #expect(findings(text, ignored: ["conf"]) == ["review COPY"])
  #expect(findings(text, ignored: ["*.txt", "other"]) == [])
  #expect(findings(text, ignored: ["conf", "!conf/local.env"]) == [], "exceptions are not followed")
}
