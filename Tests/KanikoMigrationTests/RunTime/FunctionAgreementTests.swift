import Diagnostics
import Foundation
import KanikoMigration
import TestSupport
import Testing

/// Expects that the function builds what the translation of a call builds, in every shell.
private func expectAgreement(
  _ call: String, in run: FunctionRun, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for shell in functionShells {
    let expected = try run.translated(call, shell: shell)
    let (actual, details) = try run.function(call, shell: shell)
    #expect(actual == expected, "\(shell) \(call)\n\(details.errors)", sourceLocation: sourceLocation)
    #expect(actual.build != nil, "\(shell) \(call)\n\(details.errors)", sourceLocation: sourceLocation)
  }
}

@Test(arguments: flagCases) func functionTranslatesAFlagAsTheTranslationDoes(_ example: FlagCase) throws {
  let run = try FunctionRun()
  let call = "\(plainCall) \(example.words)"
  guard example.effect == .manual else { return try expectAgreement(call, in: run) }
  for shell in functionShells {
    let (result, details) = try run.function(call, shell: shell)
    #expect(details.status == 1 && details.calls.isEmpty, "\(shell) \(example.words) \(details.calls)")
    #expect(details.errors.hasPrefix("build_image: "), "\(shell) \(details.errors)")
    #expect(!result.succeeded)
  }
}

private let destination = "-d $CI_REGISTRY_IMAGE:1"

private let calls: [String] = [
  // The grammar of the command line.
  "executor -c=$CI_PROJECT_DIR -d=$CI_REGISTRY_IMAGE:1 -f=docker/Dockerfile",
  "executor -c$CI_PROJECT_DIR -d$CI_REGISTRY_IMAGE:1 -fdocker/Dockerfile -vdebug",
  "executor --context=$CI_PROJECT_DIR --destination=$CI_REGISTRY_IMAGE:1 --cache=T --no-push-cache=0",
  "executor --context . \(destination) --target a --target b --build-arg A=1 --build-arg A=2",
  "executor -c . \(destination) --customPlatform linux/arm64 --custom-platform linux/amd64",
  "executor -c . \(destination) --no-push --no-push=false",
  "executor -c . \(destination) --digest-file '' --target '' --cache-repo=''",
  // Contexts and Dockerfiles.
  "executor -c app \(destination)", "executor -c app/ \(destination) -f only/Dockerfile.in-context",
  "executor -c dir://$CI_PROJECT_DIR/app \(destination)", "executor -c dir://. --context-sub-path app \(destination)",
  "executor -c app -f docker/app.Dockerfile \(destination)", "executor -c . -f ./Dockerfile.prod \(destination)",
  "executor -c $UNKNOWN -f $CI_PROJECT_DIR/docker/app.Dockerfile \(destination)",
  "executor -c . -f https://h.example/Dockerfile \(destination)",
  "executor -c app --context-sub-path ignored \(destination)",
  "executor -c git://h.example/g/p \(destination) -f docker/app.Dockerfile",
  "executor -c 'git://h.example/g/p.git#refs/heads/x#0a1b2c' \(destination) -f missing.Dockerfile",
  "executor -c git://h.example/g/p#main --context-sub-path app \(destination) -f missing/Dockerfile",
  "executor -c git://h.example/g/p --git branch=b --git recurse-submodules=true --git depth=1 \(destination)",
  "executor -c git://h.example/g/p.git --context-sub-path app --git single-branch=true \(destination)",
  "executor -c https://h.example/c.tar.gz \(destination)",
  "executor -c https://h.example/c.tar.gz --context-sub-path app \(destination) -f missing.Dockerfile",
  // Destinations, push and cache.
  "executor -c . -d r/a:1 -d r.example:5000/b -d \"localhost:5000/c:2\"",
  "executor -c . -d r.example:5000/b --cache", "executor -c . -d app:1 --cache --cache-ttl 6h",
  "executor -c . \(destination) --cache --cache-repo r.example:5000/cache --skip-tls-verify",
  "executor -c . --no-push", "executor -c . --no-push --cache --cache-repo r/c",
  "executor -c . --no-push \(destination)",
  "executor -c . --no-push \(destination) --tar-path x.tar", "executor -c . --no-push --tar-path 'a,b c.tar'",
  "executor -c . \(destination) --tarPath x.tar --oci-layout-path out --compression zstd --reproducible",
  // Digest files.
  "executor -c . -d r.example/a:1 -d app --digest-file out/deep/digest --image-name-with-digest-file names",
  "executor -c . -d docker.io/a/b -d index.docker.io/c:5 --image-name-tag-with-digest-file tags",
  "executor -c . -d r.example:5000/a --image-name-with-digest-file names --image-name-tag-with-digest-file tags",
  "executor -c . --no-push --digest-file d",
  "executor -c . --no-push --digest-file d --tar-path x.tar -d r.example/a:1",
  // Registries.
  "executor -c . -d 10.1.2.3:5000/a:1", "executor -c . -d reg.local/a:1 -d 172.32.0.1/b:1",
  "executor -c . -d 192.168.0.1/a:1 --insecure", "executor -c . -d 172.16.0.1/a --skip-tls-verify-registry 172.16.0.1",
  "executor -c . \(destination) --registry-map 'index.docker.io=m1;gcr.io=m2/x;index.docker.io=m3' --registry-mirror m4",
  "executor -c . \(destination) --registry-map docker.io=never --registry-mirror m --registry-mirror n/path",
  "executor -c . \(destination) --insecure-registry h:1 --insecure-registry h:1 --skip-tls-verify-registry h:1",
  "executor -c . -d r.example/a:1 --registry-certificate r.example=/ca.pem --registry-client-cert r.example=/c,/k",
  "executor -c . -d r/a -d r.example/b --skip-tls-verify --cache",
]

