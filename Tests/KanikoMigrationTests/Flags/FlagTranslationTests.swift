import Diagnostics
import KanikoMigration
import Testing

/// One use of a flag in an otherwise plain call.
struct FlagCase: Sendable, CustomStringConvertible {
  let flag: String
  /// The arguments that are tested.
  let words: String
  /// Arguments of buildctl that are there with the flag, and not without it; empty for a flag that changes nothing.
  let added: [String]
  let effect: FlagEffect
  var description: String { words }

  init(_ flag: String, _ words: String, adds added: [String] = [], _ effect: FlagEffect) {
    self.flag = flag
    self.words = words
    self.added = added
    self.effect = effect
  }
}

/// A call to which the examples add their words.
let plainCall = "executor --context $CI_PROJECT_DIR --destination $CI_REGISTRY_IMAGE:1"
private let plainOutput = "--output type=image,name=$CI_REGISTRY_IMAGE:1,push=true"
private func output(_ attributes: String) -> String {
  "--output type=image,name=$CI_REGISTRY_IMAGE:1,push=true,\(attributes)"
}
private let cacheReference = "type=registry,ref=$CI_REGISTRY_IMAGE:buildcache"

private let imageCases: [FlagCase] = [
  FlagCase("annotation", "--annotation org.x=a", adds: [output("annotation.org.x=a")], .safe),
  FlagCase(
    "annotation", "--annotation 'org.x=a, b'",
    adds: [#"--output "type=image,name=$CI_REGISTRY_IMAGE:1,push=true,\"annotation.org.x=a, b\"""#], .safe),
  FlagCase(
    "annotation", "--annotation 'org.x=say \"hi\"'",
    adds: [#"--output "type=image,name=$CI_REGISTRY_IMAGE:1,push=true,\"annotation.org.x=say \"\"hi\"\"\"""#], .safe),
  FlagCase("annotation", "--annotation org.x=$CI_COMMIT_SHA", adds: [output("annotation.org.x=$CI_COMMIT_SHA")], .safe),
  FlagCase(
    "annotation", "--annotation \"org.x=$NOTE\"",
    adds: [
      #"--output "type=image,name=$CI_REGISTRY_IMAGE:1,push=true,"#
        + #"\"annotation.org.x=$(printf '%s' "$NOTE" | sed 's/"/""/g')\"""#
    ], .safe),
  FlagCase("annotation", "--annotation Org.X=a", adds: [output("annotation.Org.X=a")], .manual),
  FlagCase("build-arg", "--build-arg A=1", adds: ["--opt build-arg:A=1"], .safe),
  FlagCase("build-arg", "--build-arg=A=\"$B\"", adds: ["--opt build-arg:A=\"$B\""], .safe),
  FlagCase("build-arg", "--build-arg \"A=b c\"", adds: ["--opt \"build-arg:A=b c\""], .safe),
  FlagCase("build-arg", "--build-arg 'A=b \"c\", d'", adds: ["--opt 'build-arg:A=b \"c\", d'"], .safe),
  FlagCase("build-arg", "--build-arg TOKEN", adds: ["--opt \"build-arg:TOKEN=$(printenv TOKEN)\""], .safe),
  FlagCase("build-arg", "--build-arg $PAIR", adds: ["--opt build-arg:$PAIR"], .review),
  FlagCase("label", "--label a=b", adds: ["--opt label:a=b"], .review),
  FlagCase("secret", "--secret id=x,src=/run/x", adds: ["--secret id=x,src=/run/x"], .safe),
  FlagCase("target", "--target prod", adds: ["--opt target=prod"], .safe),
  FlagCase("target", "--target a,b", adds: ["--opt target=a,b"], .manual),
  FlagCase("custom-platform", "--custom-platform linux/arm64", adds: ["--opt platform=linux/arm64"], .safe),
  FlagCase("customPlatform", "--customPlatform=linux/arm64", adds: ["--opt platform=linux/arm64"], .safe),
  FlagCase(
    "reproducible", "--reproducible",
    adds: ["--opt build-arg:SOURCE_DATE_EPOCH=0", output("rewrite-timestamp=true")], .review),
  FlagCase("compression", "--compression zstd", adds: [output("compression=zstd")], .review),
  FlagCase("compression", "--compression gzip", .safe),
  FlagCase("compression-level", "--compression-level 9", adds: [output("compression-level=9")], .safe),
  FlagCase("compression-level", "--compression-level=-1", .safe),
  FlagCase("image-format", "--image-format oci", adds: [output("oci-mediatypes=true")], .safe),
  FlagCase("image-format", "--image-format docker", adds: [output("oci-mediatypes=false")], .safe),
  FlagCase("single-snapshot", "--single-snapshot", .safeWithNote),
  FlagCase("single-snapshot", "--single-snapshot=false", .safe),
  FlagCase("ignore-path", "--ignore-path /var/cache", .manual),
  FlagCase("ignore-var-run", "--ignore-var-run", .safeWithNote),
  FlagCase("ignore-var-run", "--ignore-var-run=false", .safe),
  FlagCase("whitelist-var-run", "--whitelist-var-run=true", .safeWithNote),
]

private let contextCases: [FlagCase] = [
  FlagCase("context", "--context app", adds: ["--local context=app"], .safe),
  FlagCase("context", "-c dir:///srv/x", adds: ["--local context=/srv/x"], .safe),
  FlagCase("context", "-c $UNKNOWN", adds: ["--local context=$UNKNOWN"], .review),
  FlagCase("context", "-c gs://b/c.tar.gz", .manual),
  FlagCase("context", "-c http://h/c.tar.gz", .manual),
  FlagCase("context-sub-path", "--context-sub-path sub", .safe),
  FlagCase("bucket", "-b my-bucket", .safe),
  FlagCase("git", "--git branch=main", .review),
  FlagCase(
    "dockerfile", "-f docker/app.Dockerfile", adds: ["--local dockerfile=docker", "--opt filename=app.Dockerfile"],
    .safe),
]

private let outputCases: [FlagCase] = [
  FlagCase(
    "destination", "-d r/b:2", adds: [#"--output "type=image,\"name=$CI_REGISTRY_IMAGE:1,r/b:2\",push=true""#], .safe),
  FlagCase("destination", "-d r/b:2,r/c:3", .manual),
  FlagCase("no-push", "--no-push=false", .safe),
  FlagCase("no-push", "--no-push", .review),
  FlagCase("tar-path", "--tar-path x.tar", adds: ["--output type=docker,name=$CI_REGISTRY_IMAGE:1,dest=x.tar"], .safe),
  FlagCase("tarPath", "--tarPath x.tar", adds: ["--output type=docker,name=$CI_REGISTRY_IMAGE:1,dest=x.tar"], .safe),
  FlagCase("oci-layout-path", "--oci-layout-path out", adds: ["--output type=oci,tar=false,dest=out"], .safe),
  FlagCase("digest-file", "--digest-file d", adds: ["--metadata-file \"$metadata\""], .safe),
  FlagCase("digest-file", "--digest-file https://h/d", .manual),
  FlagCase(
    "image-name-with-digest-file", "--image-name-with-digest-file d", adds: ["--metadata-file \"$metadata\""], .safe),
  FlagCase(
    "image-name-tag-with-digest-file", "--image-name-tag-with-digest-file d", adds: ["--metadata-file \"$metadata\""],
    .safe),
  FlagCase("push-retry", "--push-retry 3", .review),
  FlagCase("push-retry", "--push-retry 0", .safe),
  FlagCase("push-ignore-immutable-tag-errors", "--push-ignore-immutable-tag-errors", .manual),
  FlagCase("skip-push-permission-check", "--skip-push-permission-check", .safe),
  FlagCase("materialize", "--materialize", .manual),
  FlagCase("dryrun", "--dryrun", .manual),
  FlagCase("dryrun", "--dryrun=false", .safe),
]

private let cacheCases: [FlagCase] = [
  FlagCase(
    "cache", "--cache",
    adds: ["--import-cache \(cacheReference)", "--export-cache \(cacheReference),mode=max,ignore-error=true"],
    .safeWithNote),
  FlagCase("cache", "--cache=false", .safe),
  FlagCase(
    "cache-repo", "--cache --cache-repo r/c",
    adds: [
      "--import-cache type=registry,ref=r/c:buildcache",
      "--export-cache type=registry,ref=r/c:buildcache,mode=max,ignore-error=true",
    ], .safeWithNote),
  FlagCase("cache-repo", "--cache-repo r/c", .safe),
  FlagCase("cache-repo", "--cache --cache-repo r/c:tag", .manual),
  FlagCase(
    "cache-repo", "--cache --cache-repo oci:/cache/x",
    adds: [
      "--import-cache type=local,src=/cache/x", "--export-cache type=local,dest=/cache/x,mode=max,ignore-error=true",
    ], .safeWithNote),
  FlagCase("cache-ttl", "--cache-ttl=48h", .safe),
  FlagCase("cache-copy-layers", "--cache-copy-layers", .safe),
  FlagCase("cache-run-layers", "--cache-run-layers=false", .safe),
  FlagCase("cache-dir", "--cache-dir /x", .safeWithNote),
  FlagCase("no-push-cache", "--cache --no-push-cache", adds: ["--import-cache \(cacheReference)"], .safe),
  FlagCase("compressed-caching", "--compressed-caching=false", .safe),
]

private let registryCases: [FlagCase] = [
  FlagCase("insecure", "--insecure", adds: [output("registry.insecure=true")], .safe),
  FlagCase("insecure-pull", "--insecure-pull", .manual),
  FlagCase("insecure-registry", "--insecure-registry r:5000", .safe),
  FlagCase(
    "skip-tls-verify", "--skip-tls-verify",
    adds: [output("registry.insecure=true"), "--registry-auth-tlscontext host=\"$CI_REGISTRY\",insecure=true"], .safe),
  FlagCase("skip-tls-verify-pull", "--skip-tls-verify-pull", .manual),
  FlagCase(
    "skip-tls-verify-registry", "--skip-tls-verify-registry r:5000",
    adds: ["--registry-auth-tlscontext host=r:5000,insecure=true"], .safe),
  FlagCase(
    "registry-certificate", "--registry-certificate r=/ca.pem",
    adds: ["--registry-auth-tlscontext host=r,ca=/ca.pem"], .safe),
  FlagCase(
    "registry-client-cert", "--registry-client-cert r=/c.pem,/k.pem",
    adds: ["--registry-auth-tlscontext host=r,cert=/c.pem,key=/k.pem"], .safe),
  FlagCase("registry-map", "--registry-map index.docker.io=m", .safe),
  FlagCase("registry-mirror", "--registry-mirror m", .safe),
  FlagCase("skip-default-registry-fallback", "--skip-default-registry-fallback", .manual),
  FlagCase("image-download-retry", "--image-download-retry 3", .safe),
  FlagCase("credential-helpers", "--credential-helpers ecr", .review),
]

private let executionCases: [FlagCase] = [
  FlagCase("verbosity", "-v info", .safe),
  FlagCase("verbosity", "--verbosity=debug", .review),
  FlagCase("log-format", "--log-format text", .safe),
  FlagCase("log-format", "--log-format json", .review),
  FlagCase("log-timestamp", "--log-timestamp", .safe),
  FlagCase("force", "--force", .safe),
  FlagCase("kaniko-dir", "--kaniko-dir /k", .safeWithNote),
  FlagCase("cleanup", "--cleanup", .safe),
  FlagCase("pre-cleanup", "--pre-cleanup", .safe),
  FlagCase("preserve-context", "--preserve-context", .safe),
  FlagCase("snapshot-mode", "--snapshot-mode=redo", .safe),
  FlagCase("snapshotMode", "--snapshotMode=time", .safe),
  FlagCase("use-new-run", "--use-new-run", .safe),
  FlagCase("skip-unused-stages", "--skip-unused-stages=true", .safe),
  FlagCase("force-build-metadata", "--force-build-metadata", .safe),
  FlagCase("image-fs-extract-retry", "--image-fs-extract-retry 2", .safe),
]

/// An example of every flag.
let flagCases = imageCases + contextCases + outputCases + cacheCases + registryCases + executionCases

@Test(arguments: flagCases) func flagBecomesItsRow(_ example: FlagCase) throws {
  let translation = try translation("\(plainCall) \(example.words)")
  let outcome = try #require(
    translation.outcomes.last { outcome in
      if case .flag(let flag) = outcome.subject { flag.name == example.flag } else { false }
    })
  #expect(outcome.effect == example.effect, "\(outcome.reason)")
  let before = Set(try buildctlArguments(plainCall))
  let after = try buildctlArguments("\(plainCall) \(example.words)")
  let unchanged = ["destination", "no-push", "context", "dockerfile"].contains(example.flag)
  if example.effect != .manual, !unchanged || !example.added.isEmpty {
    #expect(after.filter { !before.contains($0) && !$0.hasPrefix("--local dockerfile=\"$(if") } == example.added)
  }
  switch outcome.disposition {
  case .mapped(let text): #expect(!text.isEmpty)
  case .dropped: #expect(example.added.isEmpty)
  case .left: #expect(example.effect == .manual)
  }
}

@Test func everyFlagHasAnExample() {
  let examples = Set(flagCases.map(\.flag))
  #expect(KanikoFlag.all.map(\.name).filter { !examples.contains($0) } == [])
}

@Test func callWithoutPushHasNoOutput() throws {
  #expect(
    try buildctlArguments("executor -c . --no-push") == ["--local context=.", "--local dockerfile=."])
  #expect(
    try buildctlArguments("executor -c . --no-push --digest-file d").contains("--output type=image,push=false"))
}

@Test func namesThatNothingNeedsAreLeftOut() throws {
  let outcomes = try translation("executor -c . -d r/a:1 --no-push").outcomes
  #expect(outcomes.map(\.disposition)[1] == .dropped)
  let archived = try translation("executor -c . -d r/a:1 --no-push --tar-path x.tar").outcomes
  #expect(archived.map(\.disposition)[1] == .mapped("--output type=docker,name=r/a:1,dest=x.tar"))
}

@Test func whatIsMissingMayBeInAWordThatIsNotVisible() throws {
  #expect(try translation("executor $ARGS").applicability == .safe)
}

@Test func flagsOfACacheThatIsUsedMatter() throws {
  for (flag, effect) in [
    ("--cache-ttl=48h", FlagEffect.safeWithNote), ("--cache-run-layers=false", .manual), ("--cache-run-layers", .safe),
    ("--cache-copy-layers", .safe),
  ] {
    let outcomes = try translation("\(plainCall) --cache \(flag)").outcomes
    #expect(outcomes.last?.effect == effect, "\(flag)")
  }
}

@Test func laterUseReplacesEarlierOne() throws {
  let outcomes = try translation("\(plainCall) --target a --target b").outcomes
  #expect(outcomes.suffix(2).map(\.disposition) == [.dropped, .mapped("--opt target=b")])
  #expect(outcomes.suffix(2).first?.reason == "--target b replaces it")
  let platforms = try buildctlArguments("\(plainCall) --customPlatform linux/arm64 --custom-platform linux/amd64")
  #expect(platforms.contains("--opt platform=linux/arm64"))
  #expect(!platforms.contains("--opt platform=linux/amd64"))
}

@Test func callsThatKanikoRefusesAreLeft() throws {
  for script in [
    "executor -d r/a:1", "executor -c .", "executor -c . --no-push --cache", "executor -c . -d r/a:1 --no-push --cache",
    "executor -c . -d r/a:1 --nope", "executor -c . -d r/a:1 --cache true", "executor version",
    "executor -c \"\" -d r/a:1", "executor -c . -d \"\"",
    "executor -c . -d r/a:1 -f \"\"", "executor -c . -d r/a:1 --label novalue",
    "executor -c . --no-push --image-name-with-digest-file x",
  ] {
    #expect(try translation(script).applicability == .manual, "\(script)")
  }
}
