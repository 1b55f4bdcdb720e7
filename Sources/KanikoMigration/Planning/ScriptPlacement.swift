import GitLabCI
import SourceText
import YAMLSyntax

/// Decides where the changes to a job's scripts go in its files.
///
/// A script is changed where it is defined; a job that shares it with others that stay gets a copy of its own.
struct ScriptPlacement {
  let project: Project
  let readers: ReaderIndex
  /// The jobs that are migrated together.
  let migrating: ReaderIndex.Audience
  /// Those of them that add the same lines in front of everything else.
  let preparingAlike: ReaderIndex.Audience

  /// The changes that make a job's scripts as planned; nil where the bytes belong to other jobs too.
  ///
  /// - Parameters:
  ///   - id: the job.
  ///   - use: what the job has to do with Kaniko, with its script.
  ///   - plan: the plan of the job.
  ///   - exports: lines for the head of `script` that no other place can take.
  func changes(for id: JobID, use: JobUse, plan: JobPlan, exports: [ScriptLine]) -> [PlannedChange]? {
    let job = project[id]
    let isWithinItems = plan.scriptEdits.edits.allSatisfy { use.script.item(holding: $0.range) != nil }
    guard isWithinItems else { return nil }
    var changes: [PlannedChange] = []
    var copied: Set<JobScript.Keyword> = []
    for keyword in [JobScript.Keyword.beforeScript, .script] {
      if let inPlace = inPlace(keyword, use: use, plan: plan) {
        changes += inPlace
      } else {
        guard let copy = copy(of: keyword, job: job, use: use, plan: plan) else { return nil }
        changes.append(copy)
        copied.insert(keyword)
      }
    }
    guard !plan.setup.isEmpty || !exports.isEmpty else { return Self.joined(changes) }
    if let index = changes.firstIndex(where: { Self.isCopy($0, takesSetup: copied, exports: exports) }) {
      changes[index] = Self.prepending(exports + plan.setup, to: changes[index])
      return Self.joined(changes)
    }
    guard let setup = place(setup: plan.setup, exports: exports, of: id, use: use) else { return nil }
    return Self.joined(setup + changes)
  }

  /// The changes with all lines for one place in one change, in order: two changes at one place exclude each other.
  private static func joined(_ changes: [PlannedChange]) -> [PlannedChange] {
    var result: [PlannedChange] = []
    for change in changes {
      if case .insertItems(let sequence, let index, let lines) = change,
        let earlier = result.firstIndex(where: { $0.slot == change.slot }),
        case .insertItems(_, _, let head) = result[earlier]
      {
        result[earlier] = .insertItems(sequence: sequence, index: index, lines: head + lines)
      } else if case .prependLines(let scalar, let lines) = change,
        let earlier = result.firstIndex(where: { $0.slot == change.slot }),
        case .prependLines(_, let head) = result[earlier]
      {
        result[earlier] = .prependLines(scalar: scalar, lines: head + lines)
      } else {
        result.append(change)
      }
    }
    return result
  }

  // MARK: - In place

  /// The changes to the items of one keyword where they stand; nil where others read them too.
  private func inPlace(_ keyword: JobScript.Keyword, use: JobUse, plan: JobPlan) -> [PlannedChange]? {
    guard var changes = rewrites(of: keyword, in: use.script, edits: plan.scriptEdits) else { return nil }
    for insertion in plan.insertions.inOrder where use.script.items[insertion.item].keyword == keyword {
      let insertion = takingItem(insertion, of: use.script, from: &changes)
      guard let change = insert(insertion, of: use.script) else { return nil }
      changes.append(change)
    }
    return changes
  }

  /// An insertion whose last line is a comment on the item that follows: that item is written anew below it.
  private func takingItem(
    _ insertion: JobPlan.Insertion, of script: JobScript, from changes: inout [PlannedChange]
  ) -> JobPlan.Insertion {
    guard case .comment? = insertion.lines.last, !insertion.isAfter else { return insertion }
    let item = script.items[insertion.item]
    let old = Array((item.value.scalar?.text ?? "").utf8)
    var text = old
    for (index, change) in changes.enumerated() {
      if case .rewriteItem(item.value.origin, let edits) = change {
        text = edits.apply(to: old)
        changes.remove(at: index)
        break
      }
    }
    changes.append(.removeItem(item.value.origin))
    return JobPlan.Insertion(
      item: insertion.item, isAfter: false, lines: insertion.lines + [.command(Self.withoutFinalNewlines(text))])
  }

  /// The edits of the joined script as edits of the items' own scalars.
  private func rewrites(
    of keyword: JobScript.Keyword, in script: JobScript, edits: EditSet
  ) -> [PlannedChange]? {
    var changes: [PlannedChange] = []
    let folds = FoldedLines(project: project)
    for item in script.items where item.keyword == keyword {
      var edits = Self.decodedEdits(of: item, from: edits)
      guard !edits.isEmpty else { continue }
      folds.keepLines(of: item, in: script, edits: &edits)
      guard readers.isRead(item.value.origin, onlyBy: migrating) else { return nil }
      let text = edits.apply(to: Array((item.value.scalar?.text ?? "").utf8))
      let isRemoved = Self.isBlank(text) && project.itemPosition(of: item.value.origin) != nil
      changes.append(
        isRemoved ? .removeItem(item.value.origin) : .rewriteItem(item.value.origin, edits: edits))
    }
    return changes
  }

