import Foundation
import KanikoMigration
import Testing

private let name = TranslationFunction.defaultName
private let call = "executor -c . -d r.example/a:1"

/// Runs a script behind the definition of the function.
private func run(
  _ script: String, _ shell: [String], _ variables: [String: String] = [:], function: TranslationFunction = .init()
) throws -> (run: CommandRecorder.Run, place: FunctionRun) {
  let place = try FunctionRun()
  let run = try place.recorder.run(
    "\(function.source)\n\(script)", shell: shell, environment: place.environment.merging(variables) { $1 })
  return (run, place)
}

@Test(arguments: functionShells) func valuesStayAsTheyAre(_ shell: [String]) throws {
  let values = [
    "a b", "a  b ", "\"quoted\"", "it's", "a,b", "$HOME", "$(touch x)", "`touch x`", "*", "[a-z]", "\\", "a\\nb",
    "line\nline",
    "\ttab", "", "=", "a=b=c", "-x", "--flag", "é ü", ";", "&& false", "#", "~", "!", "{a,b}", "%s", "\u{1F600}",
  ]
  let place = try FunctionRun()
  var words: [String] = []
  var variables = place.environment
  for (index, value) in values.enumerated() {
    variables["V\(index)"] = value
    variables["bare\(index)"] = value
    words += ["--build-arg=A\(index)=\"$V\(index)\"", "--label L\(index)=\"$V\(index)\"", "--build-arg bare\(index)"]
  }
  let run = try place.recorder.run(
    "\(TranslationFunction().source)\n\(name) -c . -d r.example/a:1 \(words.joined(separator: " "))", shell: shell,
    environment: variables)
  #expect(run.status == 0, "\(run.errors)")
  let options = (run.calls.first ?? []).filter { $0.hasPrefix("build-arg:") || $0.hasPrefix("label:") }
  let expected = values.enumerated().flatMap { index, value in
    ["build-arg:A\(index)=\(value)", "label:L\(index)=\(value)", "build-arg:bare\(index)=\(value)"]
  }
  #expect(options == expected)
  #expect(place.recorder.read("x") == nil)
}

@Test(arguments: functionShells) func nameThatIsNotSetIsEmpty(_ shell: [String]) throws {
  let (run, _) = try run("set -u; \(name) -c . -d r.example/a:1 --build-arg NOT_SET", shell)
  #expect(run.calls.first?.contains("build-arg:NOT_SET=") == true, "\(run.errors)")
}

@Test(arguments: functionShells) func functionRefusesWhatKanikoRefuses(_ shell: [String]) throws {
  for (words, message) in [
    ("--nope", "unknown flag"), ("--nope=1", "unknown flag --nope"), ("--nope x", "unknown flag --nope"),
    ("-x", "unknown flag"), ("--cont .", "unknown flag --cont"), ("--target", "a flag without its value: --target"),
    ("--cache true", "unexpected argument 'true'"), ("version", "unexpected argument 'version'"),
    ("''", "unexpected argument ''"), ("--", "unknown flag"), ("--cache=maybe", "'maybe' is neither true nor false"),
    ("-d ''", "no image is named ''"), ("-d r/a,r/b", "no image is named 'r/a,r/b'"),
    ("--target a,b", "one call builds one --target"), ("-c http://h/p.tar.gz", "http://h/p.tar.gz"),
    ("-c https://a.blob.core.windows.net/c", "no key"), ("-c git://h/p --git insecure-skip-tls=true", "nothing like"),
    ("-c s3://b/c.tar.gz", "s3://b/c.tar.gz"), ("--registry-certificate x", "takes HOST=FILE"),
    ("--registry-client-cert x=y", "takes HOST=CERTIFICATE,KEY"), ("--cache --cache-repo r/c:1", "takes no tag"),
    ("--digest-file https://h/d", "https://h/d"), ("--compression lz4", "gzip or zstd"),
    ("--image-format x", "oci or docker"), ("--annotation A.b=c", "lower case"),
    ("--cache --cache-run-layers=false", "--cache-run-layers=false"), ("--no-push --cache", "needs --cache-repo"),
  ] {
    let (run, place) = try run("\(name) -c . -d r.example/a:1 \(words)", shell)
    #expect(run.status == 1, "\(words)")
    #expect(run.calls.isEmpty, "\(words)")
    #expect(run.errors.hasPrefix("build_image: ") && run.errors.contains(message), "\(words): \(run.errors)")
    #expect(place.temporaryFiles == [], "\(words)")
  }
  for (words, message) in [("-d r.example/a:1", "no --context"), ("-c .", "no --destination"), ("", "no --context")] {
    let (run, _) = try run("\(name) \(words)", shell)
    #expect(run.status == 1 && run.calls.isEmpty && run.errors.contains(message), "\(words): \(run.errors)")
  }
  let (run, _) = try run("\(name) -c . -d r.example/a:1", shell, ["KANIKO_NO_PUSH": "yes"])
  #expect(run.status == 1 && run.errors.contains("'yes' is neither true nor false"), "\(run.errors)")
}

