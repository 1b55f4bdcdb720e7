import Diagnostics
import KanikoMigration
import SourceText
import Testing
import Workspace

private func read(_ text: String) -> SettingsFile { SettingsFile(parsing: SourceFile(path: "s.yml", text: text)) }

/// The marked text and the message of every mistake.
private func mistakes(_ text: String) -> [String] {
  read(text).diagnostics.map { diagnostic in
    let marked = SourceFile(path: "s.yml", text: text).text(diagnostic.location.range)
    return "\(marked): \(diagnostic.message); \(diagnostic.help.joined(separator: "; "))"
  }
}

@Test func readsEverySetting() {
  let file = read(
    """
    # ours
    image: mirror.example/moby/buildkit:rootless
    ecr-helper:
      version: v0.11.0
      base-url: https://mirror.example/ecr/
      sha256: {amd64: \(String(repeating: "A1", count: 32)), arm64: "\(String(repeating: "b", count: 64))"}
    cache: {tag: cache-$CI_COMMIT_REF_SLUG, mode: min, ref: $CI_REGISTRY_IMAGE:c}
    kaniko-images: [mirror.example/kaniko*, 'other/*']
    executors:
      - /usr/local/bin/build-image
      - build
    include-map: {group/templates: ../templates}
    variables: {IMAGE: 'x:1', EMPTY: '', NUMBER: 5}
    ignore:
      jobs: [legacy *]
      files: [vendor/*]
    context-guard: always
    ci-config: ci/main.yml
    shadow:
      suffix: -trial
      compare-image: mirror.example/crane:debug
    """)
  #expect(file.diagnostics.isEmpty)
  let settings = file.settings
  #expect(settings.image == "mirror.example/moby/buildkit:rootless")
  #expect(settings.namedImage == settings.image)
  #expect(settings.ecrHelper.version == "0.11.0")
  #expect(
    settings.ecrHelper.url(for: .arm64)
      == "https://mirror.example/ecr/0.11.0/linux-arm64/docker-credential-ecr-login")
  #expect(settings.ecrHelper.sha256(for: .amd64) == String(repeating: "a1", count: 32))
  #expect(settings.ecrHelper.sha256(for: .arm64) == String(repeating: "b", count: 64))
  #expect(settings.cache.tag == "cache-$CI_COMMIT_REF_SLUG")
  #expect(settings.cache.mode == .min)
  #expect(settings.cache.reference == "$CI_REGISTRY_IMAGE:c")
  #expect(settings.kanikoImagePatterns.map(\.text) == ["mirror.example/kaniko*", "other/*"])
  #expect(settings.executors == ["/usr/local/bin/build-image", "build"])
  #expect(settings.includeMap == ["group/templates": "../templates"])
  #expect(settings.variables == ["IMAGE": "x:1", "EMPTY": "", "NUMBER": "5"])
  #expect(settings.ignoredJobs == [NamePattern("legacy *")])
  #expect(settings.ignoredFiles == [NamePattern("vendor/*")])
  #expect(settings.contextGuard == .always)
  #expect(settings.ciConfigPath == "ci/main.yml")
  #expect(settings.shadowSuffix == "-trial")
  #expect(settings.comparisonImage == "mirror.example/crane:debug")
}

@Test(arguments: [
  "", "# nothing\n", "---\n", "image: !!str moby/buildkit:rootless\n", "ignore:\n  jobs:\n", "cache: ~",
])
func startsFromTheDefaults(text: String) {
  let file = read(text)
  #expect(file.diagnostics.isEmpty)
  var expected = MigrationSettings()
  expected.namedImage = file.settings.namedImage
  #expect(file.settings == expected)
  #expect(file.settings.image == "moby/buildkit:rootless")
  #expect(file.settings.cache.tag == "buildcache")
  #expect(file.settings.cache.mode == .max)
  #expect(file.settings.ecrHelper.version == "0.10.1")
}

