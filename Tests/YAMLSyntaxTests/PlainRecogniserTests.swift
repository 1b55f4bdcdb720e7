import Foundation
import SourceText
import TestSupport
import Testing

@testable import YAMLSyntax

/// Every form that is recognised, as close together as they come.
private let everyForm = """
  # a comment ✓
  .base: &base  # behind
    tags: [medium, "a b", 'it''s', -x, $V:1]
    retry: {max: 2, when: [a, b], "c": 'd'}
    empty:
    list:
    - plain text: no
    - plain text
      goes on # ends
    - "quoted: \\"x\\"\\n"
    -
      - deeper
      - - deepest
        - |
          text  # kept
            more
    -
    - key: 'value'

      other: >-

        folded
       # no text

    - ünïcode 🚀 http://host:80/#x
  "quoted key": &one 1
  'other key' : *one
  job:
    <<: *base
    <<: [*base, *base]
    script: &list
      - make $A:$B
      - &item make
    before: *list
    last: |+
      end

  """

/// The first bytes of the corpus' files, cut at a line.
private func corpusTexts() throws -> [[UInt8]] {
  try corpusFiles().map { file in
    guard file.bytes.count > 1_500 else { return file.bytes }
    return file.bytes.prefix(1_500) + [UInt8(ascii: "\n")]
  }
}

/// Whether the recogniser says nothing, or nothing that libyaml and the tree do not.
private func isRight(_ bytes: [UInt8]) -> Bool {
  guard PlainRecogniser.recognises(bytes) else { return true }
  let source = SourceFile(path: "f", bytes: bytes)
  guard PlainMapping.isParsed(source), let tree = try? YAMLTree(parsing: source), tree.documents.count == 1 else {
    return false
  }
  guard let root = tree.documents[0].root, case .mapping(_, isFlow: false) = tree[root].kind else { return false }
  return true
}

