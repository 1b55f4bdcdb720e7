import Diagnostics
import Foundation
import KanikoMigration
import RunnerDiagnosis
import TestSupport
import Testing

private let folder = Repository.root.appending(path: "Tests/RunnerDiagnosisTests/Logs")

/// What each log shows, the first reason first. A log that is named after a symptom shows it.
private let expected: [String: [String]] = [
  "good-first-build": [],
  "good-tests-that-speak-of-errors": [],
  "entrypoint-not-overridden": ["entrypoint-not-overridden"],
  "daemon-did-not-start": ["daemon-did-not-start"],
  "unshare-forbidden": ["unshare-forbidden", "daemon-did-not-start"],
  "mount-forbidden": ["mount-forbidden", "daemon-did-not-start"],
  "user-namespaces-forbidden": ["user-namespaces-forbidden", "daemon-did-not-start"],
  "user-namespaces-set-to-none": ["user-namespaces-forbidden", "daemon-did-not-start"],
  "user-namespaces-unknown-to-kernel": ["user-namespaces-forbidden", "daemon-did-not-start"],
  "identities-not-mapped": ["identities-not-mapped", "daemon-did-not-start"],
  "no-identities-for-user": ["no-identities-for-user", "daemon-did-not-start"],
  "no-home-for-user": ["no-identities-for-user"],
  "proc-masked": ["proc-masked"],
  "proc-masked-older": ["proc-masked"],
  "state-folder-cannot-be-mounted": ["state-folder-cannot-be-mounted"],
  "overlay-not-possible": ["overlay-not-possible"],
  "image-not-allowed": ["image-not-allowed"],
  "pod-security": ["pod-security"],
  "process-killed": ["process-killed"],
  "ecr-without-credentials": ["ecr-without-credentials"],
  "ecr-helper-missing": ["ecr-without-credentials"],
  "credentials-missing": ["credentials-missing"],
  "certificate-not-trusted": ["certificate-not-trusted"],
  "registry-without-tls": ["registry-without-tls"],
  "pull-limit": ["pull-limit"],
  "cache-manifest-refused": ["cache-manifest-refused"],
  "cache-empty": ["cache-empty"],
  "repository-missing": ["repository-missing"],
  "buildctl-missing": ["buildctl-missing"],
  "kaniko-path-left": ["kaniko-path-left"],
  "dockerfile-not-a-folder": ["dockerfile-not-a-folder"],
  "foreign-flag": ["foreign-flag"],
  "several-names-unquoted": ["several-names-unquoted"],
  "tool-missing": ["tool-missing"],
  "package-installation": ["package-installation"],
  "digest-file-missing": ["digest-file-missing"],
  "copied-file-not-found": ["copied-file-not-found"],
  "step-may-not-write": ["step-may-not-write"],
  "platform-missing": ["platform-missing"],
  "with-time-stamps": ["unshare-forbidden", "daemon-did-not-start"],
]

@Test func everyLogIsExpected() throws {
  let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".log") }
  #expect(Set(names.map { String($0.dropLast(4)) }) == Set(expected.keys))
}

@Test(arguments: expected.keys.sorted())
func aLogShowsWhatIsExpected(_ name: String) throws {
  let diagnosis = LogDiagnosis(Array(try Data(contentsOf: folder.appending(path: "\(name).log"))))
  #expect(diagnosis.findings.map(\.symptom.name) == expected[name])
  #expect(diagnosis.succeeded == name.hasPrefix("good"))
}

@Test func everySymptomHasALog() {
  #expect(Set(SymptomCatalog.all.map(\.name)) == Set(expected.values.joined()))
  #expect(Set(SymptomCatalog.all.map(\.name)).count == SymptomCatalog.all.count)
}

@Test func everySymptomSaysWhatToDo() {
  for symptom in SymptomCatalog.all {
    #expect(!symptom.advice.isEmpty, "\(symptom.name)")
    for sentence in symptom.advice + [symptom.cause] {
      #expect(sentence.hasSuffix("."), "\(symptom.name): \(sentence)")
    }
  }
}

/// What the rules about runners show in their documentation is recognised as theirs.
@Test(arguments: RuleCatalog.all.filter(\.isAboutRunners).map(\.id.code))
func whatARuleShowsIsRecognised(_ code: String) throws {
  let rule = try #require(RuleCatalog.rule(named: code))
  guard case .runner(let symptoms, _) = rule.evidence else { return }
  for text in symptoms {
    let found = LogDiagnosis(Array(text.utf8)).findings
    #expect(found.contains { [code, "K401", "K402"].contains($0.symptom.rule?.code) }, "\(text)")
  }
}

@Test func aFindingNamesItsLine() throws {
  let log = "one\r\n\u{1B}[31mtwo\u{1B}[0m\n50 %\rtoomanyrequests: slow down\r\nx: toomanyrequests\n"
  let finding = try #require(LogDiagnosis(Array(log.utf8)).findings.first)
  #expect(finding.symptom.name == "pull-limit")
  #expect(finding.line == 3)
  #expect(finding.text == "toomanyrequests: slow down")
  #expect(finding.count == 2)
}

@Test func aTextThatWasOverwrittenCountsNoMore() {
  #expect(LogDiagnosis(Array("toomanyrequests\rdone\n".utf8)).findings.isEmpty)
}

@Test func anyBytesAreRead() {
  var random = SeededGenerator(seed: 7)
  let alphabet = Array("\u{1B}[0K\r\n$ 0Z#toomanyrequests".utf8) + [0, 0xFF, 0xC3]
  for length in 0..<400 {
    let bytes = (0..<length).map { _ in random.pick(alphabet) }
    for finding in LogDiagnosis(bytes).findings { #expect(finding.line >= 1) }
  }
}
