import SourceText
import TestSupport
import Testing

@Test func wordsFindWhatASearchByteByByteFinds() {
  var random = SeededGenerator(seed: 20_261_124)
  var foundCount = 0
  for _ in 0..<5_000 {
    // Bytes near the one that is looked for, which a wrong borrow would take for it.
    let wanted = UInt8(random.number(0...255))
    let near = [wanted, wanted ^ 0x01, wanted ^ 0x80, wanted &+ 1, wanted &- 1, 0x00, 0xFF, 0x20]
    let bytes = (0..<random.number(0...40)).map { _ in random.oneIn(4) ? random.pick(near) : wanted ^ 0x55 }
    for start in 0...bytes.count {
      let expected = bytes[start...].firstIndex(of: wanted) ?? bytes.count
      let found = bytes.withUnsafeBufferPointer { bytes in
        ByteWords.firstOffset(in: bytes, from: start) { ByteWords.zeros($0 ^ ByteWords.repeated(wanted)) }
      }
      #expect(found == expected, "\(wanted) in \(bytes) from \(start)")
      if found < bytes.count { foundCount += 1 }
    }
  }
  #expect(foundCount > 20_000)
}
