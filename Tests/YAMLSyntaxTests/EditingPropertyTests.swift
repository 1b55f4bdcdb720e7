import SourceText
import TestSupport
import Testing
import YAMLSyntax

private let newTexts = [
  "", "word", "a: b", "a #b", "#a", "x:", "- x", "it's", "say \"hi\"", "it's \"both\": x", "C:\\dir", "$A --b=c",
  "true", "12", "1.5", "~", "2020-01-01",
  "[a]", "{a}", "a, b", "*a", "&a", "!a", "%a", "@a", "`a`", "?", "? a", ":a", "---", "--- a", "...", " lead", "trail ",
  "tab\tinside", "\ttab", "a\nb", "a\nb\n",
  "  indented\nb\n", "\n\nafter blanks", "a\n\n\nb\n\n", "\n", "é 🚀", "a\u{85}b", "a\rb", "a\u{2028}b", "\u{7}",
  "\u{FEFF}", "a\n# b\n", "trailing \nb \n", "x\n\n", "a\n  \n", "/kaniko/executor \\\n  --x",
]

private func newContent(_ random: inout SeededGenerator, depth: Int = 0) -> YAMLContent {
  switch random.number(0...(depth < 2 ? 8 : 4)) {
  case 0...2: .scalar(random.pick(newTexts))
  case 3: .literal(random.pick(newTexts))
  case 4: .flowSequence((0..<random.number(0...2)).map { _ in random.pick(newTexts) })
  case 5...6: .sequence(newItems(&random, depth: depth + 1))
  default: .mapping(newEntries(&random, depth: depth + 1))
  }
}

private func newItems(_ random: inout SeededGenerator, depth: Int) -> [YAMLNewItem] {
  (0..<random.number(1...2)).map { _ in
    YAMLNewItem(newContent(&random, depth: depth), leadingComments: random.oneIn(4) ? ["note", ""] : [])
  }
}

private func newEntries(_ random: inout SeededGenerator, depth: Int) -> [YAMLNewEntry] {
  (0..<random.number(1...2)).map { index in
    YAMLNewEntry(
      key: random.oneIn(5) ? random.pick(newTexts) : "new\(index)", content: newContent(&random, depth: depth),
      leadingComments: random.oneIn(4) ? ["note: of two\nlines"] : [])
  }
}

/// Runs a property over documents and reports the first few counterexamples.
private func check(
  seeds: Range<UInt64>, allowsAliases: Bool = false, sourceLocation: SourceLocation = #_sourceLocation,
  _ property: (YAMLTree, inout SeededGenerator) -> (edits: [Edit], expected: Model)?
) throws {
  var failures = 0
  var runs = 0
  for seed in seeds {
    guard let tree = try editableTree(seed: seed, allowsAliases: allowsAliases) else { continue }
    var random = SeededGenerator(seed: seed)
    for _ in 0..<4 {
      guard let (edits, expected) = property(tree, &random) else { continue }
      runs += 1
      guard let problem = problem(with: edits, of: tree, expected: expected) else { continue }
      failures += 1
      if failures <= 3 { Issue.record("seed \(seed): \(problem)", sourceLocation: sourceLocation) }
    }
  }
  #expect(failures == 0 && runs > 200, "\(failures) of \(runs)", sourceLocation: sourceLocation)
}

private func randomNode(_ tree: YAMLTree, _ random: inout SeededGenerator) -> YAMLNodeID {
  YAMLNodeID(index: random.number(0...(tree.nodes.count - 1)))
}

private func isKey(_ id: YAMLNodeID, in tree: YAMLTree) -> Bool {
  guard let parent = tree.parent(of: id), case .mapping(let entries, _) = tree[parent].kind else { return false }
  return entries.contains { $0.key == id }
}

private func isEmptyValue(_ id: YAMLNodeID, in tree: YAMLTree) -> Bool {
  if case .scalar(.plain) = tree[id].kind { return tree[id].contentRange.isEmpty && !isKey(id, in: tree) }
  return false
}

@Test func rewritingAScalarChangesNothingElse() throws {
  for finalNewline in [YAMLFinalNewline.exact, .allow] {
    var failures = 0
    for seed in seeds(800) {
      guard let tree = try editableTree(seed: seed, allowsAliases: true) else { continue }
      var random = SeededGenerator(seed: seed)
      let editor = YAMLEditor(tree)
      for _ in 0..<4 {
        let id = randomNode(tree, &random)
        guard case .scalar = tree[id].kind, tree[id].anchor == nil || !isKey(id, in: tree) else { continue }
        let (edits, wanted) = randomEdits(of: tree.text(of: id), &random)
        let path = tree.path(to: id)
        let expected = Model(tree).changing(path[...]) { .scalar(wanted, properties: $0.properties) }
        let found = problem(
          with: editor.rewriteScalar(id, edits: edits, finalNewline: finalNewline), of: tree, expected: expected
        ) { result, expected in
          if result == expected { return true }
          guard finalNewline == .allow else { return false }
          let trimmed = { (model: Model) in
            model.changing(path[...]) { node in
              guard case .scalar(let text, let properties) = node else { return node }
              return .scalar(
                text.unicodeScalars.last == "\n" ? String(text.unicodeScalars.dropLast()) : text, properties: properties
              )
            }
          }
          return trimmed(result) == trimmed(expected)
        }
        guard let found else { continue }
        failures += 1
        if failures <= 3 { Issue.record("seed \(seed), \(finalNewline), \(wanted.debugDescription): \(found)") }
      }
    }
    #expect(failures == 0)
  }
}

