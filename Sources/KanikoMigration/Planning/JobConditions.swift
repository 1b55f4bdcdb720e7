import Diagnostics
import GitLabCI
import ShellSyntax
import SourceText

/// What a job is like apart from its calls of the executor: what keeps it from being migrated, and what a person
/// confirms.
struct JobConditions {
  let project: Project
  let job: Job
  let pipeline: Pipeline
  let use: JobUse
  let settings: MigrationSettings

  /// What keeps the job from being planned at all.
  var obstacles: [ManualReason] {
    unreadableParts + missingDefinitions + callObstacles + pathObstacles
  }

  private var unreadableParts: [ManualReason] {
    let problems = use.script.shell.problems.map { problem in
      ManualReason(
        rule: MigrationRules.script, message: "the script cannot be understood here: \(problem.message)",
        advice: ["correct the script, or migrate this job by hand"], scriptRange: problem.range)
    }
    // A reference that leads nowhere is reported as a missing definition.
    let items = use.script.unreadableItems.filter { if case .reference = $0.kind { false } else { true } }
    return problems
      + items.map { item in
        ManualReason(
          rule: MigrationRules.script, message: "an item of the script is no text",
          advice: ["quote the item, or remove it if it is empty; GitLab takes only strings in a script"],
          site: item.site)
      }
  }

  private var missingDefinitions: [ManualReason] {
    job.missing.map { missing in
      ManualReason(
        rule: MigrationRules.elsewhere,
        message: "`\(missing.written)` is defined in a file that is not here",
        advice: UnresolvedAdvice(project: project, pipeline: pipeline).help, site: missing.site)
    }
  }

  /// Paths of the Kaniko image where the migration does not write.
  private var pathObstacles: [ManualReason] {
    guard !use.calls.isEmpty else { return [] }
    var result: [ManualReason] = []
    if !use.afterScriptPaths.isEmpty {
      result.append(
        ManualReason(
          rule: MigrationRules.path,
          message: "`after_script` uses a path below /kaniko, which the new image does not have",
          advice: ["remove the line, or use a path in the checkout"]))
    }
    for entry in job.effective["variables"]?.mapping?.entries ?? [] where Self.isSearchPath(entry) {
      result.append(
        ManualReason(
          rule: MigrationRules.path, message: "the variable `\(entry.key)` sets a search path of the Kaniko image",
          advice: ["remove the variable; the new image has its own"]))
    }
    return result
  }

  /// Whether a variable replaces a list of folders that the new image needs as it is.
  private static func isSearchPath(_ entry: CIMapping.Entry) -> Bool {
    guard entry.key == "PATH" || entry.key == "LD_LIBRARY_PATH", let text = entry.value.text else { return false }
    return text.contains("/kaniko") || text.contains("/busybox")
  }

  private var callObstacles: [ManualReason] {
    if !use.afterScriptCalls.isEmpty {
      return [
        ManualReason(
          rule: MigrationRules.executor, message: "`after_script` runs the executor",
          advice: ["move the build into `script`; a failure in `after_script` goes unnoticed"])
      ]
    }
    guard use.calls.isEmpty else { return strayArguments }
    if let mention = use.executorMentions.first, use.script.shell.problems.isEmpty {
      return [
        ManualReason(
          rule: MigrationRules.script, message: "how the executor is run here cannot be told",
          advice: ["call /kaniko/executor directly, as a command of the script"], scriptRange: mention)
      ]
    }
    if let image = use.image {
      return [
        ManualReason(
          rule: MigrationRules.unusedImage,
          message: "the image `\(image.reference)` is Kaniko's, and no visible line of the script runs the executor",
          advice: [
            "if the job only needs a shell, give it another image",
            "if a script file or a variable runs the executor, call it in the job itself",
          ], site: use.imageName?.origin)
      ]
    }
    return []
  }

