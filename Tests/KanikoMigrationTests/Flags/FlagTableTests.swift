import Foundation
import KanikoMigration
import TestSupport
import Testing

/// The flags of the three programs, as `--help` and the sources of the versions read list them.
private let knownNames = """
  annotation bucket build-arg cache cache-copy-layers cache-dir cache-repo cache-run-layers cache-ttl cleanup
  compressed-caching compression compression-level context context-sub-path credential-helpers custom-platform
  customPlatform destination digest-file dockerfile dryrun force force-build-metadata git ignore-path ignore-var-run
  image-download-retry image-format image-fs-extract-retry image-name-tag-with-digest-file
  image-name-with-digest-file insecure insecure-pull insecure-registry kaniko-dir label log-format log-timestamp
  materialize no-push no-push-cache oci-layout-path pre-cleanup preserve-context push-ignore-immutable-tag-errors
  push-retry registry-certificate registry-client-cert registry-map registry-mirror reproducible secret
  single-snapshot skip-default-registry-fallback skip-push-permission-check skip-tls-verify skip-tls-verify-pull
  skip-tls-verify-registry skip-unused-stages snapshot-mode snapshotMode tar-path target tarPath use-new-run verbosity
  whitelist-var-run
  """.split { $0 == " " || $0 == "\n" }.map(String.init)

@Test func tableHoldsEveryFlagOnce() {
  #expect(KanikoFlag.all.map(\.name).sorted() == knownNames.sorted())
  #expect(KanikoFlag.all.count == 68)
}

@Test func treesHoldAsManyFlagsAsTheirPrograms() {
  func count(_ tree: KanikoTrees) -> Int { KanikoFlag.all.count { $0.trees.contains(tree) } }
  #expect(count(.original) == 60)
  #expect(count(.chainguard) == 61)
  #expect(count(.osscontainertools) == 68)
}

@Test func shortFormsAreThoseOfTheExecutor() {
  let shorts = KanikoFlag.all.compactMap { flag in flag.short.map { "\($0)=\(flag.name)" } }
  #expect(shorts.sorted() == ["b=bucket", "c=context", "d=destination", "f=dockerfile", "v=verbosity"])
}

@Test(arguments: KanikoFlag.all.map(\.name)) func rowIsConsistent(_ name: String) throws {
  let flag = try #require(KanikoFlag.named(name))
  #expect(KanikoFlag.named(flag.canonicalName) != nil)
  #expect(flag.reason.first?.isUppercase == false && !flag.reason.hasSuffix("."))
  #expect(!flag.reason.contains("should") && flag.advice?.contains("should") != true)
  #expect(flag.advice?.hasSuffix(".") != true)
  if flag.value == .bool { #expect(["true", "false"].contains(flag.defaultValue)) }
  if flag.effect == .manual { #expect(flag.advice != nil, "a person needs to know what to do") }
  if flag.correspondence == .exact { #expect(flag.effect == .safe) }
  if flag.correspondence == .approximate, !["cache", "cache-repo"].contains(flag.name) {
    #expect(flag.effect == .review || flag.effect == .manual)
  }
  if flag.mapping == .drop || flag.mapping == .person {
    #expect(flag.replacement == nil)
  }
}

@Test func everyFlagHasACaseInTheCorpus() throws {
  let inputs = try FileTree(readingFrom: Repository.corpus).files.filter { $0.key.contains("/input/") }
  let texts = inputs.values.map { String(decoding: $0, as: UTF8.self) }
  let missing = KanikoFlag.all.filter { flag in
    !texts.contains { text in
      text.ranges(of: flag.spelling).contains { found in
        let next = text[found.upperBound...].first
        return next.map { !$0.isLetter && $0 != "-" } ?? true
      }
    }
  }
  #expect(missing.map(\.name) == [], "each flag needs a case below Corpus/flags that shows what becomes of it")
}

@Test func variableTableNamesFlagsThatExist() {
  for variable in KanikoVariable.all {
    if let flag = variable.flag { #expect(KanikoFlag.named(flag)?.environment == variable.name) }
    #expect(variable.reason.first?.isUppercase == false && !variable.reason.hasSuffix("."))
  }
  let bound = KanikoFlag.all.compactMap(\.environment)
  #expect(bound.allSatisfy { KanikoVariable.named($0) != nil })
  #expect(KanikoVariable.named("FF_KANIKO_COPY_AS_ROOT")?.name == "FF_KANIKO_*")
  #expect(KanikoVariable.named("CI_PROJECT_DIR") == nil)
}