private func shown(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

@Test func everyFormIsRecognised() {
  #expect(PlainRecogniser.recognises(Array(everyForm.utf8)))
  #expect(PlainMapping.isParsed(SourceFile(path: "f", text: everyForm)))
  // Each file that starts like it is one, too, up to the end of a line.
  let windows = everyForm.replacing("\n", with: "\r\n")
  #expect(PlainRecogniser.recognises(Array(windows.utf8)))
  #expect(PlainMapping.isParsed(SourceFile(path: "f", text: windows)))
  #expect(PlainRecogniser.recognises(Array("---\na: !reference [.b, script]\nc: [!reference [d]]\n".utf8)))
}

@Test func mostFilesOfTheCorpusAreRecognised() throws {
  let plain = try corpusFiles().filter { PlainMapping.isParsed(SourceFile(path: $0.path, bytes: $0.bytes)) }
  let recognised = plain.filter { PlainRecogniser.recognises($0.bytes) }
  #expect(plain.count > 200)
  #expect(recognised.count * 100 >= plain.count * 90, "\(recognised.count) of \(plain.count)")
}

@Test func knownTextsAreRecognisedRightly() {
  for text in trickyTexts + refusedTexts {
    #expect(isRight(Array(text.utf8)), "\(text)")
    #expect(isRight(Array("a:\n  \(text.replacing("\n", with: "\n  "))".utf8)), "\(text)")
    #expect(isRight(Array("a: \(text)".utf8)), "\(text)")
  }
  for text in refusedTexts { #expect(!PlainRecogniser.recognises(Array(text.utf8)), "\(text)") }
}

@Test func everyDamageOfEveryFormIsRecognisedRightly() {
  let bytes = Array(everyForm.utf8)
  var recognisedCount = 0
  var caseCount = 0
  func check(_ damaged: [UInt8]) {
    caseCount += 1
    if PlainRecogniser.recognises(damaged) { recognisedCount += 1 }
    #expect(isRight(damaged), "\(shown(damaged))")
  }
  for position in bytes.indices {
    check(Array(bytes[..<position]))
    check(Array(bytes[..<position] + bytes[(position + 1)...]))
    for byte in "\n\r\t -:?,[]{}&*!|>'\"%@`#\\x2\u{85}".utf8 {
      check(Array(bytes[..<position] + [byte] + bytes[position...]))
      check(Array(bytes[..<position] + [byte] + bytes[(position + 1)...]))
    }
  }
  #expect(caseCount > 30_000)
  #expect(recognisedCount > caseCount / 4)
}

@Test func generatedDocumentsAreRecognisedRightly() {
  var recognisedCount = 0
  for seed in 0..<4_000 as Range<UInt64> {
    for text in [DocumentGenerator.document(seed: seed), DocumentGenerator.damagedDocument(seed: seed)] {
      let bytes = Array(text.utf8)
      if PlainRecogniser.recognises(bytes) { recognisedCount += 1 }
      #expect(isRight(bytes), "seed \(seed): \(text)")
    }
  }
  #expect(recognisedCount > 400)
}

@Test func damagedFilesOfTheCorpusAreRecognisedRightly() throws {
  var random = SeededGenerator(seed: 20_261_124)
  let texts = try corpusTexts()
  var recognisedCount = 0
  for _ in 0..<10_000 {
    var bytes = random.pick(texts)
    for _ in 0..<random.number(1...3) where !bytes.isEmpty {
      let position = random.number(0...(bytes.count - 1))
      let lineEnd = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1
      let damage = Array("\n\r\t  -:?,[]{}&*!|>'\"%@`#\\x2\u{2028}".utf8)
      switch random.number(0...5) {
      case 0: bytes.remove(at: position)
      case 1: bytes.insert(random.pick(damage), at: position)
      case 2: bytes[position] = random.pick(damage)
      case 3: bytes.insert(contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: 2), at: lineEnd + 1)
      case 4: bytes.swapAt(position, lineEnd)
      default: bytes.removeSubrange(position..<min(bytes.count, lineEnd + random.number(0...3)))
      }
    }
    if PlainRecogniser.recognises(bytes) { recognisedCount += 1 }
    #expect(isRight(bytes), "\(shown(bytes))")
  }
  #expect(recognisedCount > 2_000)
}

@Test func bytesThatAreNoTextAreNotRecognised() {
  for byte in UInt8.min...UInt8.max {
    for place in ["a: b§c\n", "a: '§'\n", "# §\na: b\n", "a: |\n  §\n", "a: [§]\n", "§a: b\n"] {
      let parts = place.split(separator: "§", omittingEmptySubsequences: false).map { Array($0.utf8) }
      let alone = parts[0] + [byte] + parts[1]
      #expect(isRight(alone), "byte \(byte) in \(place)")
      for second in [0x80, 0x85, 0x9F, 0xA0, 0xA8, 0xBB, 0xBF] as [UInt8] where byte >= 0xC0 {
        #expect(isRight(parts[0] + [byte, second] + parts[1]), "bytes \(byte) \(second) in \(place)")
        for third in [0x80, 0xA8, 0xA9, 0xBE, 0xBF] as [UInt8] {
          #expect(isRight(parts[0] + [byte, second, third] + parts[1]), "\(byte) \(second) \(third) in \(place)")
          #expect(isRight(parts[0] + [byte, second, third, 0x80] + parts[1]), "\(byte) \(second) \(third) in \(place)")
        }
      }
    }
  }
}

@Test func deepAndLongInputIsLeftToOthers() {
  #expect(!PlainRecogniser.recognises(Array(("a: " + String(repeating: "[", count: 10_000)).utf8)))
  #expect(!PlainRecogniser.recognises(Array(("a:\n  " + String(repeating: "- ", count: 10_000) + "b\n").utf8)))
  let stairs = (0..<10_000).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
  #expect(!PlainRecogniser.recognises(Array(stairs.utf8)))
  #expect(!PlainRecogniser.recognises(Array((String(repeating: "k", count: 2_000) + ": b\n").utf8)))
  let large = [UInt8](repeating: UInt8(ascii: "#"), count: 2 * 1_048_576 + 1)
  #expect(!PlainRecogniser.recognises(large))
}