  /// Arguments of a call that stand on lines of their own, where the shell takes them for commands: the lines of a
  /// literal block, or the deeper lines of a folded one, are not joined.
  private var strayArguments: [ManualReason] {
    var words: [(range: ByteRange, end: Int, text: String?)] = []
    use.script.shell.forEachCommand { command, _ in
      guard case .simple(let simple) = command.kind, let word = simple.words.first else { return }
      let text = word.staticValue(in: use.script.text)
      words.append((word.range, command.range.upperBound, text))
    }
    guard words.contains(where: { $0.text?.hasPrefix("-") == true }) else { return [] }
    return use.calls.compactMap { call in
      var first: ByteRange?
      var end = call.range.upperBound
      for word in words where word.range.lowerBound >= call.range.upperBound {
        let isNext =
          word.range.lowerBound > end && use.script.item(holding: call.range.union(word.range)) != nil
          && use.script.text[end..<word.range.lowerBound].allSatisfy { $0 == 0x0A || $0 == 0x20 }
        guard isNext, word.text?.hasPrefix("-") != false else { return nil }
        first = first ?? word.range
        if word.text != nil { return first.map(strayArgument) }
        end = word.end
      }
      return nil
    }
  }

  private func strayArgument(_ word: ByteRange) -> ManualReason {
    ManualReason(
      rule: MigrationRules.script,
      message: "the call ends with its line, so `\(use.script.string(word))` runs as a command of its own",
      advice: ["end every line of the call but the last with `\\`, then run the migration again"], scriptRange: word)
  }

  /// What a person confirms before the migration is right.
  var assumptions: [ReceiptEntry] {
    var result: [ReceiptEntry] = []
    let services = job.effective["services"]
    if services?.items?.isEmpty == false || services?.text != nil {
      result.append(
        ReceiptEntry(
          .review, "services",
          "commands in the Dockerfile no longer see the aliases of `services:`; check that none needs them"))
    }
    if use.imageIsVariable, let name = use.imageName?.writtenText {
      let place = name.contains("$[[") ? "where this file is included" : "in the project's settings"
      result.append(
        ReceiptEntry(.review, "image", "`\(name)` may be set to another image \(place); check what it is"))
    }
    if settings.namedImage == nil, let entry = imageAssumption { result.append(entry) }
    if let entry = exitCodes { result.append(entry) }
    return result
  }

  private var exitCodes: ReceiptEntry? {
    let allowed =
      job.effective["allow_failure"]?.mapping?["exit_codes"] ?? job.effective["retry"]?.mapping?["exit_codes"]
    guard allowed != nil else { return nil }
    return ReceiptEntry(
      .review, "exit_codes", "Kaniko ends with the exit code of the failing RUN, buildctl always with 1; adapt the rule"
    )
  }

  /// An image that a file which is not here may give the job.
  private var imageElsewhere: ReceiptEntry? {
    let isKnown = job.name == OfficialTemplate.job && OfficialTemplate.isIncluded(in: pipeline)
    guard !pipeline.unresolvedIncludes.isEmpty, !isKnown else { return nil }
    return ReceiptEntry(
      .review, "image", "no file here names the image of the job; check that the script needs no other tools of it")
  }

  private var imageAssumption: ReceiptEntry? {
    let advice = "or name the image to use with `--image` or in the settings"
    guard let image = use.image else {
      guard let name = job.effective["image"].flatMap({ ($0.mapping?["name"] ?? $0).text }) else {
        return imageElsewhere
      }
      return ReceiptEntry(
        .review, "image", "`\(name)` may carry tools that the BuildKit image lacks; check the script, \(advice)")
    }
    switch image.source {
    case .official, .dependencyProxy: return nil
    case .mirror:
      return ReceiptEntry(
        .review, "image",
        "`\(image.reference)` is a copy in another registry; check that the runner reaches Docker Hub, \(advice)")
    case .wrapper:
      return ReceiptEntry(
        .review, "image",
        "`\(image.reference)` may carry more than Kaniko; check that the script needs nothing of it, \(advice)")
    }
  }
}

extension MissingDefinition {
  /// The use as it stands in YAML, such as `extends: .build` or `!reference [.build, script]`.
  var written: String {
    switch use {
    case .extends: "extends: \(name)"
    case .reference: "!reference [\(name)]"
    }
  }
}
