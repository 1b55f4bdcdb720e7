import Foundation
import TestSupport

/// Every case before and after its expected diff, resolved by the independent resolver in one go.
struct CorpusTrees: Sendable {
  /// One case: where its trees lie and what GitLab would make of them.
  struct Pair: Sendable {
    let original: URL
    let migrated: URL
    let before: ResolvedDirectory
    let after: ResolvedDirectory
  }

  private let pairs: [String: Result<Pair, any Error>]

  private static let all = Result { try CorpusTrees(of: CorpusCase.all) }

  /// The trees of a case.
  ///
  /// - Throws: when the diff does not apply, or the resolver does not work.
  static func of(_ item: CorpusCase) throws -> Pair {
    guard let pair = try all.get().pairs[item.name] else { throw ResolverFailed(reason: "no case \(item.name)") }
    return try pair.get()
  }

  private init(of cases: [CorpusCase]) throws {
    let scratch = try TemporaryFolder.untilExit()
    let migrated = cases.map { item in
      Result {
        let folder = scratch.appending(path: item.name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileTree(readingFrom: item.input).write(to: folder)
        if let diff = item.diff, !diff.isEmpty { try CorpusCase.apply(diff, in: folder) }
        return folder
      }
    }
    let before = try ResolvedDirectory.resolve(cases.map { ResolverInput($0, in: $0.input) })
    let after = try ResolvedDirectory.resolve(cases.map { ResolverInput($0, in: scratch.appending(path: $0.name)) })
    var pairs: [String: Result<Pair, any Error>] = [:]
    for (number, item) in cases.enumerated() {
      pairs[item.name] = migrated[number].map { folder in
        Pair(original: item.input, migrated: folder, before: before[number], after: after[number])
      }
    }
    self.pairs = pairs
  }
}