/// One to three edits of a text, and the text after them.
private func randomEdits(of text: String, _ random: inout SeededGenerator) -> (EditSet, String) {
  let bytes = Array(text.utf8)
  let boundaries = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 } + [bytes.count]
  var set = EditSet()
  for _ in 0..<random.number(1...3) {
    let first = random.pick(boundaries)
    let second = random.oneIn(3) ? first : random.pick(boundaries)
    // Edits that overlap earlier ones are left out.
    try? set.insert(Edit(ByteRange(min(first, second), max(first, second)), with: random.pick(newTexts)))
  }
  return (set, String(decoding: set.apply(to: bytes), as: UTF8.self))
}

@Test func insertingEntriesAddsJustThem() throws {
  try check(seeds: seeds(800), allowsAliases: true) { tree, random in
    let id = randomNode(tree, &random)
    var count = 0
    if case .mapping(let entries, _) = tree[id].kind {
      count = entries.count
    } else if !isEmptyValue(id, in: tree) {
      return nil
    }
    let entries = newEntries(&random, depth: 0)
    let index = random.number(0...count)
    let place =
      index == 0
      ? YAMLPlace.first
      : index == count && random.oneIn(2)
        ? .last : random.oneIn(2) || index == count ? .after(index - 1) : .before(index)
    let expected = Model(tree).changing(tree.path(to: id)[...]) {
      $0.inserting(entries.map(Model.Pair.init), at: index)
    }
    return (YAMLEditor(tree).insertEntries(entries, into: id, at: place), expected)
  }
}

@Test func insertingItemsAddsJustThem() throws {
  try check(seeds: seeds(800), allowsAliases: true) { tree, random in
    let id = randomNode(tree, &random)
    var count = 0
    if case .sequence(let items, _) = tree[id].kind {
      count = items.count
    } else if !isEmptyValue(id, in: tree) {
      return nil
    }
    let items = newItems(&random, depth: 0)
    let index = random.number(0...count)
    let expected = Model(tree).changing(tree.path(to: id)[...]) {
      $0.inserting(items.map { Model($0.content) }, at: index)
    }
    return (YAMLEditor(tree).insertItems(items, into: id, at: index), expected)
  }
}

@Test func removingRemovesJustThat() throws {
  try check(seeds: seeds(800)) { tree, random in
    let id = randomNode(tree, &random)
    let editor = YAMLEditor(tree)
    let count: Int
    switch tree[id].kind {
    case .mapping(let entries, _): count = entries.count
    case .sequence(let items, _): count = items.count
    default: return nil
    }
    if count == 0 { return nil }
    let removed = Set((0..<random.number(1...3)).map { _ in random.number(0...(count - 1)) })
    let expected = Model(tree).changing(tree.path(to: id)[...]) { $0.removing(removed) }
    let indices = Array(removed)
    return (editor.removeEntries(at: indices, of: id) + editor.removeItems(at: indices, of: id), expected)
  }
}

@Test func replacingAValueChangesJustThat() throws {
  try check(seeds: seeds(800)) { tree, random in
    let id = randomNode(tree, &random)
    if isKey(id, in: tree) { return nil }
    let content = newContent(&random)
    let keepingTag = random.oneIn(2)
    let expected = Model(tree).changing(tree.path(to: id)[...]) { old in
      Model(content, properties: old.properties.filter { keepingTag || !$0.hasPrefix("!") })
    }
    return (YAMLEditor(tree).replaceValue(id, with: content, keepingTag: keepingTag), expected)
  }
}

@Test func disjointOperationsCompose() throws {
  try check(seeds: seeds(1_200)) { tree, random in
    guard let root = tree.documents.first?.root, case .mapping(let entries, false) = tree[root].kind, entries.count > 2
    else { return nil }
    let editor = YAMLEditor(tree)
    let added = newEntries(&random, depth: 1)
    let value = newContent(&random, depth: 1)
    let replaced = random.number(0...(entries.count - 1))
    let removed = (replaced + random.number(1...(entries.count - 1))) % entries.count
    let place = random.number(0...(entries.count - 1))
    if place == removed { return nil }
    var expected = Model(tree)
    expected = expected.changing([0, replaced * 2 + 1]) { Model(value, properties: $0.properties) }
    // Two insertions at one place keep their order.
    expected = expected.changing([0]) { $0.inserting((added + added).map(Model.Pair.init), at: place + 1) }
    expected = expected.changing([0]) { $0.removing([removed > place ? removed + added.count * 2 : removed]) }
    let edits =
      editor.replaceValue(entries[replaced].value, with: value)
      + editor.insertEntries(added, into: root, at: .after(place))
      + editor.removeEntry(at: removed, of: root) + editor.insertEntries(added, into: root, at: .after(place))
    return (edits, expected)
  }
}
