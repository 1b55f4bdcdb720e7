import Foundation
import TestSupport
import Testing

/// A pipeline with findings of every severity, and with text that a format may stumble over.
private let awkward = """
  # kaniko2buildkit: ignore[kaniko-warmer] nothing here warms
  "build | <api> & \\"co\\", größe, \\t=x":
    image:
      name: gcr.io/kaniko-project/executor:debug
      entrypoint: [""]
    script:
      - echo "größe"; jq -n '<&>' && /kaniko/executor --context . --destination "$CI_REGISTRY_IMAGE:1,2"

  =formula:
    image: mirror.example.com/kaniko-project/executor:debug
    script: [/kaniko/executor --context . --destination r/a:1]

  include:
    - project: a/b
      file: /kaniko/<x>.yml
  """

/// Writes the report of the awkward pipeline and hands over the project, the report's name, and what it holds.
private func withReport(
  _ format: String, _ text: String = awkward, _ body: (Project, CheckDocument) throws -> Void
) throws {
  try Project.with([".gitlab-ci.yml": text]) { project in
    _ = try project.run("check", "--strict", "--format", format, "--output", "report")
    let document = try project.check("--strict")
    if text == awkward { #expect(Set(document.findings.map(\.severity)) == ["note", "warning", "error"]) }
    try body(project, document)
  }
}

@Test(arguments: [awkward, "test:\n  script: [ls]\n", "a: [\n"])
func jsonFollowsItsSchema(_ text: String) throws {
  try withReport("json", text) { project, _ in
    let schema = Repository.root.appending(
      path: "Sources/kaniko2buildkit/Documentation.docc/check-report.schema.json")
    let run = try Command.run(
      try Oracle.program("check-jsonschema"), ["--schemafile", schema.path, "report"], in: project.folder.path,
      environment: ProcessInfo.processInfo.environment)
    #expect(run.status == 0, "\(run.outputText) \(run.errorText)")
  }
}

@Test func theSchemaIsASchemaAndRefusesWhatIsWrong() throws {
  try withReport("json") { project, _ in
    let schema = Repository.root.appending(
      path: "Sources/kaniko2buildkit/Documentation.docc/check-report.schema.json"
    ).path
    let program = try Oracle.program("check-jsonschema")
    let environment = ProcessInfo.processInfo.environment
    let meta = try Command.run(program, ["--check-metaschema", schema], environment: environment)
    #expect(meta.status == 0, "\(meta.outputText)")
    let report = try project.text("report")
    for (old, new) in [
      (#""version": 1"#, #""version": 2"#), (#""severity": "note""#, #""severity": "hint""#),
      (#""fingerprint": ""#, #""fingerprint": "x"#), (#""files": ["#, #""more": 1, "files": ["#),
    ] {
      let wrong = report.replacing(old, with: new, maxReplacements: 1)
      #expect(wrong != report)
      try project.write(wrong, to: "wrong")
      let run = try Command.run(
        program, ["--schemafile", schema, "wrong"], in: project.folder.path, environment: environment)
      #expect(run.status == 1, "\(new)")
    }
  }
}

@Test func sarifToolsReadTheReport() throws {
  try withReport("sarif") { project, document in
    try FileManager.default.moveItem(
      at: project.folder.appending(path: "report"), to: project.folder.appending(path: "report.sarif"))
    let run = try Command.run(
      try Oracle.program("sarif"), ["csv", "--output", "out.csv", "report.sarif"], in: project.folder.path,
      environment: ProcessInfo.processInfo.environment)
    #expect(run.status == 0, "\(run.errorText)")
    let code = """
      import csv, json, sys
      print(json.dumps(["|".join([r["Severity"], r["Code"], r["Location"], r["Line"]])
        for r in csv.DictReader(open("out.csv", encoding="utf-8-sig"))]))
      """
    let rows = try Oracle.python(code, in: project.folder)
    let read = try JSONSerialization.jsonObject(with: rows.output) as? [String] ?? []
    let expected = document.findings.map { finding in
      "\(finding.severity)|\(finding.rule.code)|\(finding.location.path)|\(finding.location.start.line)"
    }
    #expect(read.sorted() == expected.sorted(), "\(rows.errorText)")
  }
}

@Test func sarifFollowsItsSchemaWhereThatIsAtHand() throws {
  try withReport("sarif") { project, document in
    let report = try JSONSerialization.jsonObject(with: Data(try project.text("report").utf8)) as? [String: Any]
    let run = try #require((report?["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    #expect(report?["version"] as? String == "2.1.0")
    #expect(results.count == document.findings.count)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      #expect((result["partialFingerprints"] as? [String: String])?.values.first?.count == 32)
    }
    #expect(rules.contains { $0["name"] as? String == "KanikoImage" })
  }
}

@Test func junitparserReadsTheReport() throws {
  let code = """
    import json, junitparser
    cases = [c for s in junitparser.JUnitXml.fromfile("report") for c in s]
    print(json.dumps([[c.name, c.classname, [type(r).__name__ for r in c.result]] for c in cases]))
    """
  for text in [awkward, "test:\n  script: [ls]\n", "a: [\n"] {
    try withReport("junit", text) { project, document in
      let run = try Oracle.python(code, in: project.folder)
      let cases = try #require(
        try JSONSerialization.jsonObject(with: run.output) as? [[Any]], "\(run.errorText)")
      let failed = cases.filter { ($0[2] as? [String])?.isEmpty == false }
      #expect(failed.count == document.findings.count { $0.severity != "note" })
      #expect(cases.count == max(document.findings.count, document.files.count))
      let names = cases.map { "\($0[0]) \($0[1])" }
      #expect(Set(names).count == names.count, "GitLab tells tests apart by their names")
    }
  }
}

@Test func codeQualityHasWhatGitLabRequires() throws {
  struct Item: Decodable {
    struct Location: Decodable {
      struct Lines: Decodable {
        let begin: Int
      }
      let path: String
      let lines: Lines
    }
    let description: String
    let check_name: String
    let fingerprint: String
    let severity: String
    let location: Location
  }
  try withReport("codequality") { project, document in
    let items = try JSONDecoder().decode([Item].self, from: Data(try project.text("report").utf8))
    #expect(items.map(\.check_name) == document.findings.map(\.rule.name))
    #expect(items.map(\.fingerprint) == document.fingerprints)
    #expect(Set(items.map(\.fingerprint)).count == items.count)
    #expect(items.map(\.location.lines.begin) == document.findings.map(\.location.start.line))
    #expect(Set(items.map(\.severity)).isSubset(of: ["info", "minor", "major", "critical", "blocker"]))
    for item in items { #expect(!item.location.path.hasPrefix("/") && !item.location.path.hasPrefix("./")) }
  }
  try withReport("codequality", "test:\n  script: [ls]\n") { project, _ in
    let report = try project.text("report")
    #expect(report == "[]\n")
  }
}

@Test func csvIsReadByAnotherParser() throws {
  let code = """
    import csv, json
    rows = list(csv.DictReader(open("report", newline="", encoding="utf-8"), strict=True))
    print(json.dumps([[r["code"], r["line"], r["jobs"], r["message"], r["fingerprint"], str(len(r))] for r in rows]))
    """
  try withReport("csv") { project, document in
    let run = try Oracle.python(code, in: project.folder)
    let rows = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String]], "\(run.errorText)")
    let expected = document.findings.map { finding -> [String] in
      let jobs = finding.jobs.joined(separator: "\n")
      // A spreadsheet would take this name for a formula.
      let shown = jobs.hasPrefix("=") ? "'" + jobs : jobs
      return [finding.rule.code, "\(finding.location.start.line)", shown, finding.message, finding.fingerprint, "14"]
    }
    #expect(rows == expected)
  }
}

