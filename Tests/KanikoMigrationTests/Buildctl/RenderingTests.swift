import Foundation
import KanikoMigration
import Testing

private let shells: [[String]] = [["busybox", "sh"], ["dash"], ["bash"]]
private let environment = [
  "CI_PROJECT_DIR": "/builds/g/p", "CI_REGISTRY_IMAGE": "r.example:5000/g/p", "TAG": "v1", "A": "r/a", "B": "r/b:2",
  "WITH_SPACES": "one two", "ODD": "a,b \"c\" $d \\e 'f'", "IMAGE": "r.example:5000/g/p:v2", "BARE": "h:5000/x",
]

/// Translates a call and gives its text in a layout.
private func text(
  _ script: String, _ layout: CommandLayout = CommandLayout(), in known: InvocationEnvironment = InvocationEnvironment()
) throws -> String {
  BuildctlCommand(try translation(script, in: known).spec).source(layout)
}

/// Runs a translated call in every shell and both layouts, and expects the same arguments every time.
private func expectArguments(
  _ script: String, _ expected: [String], in known: InvocationEnvironment = InvocationEnvironment(),
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let recorder = try CommandRecorder()
  for shell in shells {
    for isMultiline in [true, false] {
      let command = try text(script, CommandLayout(isMultiline: isMultiline, indentation: "  "), in: known)
      let run = try recorder.run("set -e\n\(command)", shell: shell, environment: environment)
      #expect(run.status == 0, "\(run.errors)", sourceLocation: sourceLocation)
      #expect(
        run.calls == [["build", "--frontend", "dockerfile.v0"] + expected], "\(shell) \(command)",
        sourceLocation: sourceLocation)
    }
  }
}

@Test func argumentsReachBuildctlAsTheyReachedKaniko() throws {
  try expectArguments(
    """
    executor --context "${CI_PROJECT_DIR}" --dockerfile $CI_PROJECT_DIR/Dockerfile -d "$CI_REGISTRY_IMAGE:$TAG" \
    --build-arg "MSG=$WITH_SPACES" --build-arg 'RAW=a, "b" $c' --build-arg ODD="$ODD" --build-arg TAG \
    --build-arg E= --build-arg "E2=" --build-arg X=a\\ b --label org.x="$ODD"
    """,
    [
      "--local", "context=/builds/g/p", "--local", "dockerfile=/builds/g/p", "--opt", "build-arg:MSG=one two",
      "--opt", "build-arg:RAW=a, \"b\" $c", "--opt", "build-arg:ODD=a,b \"c\" $d \\e 'f'", "--opt", "build-arg:TAG=v1",
      "--opt", "build-arg:E=", "--opt", "build-arg:E2=", "--opt", "build-arg:X=a b", "--opt",
      "label:org.x=a,b \"c\" $d \\e 'f'", "--output", "type=image,name=r.example:5000/g/p:v1,push=true",
    ])
}

@Test func severalDestinationsAreOneQuotedField() throws {
  try expectArguments(
    "executor -c . -d $A:1 -d \"$B\" -d 'r/c:3' --compression=zstd",
    [
      "--local", "context=.", "--local", "dockerfile=.", "--output",
      "type=image,\"name=r/a:1,r/b:2,r/c:3\",push=true,compression=zstd",
    ])
}

@Test func bareArgumentTakesThePrefixAssignment() throws {
  let arguments = try buildctlArguments("K='a b' executor -c . -d r/a:1 --build-arg K")
  #expect(arguments.contains("--opt 'build-arg:K=a b'"))
  let exported = InvocationEnvironment(values: ["K": ["x"]])
  #expect(
    try buildctlArguments("executor -c . -d r/a:1 --build-arg K", in: exported).contains("--opt \"build-arg:K=$K\""))
}

@Test func cacheRepositoryLosesItsTagAndKeepsItsPort() throws {
  func references(_ destination: String, _ known: InvocationEnvironment = InvocationEnvironment()) throws -> [String] {
    let recorder = try CommandRecorder()
    let run = try recorder.run(
      try text("executor -c . -d \(destination) --cache --no-push-cache", in: known), environment: environment)
    return run.calls.first?.filter { $0.hasPrefix("type=registry") } ?? []
  }
  #expect(try references("$IMAGE") == ["type=registry,ref=r.example:5000/g/p:buildcache"])
  #expect(try references("\"$BARE\"") == ["type=registry,ref=h:5000/x:buildcache"])
  #expect(try references("$BARE:1") == ["type=registry,ref=h:5000/x:buildcache"])
  #expect(try references("localhost:5000/x") == ["type=registry,ref=localhost:5000/x:buildcache"])
  #expect(try references("$CI_REGISTRY_IMAGE/app") == ["type=registry,ref=r.example:5000/g/p/app:buildcache"])
  let known = InvocationEnvironment(values: ["IMAGE": ["$CI_REGISTRY_IMAGE:$CI_COMMIT_SHA"]])
  #expect(try references("$IMAGE", known) == ["type=registry,ref=r.example:5000/g/p:buildcache"])
  #expect(try buildctlArguments("executor -c . -d $IMAGE --cache", in: known).contains { $0.contains("${IMAGE%:*}") })
}

