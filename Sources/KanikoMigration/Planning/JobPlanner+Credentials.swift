import GitLabCI
import ShellSyntax
import SourceText

extension JobPlanner {
  /// Moves the credentials that the script writes, and adds those that Kaniko had by itself.
  func moveCredentials(for calls: [TranslatedCall], _ plan: inout JobPlan, _ reasons: inout [ManualReason]) {
    let around = CredentialPlan.Job(
      variables: surroundings.sharedValues, executorCalls: use.calls.map(\.range),
      executorAssignments: use.executorAssignments,
      armIsPossible: armIsPossible)
    let credentials = CredentialPlan(
      surroundings.outline, values: surroundings.values, ownPaths: surroundings.ownPaths,
      references: calls.flatMap(\.references), job: around, settings: settings.ecrHelper)
    for edit in credentials.edits.edits { insert(edit, into: &plan, &reasons) }
    for removal in credentials.removals { remove(removal, &plan, &reasons) }
    for insertion in credentials.insertions { place(insertion, &plan, &reasons) }
    for variable in credentials.variables { plan.variableValues[variable.name] = variable.newValue }
    for remark in credentials.remarks { take(remark, &plan, &reasons) }
    for word in credentials.movedInExecutorCalls where calls.contains(where: { $0.leavesPath(word) }) {
      reasons.append(
        ManualReason(
          rule: MigrationRules.path, message: "`\(use.script.string(word))` names a path of the Kaniko image",
          advice: ["put the file into the checkout, and name it there"], scriptRange: word))
    }
    if let entry = Self.addition(credentials) { plan.receipt.append(entry) }
  }

  private static func addition(_ credentials: CredentialPlan) -> ReceiptEntry? {
    let hosts = credentials.needs.filter { need in
      if case .helper = need.source { return true }
      return false
    }.map { "`\($0.host.shown)`" }
    guard !hosts.isEmpty else { return nil }
    return ReceiptEntry(
      .added, "registry login",
      "Kaniko logs in to \(hosts.joined(separator: ", ")) by itself, BuildKit reads ~/.docker/config.json")
  }

  /// Whether tags, platform or matrix name an ARM processor.
  private var armIsPossible: Bool {
    func isARM(_ text: String) -> Bool {
      text.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { $0.hasPrefix("arm") || $0 == "aarch64" }
    }
    let tags = job.effective["tags"]?.items?.compactMap(\.text) ?? []
    let matrix = job.effective["parallel"]?.mapping?["matrix"]?.items ?? []
    let values = matrix.flatMap { $0.mapping?.entries ?? [] }.flatMap { entry in
      entry.value.text.map { [$0] } ?? (entry.value.items ?? []).compactMap(\.text)
    }
    return (tags + values).contains(where: isARM)
  }

  // MARK: - Whole lines

  /// Takes out a statement: with its item where it is all of it, with its line otherwise.
  func remove(_ statement: ByteRange, _ plan: inout JobPlan, _ reasons: inout [ManualReason]) {
    let text = use.script.text
    guard let item = use.script.item(holding: statement) else { return }
    let newline = UInt8(ascii: "\n")
    let endsLine = statement.upperBound < item.range.upperBound && text[statement.upperBound] == newline
    insert(
      Edit(ByteRange(statement.lowerBound, statement.upperBound + (endsLine ? 1 : 0)), with: ""), into: &plan, &reasons)
  }

  private func place(_ insertion: LineInsertion, _ plan: inout JobPlan, _ reasons: inout [ManualReason]) {
    switch insertion.place {
    case .head: plan.setup += insertion.lines
    case .before(let statement):
      guard let index = use.script.items.firstIndex(where: { $0.range.contains(statement) }) else { break }
      let item = use.script.items[index]
      if item.range.lowerBound == statement.lowerBound {
        plan.insertions.append(JobPlan.Insertion(item: index, isAfter: false, lines: insertion.lines))
        return
      }
      let lineStart = lineStart(of: statement.lowerBound, in: item)
      let indentation = String(decoding: use.script.text[lineStart..<statement.lowerBound], as: UTF8.self)
      let lines = insertion.lines.map { "\(indentation)\($0.text)\n" }.joined()
      insert(Edit(ByteRange(at: lineStart), with: lines), into: &plan, &reasons)
      return
    case .after(let statement):
      guard let index = use.script.items.firstIndex(where: { $0.range.contains(statement) }) else { break }
      let item = use.script.items[index]
      let end = use.script.text[statement.upperBound..<item.range.upperBound].firstIndex(of: UInt8(ascii: "\n"))
      if end == nil, project.itemPosition(of: item.value.origin) != nil {
        plan.insertions.append(JobPlan.Insertion(item: index, isAfter: true, lines: insertion.lines))
        return
      }
      // A script that is a scalar has no items: the lines follow its last one.
      let lines = insertion.lines.map { "\n\($0.text)" }.joined()
      insert(Edit(ByteRange(at: end ?? item.range.upperBound), with: lines), into: &plan, &reasons)
      return
    }
    if insertion.place != .head {
      reasons.append(
        ManualReason(
          rule: MigrationRules.credentials, message: "there is no place for lines that have to be added to this script",
          advice: ["put the lines that write credentials into an item of their own"]))
    }
  }

  private func lineStart(of offset: Int, in item: JobScript.Item) -> Int {
    use.script.text[item.range.lowerBound..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
      ?? item.range.lowerBound
  }
}

extension TranslatedCall {
  /// Whether a word of the call keeps a path of the Kaniko image. The translation moves those of files that the script
  /// makes, and refuses others.
  fileprivate func leavesPath(_ word: ByteRange) -> Bool {
    guard call.range.contains(word) else { return false }
    return !opaqueWords.isEmpty
      || !translation.outcomes.contains { outcome in
        guard case .flag(let flag) = outcome.subject, outcome.range.contains(word) else { return false }
        return flag.mapping.namesPath || outcome.disposition == .dropped
      }
  }

  /// The images that the call pushes and pulls.
  var references: [RegistryReference] {
    var result = references(of: translation)
    for reference in whole.flatMap(references) where !result.contains(reference) { result.append(reference) }
    return result
  }

  private func references(of translation: BuildTranslation) -> [RegistryReference] {
    let spec = translation.spec
    var result: [RegistryReference] = []
    if spec.push != .off { result += spec.destinations.map { RegistryReference($0, role: .destination) } }
    if spec.push != .off, spec.destinations.isEmpty, let word = opaqueWords.first {
      // A name that shows only when the job runs: its registry is not known.
      let unknown = ShellFragment([.expansion(source: word.fragment.source, name: nil, .double)])
      result.append(RegistryReference(unknown, role: .destination))
    }
    if let cache = spec.cache, case .registry(let reference) = cache.store {
      result.append(RegistryReference(reference, role: .cache))
    }
    result += translation.baseImages.map { RegistryReference($0, role: .base) }
    // A mirror is a host, with or without a path, and is pulled from as base images are.
    for mirror in spec.registries.flatMap(\.mirrors) { result.append(RegistryReference(mirror + "/", role: .base)) }
    return result
  }
}