@Test func markdownIsATableForAnotherParser() throws {
  let code = """
    import json, markdown_it
    tokens = markdown_it.MarkdownIt("commonmark").enable("table").parse(open("report", encoding="utf-8").read())
    rows, row = [], None
    for index, token in enumerate(tokens):
      if token.type == "tr_open": row = []
      if token.type == "td_open": row.append("".join(c.content for c in tokens[index + 1].children if c.type in ("text", "code_inline")))
      if token.type == "tr_close" and row: rows.append(row)
    html = [t for t in tokens if t.type == "html_block"]
    print(json.dumps([rows, len(html)]))
    """
  try withReport("markdown") { project, document in
    let run = try Oracle.python(code, in: project.folder)
    let read = try #require(try JSONSerialization.jsonObject(with: run.output) as? [Any], "\(run.errorText)")
    let rows = try #require(read[0] as? [[String]])
    #expect(rows.map { $0[1] } == document.findings.map { "\($0.rule.code) \($0.rule.name)" })
    #expect(rows.map { $0[2] } == document.findings.map { "\($0.location.path):\($0.location.start.line)" })
    for (row, finding) in zip(rows, document.findings) {
      #expect(row[3] == finding.message.replacing("`", with: "").replacing("\t", with: "\\t"))
    }
    #expect(read[1] as? Int == 0, "nothing of the files becomes markup")
  }
}
