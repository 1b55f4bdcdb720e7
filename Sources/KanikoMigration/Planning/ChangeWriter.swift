import GitLabCI
import SourceText
import YAMLSyntax

/// Turns planned changes into edits of bytes, in the style of each file.
struct ChangeWriter {
  let project: Project

  /// Changes that do not go together in one file.
  struct Conflict: Error {
    let change: PlannedChange
  }

  /// The edits of every file that changes, by file.
  ///
  /// - Throws: ``Conflict`` with the change that does not fit beside the others.
  func edits(for changes: Set<PlannedChange>) throws(Conflict) -> [Int: EditSet] {
    var result: [Int: EditSet] = [:]
    var editors: [Int: YAMLEditor] = [:]
    var removed: [Origin: [Int]] = [:]
    for case .removeItem(let origin) in changes {
      guard let (sequence, index) = project.itemPosition(of: origin) else { continue }
      removed[sequence, default: []].append(index)
    }
    var replaced: Set<Origin> = []
    for (sequence, indices) in removed.sorted(by: { $0.key < $1.key }) {
      let editor = editor(sequence.file, &editors)
      var edits = editor.removeItems(at: indices.sorted(), of: sequence.node)
      if let items = newItems(inPlaceOf: indices.count, of: sequence, changes) {
        edits = editor.replaceValue(sequence.node, with: .sequence(items))
        replaced.insert(sequence)
      }
      guard (try? result[sequence.file, default: EditSet()].insert(contentsOf: edits)) != nil else {
        throw Conflict(change: .removeItem(sequence))
      }
    }
    let joined = Self.joined(changes)
    let places = joined.map(Place.init)
    for change in joined.indices.sorted(by: { places[$0] < places[$1] }).map({ joined[$0] }) {
      if case .insertItems(let sequence, _, _) = change, replaced.contains(sequence) { continue }
      let file = change.origin.file
      let editor = editor(file, &editors)
      do {
        try result[file, default: EditSet()].insert(contentsOf: edits(for: change, editor: editor))
      } catch {
        throw Conflict(change: change)
      }
    }
    return result
  }

  /// The items that come in place of all that a sequence has; nil where some of them stay, or where none come.
  private func newItems(
    inPlaceOf count: Int, of sequence: Origin, _ changes: Set<PlannedChange>
  ) -> [YAMLNewItem]? {
    guard case .sequence(let items, _) = project.documents[sequence.file].tree[sequence.node].kind, items.count == count
    else { return nil }
    var insertions: [(index: Int, lines: [ScriptLine])] = []
    for case .insertItems(let origin, let index, let lines) in changes where origin == sequence {
      insertions.append((index, lines))
    }
    return insertions.isEmpty ? nil : Self.items(insertions.sorted { $0.index < $1.index }.flatMap(\.lines))
  }

  /// The changes with one `variables:` mapping for all variables that a job gets, and one rewriting of each script that
  /// is a scalar.
  private static func joined(_ changes: Set<PlannedChange>) -> [PlannedChange] {
    var result: [PlannedChange] = []
    var variables: [Origin: (anchor: String?, values: [PlannedChange.Variable])] = [:]
    var heads: [Origin: [ScriptLine]] = [:]
    for case .prependLines(let scalar, let lines) in changes { heads[scalar] = lines }
    for change in changes {
      switch change {
      case .addVariables(let owner, let anchor, let values): variables[owner, default: (anchor, [])].values += values
      case .rewriteItem(let scalar, let edits):
        let lines = heads.removeValue(forKey: scalar) ?? []
        result.append(.rewriteItem(scalar, edits: prepending(lines, to: edits)))
      case .prependLines: continue
      default: result.append(change)
      }
    }
    for (scalar, lines) in heads { result.append(.rewriteItem(scalar, edits: prepending(lines, to: EditSet()))) }
    for (owner, (anchor, values)) in variables {
      // What BuildKit needs comes behind the job's own.
      let sorted = values.sorted { ($0.isDaemonFlags ? 1 : 0, $0.name) < ($1.isDaemonFlags ? 1 : 0, $1.name) }
      result.append(.addVariables(owner: owner, merging: anchor, sorted))
    }
    return result
  }

