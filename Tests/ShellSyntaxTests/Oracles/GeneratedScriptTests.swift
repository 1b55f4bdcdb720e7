import ShellSyntax
import TestSupport
import Testing

@Test(arguments: 0..<120) func generatedScriptsAreReadAsTheShellsReadThem(seed: UInt64) throws {
  var generator = ScriptGenerator(seed: seed)
  let text = generator.statements(depth: 2)
  let script = parse(text)
  #expect(script.problems.first == nil, "\(text.debugDescription)")
  for (name, arguments) in [("busybox", ["sh", "-n"]), ("dash", ["-n"])] {
    let result = try Program(name, arguments).run(input: script.text)
    #expect(result.status == 0, "\(name): \(text.debugDescription) \(result.errors)")
  }
}

@Test(arguments: 1_000..<1_120) func generatedScriptsHaveTheTreeOfShfmt(seed: UInt64) throws {
  var generator = ScriptGenerator(seed: seed)
  generator.suitsShfmt = true
  let text = generator.statements(depth: 2)
  try expectAgreement(text, dialect: "posix", text.debugDescription)
}

@Test func damagedScriptsKeepTheInvariants() throws {
  var random = SeededGenerator(seed: 20_260_601)
  let snippets = try Snippet.all(in: "posix") + Snippet.all(in: "bash") + Snippet.all(in: "broken")
  let bytes = Array("ab $`\"'\\(){}[]<>&|;#!\n\t=~*-1E\r\0".utf8) + [0xC3, 0xFF]
  for _ in 0..<4_000 {
    var text = Array((snippets.randomElement(using: &random)?.text ?? "").utf8)
    if random.oneIn(3) { text += Array((snippets.randomElement(using: &random)?.text ?? "").utf8) }
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0...text.count, using: &random)
      let byte = bytes.randomElement(using: &random) ?? 0
      switch random.choose(0, 1, 2, 3) {
      case 0: text.insert(byte, at: place)
      case 1 where place < text.count: text.remove(at: place)
      case 2 where place < text.count: text[place] = byte
      default: text.removeLast(min(random.choose(0, 1, 5), text.count))
      }
    }
    let script = parse(text)
    #expect(!script.dump().isEmpty || script.statements.isEmpty)
  }
}
