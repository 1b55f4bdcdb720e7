import ShellSyntax
import SourceText
import TestSupport
import Testing

/// The variables and parameters that generated words use.
private let preamble = "x='a b'; yz='*'; E_1='q\"r'; set -- 'one 1' two; set -f; cd /\n"

/// The words that busybox makes of each line of commands, one array of arguments a line.
private func arguments(_ words: [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
  let lines = words.map { "printf '<%s>' \($0); printf '\\001'\n" }
  let result = try Program("busybox", ["sh"]).run(input: Array((preamble + lines.joined()).utf8))
  #expect(result.errors == "", sourceLocation: sourceLocation)
  let found = String(decoding: result.output, as: UTF8.self).split(separator: "\u{1}").map(String.init)
  try #require(found.count == words.count, sourceLocation: sourceLocation)
  return found
}

/// Generated words with what the parser makes of them.
private func generatedWords(_ count: Int, seed: UInt64) -> [(text: String, fragment: ShellFragment)] {
  var generator = ScriptGenerator(seed: seed)
  var result: [(text: String, fragment: ShellFragment)] = []
  while result.count < count {
    let text = generator.word(depth: 2)
    let script = parse("printf \(text)\n")
    guard !text.hasPrefix("#"), case .simple(let simple)? = script.statements.first?.first.commands.first?.kind,
      simple.words.count == 2
    else { continue }
    result.append((text, ShellFragment(simple.words[1], in: script.text)))
  }
  return result
}

@Test func aWordWrittenBackIsReadAsTheSameArguments() throws {
  let words = generatedWords(600, seed: 7)
  let before = try arguments(words.map(\.text))
  let after = try arguments(words.map(\.fragment.source))
  for (index, word) in words.enumerated() {
    #expect(before[index] == after[index], "\(word.text.debugDescription) \(word.fragment.source.debugDescription)")
  }
}

@Test func aStaticValueIsWhatTheShellMakesOfTheWord() throws {
  let words = generatedWords(600, seed: 8).filter { word in
    word.fragment.staticValue != nil && !word.text.hasPrefix("~")
  }
  #expect(words.count > 50)
  let found = try arguments(words.map(\.text))
  for (index, word) in words.enumerated() {
    #expect(found[index] == "<\(word.fragment.staticValue ?? "")>", "\(word.text.debugDescription)")
  }
}

@Test func betweenDoubleQuotesAFragmentHasTheValueOfTheQuotedWord() throws {
  let words = generatedWords(600, seed: 9).filter { !$0.fragment.mayBecomeSeveralWords && !$0.text.hasPrefix("~") }
  #expect(words.count > 100)
  let before = try arguments(words.map { "pre-\($0.text)-post" })
  let after = try arguments(words.map { "\"pre-\($0.fragment.doubleQuotedContent)-post\"" })
  for (index, word) in words.enumerated() {
    #expect(before[index] == after[index], "\(word.text.debugDescription) \(word.fragment.doubleQuotedContent)")
  }
}

@Test func fragmentsPutTogetherHaveTheValuesPutTogether() throws {
  let words = generatedWords(600, seed: 10).filter { word in
    !word.fragment.mayBecomeSeveralWords && !word.text.hasPrefix("~")
  }
  let pairs = Array(zip(words, words.dropFirst()))
  let first = try arguments(pairs.map { $0.0.text })
  let second = try arguments(pairs.map { $0.1.text })
  let together = try arguments(pairs.map { ($0.0.fragment + $0.1.fragment).source })
  for (index, pair) in pairs.enumerated() {
    let expected = first[index].dropLast() + second[index].dropFirst()
    #expect(together[index] == String(expected), "\(pair.0.text.debugDescription) + \(pair.1.text.debugDescription)")
  }
}

@Test func literalsAreReadAsThemselves() throws {
  var random = SeededGenerator(seed: 11)
  let characters = Array(" \t\n!\"#$%&'()*+,-./019:;<=>?@AZ[\\]^_`az{|}~é😀")
  var texts = ["", "~", "~/x", "#x", "{a,b}", "a=b", "*", "[a]", "!", "^", "$x", "`a`", "\\", "if", "-n"]
  for _ in 0..<400 {
    let count = Int.random(in: 1...8, using: &random)
    texts.append(String((0..<count).map { _ in characters.randomElement(using: &random) ?? "a" }))
  }
  let written = texts.map { ShellFragment(literal: $0).source }
  #expect(try arguments(written) == texts.map { "<\($0)>" })
  let behind = texts.map { (ShellFragment(literal: "k=") + $0).source }
  #expect(try arguments(behind) == texts.map { "<k=\($0)>" })
  let before = texts.map { ($0 + ShellFragment(literal: "v w")).source }
  #expect(try arguments(before) == texts.map { "<\($0)v w>" })
}

@Test func splittingKeepsTheValuesOfBothSides() throws {
  let words = generatedWords(1_500, seed: 12).filter { !$0.fragment.mayBecomeSeveralWords && !$0.text.hasPrefix("~") }
  var whole: [String] = []
  var parts: [(head: ShellFragment, tail: ShellFragment)] = []
  for word in words {
    for split in [word.fragment.splitAtFirst("b"), word.fragment.splitAtLast("b")] {
      guard let split else { continue }
      whole.append(word.text)
      parts.append(split)
    }
  }
  #expect(parts.count > 30)
  let expected = try arguments(whole)
  let heads = try arguments(parts.map(\.head.source))
  let tails = try arguments(parts.map(\.tail.source))
  for index in parts.indices {
    let found = heads[index].dropLast() + "b" + tails[index].dropFirst()
    #expect(String(found) == expected[index], "\(whole[index].debugDescription)")
  }
}