@Test(arguments: calls) func functionBuildsWhatTheTranslationBuilds(_ call: String) throws {
  try expectAgreement(call, in: FunctionRun())
}

@Test(arguments: [
  ["KANIKO_NO_PUSH": "true"], ["KANIKO_NO_PUSH": "0"], ["KANIKO_REGISTRY_MIRROR": "m"],
  ["KANIKO_REGISTRY_MAP": "gcr.io=a;quay.io=b"],
  ["KANIKO_REGISTRY_MAP": "index.docker.io=a", "KANIKO_REGISTRY_MIRROR": "b"],
]) func functionReadsKanikosVariables(_ variables: [String: String]) throws {
  let run = try FunctionRun()
  run.environment.merge(variables) { $1 }
  try expectAgreement("executor -c . \(destination) --no-push=1 --registry-mirror first", in: run)
}

@Test func functionTakesAContextFromAnArchive() throws {
  let run = try FunctionRun()
  try run.recorder.write("packed/inner/Dockerfile", "FROM packed\n")
  let packed = try run.recorder.run("tar -czf c.tar.gz -C packed . && rm -r packed Dockerfile")
  #expect(packed.status == 0)
  for shell in functionShells {
    for call in [
      "executor -c tar://c.tar.gz --context-sub-path inner \(destination)",
      "cat c.tar.gz | executor -c tar://stdin --context-sub-path inner \(destination)",
    ] {
      let (result, details) = try run.function(call, shell: shell)
      #expect(result.succeeded, "\(details.errors)")
      #expect(run.recorder.read("dockerfile") == "FROM packed\n")
      #expect(run.recorder.read("context") == "Dockerfile\n")
    }
  }
}

@Test func functionTakesADockerfileFromStandardInput() throws {
  let run = try FunctionRun()
  for shell in functionShells {
    let (result, _) = try run.function("echo FROM stdin | executor -c . -f /dev/stdin \(destination)", shell: shell)
    #expect(result.succeeded)
    #expect(run.recorder.read("dockerfile") == "FROM stdin\n")
  }
}

@Test func functionQuotesWhatTheTranslationLeavesToAPerson() throws {
  let run = try FunctionRun()
  for shell in functionShells {
    let (_, details) = try run.function("executor -c . --no-push --tar-path 'a,\"b\".tar'", shell: shell)
    #expect(details.calls.first?.last == "type=docker,\"dest=a,\"\"b\"\".tar\"")
  }
}

/// Flags with values that Kaniko takes, for calls put together at random.
private let randomWords = [
  "--cache", "--cache=false", "--cache-repo r.example/c", "--no-push", "--no-push=0", "--no-push-cache", "-d r/a:2",
  "-d h.example:5000/x", "-d 10.0.0.1/y", "--target a", "--build-arg A=\"$B\"", "--build-arg X", "--label 'a=b c'",
  "-f docker/app.Dockerfile", "-f only/Dockerfile.in-context", "-c app", "-c dir://app", "--context-sub-path only",
  "--tar-path x.tar", "--oci-layout-path out", "--digest-file d", "--image-name-with-digest-file names",
  "--image-name-tag-with-digest-file tags", "--insecure", "--skip-tls-verify", "--insecure-registry h:1",
  "--registry-mirror m", "--registry-map gcr.io=n", "--reproducible", "--compression zstd", "--compression-level 3",
  "--annotation a.b=c,d", "--custom-platform linux/arm64", "-v trace", "--single-snapshot", "--cache-run-layers",
  "--secret id=a,src=b", "--image-format oci", "--snapshotMode redo", "--cleanup=true", "--ignore-var-run=false",
]

@Test(arguments: 0..<40) func functionAgreesOnAnyCall(_ seed: Int) throws {
  var generator = SeededGenerator(seed: UInt64(seed) &+ 1_016)
  let words = (0..<Int.random(in: 2...12, using: &generator)).compactMap { _ in
    randomWords.randomElement(using: &generator)
  }
  let call = "executor -c . \(words.joined(separator: " "))"
  let isManual = try translation(call).applicability == .manual
  let run = try FunctionRun()
  let shell = functionShells[seed % functionShells.count]
  let (actual, details) = try run.function(call, shell: shell)
  if isManual {
    #expect(details.status == 1 && details.calls.isEmpty, "\(call)")
  } else {
    #expect(try actual == run.translated(call, shell: shell), "\(shell) \(call)\n\(details.errors)")
  }
}