@Test(arguments: functionShells) func statusOfTheBuildIsTheFunctions(_ shell: [String]) throws {
  let plain = "\(name) -c . -d r.example/a:1 --digest-file d"
  for (script, status, output) in [
    ("\(plain); echo reached", 7, ""), ("if \(plain); then echo built; else echo \"failed $?\"; fi", 0, "failed 7\n"),
    ("\(plain) || echo \"failed $?\"", 0, "failed 7\n"), ("! \(plain); echo \"status $?\"", 0, "status 0\n"),
    ("\(plain) && echo built; echo next", 0, "next\n"), ("f() { \(plain); echo reached; }; f", 7, ""),
    ("x=$(\(plain)); echo reached", 7, ""),
  ] {
    let (run, place) = try run(script, shell, ["FAIL": "7"])
    #expect(run.status == Int32(status), "\(script)")
    #expect(run.output == output, "\(script)")
    #expect(place.recorder.read("d") == nil, "\(script)")
    #expect(place.temporaryFiles == [], "\(script)")
  }
}

@Test func failingBuildFailsItsPipeline() throws {
  let (run, _) = try run("\(name) -c . -d r.example/a:1 | cat; echo reached", functionShells[0], ["FAIL": "7"])
  #expect(run.status == 7)
  #expect(run.output == "")
}

@Test(arguments: functionShells) func buildWithoutADigestFails(_ shell: [String]) throws {
  let (run, place) = try run(
    "\(name) -c . -d r.example/a:1 --digest-file d || echo failed", shell, ["NO_METADATA": "1"])
  #expect(run.output == "failed\n")
  #expect(run.errors.contains("no digest"))
  #expect(place.recorder.read("d") == nil)
}

@Test(arguments: functionShells) func nothingLeavesTheFunction(_ shell: [String]) throws {
  let script = """
    set -u
    IFS=:
    value=mine _value=mine context=mine
    set -- one 'two three'
    trap 'echo ended' EXIT
    set >before
    \(name) -c . -d r.example/a:1 -d r.example/b:1 --registry-mirror m --digest-file d --cache -v debug --skip-tls-verify
    set >after
    printf '<%s>' "$@" "$value" "$_value" "$IFS" "${BUILDKITD_FLAGS-unset}"
    echo *.prod
    """
  let (run, place) = try run(script, shell)
  #expect(run.status == 0, "\(run.errors)")
  #expect(run.output == "<one><two three><mine><mine><:><unset>Dockerfile.prod\nended\n")
  func variables(_ file: String) -> [Substring]? {
    place.recorder.read(file)?.split(separator: "\n").filter { !$0.hasPrefix("_=") && !$0.hasPrefix("LINENO=") }
  }
  #expect(variables("before") != nil && variables("before") == variables("after"))
  #expect(place.temporaryFiles == [])
  #expect(run.calls.first?.first == "--debug")
}

@Test(arguments: functionShells) func assignmentsInFrontReachTheFunction(_ shell: [String]) throws {
  let (run, _) = try run("KANIKO_NO_PUSH=1 TOKEN='a b' \(name) -c . -d r.example/a:1 --build-arg TOKEN", shell)
  #expect(run.calls.first?.contains("build-arg:TOKEN=a b") == true)
  #expect(run.calls.first?.contains("--output") == false)
}

