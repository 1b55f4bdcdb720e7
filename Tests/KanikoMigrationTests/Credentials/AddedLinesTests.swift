import Diagnostics
import Foundation
import ShellSyntax
import SourceText
import Testing

@testable import KanikoMigration

private func added(_ item: AddedCase, settings: ECRHelperSettings = ECRHelperSettings())
  -> (plan: CredentialPlan, script: ShellScript)
{
  plan(
    item.script, destination: item.destination, base: item.base, variables: item.variables,
    armIsPossible: item.armIsPossible, settings: settings)
}

@Test(arguments: addedCases)
func linesAreAddedAsAPersonWouldWriteThem(_ item: AddedCase) {
  let result = added(item)
  #expect(planned(result) == item.expected)
  #expect(!result.plan.remarks.contains { $0.applicability == .manual }, "\(result.plan.remarks)")
}

@Test(arguments: addedCases)
func addedLinesWork(_ item: AddedCase) throws {
  // The stand-in for wget writes the address into the file, so that its digest is known.
  let url = ECRHelperSettings().url(for: .amd64)
  let digest = try sha256(url)
  let settings = ECRHelperSettings(namedDigests: [.amd64: digest, .arm64: digest])
  let run = try ScriptRun(planned(added(item, settings: settings)))
  defer { run.remove() }
  #expect(run.status == 0, "\(run.output)")
  #expect(entries(run.config()) == item.entries)
  guard item.entries.values.contains("ecr-login") else { return }
  let helper = run.directory.appendingPathComponent("home/bin/docker-credential-ecr-login").path
  #expect(FileManager.default.isExecutableFile(atPath: helper))
}

@Test func downloadWithAnotherDigestStopsTheJob() throws {
  let item = AddedCase(name: "", destination: "$ECR_REGISTRY/app", expected: "", entries: [:])
  let run = try ScriptRun(planned(added(item)))
  defer { run.remove() }
  #expect(run.status != 0)
  #expect(run.config() == nil)
}

@Test func scriptsStayCleanForShellcheck() throws {
  for item in addedCases {
    let before = try shellcheck(item.script)
    let after = try shellcheck(planned(added(item)))
    #expect(after.subtracting(before) == [], "\(item.name)")
  }
  for idiom in CredentialIdiom.all {
    let text = planned(plan(idiom.script, destination: idiom.destination, variables: idiom.variables))
    #expect(try shellcheck(text).subtracting(shellcheck(idiom.script)) == [], "\(idiom.name)")
  }
}

@Test(arguments: [
  ("cat > /kaniko/.docker/config.json <<'EOF'\n{\"auths\":{}}\nEOF", "the shell expands nothing"),
  (#"echo {\"auths\":{}} > /kaniko/.docker/config.json"#, "the shell expands nothing"),
  (#"printf "{\"auths\":{}}" > /kaniko/.docker/config.json"#, "`printf`"),
  (#"echo "$AUTH" > /kaniko/.docker/config.json"#, "the value of a variable"),
])
func entryThatCannotBeAddedIsLeftToAPerson(_ script: String, reason: String) {
  let result = plan(script, variables: ["AUTH": [#"{"auths":{}}"#]])
  let remarks = result.plan.remarks.filter { $0.applicability == .manual }
  #expect(remarks.map(\.subject) == [.credentialsLost])
  #expect(remarks.first?.message.contains(reason) == true)
}

@Test func helperWithoutKnownDigestIsLeftToAPerson() {
  let item = AddedCase(name: "", destination: "$ECR_REGISTRY/app", expected: "", entries: [:])
  let plan = added(item, settings: ECRHelperSettings(version: "0.12.0")).plan
  #expect(plan.applicability == .manual)
  #expect(plan.insertions.isEmpty)
}

@Test(arguments: addedCases)
func remarksAndLinesNameNoSecret(_ item: AddedCase) {
  var variables = item.variables
  for name in ["SECRET", "AUTH", "CI_REGISTRY_PASSWORD"] { variables[name] = ["hunter2"] }
  let script = item.script + "\necho '{\"auths\":{\"x.example.com\":{\"auth\":\"hunter2\"}}}' > ~/.docker/config.json\n"
  let result = plan(script, destination: item.destination, base: item.base, variables: variables).plan
  let texts =
    result.remarks.flatMap { [$0.message, $0.advice ?? ""] } + result.insertions.flatMap { $0.lines.map(\.text) }
    + result.edits.edits.map { String(decoding: $0.replacement, as: UTF8.self) }
  #expect(!texts.contains { $0.contains("hunter2") })
}

// MARK: - Reading results

/// The entries of a `config.json`: host to `user:password`, or to the name of a helper.
private func entries(_ config: [String: Any]?) -> [String: String] {
  var result: [String: String] = [:]
  for (host, value) in config?["auths"] as? [String: [String: String]] ?? [:] {
    if let auth = value["auth"] {
      result[host] = Data(base64Encoded: auth).map { String(decoding: $0, as: UTF8.self) }
    } else {
      result[host] = "\(value["username"] ?? ""):\(value["password"] ?? "")"
    }
  }
  for (host, helper) in config?["credHelpers"] as? [String: String] ?? [:] { result[host] = helper }
  return result
}

private func sha256(_ text: String) throws -> String {
  let output = try output(of: ["sha256sum"], input: text).output
  return String(output.prefix(64))
}

/// The codes that shellcheck reports for a script.
private func shellcheck(_ script: String) throws -> Set<String> {
  let result = try output(of: ["shellcheck", "-s", "sh", "-f", "gcc", "-"], input: script + "\n")
  try #require(result.status <= 1, "shellcheck is needed for this test: \(result.output)")
  return Set(
    result.output.split(separator: "\n").compactMap { line in
      line.split(separator: "[").last.map { String($0.dropLast()) }
    })
}

private func output(of command: [String], input: String) throws -> (output: String, status: Int32) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = command
  let (standardInput, standardOutput) = (Pipe(), Pipe())
  process.standardInput = standardInput
  process.standardOutput = standardOutput
  process.standardError = standardOutput
  try process.run()
  try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
  try standardInput.fileHandleForWriting.close()
  let data = standardOutput.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (String(decoding: data, as: UTF8.self), process.terminationStatus)
}