  /// The edits of a scalar with lines in front of everything else.
  private static func prepending(_ lines: [ScriptLine], to edits: EditSet) -> EditSet {
    guard !lines.isEmpty else { return edits }
    var result = EditSet()
    let head = Edit(ByteRange(at: 0), with: lines.map { $0.text + "\n" }.joined())
    // An insertion at the start conflicts with nothing, and comes before all that is there.
    try? result.insert(contentsOf: [head] + edits.edits)
    return result
  }

  /// The editor of a file: it reads the habits of the whole file, so one serves all changes.
  private func editor(_ file: Int, _ editors: inout [Int: YAMLEditor]) -> YAMLEditor {
    if let known = editors[file] { return known }
    let editor = YAMLEditor(project.documents[file].tree)
    editors[file] = editor
    return editor
  }

  private func edits(for change: PlannedChange, editor: YAMLEditor) -> [Edit] {
    let node = change.origin.node
    switch change {
    case .replaceImageString(_, let name): return editor.replaceWhole(node, with: Self.image(name))
    case .replaceImageName(_, let name): return editor.replaceWhole(node, with: .scalar(name))
    case .replaceEntrypoint: return editor.replaceWhole(node, with: .flowSequence([""]))
    case .addEntrypoint:
      let entry = YAMLNewEntry(key: "entrypoint", content: .flowSequence([""]))
      return editor.insertEntries([entry], into: node, at: place(after: ["name"], in: change.origin) ?? .last)
    case .removeKey(let key, _):
      return index(of: key, in: change.origin).map { editor.removeEntry(at: $0, of: node) } ?? []
    case .addImage(_, let name):
      let entry = YAMLNewEntry(key: "image", content: Self.image(name))
      return editor.insertEntries([entry], into: node, at: imagePlace(in: change.origin))
    case .replaceImage(_, let name):
      return value(of: "image", in: change.origin).map { editor.replaceWhole($0, with: Self.image(name)) } ?? []
    case .addVariable(_, let name, let value):
      return editor.insertEntries([YAMLNewEntry(key: name, content: .scalar(value))], into: node, at: .last)
    case .addVariables(_, let anchor, let values):
      let merge = anchor.map { [YAMLNewEntry(key: "<<", content: .source("*\($0)"))] } ?? []
      let own = values.map { YAMLNewEntry(key: $0.name, content: .scalar($0.value)) }
      let variables = YAMLContent.mapping(merge + own)
      if let replaced = self.value(of: "variables", in: change.origin) {
        return editor.replaceWhole(replaced, with: variables)
      }
      let entry = YAMLNewEntry(key: "variables", content: variables)
      return editor.insertEntries([entry], into: node, at: variablesPlace(in: change.origin))
    case .replaceScalar(_, let text): return editor.replaceWords(node, with: Self.flags(in: text))
    case .addBeforeScript(_, let lines):
      let entry = YAMLNewEntry(key: "before_script", content: .sequence(Self.items(lines)))
      return editor.insertEntries([entry], into: node, at: place(before: ["script"], in: change.origin) ?? .last)
    case .setScript(_, let keyword, let lines):
      let content = YAMLContent.sequence(Self.items(lines))
      if let old = value(of: keyword, in: change.origin) { return editor.replaceWhole(old, with: content) }
      let entry = YAMLNewEntry(key: keyword, content: content)
      return editor.insertEntries([entry], into: node, at: place(before: ["script"], in: change.origin) ?? .last)
    case .insertItems(_, let index, let lines):
      return editor.insertItems(Self.items(lines), into: node, at: index)
    case .rewriteItem(_, let edits): return editor.rewriteScalar(node, edits: edits)
    case .prependLines, .removeItem: return []
    case .addHiddenJob(_, let index, let name, let lines):
      let before = YAMLNewEntry(key: "before_script", content: .sequence(Self.items(lines)))
      return editor.insertEntries(
        [YAMLNewEntry(key: name, content: .mapping([before]))], into: node, at: .before(index))
    }
  }

  private static func image(_ name: String) -> YAMLContent {
    .mapping([
      YAMLNewEntry(key: "name", content: .scalar(name)),
      YAMLNewEntry(key: "entrypoint", content: .flowSequence([""])),
    ])
  }

  /// Each command as an item, the comments before it above it.
  private static func items(_ lines: [ScriptLine]) -> [YAMLNewItem] {
    var items: [YAMLNewItem] = []
    var comments: [String] = []
    for line in lines {
      switch line {
      case .comment(let text): comments.append(String(text.drop { $0 == "#" }.drop { $0 == " " }))
      case .reference(let job):
        items.append(YAMLNewItem(.source("!reference [\(job), before_script]"), leadingComments: comments))
        comments = []
      case .command(let text), .definition(let text):
        let isBlock = text.utf8.contains(UInt8(ascii: "\n"))
        items.append(YAMLNewItem(isBlock ? .literal(text + "\n") : .scalar(text), leadingComments: comments))
        comments = []
      }
    }
    return items
  }

