import TestSupport

/// Makes pipelines in which jobs with Kaniko take their parts from everywhere: own keys, `extends`, merge keys,
/// `!reference`, anchors, `default:`, the top level and included files, beside jobs that share them and have nothing to
/// do with Kaniko.
struct RepositoryGenerator {
  var random: SeededGenerator
  private var top: [YAMLPair] = []
  private var hidden: [YAMLPair] = []
  private var jobs: [YAMLPair] = []
  private var included: [YAMLPair] = []
  private var defaults: [YAMLPair] = []
  private var checkout: [String: String] = [:]
  /// Hidden jobs that may be extended, and anchors that may be merged or used as items.
  private var bases: [String] = []
  private var mappings: [String] = []
  private var lists: [String] = []

  init(random: SeededGenerator) { self.random = random }

  /// The pipelines by path, and the other files.
  mutating func make() -> (pipelines: [(String, [YAMLPair])], checkout: [String: String]) {
    for number in 0..<random.pick([1, 1, 2, 3]) { addKanikoJob(number) }
    for number in 0..<random.pick([0, 1, 2]) { addOtherJob(number) }
    if random.chance(25), let last = bases.last {
      jobs.append(
        YAMLPair("again", .mapping([YAMLPair("extends", last)] + variables(random.pick(["A", "KANIKO_ARGS"])))))
    }
    addTop()
    var pipelines = [(".gitlab-ci.yml", top + hidden + jobs)]
    if !included.isEmpty { pipelines.append(("ci/build.yml", included)) }
    return (pipelines, checkout)
  }

  private mutating func addTop() {
    if random.chance(50) { top.append(YAMLPair("stages", .sequence([.text("build"), .text("test")]))) }
    if !defaults.isEmpty { top.append(YAMLPair("default", .mapping(defaults))) }
    if random.chance(30) { top += variables(random.pick(["GLOBAL", "VERSION", "DOCKER_AUTH_CONFIG"])) }
    if random.chance(8) {
      top.append(
        YAMLPair("workflow", .mapping([YAMLPair("rules", .sequence([.mapping([YAMLPair("if", "$CI_COMMIT_TAG")])]))])))
    }
    var includes: [YAMLValue] =
      included.isEmpty
      ? [] : [random.chance(50) ? .text("ci/build.yml") : .mapping([YAMLPair("local", "/ci/build.yml")])]
    if random.chance(5) { includes.append(.mapping([YAMLPair("template", "Jobs/SAST.gitlab-ci.yml")])) }
    if !includes.isEmpty { top.append(YAMLPair("include", .sequence(includes))) }
    if random.chance(10) { top.shuffle(using: &random) }
  }

  private mutating func variables(_ name: String) -> [YAMLPair] {
    let value = random.pick(["1.2", "it's a:b", "--cache=true", "", "é 🚀", "$CI_COMMIT_SHA", "a\nb"])
    return [YAMLPair("variables", .mapping([YAMLPair(name, value)]))]
  }

  // MARK: - Jobs with Kaniko

  private mutating func addKanikoJob(_ number: Int) {
    let job = JobGenerator.job(&random)
    checkout.merge(job.checkout) { old, _ in old }
    var own: [YAMLPair] = random.chance(60) ? [YAMLPair("stage", "build")] : []
    var extended: [String] = []
    for part in parts(of: job) { place(part, of: number, own: &own, extended: &extended) }
    own += extras()
    if !extended.isEmpty {
      let value: YAMLValue =
        extended.count == 1 && random.chance(70) ? .text(extended[0]) : .sequence(extended.map { .text($0) })
      own.insert(YAMLPair("extends", value), at: random.chance(70) ? 0 : own.count)
    }
    if random.chance(20) { own.shuffle(using: &random) }
    let name = random.pick(["build \(number)", "image-\(number)", "🚀 \(number)", "docker:build\(number)", "b\(number)"])
    if random.chance(12) {
      included.append(YAMLPair(name, .mapping(own.filter { !Self.usesAnchors($0.value) })))
    } else {
      jobs.append(YAMLPair(name, .mapping(own)))
    }
  }

  /// What a job needs, a key each.
  private mutating func parts(of job: GeneratedJob) -> [YAMLPair] {
    var parts = [YAMLPair("image", image(job.layout))]
    let own = job.variables.filter { [.job, .pipeline].contains($0.place) }
    if !own.isEmpty { parts.append(YAMLPair("variables", .mapping(own.map { YAMLPair($0.name, $0.value) }))) }
    let isSeparate = random.chance(60)
    if isSeparate, !job.login.isEmpty {
      parts.append(YAMLPair("before_script", .sequence(job.login.map { .text($0) })))
    }
    let steps = job.steps(withLogin: !isSeparate).map { YAMLValue.text($0.text) }
    if steps.count == 1, random.chance(10) {
      parts.append(YAMLPair("script", steps[0]))
    } else {
      parts.append(YAMLPair("script", .sequence(random.chance(5) ? [.sequence(steps)] : steps)))
    }
    return parts
  }

