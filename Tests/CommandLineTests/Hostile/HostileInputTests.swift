import Foundation
import TestSupport
import Testing

/// Names that begin a cell of a spreadsheet as a formula.
private let formula = #"(^|[,\n])"?[=@+\-][A-Za-z(]"#

/// Runs the command with little memory and a limit of time that only a hang reaches. A sanitizer needs more of both.
private func run(_ folder: URL, _ arguments: [String]) throws -> CommandResult {
  let limit = Command.hasSanitizer ? "" : "ulimit -v 1500000; "
  let limited = limit + "exec \"$0\" \"$@\""
  return try Command.run(
    "/bin/sh", ["-c", limited, try Repository.product()] + arguments, in: folder.path,
    seconds: Command.hasSanitizer ? 600 : 20)
}

@Test(arguments: HostileInput.all)
func hostileInputEndsWithADocumentedStatus(_ input: HostileInput) throws {
  try TemporaryFolder.with { parent in
    let folder = parent.appending(path: "repository")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // What stands in it would be reported, were it read.
    try Data(HostileInput.job("outside-secret", extra: " --ignore-path /x").utf8)
      .write(to: parent.appending(path: "outside.yml"))
    try input.make(folder)

    let migrate = try run(folder, ["migrate"])
    #expect(migrate.status == input.migrate, "\(migrate.errorText.prefix(2_000))")
    if let words = input.says { #expect(migrate.errorText.contains(words), "\(migrate.errorText.prefix(2_000))") }
    #expect(migrate.errorText.actingScalar == nil, "\(migrate.errorText.debugDescription)")

    let formats = ["text", "json", "sarif", "junit", "codequality", "markdown", "csv"]
    let reports = parent.appending(path: "reports")
    try FileManager.default.createDirectory(at: reports, withIntermediateDirectories: true)
    let targets = formats.flatMap { ["--format", $0, "--output", reports.appending(path: $0).path] }
    let check = try run(folder, ["check"] + targets)
    #expect(check.status == input.check, "\(check.errorText.prefix(2_000))")
    for format in formats {
      let text = String(decoding: try Data(contentsOf: reports.appending(path: format)), as: UTF8.self)
      #expect(!text.contains("outside-secret"), "\(format)")
      #expect(text.replacing("\r\n", with: "\n").actingScalar == nil, "\(format): \(text.debugDescription)")
      switch format {
      case "json", "sarif", "codequality": _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
      case "csv": #expect(try !text.contains(Regex(formula)), "\(text)")
      default: break
      }
    }

    for kind in ["pipeline", "yaml"] {
      let dump = try run(folder, ["dump", kind, kind == "yaml" ? ".gitlab-ci.yml" : "."])
      #expect([0, 3].contains(dump.status), "dump \(kind): \(dump.status) \(dump.errorText.prefix(500))")
      #expect((dump.errorText + dump.outputText).actingScalar == nil, "\(kind)")
    }
    #expect(!(migrate.outputText + migrate.errorText).contains("outside-secret"))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "pwned").path))
  }
}
