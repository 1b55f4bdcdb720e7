import GitLabCI
import ShellSyntax

/// Proves that twins are what they are meant to be, and that nothing else changes.
struct TwinVerifier {
  /// The pipelines without twins.
  let before: Project
  /// The pipelines with twins.
  let shadowed: Project
  /// The pipelines after the migration.
  let migrated: Project
  /// The pipelines after the same migration with tags of their own.
  let apart: Project
  let settings: MigrationSettings

  /// What is behind the tags of twins.
  private var suffix: String { settings.shadowSuffix }

  /// Why a file cannot be as it would be; nil when every job without a twin stays the same.
  func structureFailure(twins: [Twin]) -> String? {
    guard !shadowed.hasUnreadableFiles || before.hasUnreadableFiles,
      shadowed.diagnostics.count <= before.diagnostics.count, shadowed.pipelines.count == before.pipelines.count
    else { return "a file does not parse" }
    var names = before.pipelines.map { Set($0.jobs.map(\.name)) }
    for twin in twins {
      for job in twin.jobs {
        names[job.pipeline].insert(Twin.name(for: before[job].name))
        if twin.isCompared { names[job.pipeline].insert(ComparisonWriter.name(for: before[job].name)) }
      }
    }
    for (index, pipeline) in shadowed.pipelines.enumerated() where Set(pipeline.jobs.map(\.name)) != names[index] {
      return "the names of the jobs change"
    }
    for id in before.jobIDs {
      let old = before[id]
      guard let new = shadowed.pipelines[id.pipeline].job(named: old.name),
        new.effective.isEquivalent(to: old.effective), new.definition.isEquivalent(to: old.definition)
      else { return "the definition of `\(old.name)` changes" }
    }
    return nil
  }

  /// Why a twin is not the migrated job with a tag of its own; nil when it is.
  func failure(of id: JobID) -> String? {
    let name = before[id].name
    guard let twin = shadowed.pipelines[id.pipeline].job(named: Twin.name(for: name)),
      let job = migrated.pipelines[id.pipeline].job(named: name),
      let apart = apart.pipelines[id.pipeline].job(named: name)
    else { return "the twin is not there" }
    for key in Self.keys(of: twin, apart) where !Twin.ownKeys.contains(key) {
      guard Self.isSame(twin.effective[key]?.asInTwin(key), apart.effective[key]?.asInTwin(key)) else {
        return "`\(key)` of the job cannot be changed by a job that extends it"
      }
    }
    if let harm = Self.harm(of: twin) { return harm }
    if let name = pushedNames(of: twin).first(where: { !$0.hasSuffix(suffix) }) {
      return "the twin would push `\(name)`"
    }
    for key in Self.keys(of: job, apart) where !isSameButForTags(job.effective[key], apart.effective[key]) {
      return "`\(key)` of the twin differs in more than the tags"
    }
    return nil
  }

  /// Why a job that compares images would do harm; nil when it is as it is meant to be.
  func comparisonFailure(of id: JobID) -> String? {
    let name = before[id].name
    guard let job = shadowed.pipelines[id.pipeline].job(named: ComparisonWriter.name(for: name)) else {
      return "the comparison is not there"
    }
    if let harm = Self.harm(of: job) { return harm }
    let use = JobUse(of: job, settings: settings)
    if use.hasTraces { return "the comparison would use Kaniko" }
    if let problem = use.script.shell.problems.first { return "the script of the comparison: \(problem.message)" }
    return nil
  }

  private static func harm(of job: Job) -> String? {
    guard job.effective["allow_failure"]?.scalar?.value == "true" else {
      return "`\(job.name)` could fail the pipeline"
    }
    return Twin.withoutKeys.first { job.effective[$0].map { !isNothing($0) } ?? false }
      .map { "`\(job.name)` would take over `\($0)`" }
  }

  /// Whether a value is null, or artifacts that are none.
  private static func isNothing(_ value: CIValue) -> Bool {
    guard let entries = value.mapping?.entries, !entries.isEmpty else { return value.isNull }
    return entries.allSatisfy { $0.value.isNull || $0.key == "untracked" && $0.value.scalar?.value == "false" }
  }

