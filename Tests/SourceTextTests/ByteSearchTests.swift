import SourceText
import Testing

/// The offsets that a search finds, by looking at every place.
private func everyOffset(of needle: [UInt8], in bytes: [UInt8], ignoresCase: Bool) -> [Int] {
  func folded(_ byte: UInt8) -> UInt8 { ignoresCase && (65...90).contains(byte) ? byte + 32 : byte }
  var result: [Int] = []
  var offset = 0
  while !needle.isEmpty, offset + needle.count <= bytes.count {
    if zip(needle, bytes[offset...]).allSatisfy({ folded($0) == folded($1) }) {
      result.append(offset)
      offset += needle.count
    } else {
      offset += 1
    }
  }
  return result
}

@Test func findsATextWhereverItStands() {
  for text in ["kaniko", "xxkaniko", "kanikoxx", "kankanikokaniko", "kanikkaniko", "", "kanik", "KANIKO", "@aniko"] {
    for ignoresCase in [false, true] {
      let expected = everyOffset(of: Array("kaniko".utf8), in: Array(text.utf8), ignoresCase: ignoresCase)
      #expect(ByteSearch("kaniko", ignoresCase: ignoresCase).offsets(in: Array(text.utf8)) == expected, "\(text)")
    }
  }
  #expect(!ByteSearch("").isIn([1, 2, 3]))
}

@Test func findsRandomTexts() {
  var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
  let letters = Array("abABk\u{1}\u{E1}".utf8)
  for _ in 0..<2_000 {
    let bytes = (0..<next(60)).map { _ in letters[next(letters.count)] }
    let needle = (0..<(1 + next(4))).map { _ in letters[next(letters.count)] }
    for ignoresCase in [false, true] {
      let found = ByteSearch(needle, ignoresCase: ignoresCase).offsets(in: bytes)
      #expect(found == everyOffset(of: needle, in: bytes, ignoresCase: ignoresCase))
    }
  }
}

@Test func longTextsAreFoundToo() {
  let needle = [UInt8](repeating: 7, count: 600)
  let bytes = [UInt8](repeating: 1, count: 1_000) + needle + [2]
  #expect(ByteSearch(needle).offsets(in: bytes) == [1_000])
}
