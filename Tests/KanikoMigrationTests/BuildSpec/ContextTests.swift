import Diagnostics
import KanikoMigration
import ShellSyntax
import Testing

/// One form of a context, and the first arguments of buildctl for it.
struct ContextCase: Sendable, CustomStringConvertible {
  let words: String
  let arguments: [String]
  let applicability: Applicability
  var description: String { words }

  init(_ words: String, _ arguments: [String], _ applicability: Applicability = .safe) {
    self.words = words
    self.arguments = arguments
    self.applicability = applicability
  }
}

private let cases: [ContextCase] = [
  ContextCase(
    "-c dir://. --context-sub-path app -f $CI_PROJECT_DIR/Dockerfile",
    ["--local context=./app", "--local dockerfile=$CI_PROJECT_DIR"]),
  ContextCase(
    "-c $CI_PROJECT_DIR/ --context-sub-path app",
    ["--local context=$CI_PROJECT_DIR/", "--local dockerfile=$CI_PROJECT_DIR/"]),
  ContextCase(
    "-c git://h/g/p.git#refs/heads/main",
    ["--opt \"context=https://h/g/p.git?submodules=false#refs/heads/main\""], .review),
  ContextCase(
    "-c git://h/g/p#refs/tags/v1#abc --git recurse-submodules=true",
    ["--opt \"context=https://h/g/p.git#abc\""], .review),
  ContextCase(
    "-c git://h/g/p --git branch=dev --git depth=5 --context-sub-path sub -f Dockerfile.x",
    ["--opt \"context=https://h/g/p.git?submodules=false#dev:sub\"", "--opt filename=Dockerfile.x"], .review),
  ContextCase(
    "-c git://$CI_SERVER_HOST/$CI_PROJECT_PATH --context-sub-path sub",
    ["--opt \"context=https://$CI_SERVER_HOST/$CI_PROJECT_PATH.git?submodules=false#:sub\""], .review),
  ContextCase("-c git://$REPOSITORY", [], .manual),
  ContextCase(
    "-c \"dir\"'://'\"$CI_PROJECT_DIR\"",
    ["--local context=\"$CI_PROJECT_DIR\"", "--local dockerfile=\"$CI_PROJECT_DIR\""]),
  ContextCase(
    "-c git://h/g/p.g'it'", ["--opt \"context=https://h/g/p.git?submodules=false\""], .review),
  ContextCase("-c git://h/p --git insecure-skip-tls=true", [], .manual),
  ContextCase("-c https://h/c.tar.gz", ["--opt context=https://h/c.tar.gz"]),
  ContextCase(
    "-c https://h/c.tar.gz --context-sub-path sub",
    ["--opt context=https://h/c.tar.gz", "--opt contextsubdir=sub", "--opt filename=sub/Dockerfile"]),
  ContextCase(
    "-c https://h/c.tar.gz -f $CI_PROJECT_DIR/x/Dockerfile.y",
    [
      "--opt context=https://h/c.tar.gz", "--local dockerfile=$CI_PROJECT_DIR/x", "--opt dockerfilekey=dockerfile",
      "--opt filename=Dockerfile.y",
    ]),
  ContextCase("-c https://a.blob.core.windows.net/c.tar.gz", [], .manual),
  ContextCase("-c s3://b/c.tar.gz", [], .manual),
  ContextCase("-c ftp://b/c.tar.gz", [], .manual),
  ContextCase("-c https://h/c.tar.gz -b bucket", [], .manual),
  ContextCase("-c /workspace", [], .manual),
  ContextCase("-c . -f /kaniko/Dockerfile", [], .manual),
  ContextCase(
    "-c tar://c.tar.gz -f ./Dockerfile",
    [
      "--local context=\"$context_dir\"",
      "--local dockerfile=\"$(if [ -f ./Dockerfile ]; then echo .; else echo \"$context_dir\"; fi)\"",
    ]),
]

@Test(arguments: cases) func contextIsTranslated(_ example: ContextCase) throws {
  // Nothing of the project is in the checkout, so Dockerfiles are in the contexts.
  let remote = example.words.contains("://h/") || example.words.contains("://$CI")
  let environment = InvocationEnvironment(checkout: { _ in remote ? false : nil })
  let translation = try translation("executor \(example.words) -d r/a:1", in: environment)
  #expect(translation.applicability == example.applicability, "\(translation.outcomes.map(\.reason))")
  guard example.applicability != .manual else { return }
  let arguments = try buildctlArguments("executor \(example.words) -d r/a:1", in: environment)
  #expect(Array(arguments.prefix(example.arguments.count)) == example.arguments)
  #expect(arguments.count == example.arguments.count + 1)
}

