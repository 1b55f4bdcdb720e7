import Diagnostics
import Testing

@testable import KanikoMigration

@Test func theHashIsFNV1aWith128Bits() {
  // Values of the reference implementation (Fowler, Noll, Vo: fnv128_test).
  #expect(Fingerprint(of: "").hexadecimal == "6c62272e07bb014262b821756295c58d")
  #expect(Fingerprint(of: "a").hexadecimal == "d228cb696f1a8caf78912b704e4a8964")
  #expect(Fingerprint(of: "foobar").hexadecimal == "343e1662793c64bf6f0d3597ba446f18")
  #expect(Fingerprint(parts: ["ab", "c"]) != Fingerprint(parts: ["a", "bc"]))
}

@Test func aFingerprintRestsOnRulePathKeyAndText() throws {
  func fingerprints(_ text: String, path: String = ".gitlab-ci.yml", directory: String = "") throws -> [String] {
    try InspectedRepository(text) { $0.directory = directory }.findings.map(\.fingerprint)
  }
  let job = kanikoJob("build")
  let base = try fingerprints(job)
  #expect(try fingerprints(String(repeating: "\n", count: 10) + job) == base)
  #expect(try fingerprints(job.replacing("\n", with: "\r\n")) == base)
  #expect(try fingerprints(job.replacing("name: gcr", with: "name:   gcr")) == base)
  #expect(try fingerprints("test:\n  script: [ls]\n" + job) == base)
  #expect(try fingerprints(kanikoJob("other")) != base)
  #expect(try fingerprints(kanikoJob("build", image: "gcr.io/kaniko-project/executor:v1")) != base)
  #expect(try fingerprints(job, directory: "sub") != base)
}

@Test func aSuppressionChangesNoOtherFingerprint() throws {
  let lines = "    - \(Sample.kaniko) --unknown --unknown\n"
  let text = kanikoJob("build") + lines
  let all = try InspectedRepository(text)
  let flags = all.findings.filter { $0.diagnostic.rule == MigrationRules.flag }
  #expect(flags.count == 2)
  let suppressed = try InspectedRepository(
    text.replacing(lines, with: lines.replacing("--unknown --unknown\n", with: "--unknown\n      --unknown\n"))
      .replacing("--unknown\n      --unknown", with: "\n      --unknown\n      --unknown"))
  #expect(suppressed.findings.map(\.fingerprint).sorted() == all.findings.map(\.fingerprint).sorted())
}
