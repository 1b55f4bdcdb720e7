import TestSupport

/// Makes jobs that work with Kaniko. The same seed makes the same job.
struct JobGenerator {
  private var random: SeededGenerator
  private var job = GeneratedJob()
  private var values: ValueGenerator

  static func job(seed: UInt64) -> GeneratedJob {
    var random = SeededGenerator(seed: seed)
    return job(&random)
  }

  /// The job that the next numbers make.
  static func job(_ random: inout SeededGenerator) -> GeneratedJob {
    var generator = JobGenerator(random: random)
    let job = generator.make()
    random = generator.random
    return job
  }

  private init(random: SeededGenerator) {
    self.random = random
    values = ValueGenerator(random: SeededGenerator(seed: self.random.next()))
  }

  private mutating func make() -> GeneratedJob {
    job.checkout = ["VERSION": "1.2.3\n", "notes.txt": "first line\nsecond  line\n", "app/main.txt": "app\n"]
    job.isCheckoutKnown = !random.oneIn(4)
    makeVariables()
    job.login = random.oneIn(5) ? [] : Logins.lines(&random)
    makeSteps()
    makeLayout()
    job.buildsFail = random.oneIn(6)
    return job
  }

  // MARK: - Variables

  private mutating func makeVariables() {
    let pool: [(name: String, values: [String], isWord: Bool)] = [
      ("VERSION", ["1.2.3", "v4.5"], true), ("TAG", ["main", "2024.1"], true),
      ("MESSAGE", ["hello, big world", "it's \"quoted\"", "a\\b", " x  y ", "*"], false),
      ("NAME", ["app", "two words"], false),
    ]
    for (name, choices, isWord) in pool where random.oneIn(2) {
      let place = random.pick(GeneratedVariable.Place.allCases)
      job.variables.append(GeneratedVariable(name: name, value: random.pick(choices), place: place))
      if isWord { values.words.append(name) } else { values.texts.append(name) }
    }
  }

  // MARK: - Calls

  private mutating func makeSteps() {
    let extra = [
      "echo \"building $CI_COMMIT_REF_NAME\"", "cat VERSION", "date > /dev/null", "echo 'it''s: done' # note",
    ]
    if random.oneIn(3) { job.steps.append(step(.lines(random.pick(extra)))) }
    let count = random.pick([1, 1, 1, 1, 2])
    for number in 0..<count {
      var form = random.oneIn(3) ? .plain : random.pick(CallForm.allCases)
      if number + 1 < count, form.changesWhatFollows { form = .plain }
      values.hasService = form.hasService
      let calls = (0..<form.callCount).map { _ in call(folder: form.folder) }
      values.hasService = false
      job.steps.append(step(.calls(form, calls)))
    }
    if random.oneIn(4) { job.steps.append(step(.lines(random.pick(extra)))) }
  }

  private mutating func step(_ content: Step.Content) -> Step {
    Step(content: content, style: random.pick(ScalarStyle.allCases), folding: random.next())
  }

  private mutating func call(folder: String) -> GeneratedCall {
    var call = GeneratedCall()
    if random.oneIn(5) { call.executor = "executor" }
    if random.oneIn(12) {
      call.prefix = random.pick(["HTTP_PROXY=http://proxy:3128", "NAME='two words'", "VERSION=9"])
    }
    if random.oneIn(3) { call.separator = random.pick(GeneratedCall.Separator.allCases) }
    var places = PlaceGenerator(
      values: values, folder: folder, namesOwnBases: job.isCheckoutKnown && Logins.namesOwnRegistry(job.login))
    call.arguments = places.arguments(variables: &job.variables)
    job.checkout.merge(places.files) { old, _ in old }
    var flags = FlagGenerator(values: places.values)
    if !random.oneIn(12) {
      for _ in 0..<random.pick([1, 1, 1, 2, 3]) {
        call.arguments.append(flags.argument(random.pick(["destination", "destination", "d"]), flags.values.image()))
      }
    } else {
      call.arguments.append(Argument(flag: "no-push"))
    }
    for _ in 0..<random.pick([0, 1, 1, 2, 3, 4, 6]) { call.arguments.append(flags.argument()) }
    if random.oneIn(8) { addArgumentVariable(to: &call) }
    if random.oneIn(3) { call.arguments.shuffle(using: &random) }
    values = flags.values
    return call
  }

  /// `$KANIKO_ARGS`, whose value holds flags.
  private mutating func addArgumentVariable(to call: inout GeneratedCall) {
    let name = "KANIKO_ARGS"
    if !job.variables.contains(where: { $0.name == name }) {
      let value = random.pick([
        "--build-arg EXTRA=1", "--cache=true --cleanup", "--label=a=b --build-arg=X=y", "--single-snapshot", "",
        "--build-arg VERSION=$CI_COMMIT_SHORT_SHA --target release", "--destination $CI_REGISTRY_IMAGE:extra",
      ])
      job.variables.append(GeneratedVariable(name: name, value: value, place: random.pick([.job, .job, .pipeline])))
    }
    call.arguments.append(Argument(flag: "", raw: random.pick(["$KANIKO_ARGS", "${KANIKO_ARGS}"])))
  }

  // MARK: - Layout

  private mutating func makeLayout() {
    var layout = PipelineLayout()
    layout.placement = random.oneIn(3) ? .job : random.pick(PipelineLayout.Placement.allCases)
    layout.image = random.oneIn(2) ? .flowEntrypoint : random.pick(PipelineLayout.Image.allCases)
    layout.imageName = random.pick([
      "gcr.io/kaniko-project/executor:debug", "gcr.io/kaniko-project/executor:v1.23.2-debug",
      "gcr.io/kaniko-project/executor:debug-v0.16.0", "ghcr.io/osscontainertools/kaniko:debug",
      "$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX/kaniko-project/executor:debug", "registry.example.com/mirror/kaniko:1",
    ])
    layout.script = random.oneIn(2) ? .list : random.pick(PipelineLayout.Script.allCases)
    layout.indent = random.pick([2, 2, 2, 4, 3])
    layout.listsAreFlush = random.oneIn(4)
    layout.dashGap = random.pick([1, 1, 1, 3])
    layout.hasCarriageReturns = random.oneIn(12)
    layout.hasDocumentMarker = random.oneIn(8)
    layout.endsWithNewline = !random.oneIn(6)
    layout.hasComments = random.oneIn(4)
    layout.hasTrailingSpaces = random.oneIn(8)
    layout.hasOtherJob = random.oneIn(4)
    layout.variablesBehindScript = random.oneIn(5)
    job.layout = layout
  }
}