@Test(arguments: functionShells) func ownVariablesOfTheJobAreNotHidden(_ shell: [String]) throws {
  let names = ["context", "target", "platform", "value", "flag", "host", "image", "digest", "names", "cache", "tmp"]
  let words = names.map { "--build-arg \($0)" }.joined(separator: " ")
  let variables = Dictionary(uniqueKeysWithValues: names.map { ($0, "mine \($0)") })
  let (run, _) = try run("\(name) -c . -d r.example/a:1 \(words)", shell, variables)
  for name in names { #expect(run.calls.first?.contains("build-arg:\(name)=mine \(name)") == true, "\(name)") }
}

@Test func settingsOfTheCacheCount() throws {
  var cache = CacheSettings()
  cache.tag = "layers"
  cache.mode = .min
  func records(_ words: String, _ cache: CacheSettings) throws -> [String] {
    let (run, _) = try run(
      "\(name) -c . -d r.example/a:1 \(words)", functionShells[1], ["CI_COMMIT_REF_SLUG": "main"],
      function: TranslationFunction(cache: cache))
    return (run.calls.first ?? []).filter { $0.hasPrefix("type=registry") }
  }
  #expect(
    try records("--cache", cache) == [
      "type=registry,\"ref=r.example/a:layers\"", "type=registry,\"ref=r.example/a:layers\",ignore-error=true",
    ])
  cache.reference = "c.example/x:$CI_COMMIT_REF_SLUG"
  #expect(
    try records("--cache --cache-repo r/ignored", cache).first == "type=registry,\"ref=c.example/x:main\"")
}

/// In a twin every name ends in a tag of its own, the cache stays where it is, and so do ports.
@Test(arguments: functionShells) func namesGetTagsOfTheirOwn(_ shell: [String]) throws {
  let function = TranslationFunction(destinationSuffix: "-b")
  let words = "-d r.example:5000/a -d r.example/a:1 --destination=a --cache --image-name-tag-with-digest-file tags"
  let (run, place) = try run("\(name) -c . \(words)", shell, function: function)
  let names = "r.example:5000/a:latest-b,r.example/a:1-b,a:latest-b"
  #expect(run.calls.first?.contains("type=image,\"name=\(names)\",push=true") == true, "\(run)")
  #expect(run.calls.first?.contains("type=registry,\"ref=r.example:5000/a:buildcache\"") == true, "\(run)")
  let lines = (place.recorder.read("tags") ?? "").split(separator: "\n").map { $0.split(separator: "@")[0] }
  #expect(lines == ["r.example:5000/a:latest-b", "r.example/a:1-b", "index.docker.io/library/a:latest-b"])
}

// MARK: - The text

@Test func everyFlagHasABranch() throws {
  let place = try FunctionRun()
  let source = TranslationFunction().source
  for flag in KanikoFlag.all {
    let spellings = ["--\(flag.name)"] + (flag.short.map { ["-\($0)"] } ?? [])
    for spelling in spellings {
      let words = flag.value == .bool ? "\(spelling)=false" : "\(spelling) x=y"
      let run = try place.recorder.run(
        "\(source)\n\(name) \(words) -c . -d r.example/a:1", shell: ["dash"], environment: place.environment)
      #expect(!run.errors.contains("unknown flag"), "\(spelling): \(run.errors)")
      #expect(!run.errors.contains("not found"), "\(spelling): \(run.errors)")
    }
    guard flag.value == .bool else { continue }
    let run = try place.recorder.run(
      "\(source)\n\(name) -c . -d r.example/a:1 --\(flag.name)", shell: ["dash"], environment: place.environment)
    #expect(!run.errors.contains("without its value"), "\(flag.name) takes no value of its own")
  }
}

@Test func functionIsCleanPOSIXShell() throws {
  var settings = CacheSettings()
  settings.reference = "r.example/c:$CI_COMMIT_REF_SLUG \"x\""
  let recorder = try CommandRecorder()
  let other = TranslationFunction(name: "kaniko_to_buildctl", cache: settings, destinationSuffix: "-buildkit")
  for function in [TranslationFunction(), other] {
    try recorder.write("function.sh", function.source + "\n\(function.name) \"$@\"\n")
    for command in ["shellcheck -s sh function.sh", "busybox sh -n function.sh", "dash -n function.sh"] {
      let run = try recorder.run(command)
      #expect(run.status == 0, "\(command): \(run.output)\(run.errors)")
    }
    #expect(!function.source.contains("/kaniko"))
    #expect(function.source.split(separator: "\n").allSatisfy { $0.count <= 130 })
  }
}
