import Foundation
import TestSupport
import Testing

/// Names that a terminal, a table, a page, a spreadsheet, a shell or git could take for something else.
private let names = [
  "\u{1B}[31mred", "one\ntwo", "=cmd|' calc'!A0", "@SUM(1+1)", "<script>alert(1)<script>", "\" onmouseover=\"alert(1)",
  "a|b|c", "`x` ![i](x)", "$(touch pwned)", "a; touch pwned;", "--upload-pack=touch pwned", "-x", "it's \"here\"",
  "a\\b",
  "%s%n", "\u{202E}dliub",
]

@Test func aFleetOfHostileNamesIsReportedSafely() throws {
  try FleetFolder.with { fleet in
    for name in names {
      let job =
        "\""
        + name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0 == "\n" ? "\\n" : $0 == "\u{1B}" ? "\\e" : "\($0)" }
        .joined() + "\":"
      let pipeline = FleetFolder.pipeline.replacingOccurrences(of: "build:", with: job)
      try fleet.checkout(
        "local/\(name)",
        [
          ".gitlab-ci.yml": "include: {project: \(job.dropLast()), file: /x.yml}\n" + pipeline,
          "-template.yml": pipeline.replacingOccurrences(of: ":1", with: ":1 --ignore-path /x"),
          "Dockerfile": FleetFolder.dockerfile,
        ])
    }
    let plan = try fleet.batch("plan", "local", "--state", "state", "--review")
    #expect([1, 4].contains(plan.status), "\(plan.errorText)")
    let apply = try fleet.apply("--review")
    #expect((plan.outputText + plan.errorText + apply.outputText + apply.errorText).actingScalar == nil)
    #expect(apply.status == 0, "\(apply.errorText)")
    for name in names {
      #expect(try fleet.git("rev-list", "--count", "main..kaniko2buildkit", in: "local/\(name)") == "1", "\(name)")
    }
    func report(_ format: String) throws -> String {
      try fleet.batch("report", "--state", "state", "--format", format).outputText
    }
    for format in ["text", "json", "markdown", "csv", "html"] {
      #expect(try report(format).replacing("\r\n", with: "\n").actingScalar == nil, "\(format)")
    }
    let html = try report("html")
    #expect(!html.contains("<script>alert") && !html.contains("\" onmouseover"))
    let csv = try report("csv")
    #expect(try !csv.contains(Regex(#"(^|[,\n])"?[=@+\-][A-Za-z(]"#)), "\(csv)")
    for line in try report("markdown").split(separator: "\n") where line.hasPrefix("|") {
      let bars = line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
      #expect([3, 5].contains(bars), "\(line)")
    }
    #expect(try !fleet.git("status", "--porcelain", in: "local/-x").contains("pwned"))
    let all = try FileManager.default.subpathsOfDirectory(atPath: fleet.folder.path)
    #expect(!all.contains { $0.hasSuffix("/pwned") || $0 == "pwned" })
  }
}
