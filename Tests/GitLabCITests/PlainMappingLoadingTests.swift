import GitLabCI
import SourceText
import Testing
import YAMLSyntax

/// Whether the loader can read a file.
private func isLoaded(_ bytes: [UInt8]) -> Bool {
  let file = SourceFile(path: ".gitlab-ci.yml", bytes: bytes)
  return !ProjectLoader.load(entries: [(file.path, .entry)], from: ProjectFiles([file])).hasUnreadableFiles
}

/// A check leaves such files unread, so the loader must have nothing against them.
@Test(arguments: [
  """
  ---
  .a: &a
    when: &b 20260-01-31
  b: &c {d: *a}
  c:
    <<: [*a, *c]
    e: '2026-01-31'

  """,
  """
  .a:
    script:
    - !reference [.b, script]
    - >
      text

  """,
])
func theLoaderReadsWhateverIsPlain(_ text: String) {
  let bytes = Array(text.utf8)
  var plainCount = 0
  func check(_ damaged: [UInt8]) {
    guard PlainMapping.isAll(of: SourceFile(path: ".gitlab-ci.yml", bytes: damaged)) else { return }
    plainCount += 1
    #expect(isLoaded(damaged), "\(String(decoding: damaged, as: UTF8.self))")
  }
  for position in bytes.indices {
    check(Array(bytes[..<position] + bytes[(position + 1)...]))
    for byte in "\n -:,[&*!'\"#abc0".utf8 {
      check(Array(bytes[..<position] + [byte] + bytes[position...]))
      check(Array(bytes[..<position] + [byte] + bytes[(position + 1)...]))
    }
  }
  #expect(plainCount > 300)
}
