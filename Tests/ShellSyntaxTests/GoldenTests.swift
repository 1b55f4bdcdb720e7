import Foundation
import ShellSyntax
import Testing

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

/// Compares the dump of every `Golden/NAME.sh` with `Golden/NAME.dump`.
///
/// `RECORD_GOLDEN=1 swift test --filter dumpsAreAsRecorded` writes the dumps anew; never in CI.
@Test func dumpsAreAsRecorded() throws {
  let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
  let scripts = files.filter { $0.hasSuffix(".sh") }.sorted()
  #expect(scripts.count > 10)
  let environment = ProcessInfo.processInfo.environment
  let isRecording = environment["RECORD_GOLDEN"] != nil && environment["CI"] == nil
  for name in scripts {
    let script = parse(try [UInt8](Data(contentsOf: folder.appendingPathComponent(name))))
    let dumpFile = folder.appendingPathComponent(dumpName(name))
    if isRecording { try Data(script.dump().utf8).write(to: dumpFile) }
    let expected = try String(contentsOf: dumpFile, encoding: .utf8)
    #expect(script.dump() == expected, "\(name): RECORD_GOLDEN=1 swift test --filter dumpsAreAsRecorded records it")
  }
  let all = try FileManager.default.contentsOfDirectory(atPath: folder.path)
  #expect(all.sorted() == (scripts + scripts.map(dumpName)).sorted(), "a dump without a script, or something else")
}

private func dumpName(_ script: String) -> String { String(script.dropLast(3)) + ".dump" }
