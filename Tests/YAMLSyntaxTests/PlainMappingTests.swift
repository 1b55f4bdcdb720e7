import SourceText
import Testing
import YAMLSyntax

private func isPlain(_ text: String) -> Bool { PlainMapping.isAll(of: SourceFile(path: "f", text: text)) }

@Test(arguments: [
  "a: b\n", "---\na: b\n", "a:\n  - b: {c: [d, e]}\n", "a: &x [1]\nb: *x\n", "a: &x {b: c}\nd: {<<: *x}\n",
  "a: !reference [b, c]\n", "a: '2026-01-31'\n", "a: &x b 1.5 -c\n", "größe: |\n  text\n", "a: 1.2.3\n",
])
func plainMappingsAreTaken(_ text: String) { #expect(isPlain(text)) }

@Test(arguments: [
  "", "# nothing\n", "- a\n", "text\n", "a: [\n", "a: b\n---\nc: d\n", "a: 2026-01-31\n", "a: -2026-01-31 10:00:00\n",
  "a: *x\n", "a: &x [*x]\n", "a: !ruby/object {}\n", "a: !!binary eA==\n",
  "a: !reference [b]\nc: &x d\ne: !reference [x]\n",
  "a: &x 2026-01-31\n", "a: &x # c\n  -2026-01-31\n", "a: &x 1\nb: &x {c: *x}\n", "---\n  a: b\n  c: d\n",
  "a: [[[[[[b]]]]]]\n", "a: \u{1}\n", "a: &x 1\n" + (0..<20).map { "k\($0): *x\n" }.joined(),
])
func everythingElseIsLeftToTheTree(_ text: String) { #expect(!isPlain(text)) }

@Test func bytesThatAreNoTextAreNotPlain() {
  #expect(!PlainMapping.isAll(of: SourceFile(path: "f", bytes: [0x61, 0x3A, 0x20, 0xFF, 0x0A])))
}