@Test func dockerfileBesideARemoteContextIsNotGuessed() throws {
  #expect(try translation("executor -c https://h/c.tar.gz -d r/a:1").applicability == .manual)
  let inProject = InvocationEnvironment(checkout: { _ in true })
  #expect(
    try buildctlArguments("executor -c https://h/c.tar.gz -d r/a:1", in: inProject).prefix(3) == [
      "--opt context=https://h/c.tar.gz", "--local dockerfile=.", "--opt dockerfilekey=dockerfile",
    ])
}

@Test func gitCredentialsBecomeASecret() throws {
  let environment = InvocationEnvironment(values: ["GIT_TOKEN": ["$TOKEN"]], checkout: { _ in false })
  #expect(
    try buildctlArguments("executor -c git://h/p.git -d r/a:1", in: environment)
      .contains("--secret id=GIT_AUTH_TOKEN,env=GIT_TOKEN"))
}

@Test func outputsNeedAPlaceThatCanBeWritten() throws {
  for (path, applicability) in [
    ("$CI_PROJECT_DIR/x", Applicability.safe), ("x", .safe), ("/tmp/x", .safe), ("/x", .review), ("/kaniko/x", .manual),
  ] {
    for flag in ["--digest-file", "--tar-path", "--oci-layout-path"] {
      let call = try translation("executor -c . -d $CI_REGISTRY_IMAGE:1 \(flag) \(path)")
      #expect(call.applicability == applicability, "\(flag) \(path)")
    }
  }
}

@Test func variablesOfTheJobCount() throws {
  func translated(_ values: [String: [String]], _ words: String = "") throws -> BuildTranslation {
    try translation(
      "\(words) executor -c . -d $CI_REGISTRY_IMAGE:1", in: InvocationEnvironment(values: values))
  }
  #expect(try translated(["KANIKO_NO_PUSH": ["true"]]).spec.push == .off)
  #expect(try translated(["KANIKO_NO_PUSH": ["false"]]).applicability == .safe)
  #expect(try translated(["KANIKO_NO_PUSH": ["true"]]).applicability == .review)
  #expect(try translated([:], "KANIKO_NO_PUSH=1").spec.push == .off)
  #expect(try translated([:], "KANIKO_NO_PUSH=$X").applicability == .manual)
  #expect(try translated([:], "KANIKO_REGISTRY_MIRROR=m").applicability == .manual)
  #expect(
    try translated(["KANIKO_REGISTRY_MIRROR": ["m"]]).spec.registries.first?.mirrors.first?.source
      == "\"$KANIKO_REGISTRY_MIRROR\"")
  #expect(try translated(["BUILDER_OUTPUT": ["x"]]).applicability == .manual)
  #expect(try translated(["IMAGE": ["x"]]).outcomes.count == 2)
}

@Test func valueOfSeveralWordsIsLeft() throws {
  let environment = InvocationEnvironment(values: ["TAGS": ["r/a:1 --destination r/a:2"]])
  #expect(try translation("executor -c . --destination $TAGS", in: environment).applicability == .manual)
  #expect(try translation("executor -c . --destination \"$TAGS\"", in: environment).applicability == .safe)
}

@Test func privateHostIsReachedOverPlainHTTP() throws {
  for host in ["10.1.2.3:5000", "192.168.0.1", "172.16.0.1:80", "reg.local"] {
    let translation = try translation("executor -c . -d \(host)/a:1")
    #expect(translation.applicability == .review)
    #expect(translation.spec.registries.map(\.usesHTTP) == [true])
  }
  for host in ["11.1.2.3", "172.32.0.1", "registry.example.com", "localhost:5000", "127.0.0.1:5000", "10.1.2"] {
    #expect(try translation("executor -c . -d \(host)/a:1").spec.registries.isEmpty, "\(host)")
  }
}

@Test func contextsInGitAreFetchedByTheMethodOfTheJob() throws {
  for (method, scheme) in [("http", "http"), ("https", "https")] {
    let environment = InvocationEnvironment(values: ["GIT_PULL_METHOD": [method]], checkout: { _ in false })
    let arguments = try buildctlArguments("executor -c git://h/g/p.git -d r/a:1", in: environment)
    #expect(arguments.first == "--opt \"context=\(scheme)://h/g/p.git?submodules=false\"")
  }
}
