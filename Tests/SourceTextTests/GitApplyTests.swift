import SourceText
import TestSupport
import Testing

/// Texts and edits as they come: short and empty lines, CRLF, lone CR, no final newline, edits of every shape.
private struct ChangeGenerator {
  var random: SeededGenerator

  mutating func text() -> [UInt8] {
    let lineEnds = [["\n"], ["\r\n"], ["\n", "\r\n", "\r"]].randomElement(using: &random) ?? ["\n"]
    var text = ""
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      text +=
        ["", "a", "  b: c", "a", "- é\t🎉", "\\ no", "+x", "-y", "@@ -1 +1 @@"].randomElement(using: &random) ?? ""
      text += lineEnds.randomElement(using: &random) ?? "\n"
    }
    if Bool.random(using: &random) { text += ["z", "\r", "last: line"].randomElement(using: &random) ?? "" }
    return Array(text.utf8)
  }

  mutating func replacement(for range: ByteRange, of text: [UInt8]) -> [UInt8] {
    let words = ["", "\n", "a", "x\n", "\nx", "a\n  b: c\na\n", "\r\n", "q\r\nq\r\n"]
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return Array(text[range.indices])
    case 1: return Array(text[range.indices]) + Array("new\n".utf8)
    case 2: return Array("new\n".utf8) + Array(text[range.indices])
    default: return Array((words.randomElement(using: &random) ?? "").utf8)
    }
  }

  mutating func edits(of text: [UInt8]) -> EditSet {
    var set = EditSet()
    let lineStarts = LineTable(text).lineStarts
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      var bounds = [Int.random(in: 0...text.count, using: &random), Int.random(in: 0...text.count, using: &random)]
      if Bool.random(using: &random) {
        bounds = bounds.map { _ in lineStarts.randomElement(using: &random) ?? 0 }
      }
      bounds.sort()
      var range = ByteRange(bounds[0], bounds[1])
      if Int.random(in: 0..<3, using: &random) == 0 { range = ByteRange(at: bounds[1]) }
      if range.count > 40 { range = ByteRange(range.lowerBound, range.lowerBound + 40) }
      // A conflict only means one edit fewer.
      try? set.insert(Edit(range, with: replacement(for: range, of: text)))
    }
    return set
  }
}

@Test(arguments: [UInt64(11), 12, 13, 14])
func gitAppliesEveryDiffToTheSameBytes(seed: UInt64) throws {
  var generator = ChangeGenerator(random: SeededGenerator(seed: seed))
  let sandbox = try GitSandbox()
  var changes: [FileChange] = []
  for number in 0..<500 {
    let text = generator.text()
    let change = FileChange(path: "d\(number % 7)/file \(number).yml", original: text, edits: generator.edits(of: text))
    try sandbox.write(text, to: change.path)
    changes.append(change)
  }
  changes.append(FileChange(newFile: "new/é \"quoted\"\\\t.yml", content: Array("a: b".utf8)))
  changes.append(FileChange(newFile: "new/empty.yml", content: []))
  let diff = UnifiedDiff(changes, contextLines: seed == 14 ? 1 : 3).bytes
  expectTightBlocks(in: diff)

  let check = sandbox.git("apply", "--check", "-", input: diff)
  #expect(check.status == 0, "\(check.error)")
  let apply = sandbox.git("apply", "-", input: diff)
  #expect(apply.status == 0, "\(apply.error)")
  for change in changes {
    #expect(try sandbox.read(change.path) == change.edits.apply(to: change.original), "\(change.path)")
  }

  let revert = sandbox.git("apply", "-R", "-", input: diff)
  #expect(revert.status == 0, "\(revert.error)")
  for change in changes where !change.isNewFile {
    #expect(try sandbox.read(change.path) == change.original, "\(change.path)")
  }
  #expect(!sandbox.exists("new/empty.yml"))
}

/// Expects that no block of removed and added lines starts or ends with a line that is on both sides.
private func expectTightBlocks(in diff: [UInt8]) {
  var removed: [ArraySlice<UInt8>] = []
  var added: [ArraySlice<UInt8>] = []
  var inHunk = false
  for line in diff.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
    if line.starts(with: Array("diff --git ".utf8)) { inHunk = false }
    switch (inHunk, line.first) {
    case (true, UInt8(ascii: "-")): removed.append(line.dropFirst())
    case (true, UInt8(ascii: "+")): added.append(line.dropFirst())
    case (true, UInt8(ascii: "\\")):
      // The mark makes the line before it another line.
      if !added.isEmpty { added[added.count - 1] += [0] } else if !removed.isEmpty { removed[removed.count - 1] += [0] }
    default:
      if let first = removed.first, let other = added.first { #expect(first != other) }
      if let last = removed.last, let other = added.last { #expect(last != other) }
      removed = []
      added = []
      if line.starts(with: Array("@@ ".utf8)) { inHunk = true }
    }
  }
}

@Test(arguments: [
  "plain.yml", "with space.yml", "a/é.yml", "quote\".yml", "back\\slash", "tab\t.yml", "é space", "\u{7f}\u{1}\u{b}",
])
func quotesPathsAsGitDoes(path: String) throws {
  let sandbox = try GitSandbox()
  try sandbox.write(Array("a\n".utf8), to: path)
  sandbox.git("add", "-A")
  try sandbox.write(Array("b\n".utf8), to: path)
  let expected = String(decoding: sandbox.git("diff").output, as: UTF8.self).split(separator: "\n")
    .filter { !$0.hasPrefix("index ") }
  let change = FileChange(
    path: path, original: Array("a\n".utf8), edits: try EditSet([Edit(ByteRange(0, 1), with: "b")]))
  let ours = String(decoding: UnifiedDiff([change]).bytes, as: UTF8.self).split(separator: "\n")
  #expect(ours == expected)
}
