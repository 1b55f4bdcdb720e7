import SourceText
import TestSupport
import Testing

private func edits(_ list: [Edit]) throws(EditConflict) -> EditSet { try EditSet(list) }

private func applied(_ text: String, _ list: [Edit]) throws -> String {
  String(decoding: try edits(list).apply(to: Array(text.utf8)), as: UTF8.self)
}

@Test func appliesEditsGivenInAnyOrder() throws {
  let list = [Edit(ByteRange(6, 9), with: "C"), Edit(ByteRange(0, 3), with: "A"), Edit(ByteRange(at: 9), with: "!")]
  #expect(try applied("aaabbbccc", list) == "AbbbC!")
}

@Test func keepsInsertionsAtOnePlaceInOrderOfArrival() throws {
  let list = [
    Edit(ByteRange(3, 5), with: "R"), Edit(ByteRange(at: 3), with: "1"), Edit(ByteRange(at: 3), with: "2"),
    Edit(ByteRange(1, 3), with: "L"), Edit(ByteRange(at: 3), with: "3"),
  ]
  #expect(try applied("abcdef", list) == "aL123Rf")
}

@Test func insertsTheSameTextTwiceWhenAskedTwice() throws {
  let list = [Edit(ByteRange(at: 1), with: "x"), Edit(ByteRange(at: 1), with: "x")]
  #expect(try applied("ab", list) == "axxb")
}

@Test func keepsEqualReplacementsOnce() throws {
  let list = [Edit(ByteRange(0, 2), with: "x"), Edit(ByteRange(at: 0), with: "-"), Edit(ByteRange(0, 2), with: "x")]
  #expect(try edits(list).edits.count == 2)
  #expect(try applied("abc", list) == "-xc")
}

@Test(arguments: [
  (ByteRange(2, 6), ByteRange(5, 8)), (ByteRange(2, 6), ByteRange(at: 3)), (ByteRange(at: 5), ByteRange(2, 6)),
  (ByteRange(2, 6), ByteRange(0, 10)), (ByteRange(2, 6), ByteRange(2, 6)), (ByteRange(2, 6), ByteRange(2, 3)),
])
func refusesConflictsAndStaysAsItWas(first: ByteRange, second: ByteRange) throws {
  var set = try edits([Edit(first, with: "x")])
  let before = set
  let conflict = #expect(throws: EditConflict.self) { try set.insert(Edit(second, with: "y")) }
  #expect(conflict?.existing == Edit(first, with: "x"))
  #expect(conflict?.added == Edit(second, with: "y"))
  #expect(set == before)
  #expect(throws: EditConflict.self) {
    try set.insert(contentsOf: [Edit(ByteRange(at: 20), with: "z"), Edit(second, with: "y")])
  }
  #expect(set == before)
}

@Test func clampsEditsThatLieOutsideTheText() throws {
  #expect(try applied("abc", [Edit(ByteRange(2, 90), with: "x"), Edit(ByteRange(at: 99), with: "y")]) == "abxy")
  #expect(try applied("abc", [Edit(ByteRange(-4, 1), with: "x")]) == "xbc")
}

/// A model without cleverness: accepted edits in order of arrival, compared pairwise byte by byte.
private struct NaiveEdits {
  var accepted: [Edit] = []

  static func bytes(_ range: ByteRange) -> Set<Int> { Set(range.lowerBound..<range.upperBound) }

  static func conflict(_ left: Edit, _ right: Edit) -> Bool {
    if !bytes(left.range).isDisjoint(with: bytes(right.range)) { return true }
    return splits(left, right) || splits(right, left)
  }

  /// Whether an insertion has bytes of the other edit on both sides.
  static func splits(_ insertion: Edit, _ other: Edit) -> Bool {
    let place = insertion.range.lowerBound
    return insertion.range.isEmpty && bytes(other.range).isSuperset(of: [place - 1, place])
  }

  mutating func insert(_ edit: Edit) -> Bool {
    if !edit.range.isEmpty, accepted.contains(edit) { return true }
    if accepted.contains(where: { Self.conflict($0, edit) }) { return false }
    accepted.append(edit)
    return true
  }

  func apply(to text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for offset in 0...text.count {
      for edit in accepted where edit.range == ByteRange(at: offset) { result += edit.replacement }
      for edit in accepted where !edit.range.isEmpty && edit.range.lowerBound == offset { result += edit.replacement }
      let covered = accepted.contains { Self.bytes($0.range).contains(offset) }
      if offset < text.count, !covered { result.append(text[offset]) }
    }
    return result
  }
}

@Test func agreesWithANaiveModel() {
  var random = SeededGenerator(seed: 1)
  for _ in 0..<3_000 {
    let length = Int.random(in: 0...24, using: &random)
    let text = (0..<length).map { UInt8(ascii: "a") + UInt8($0) }
    var set = EditSet()
    var model = NaiveEdits()
    for number in 0..<Int.random(in: 1...12, using: &random) {
      let start = Int.random(in: 0...length, using: &random)
      let end = Bool.random(using: &random) ? start : Int.random(in: start...min(length, start + 5), using: &random)
      let words = ["", "X", "YZ", "\(number)"]
      let edit = Edit(ByteRange(start, end), with: words.randomElement(using: &random) ?? "")
      var inserted = true
      do { try set.insert(edit) } catch { inserted = false }
      #expect(inserted == model.insert(edit))
    }
    #expect(set.apply(to: text) == model.apply(to: text))
    for (left, right) in zip(set.edits, set.edits.dropFirst()) {
      #expect(left.range.upperBound <= right.range.lowerBound)
    }
  }
}