  /// The flags of a text, each with its value; a text without flags is one part.
  private static func flags(in text: String) -> [String] {
    var parts: [String] = []
    for word in text.split(separator: " ") {
      if word.hasPrefix("--") || parts.isEmpty {
        parts.append(String(word))
      } else {
        parts[parts.count - 1] += " \(word)"
      }
    }
    return parts
  }

  // MARK: - Places

  private func entries(of origin: Origin) -> [YAMLEntry] {
    guard case .mapping(let entries, _) = project.documents[origin.file].tree[origin.node].kind else { return [] }
    return entries
  }

  private func index(of key: String, in origin: Origin) -> Int? {
    let tree = project.documents[origin.file].tree
    return entries(of: origin).lastIndex { tree.text(of: $0.key) == key }
  }

  private func value(of key: String, in origin: Origin) -> YAMLNodeID? {
    index(of: key, in: origin).map { entries(of: origin)[$0].value }
  }

  private func place(after keys: [String], in origin: Origin) -> YAMLPlace? {
    let position = keys.lazy.compactMap { index(of: $0, in: origin) }.first
    return notBeforeMerge(position.map { .after($0) }, in: origin)
  }

  private func place(before keys: [String], in origin: Origin) -> YAMLPlace? {
    let position = keys.compactMap { index(of: $0, in: origin) }.min()
    return notBeforeMerge(position.map { .before($0) }, in: origin)
  }

  /// A later merge key overwrites an earlier entry, so new entries go after the last `<<`.
  private func notBeforeMerge(_ place: YAMLPlace?, in origin: Origin) -> YAMLPlace? {
    guard let merge = index(of: "<<", in: origin) else { return place }
    switch place {
    case .before(let index) where index <= merge: return .after(merge)
    case .after(let index) where index < merge: return .after(merge)
    default: return place
    }
  }

  private func imagePlace(in origin: Origin) -> YAMLPlace {
    place(after: ["stage", "extends"], in: origin)
      ?? place(before: ["variables", "before_script", "script"], in: origin)
      ?? notBeforeMerge(.before(0), in: origin) ?? .first
  }

  private func variablesPlace(in origin: Origin) -> YAMLPlace {
    place(after: ["image"], in: origin) ?? place(before: ["before_script", "script"], in: origin) ?? .last
  }
}

extension YAMLEditor {
  /// Replaces a value together with its tag: a `!reference` is a value of its own.
  fileprivate func replaceWhole(_ node: YAMLNodeID, with content: YAMLContent) -> [Edit] {
    replaceValue(node, with: content, keepingTag: false)
  }

  /// Replaces words where they stand, or a value that is no plain text by them.
  fileprivate func replaceWords(_ node: YAMLNodeID, with parts: [String]) -> [Edit] {
    guard case .scalar = tree[node].kind, tree[node].tag == nil else {
      return replaceWhole(node, with: .scalar(parts.joined(separator: " ")))
    }
    return rewriteWords(node, with: parts)
  }
}

/// Where a change stands among others. No two changes of a plan stand at one place, so that edits never follow the
/// order of a hash table.
private struct Place: Comparable {
  let slot: PlannedChange.Slot
  let rank: Int

  init(_ change: PlannedChange) {
    slot = change.slot
    rank =
      switch change {
      case .addImage: 0
      case .addVariables: 1
      // What BuildKit needs comes behind the job's own.
      case .addVariable(_, let name, _): name == PlannedChange.Variable.daemonFlags ? 2 : 1
      case .addBeforeScript: 3
      case .setScript(_, let keyword, _): keyword == "before_script" ? 3 : 4
      default: 5
      }
  }

  /// Insertions at one place: what ends an inner collection comes before what follows it in the outer one, and keys of
  /// one job in the order in which a person writes them.
  static func < (left: Place, right: Place) -> Bool {
    let (first, second) = (left.slot.origin, right.slot.origin)
    if first.file != second.file { return first.file < second.file }
    if first.node != second.node { return second.node < first.node }
    return (left.rank, left.slot.part) < (right.rank, right.slot.part)
  }
}