@Test(arguments: ["1", "true", "T", "0", "false", "F", ""]) func dynamicCacheIsDecidedWhenTheJobRuns(
  _ value: String
) throws {
  let recorder = try CommandRecorder()
  for shell in shells {
    let run = try recorder.run(
      try text("executor -c . -d \"$CI_REGISTRY_IMAGE:$TAG\" --cache=$CACHE"), shell: shell,
      environment: environment.merging(["CACHE": value]) { $1 })
    let cache = [
      "--import-cache", "type=registry,ref=r.example:5000/g/p:buildcache", "--export-cache",
      "type=registry,ref=r.example:5000/g/p:buildcache,mode=max,ignore-error=true",
    ]
    let isOn = ["1", "true", "T"].contains(value)
    #expect(
      run.calls == [
        ["build", "--frontend", "dockerfile.v0", "--local", "context=.", "--local", "dockerfile=."]
          + (isOn ? cache : []) + ["--output", "type=image,name=r.example:5000/g/p:v1,push=true"]
      ])
  }
}

@Test func dynamicPushIsDecidedWhenTheJobRuns() throws {
  let recorder = try CommandRecorder()
  for (value, push) in [("true", "false"), ("0", "true"), ("junk", "invalid")] {
    let run = try recorder.run(
      try text("executor -c . -d r/a:1 --no-push=$NO_PUSH"), environment: ["NO_PUSH": value])
    #expect(run.calls.first?.last == "type=image,name=r/a:1,push=\(push)")
  }
}

// MARK: - Several commands in place of one

private let digestCall = """
  executor -c . -d "$CI_REGISTRY_IMAGE:$TAG" -d $A --digest-file out/deep/digest \
  --image-name-with-digest-file names --image-name-tag-with-digest-file tags
  """

@Test(arguments: shells) func digestFilesAreThoseOfKaniko(_ shell: [String]) throws {
  let recorder = try CommandRecorder()
  try recorder.write(
    "names", "old content that is replaced, and longer than the new one by far, or so one hopes: xxxxxxxx\n")
  let run = try recorder.run("set -e\n\(try text(digestCall))\necho after", shell: shell, environment: environment)
  #expect(run.status == 0 && run.output == "after\n", "\(run.errors)")
  #expect(recorder.read("out/deep/digest") == CommandRecorder.digest)
  let lines = "r.example:5000/g/p:v1@\(CommandRecorder.digest)\nr/a@\(CommandRecorder.digest)\n"
  #expect(recorder.read("names") == lines)
  #expect(recorder.read("tags") == lines)
}

@Test func nameFileAloneHasNoTags() throws {
  let recorder = try CommandRecorder()
  _ = try recorder.run(
    try text("executor -c . -d $CI_REGISTRY_IMAGE:$TAG -d user/app:1 -d app --image-name-with-digest-file n"),
    environment: environment)
  let digest = CommandRecorder.digest
  #expect(
    recorder.read("n") == """
      r.example:5000/g/p@\(digest)
      index.docker.io/user/app@\(digest)
      index.docker.io/library/app@\(digest)

      """)
}

/// The places a call can stand in, with `@` for the call, and what is printed when it succeeds and when it fails.
private let places: [(script: String, success: String, failure: String)] = [
  ("@\necho after", "after\n", ""),
  ("@ && echo then", "then\n", ""),
  ("@ || echo else\necho after", "after\n", "else\nafter\n"),
  ("if @; then echo yes; else echo no; fi", "yes\n", "no\n"),
  ("if ! @; then echo no; fi\necho after", "after\n", "no\nafter\n"),
  ("f() {\n  @\n  echo in\n}\nf\necho after", "in\nafter\n", ""),
  ("for i in 1 2; do @; echo $i; done", "1\n2\n", ""),
  ("true && @\necho after", "after\n", ""),
  ("true | @\necho after", "after\n", ""),
  ("{ @; } > /dev/null\necho after", "after\n", ""),
  ("@ > log\necho after", "after\n", ""),
  ("case x in x) @ ;; esac\necho after", "after\n", ""),
  ("( @ )\necho after", "after\n", ""),
  ("digest=kept\n@ || true\necho $digest", "kept\n", "kept\n"),
]