  private mutating func image(_ layout: PipelineLayout) -> YAMLValue {
    if layout.image == .text { return .text(layout.imageName) }
    var pairs = [YAMLPair("name", layout.imageName)]
    if layout.image != .noEntrypoint { pairs.append(YAMLPair("entrypoint", .sequence([.text("")]))) }
    if random.chance(6) { pairs.append(YAMLPair("pull_policy", "always")) }
    return .mapping(random.chance(25) ? pairs.reversed() : pairs)
  }

  /// Puts a part into the job or somewhere the job takes it from.
  private mutating func place(_ part: YAMLPair, of number: Int, own: inout [YAMLPair], extended: inout [String]) {
    let name = ".\(part.key.prefix(3))\(number)"
    let anchor = "\(part.key.prefix(3))-\(number)"
    switch random.number(0...13) {
    case 0, 1:
      hidden.append(YAMLPair(name, .mapping([part])))
      extended.append(name)
      bases.append(name)
    case 2:
      included.append(YAMLPair(name, .mapping([part])))
      extended.append(name)
      bases.append(name)
    case 3:
      hidden.append(YAMLPair(name, .anchored(anchor, .mapping([part]))))
      merge(anchor, into: &own)
      mappings.append(anchor)
    case 4:
      hidden.append(YAMLPair(name, .mapping([part])))
      own.append(YAMLPair(part.key, .reference(name, part.key)))
    case 5:
      hidden.append(YAMLPair(name, .mapping([YAMLPair(part.key, .anchored(anchor, part.value))])))
      own.append(YAMLPair(part.key, .source("*" + anchor)))
    case 6 where part.key.hasSuffix("script"):
      hidden.append(YAMLPair(name, .mapping([part])))
      own.append(YAMLPair(part.key, .sequence([.reference(name, part.key), .text("echo done")])))
    case 7 where part.key.hasSuffix("script"):
      hidden.append(YAMLPair(name, .anchored(anchor, part.value)))
      own.append(YAMLPair(part.key, .sequence([.source("*" + anchor)])))
      lists.append(anchor)
    case 8 where ["image", "before_script"].contains(part.key) && !defaults.contains { $0.key == part.key }:
      defaults.append(part)
    case 9
    where !top.contains { $0.key == part.key } && !defaults.contains { $0.key == part.key } && part.key != "script":
      top.append(part)
    default: own.append(part)
    }
  }

  private mutating func merge(_ anchor: String, into own: inout [YAMLPair]) {
    guard let index = own.firstIndex(where: { $0.key == "<<" }), case .source(let other) = own[index].value else {
      return own.insert(YAMLPair("<<", .source("*" + anchor)), at: random.chance(70) ? 0 : own.count)
    }
    let list = other.hasPrefix("[") ? String(other.dropFirst().dropLast()) : other
    own[index].value = .source("[\(list), *\(anchor)]")
  }

  /// Keys that many jobs have.
  private mutating func extras() -> [YAMLPair] {
    let all = [
      YAMLPair("tags", .sequence([.text("docker")])), YAMLPair("after_script", .sequence([.text("echo end")])),
      YAMLPair(
        "rules",
        .sequence([.mapping([YAMLPair("if", "$CI_COMMIT_BRANCH == \"main\""), YAMLPair("when", "on_success")])])),
      YAMLPair("only", .sequence([.text("main")])), YAMLPair("retry", .source("2")), YAMLPair("needs", .sequence([])),
      YAMLPair("artifacts", .mapping([YAMLPair("paths", .sequence([.text("out/")]))])),
      YAMLPair("interruptible", .source("true")),
      YAMLPair(
        "parallel",
        .mapping([YAMLPair("matrix", .sequence([.mapping([YAMLPair("APP", .sequence([.text("a"), .text("b")]))])]))])),
      YAMLPair("services", .sequence([.text("postgres:16")])),
      YAMLPair("id_tokens", .mapping([YAMLPair("T", .mapping([YAMLPair("aud", "x")]))])),
    ]
    return all.filter { _ in random.chance(8) }
  }

  // MARK: - Other jobs

  private mutating func addOtherJob(_ number: Int) {
    var own = [YAMLPair("image", "alpine:3.20")]
    if random.chance(30), let base = bases.randomElement(using: &random) { own.append(YAMLPair("extends", base)) }
    if random.chance(25), let anchor = mappings.randomElement(using: &random) { merge(anchor, into: &own) }
    var items: [YAMLValue] = [
      .text(random.pick(["make test", "echo \"a: b\"", "cat <<EOF\n# text\nEOF", "./run --x='y z'"]))
    ]
    if random.chance(15), let anchor = lists.randomElement(using: &random) {
      items.insert(.source("*" + anchor), at: 0)
    }
    if !random.chance(15) || own.count == 1 { own.append(YAMLPair("script", .sequence(items))) }
    jobs.append(YAMLPair("test \(number)", .mapping(own)))
  }

  // MARK: - Anchors

  private static func usesAnchors(_ value: YAMLValue) -> Bool {
    switch value {
    case .source(let source): source.contains("*")
    case .sequence(let items): items.contains { usesAnchors($0) }
    case .mapping(let pairs): pairs.contains { usesAnchors($0.value) }
    case .text, .anchored: false
    }
  }
}