  private static func keys(of left: Job, _ right: Job) -> [String] {
    left.effective.entries.map(\.key) + right.effective.entries.map(\.key).filter { left.effective[$0] == nil }
  }

  private static func isSame(_ left: CIValue?, _ right: CIValue?) -> Bool {
    switch (left, right) {
    case (let left?, let right?): left.isEquivalent(to: right)
    case (nil, nil): true
    case (let one?, nil), (nil, let one?): one.isNull
    }
  }

  /// The names under which the commands and variables of a job push, as they are written.
  private func pushedNames(of job: Job) -> [String] {
    ["variables", "before_script", "script"].compactMap { job.effective[$0] }.flatMap(Self.texts).flatMap { text in
      if let function = TranslationFunction.definition(in: text)?.range {
        let tag = "_names=${_names:+$_names,}$_value\(TranslationFunction.tagApart(by: suffix))\n"
        if text[function].firstRange(of: tag) == nil { return ["what the job says when it runs"] }
        return pushedNames(in: text[..<function.lowerBound]) + pushedNames(in: text[function.upperBound...])
      }
      return pushedNames(in: text[...])
    }
  }

  private func pushedNames(in text: Substring) -> [String] {
    text.split(separator: "name=", omittingEmptySubsequences: false).dropFirst().flatMap { part -> [String] in
      guard let end = part.firstRange(of: "push=") else { return [] }
      let names = part[..<end.lowerBound].split(separator: ",").map { $0.filter { !"\"'\\ \n".contains($0) } }
      return names.prefix(1) + names.dropFirst().filter { !$0.isEmpty && !$0.contains("=") }
    }
  }

  private static func texts(in value: CIValue) -> [String] {
    switch value.kind {
    case .scalar(let scalar): [scalar.value]
    case .sequence(let items): items.flatMap(texts)
    case .mapping(let mapping): mapping.entries.flatMap { texts(in: $0.value) }
    case .reference: []
    }
  }

  /// Whether the second value is the first one with suffixes put in.
  private func isSameButForTags(_ left: CIValue?, _ right: CIValue?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    switch (left.kind, right.kind) {
    case (.scalar(let old), .scalar(let new)):
      return old.type == new.type && isSameButForTags(Array(old.value.utf8), Array(new.value.utf8))
    case (.sequence(let old), .sequence(let new)):
      return old.count == new.count && zip(old, new).allSatisfy { isSameButForTags($0, $1) }
    case (.mapping(let old), .mapping(let new)):
      return old.entries.count == new.entries.count
        && old.entries.allSatisfy { isSameButForTags($0.value, new[$0.key]) }
    default: return left.isEquivalent(to: right)
    }
  }

  /// Whether the second text is the first one with suffixes put in, some of them behind a `:latest` that is put in, too.
  private func isSameButForTags(_ old: [UInt8], _ new: [UInt8]) -> Bool {
    let insertions = [suffix, ":latest\(suffix)", TranslationFunction.tagApart(by: suffix)].map { Array($0.utf8) }
    var (left, right) = (old[...], new[...])
    while let byte = right.first {
      if left.first == byte {
        left.removeFirst()
        right.removeFirst()
      } else if let insertion = insertions.first(where: { right.starts(with: $0) }) {
        right.removeFirst(insertion.count)
      } else {
        return false
      }
    }
    return left.isEmpty
  }
}

extension CIValue {
  /// A value of a job in the form that a twin has it in: items of lists inside lists in one list, and of an image
  /// nothing that is null.
  fileprivate func asInTwin(_ key: String) -> CIValue {
    if ["before_script", "script"].contains(key) { return flattened }
    guard key == "image", let mapping else { return self }
    var result = CIMapping(source: origin)
    for entry in mapping.entries where !entry.value.isNull { result.set(entry) }
    return CIValue(kind: .mapping(result), origin: origin, site: site)
  }
}
