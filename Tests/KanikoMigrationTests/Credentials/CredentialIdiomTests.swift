import Diagnostics
import Foundation
import ShellSyntax
import SourceText
import Testing

@testable import KanikoMigration

@Test(arguments: CredentialIdiom.all)
func idiomBecomesWhatAPersonWouldWrite(_ idiom: CredentialIdiom) {
  let result = plan(idiom.script, destination: idiom.destination, variables: idiom.variables)
  #expect(planned(result) == idiom.expected)
  #expect(!result.plan.remarks.contains { $0.applicability == .manual }, "\(result.plan.remarks)")
}

@Test(arguments: CredentialIdiom.all)
func idiomIsRead(_ idiom: CredentialIdiom) {
  let analysis = CredentialAnalysis(ShellScript(parsing: Array(idiom.script.utf8)), variables: idiom.variables)
  #expect(!analysis.writes.isEmpty)
  var hosts: [String] = []
  for write in analysis.writes {
    guard case .config(let config) = write.content else { continue }
    hosts += config.auths.map(\.identity).filter { !hosts.contains($0) }
  }
  #expect(hosts == idiom.hosts)
}

@Test(arguments: CredentialIdiom.all)
func idiomLeavesTheSameFile(_ idiom: CredentialIdiom) throws {
  let before = try ScriptRun(idiom.script, kaniko: true)
  defer { before.remove() }
  let after = try ScriptRun(planned(plan(idiom.script, destination: idiom.destination, variables: idiom.variables)))
  defer { after.remove() }
  #expect(before.status == 0, "\(before.output)")
  #expect(after.status == 0, "\(after.output)")
  if let original = idiom.original {
    #expect(after.file("home/.docker/config.json") == before.file(original))
  }
}

@Test(arguments: CredentialIdiom.all)
func secondPlanChangesNothing(_ idiom: CredentialIdiom) {
  let once = planned(plan(idiom.script, destination: idiom.destination, variables: idiom.variables))
  let paths = plan(once, destination: nil).plan
  #expect(paths.edits.isEmpty)
  #expect(paths.insertions.isEmpty)
}