  /// The edits that lie in an item, in bytes of its decoded scalar.
  private static func decodedEdits(of item: JobScript.Item, from edits: EditSet) -> EditSet {
    var result = EditSet()
    for edit in edits.edits where item.range.contains(edit.range) {
      try? result.insert(Edit(item.decodedRange(edit.range), with: edit.replacement))
    }
    return result
  }

  private static func isBlank(_ text: [UInt8]) -> Bool {
    text.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
  }

  private func insert(_ insertion: JobPlan.Insertion, of script: JobScript) -> PlannedChange? {
    let origin = script.items[insertion.item].value.origin
    guard let (sequence, position) = project.itemPosition(of: origin) else {
      let isAllowed = !insertion.isAfter && readers.isRead(origin, onlyBy: migrating)
      return isAllowed ? .prependLines(scalar: origin, lines: insertion.lines) : nil
    }
    guard readers.isRead(sequence, onlyBy: migrating) else { return nil }
    let index = insertion.isAfter ? position + 1 : position
    return .insertItems(sequence: sequence, index: index, lines: insertion.lines)
  }

  // MARK: - Copies

  /// The whole keyword as planned, for a job that shares it with others.
  private func copy(
    of keyword: JobScript.Keyword, job: Job, use: JobUse, plan: JobPlan
  ) -> PlannedChange? {
    let owner = job.entry.value.origin
    guard job.entry.value.mapping != nil, readers.isRead(owner, onlyBy: migrating) else { return nil }
    var lines: [ScriptLine] = []
    for (index, item) in use.script.items.enumerated() where item.keyword == keyword {
      let insertions = plan.insertions.filter { $0.item == index }
      lines += insertions.filter { !$0.isAfter }.flatMap(\.lines)
      let text = Self.decodedEdits(of: item, from: plan.scriptEdits)
        .apply(to: Array((item.value.scalar?.text ?? "").utf8))
      if !Self.isBlank(text) { lines.append(.command(Self.withoutFinalNewlines(text))) }
      lines += insertions.filter(\.isAfter).flatMap(\.lines)
    }
    return .setScript(owner: owner, keyword: keyword.rawValue, lines: lines)
  }

  private static func withoutFinalNewlines(_ text: [UInt8]) -> String {
    var text = text
    while text.last == UInt8(ascii: "\n") { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a change is the copy at whose head lines that prepare the shell belong.
  private static func isCopy(
    _ change: PlannedChange, takesSetup copied: Set<JobScript.Keyword>, exports: [ScriptLine]
  ) -> Bool {
    guard case .setScript(_, let keyword, _) = change else { return false }
    return keyword == (copied.contains(.beforeScript) ? "before_script" : "script")
  }

  private static func prepending(_ lines: [ScriptLine], to change: PlannedChange) -> PlannedChange {
    guard case .setScript(let owner, let keyword, let own) = change else { return change }
    return .setScript(owner: owner, keyword: keyword, lines: lines + own)
  }

  // MARK: - Added lines

  /// Puts the lines that prepare the shell where they run before everything else of `script`.
  private func place(
    setup: [ScriptLine], exports: [ScriptLine], of id: JobID, use: JobUse
  ) -> [PlannedChange]? {
    let job = project[id]
    let callsInBefore = use.calls.contains { call in
      use.script.item(holding: call.range)?.keyword == .beforeScript
    }
    if callsInBefore { return atHead("before_script", lines: exports + setup, of: job) }
    guard exports.isEmpty, let change = inBeforeScript(setup, of: id) else {
      return atHead("script", lines: exports + setup, of: job)
    }
    return [change]
  }

  /// At the head of the `before_script` in force, or in a new one where none is in sight.
  private func inBeforeScript(_ lines: [ScriptLine], of id: JobID) -> PlannedChange? {
    let job = project[id]
    if let value = job.effective["before_script"], !value.isNull {
      guard isSequence(value.origin), readers.isRead(value.origin, onlyBy: preparingAlike) else { return nil }
      guard readers.isUsed(value.origin, onlyAt: .beforeScript) else { return nil }
      return .insertItems(sequence: value.origin, index: 0, lines: lines)
    }
    // Something that is not here may bring a `before_script`, which a new one would silence.
    guard !project.pipelines[id.pipeline].isPartial, job.missing.isEmpty,
      job.definition["before_script"] == nil, let owner = job.effective[entry: "script"]?.owner,
      readers.isRead(owner, onlyBy: preparingAlike)
    else { return nil }
    return .addBeforeScript(owner: owner, lines: lines)
  }

  private func atHead(_ keyword: String, lines: [ScriptLine], of job: Job) -> [PlannedChange]? {
    guard let value = job.effective[keyword], readers.isRead(value.origin, onlyBy: migrating) else { return nil }
    if isSequence(value.origin) {
      guard readers.isUsed(value.origin, onlyAt: .value(of: keyword)) else { return nil }
      return [.insertItems(sequence: value.origin, index: 0, lines: lines)]
    }
    guard value.text != nil else { return nil }
    return [.prependLines(scalar: value.origin, lines: lines)]
  }

  // MARK: - Trees

  private func isSequence(_ origin: Origin) -> Bool {
    if case .sequence = project.documents[origin.file].tree[origin.node].kind { return true }
    return false
  }
}

extension [JobPlan.Insertion] {
  /// The insertions as they stand in the script: what follows an item comes before what precedes the next one.
  fileprivate var inOrder: [Element] {
    func place(_ insertion: Element) -> Int { insertion.isAfter ? insertion.item * 2 + 1 : insertion.item * 2 }
    return enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }.map(\.element)
  }
}