@Test(arguments: shells) func callsStandWhereOneCommandStands(_ shell: [String]) throws {
  let recorder = try CommandRecorder()
  for script in ["executor -c . -d r/a:1 --digest-file d", "executor -c . -d r/a:1"] {
    for isMultiline in [true, false] {
      let command = try text(script, CommandLayout(isMultiline: isMultiline))
      for place in places {
        let whole =
          "set -e\n" + place.script.split(separator: "@", omittingEmptySubsequences: false).joined(separator: command)
        let success = try recorder.run(whole, shell: shell, environment: environment)
        #expect(success.status == 0 && success.output == place.success, "\(shell) \(whole) \(success.errors)")
        let failure = try recorder.run(whole, shell: shell, environment: environment.merging(["FAIL": "1"]) { $1 })
        #expect(failure.output == place.failure, "\(shell) \(whole)")
        #expect((failure.status == 0) == !place.failure.isEmpty, "\(shell) \(whole)")
      }
    }
  }
}

@Test(arguments: shells) func missingDigestFailsTheCall(_ shell: [String]) throws {
  let recorder = try CommandRecorder()
  let run = try recorder.run(
    "set -e\n\(try text("executor -c . -d r/a:1 --digest-file d"))\necho after", shell: shell,
    environment: ["NO_METADATA": "1"])
  #expect(run.status != 0 && run.output.isEmpty)
  #expect(recorder.read("d") == nil)
}

@Test(arguments: shells) func callUnderExecEndsTheShell(_ shell: [String]) throws {
  let recorder = try CommandRecorder()
  for script in ["executor -c . -d r/a:1 --digest-file d", "executor -c . -d r/a:1"] {
    for isMultiline in [true, false] {
      let command = try text(script, CommandLayout(isMultiline: isMultiline, replacesShell: true))
      for (fail, status) in [("", Int32(0)), ("1", 1)] {
        let run = try recorder.run("set -e\n\(command)\necho after", shell: shell, environment: ["FAIL": fail])
        #expect(run.status == status && run.output.isEmpty, "\(command)")
      }
    }
  }
}

@Test func leadingWordsStayBeforeTheProgram() throws {
  let simple = try text("executor -c . -d r/a:1", CommandLayout(isMultiline: false, leadingWords: "A=b time"))
  #expect(simple.hasPrefix("A=b time buildctl-daemonless.sh build --frontend"))
  let grouped = try text("executor -c . -d r/a:1 --digest-file d", CommandLayout(leadingWords: "A=b"))
  #expect(grouped.hasPrefix("(\n  metadata=$(mktemp) &&\n    A=b buildctl-daemonless.sh build \\\n      --frontend"))
}

@Test func contextAndDockerfileMayComeFromStandardInput() throws {
  let recorder = try CommandRecorder()
  try recorder.write("src/file", "x")
  try recorder.write("src/Dockerfile", "FROM tar\n")
  let tar = try text("executor -c tar://stdin -d r/a:1")
  for script in [
    "tar -cz -C src . | \(tar)", "tar -czf c.tar.gz -C src .\n" + (try text("executor -c tar://c.tar.gz -d r/a:1")),
  ] {
    let run = try recorder.run("set -e\n\(script)", environment: environment)
    #expect(run.status == 0, "\(run.errors)")
    #expect(recorder.read("context") == "Dockerfile\nfile\n")
    #expect(recorder.read("dockerfile") == "FROM tar\n")
  }
  _ = try recorder.run("echo FROM stdin | \(try text("executor -c src -f /dev/stdin -d r/a:1"))")
  #expect(recorder.read("dockerfile") == "FROM stdin\n")
  _ = try recorder.run(try text("executor -c src -f https://h/Dockerfile -d r/a:1"))
  #expect(recorder.read("dockerfile") == "FROM https://h/Dockerfile\n")
}

// MARK: - Daemon configuration

@Test func daemonConfigurationIsWrittenWithItsValues() throws {
  let spec = try translation(
    """
    executor -c . -d $HOST/a:1 --insecure-registry "$HOST" --registry-mirror m1 --registry-mirror m2/p \
    --registry-map 'index.docker.io=m0;quay.io=q' --skip-tls-verify-registry $HOST \
    --registry-certificate r=$CI_PROJECT_DIR/ca.pem --registry-client-cert r=/c.pem,/k.pem
    """
  ).spec
  let configuration = try #require(BuildkitdConfiguration(spec.registries))
  let recorder = try CommandRecorder()
  let run = try recorder.run(
    configuration.scriptLines().joined(separator: "\n"), environment: ["HOST": "h:5000", "CI_PROJECT_DIR": "/b"])
  #expect(run.status == 0, "\(run.errors)")
  #expect(
    recorder.read(".config/buildkit/buildkitd.toml") == """
      [registry."h:5000"]
        http = true
        insecure = true
      [registry."r"]
        ca = ["/b/ca.pem"]
        [[registry."r".keypair]]
          key = "/k.pem"
          cert = "/c.pem"
      [registry."docker.io"]
        mirrors = ["m0", "m1", "m2/p"]
      [registry."quay.io"]
        mirrors = ["q"]

      """)
  #expect(BuildkitdConfiguration([]) == nil)
}
