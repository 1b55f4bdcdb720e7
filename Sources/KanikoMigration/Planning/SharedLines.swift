import GitLabCI
import YAMLSyntax

/// Writes a block of lines once where a file would get it in several places: as a hidden job that the others refer to.
struct SharedLines {
  let project: Project

  /// A block of lines in one file.
  private struct Block: Hashable {
    let file: Int
    let lines: [ScriptLine]
  }

  /// Replaces repeated functions by references, then repeated blocks of other lines.
  ///
  /// - Returns: the changes, with the added hidden jobs, and the names of these.
  func sharing(_ changes: Set<PlannedChange>) -> (changes: Set<PlannedChange>, names: Set<String>) {
    var result = changes
    var names: Set<String> = []
    share(in: &result, names: &names) { _, lines in
      lines.compactMap { if case .definition = $0 { [$0] } else { nil } }
    } replacing: { lines, block, job in
      lines.map { block.contains($0) ? .reference(job: job) : $0 }
    }
    share(in: &result, names: &names) { change, lines in
      let own = lines.filter { !$0.isShared }
      if case .setScript(_, "script", _) = change { return [] }
      return Self.isWorthSharing(own) ? [own] : []
    } replacing: { lines, _, job in
      lines.filter(\.isShared) + [.reference(job: job)]
    }
    return (result, names)
  }

  /// Gives a hidden job to each block that stands in several places of one file.
  private func share(
    in changes: inout Set<PlannedChange>, names: inout Set<String>,
    blocks: (PlannedChange, [ScriptLine]) -> [[ScriptLine]],
    replacing: (_ lines: [ScriptLine], _ block: [ScriptLine], _ job: String) -> [ScriptLine]
  ) {
    var places: [Block: [PlannedChange]] = [:]
    for change in changes {
      for lines in blocks(change, Self.lines(of: change)) {
        places[Block(file: change.origin.file, lines: lines), default: []].append(change)
      }
    }
    let repeated = places.filter { $0.value.count > 1 }.map { block, users in
      (block: block, users: users, order: users.map(\.origin).min() ?? users[0].origin, text: block.lines.map(\.text))
    }.sorted { left, right in
      left.order != right.order ? left.order < right.order : left.text.lexicographicallyPrecedes(right.text)
    }
    for (block, users, _, _) in repeated {
      guard let place = insertionPlace(for: users, file: block.file) else { continue }
      let name = unusedName(for: block.lines, file: block.file, taken: names)
      names.insert(name)
      for change in users {
        changes.remove(change)
        changes.insert(Self.withLines(replacing(Self.lines(of: change), block.lines, name), change))
      }
      changes.insert(.addHiddenJob(root: place.root, index: place.index, name: name, lines: block.lines))
    }
  }

  /// The lines of a list that a change adds and that may stand elsewhere.
  private static func lines(of change: PlannedChange) -> [ScriptLine] {
    switch change {
    case .addBeforeScript(_, let lines), .insertItems(_, _, let lines), .setScript(_, _, let lines): lines
    default: []
    }
  }

  /// A single command, such as `mkdir`, is written where it is needed: a hidden job for it would be longer.
  private static func isWorthSharing(_ lines: [ScriptLine]) -> Bool {
    lines.count { if case .comment = $0 { false } else { true } } > 1
  }

  private static func withLines(_ lines: [ScriptLine], _ change: PlannedChange) -> PlannedChange {
    switch change {
    case .addBeforeScript(let owner, _): .addBeforeScript(owner: owner, lines: lines)
    case .insertItems(let sequence, let index, _): .insertItems(sequence: sequence, index: index, lines: lines)
    case .setScript(let owner, let keyword, _): .setScript(owner: owner, keyword: keyword, lines: lines)
    default: change
    }
  }

  /// In front of the first top-level entry that uses the block.
  private func insertionPlace(for users: [PlannedChange], file: Int) -> (root: Origin, index: Int)? {
    let document = project.documents[file]
    guard let root = document.content, case .mapping(let entries, _) = document.tree[root].kind,
      let first = users.map(\.origin.node).min(),
      let index = entries.lastIndex(where: { $0.key <= first })
    else { return nil }
    return (Origin(file: file, node: root), index)
  }

  private func unusedName(for lines: [ScriptLine], file: Int, taken: Set<String>) -> String {
    let isECR = lines.contains { $0.text.contains("docker-credential-ecr-login") }
    let isFunction = lines.count == 1 && lines.allSatisfy { if case .definition = $0 { true } else { false } }
    let base = isFunction ? ".build image" : isECR ? ".ecr login" : ".registry login"
    let jobs = Set(project.pipelines.flatMap { $0.root.entries.map(\.key) })
    var name = base
    var number = 2
    while jobs.contains(name) || taken.contains(name) {
      name = "\(base) \(number)"
      number += 1
    }
    return name
  }
}

extension ScriptLine {
  /// Whether the line is shared by itself: a function, or what stands for one.
  fileprivate var isShared: Bool {
    switch self {
    case .definition, .reference: true
    case .comment, .command: false
    }
  }
}