@Test(arguments: [
  (
    "images: x\n",
    "images: `images` is not a setting here; did you mean `image`? use one of: image, ecr-helper, cache, kaniko-images, executors, include-map, variables, ignore, context-guard, ci-config, shadow"
  ),
  ("cache: {size: 1}\n", "size: `size` is not a setting here; use one of: tag, mode, ref"),
  ("image: [a]\n", "[a]: this is a list; write a text"), ("image: ''\n", "'': this is empty; write a text"),
  ("image:\n", ": this is empty; write a text"), ("executors: build\n", "build: this is a text; write a list"),
  ("executors: [{a: b}]\n", "{a: b}: this is a mapping; write a text"),
  ("cache: max\n", "max: this is a text; write a mapping of keys to values"),
  ("- image\n", "- image: this is a list; write a mapping of keys to values"),
  ("cache: {mode: big}\n", "big: `big` is not possible here; use one of: min, max"),
  ("context-guard: true\n", "true: `true` is not possible here; use one of: auto, always, never"),
  (
    "shadow: {suffix: trial}\n",
    "trial: `trial` is not possible here; begin it with - or ., as in `-buildkit`, and go on as a tag does"
  ),
  ("image: a b\n", "a b: this value cannot hold blanks or control characters; write it without"),
  ("cache: {ref: \"a,b\"}\n", "\"a,b\": this value cannot hold `,`; write it without"),
  ("ecr-helper: {sha256: {amd64: abc}}\n", "abc: this is not a SHA-256 digest; write 64 hexadecimal digits"),
  (
    "variables: {1A: x}\n",
    "1A: `1A` is not the name of a variable; use letters, digits and underscores, and no digit at the start"
  ),
  ("variables: {A: [x]}\n", "[x]: this is a list; write a text"),
  ("image: a\nimage: b\n", "image: `image` is set twice; remove one of the two"),
  (
    "image: a\n---\nimage: b\n",
    "image: b: the settings are more than one document; remove every document but the first"
  ),
])
func reportsEachMistakeWithItsPlace(text: String, mistake: String) {
  #expect(mistakes(text) == [mistake])
}

@Test func reportsAllMistakesAndKeepsTheDefaultsThere() {
  let file = read("image: a b\nnonsense: 1\ncontext-guard: never\ncache: {tag: 'x y', mode: min}\n")
  #expect(file.diagnostics.count == 3)
  #expect(file.diagnostics.allSatisfy { $0.severity == .error && $0.rule == SettingsFile.rule })
  #expect(file.settings.namedImage == nil)
  #expect(file.settings.contextGuard == .never)
  #expect(file.settings.cache.tag == "buildcache")
  #expect(file.settings.cache.mode == .min)
}

@Test func reportsSyntaxErrors() {
  let file = read("image: [a\n")
  #expect(file.diagnostics.count == 1)
  #expect(file.settings == MigrationSettings())
}

@Test func loadsTheFileOfARepository() throws {
  let directory = try TemporaryDirectory()
  let checkout = try Checkout(root: directory.path)
  #expect(try SettingsFile.load(from: checkout) == nil)
  try directory.write("image: x", to: ".kaniko2buildkit.yml")
  #expect(try SettingsFile.load(from: checkout)?.settings.image == "x")
  try directory.makeDirectory("other.yml")
  #expect(throws: FileProblem(path: "other.yml", reason: .directory)) {
    try SettingsFile.load(from: checkout, path: "other.yml")
  }
}

@Test func knowsTheDigestsOfPublishedHelpersOnly() {
  for version in ["0.10.0", "0.10.1", "0.11.0"] {
    let helper = ECRHelperSettings(version: version)
    #expect(helper.sha256(for: .amd64)?.utf8.count == 64)
    #expect(helper.sha256(for: .arm64)?.utf8.count == 64)
    #expect(helper.sha256(for: .amd64) != helper.sha256(for: .arm64))
  }
  #expect(ECRHelperSettings(version: "0.12.0").sha256(for: .amd64) == nil)
  #expect(
    ECRHelperSettings().url(for: .amd64)
      == "https://amazon-ecr-credential-helper-releases.s3.us-east-2.amazonaws.com/0.10.1/linux-amd64/docker-credential-ecr-login"
  )
}

@Test(arguments: [
  ("a", "a", true), ("a", "ab", false), ("a*", "a", true), ("*", "", true), ("", "", true), ("", "a", false),
  ("a*c", "abbbc", true), ("a*c", "abbbcd", false), ("*/kaniko:*", "x/y/kaniko:1", true), ("*ab*ab", "abab", true),
  ("*ab*ab", "ab", false), ("A", "a", false), ("a**b", "ab", true), ("[a]?", "[a]?", true), ("a?", "ab", false),
])
func matchesWholeNames(pattern: String, name: String, matches: Bool) {
  #expect(NamePattern(pattern).matches(name) == matches)
}

@Test func matchesHostilePatternsInLittleTime() {
  let pattern = String(repeating: "*a", count: 1_000) + "b"
  #expect(!NamePattern(pattern).matches(String(repeating: "a", count: 20_000)))
}
