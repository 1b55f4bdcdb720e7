import Foundation
import TestSupport

/// Compares what a job did with Kaniko and with BuildKit.
package struct JobComparison {
  package let name: String
  package let old: JobRun
  package let new: JobRun
  /// Files that may differ afterwards, by path relative to the project.
  private let differs: [String]

  /// Compares two runs of a job.
  package init(name: String, old: JobRun, new: JobRun, differs: [String] = []) {
    self.name = name
    self.old = old
    self.new = new
    self.differs = differs
  }

  /// Every difference, one a line; none when both did the same.
  package var differences: [String] {
    var lines = ranAtAll()
    if old.status != new.status { lines.append("exit status: \(old.status) and \(new.status)") }
    if old.output != new.output {
      lines.append("output: \(old.output.debugDescription) and \(new.output.debugDescription)")
    }
    return lines + builds() + files() + downloads()
  }

  /// What both jobs did, for a person who looks for the cause.
  package var transcripts: String {
    """
    \(name)
    ===== Kaniko: \(old.transcript)
    ===== BuildKit: \(new.transcript)
    """
  }

  /// Whether the original job is no use for a comparison: it never calls the executor, or the executor refuses.
  package var isBadCase: Bool { !ranAtAll().isEmpty }

  /// A comparison of two jobs that did nothing proves nothing.
  private func ranAtAll() -> [String] {
    guard !old.recordings.contains(where: { $0.program == "executor" }) else { return refusals(of: old) }
    return ["the original job never called the executor"]
  }

  private func refusals(of run: JobRun) -> [String] {
    run.recordings.compactMap { call in
      call.files["refused"].map { "the case itself is wrong, its executor call was refused: \($0)" }
    }
  }

  private func builds() -> [String] {
    do {
      let before = try old.recordings.filter { $0.program == "executor" && $0.arguments.first != "version" }
        .map(RecordedBuild.init(kaniko:))
      let after = try new.recordings.filter { $0.program == "buildctl" && $0.arguments.first != "--version" }
        .map(RecordedBuild.init(buildctl:))
      guard before.count == after.count else { return ["builds: \(before.count) and \(after.count)"] }
      return zip(before, after).flatMap { $0.differences(from: $1) }
    } catch {
      return ["\(error)"]
    }
  }

  private func files() -> [String] {
    var lines: [String] = []
    var before = old.project
    var after = new.project
    for path in differs {
      before.files[path] = nil
      after.files[path] = nil
    }
    lines += before.differences(from: after).map { "project: \($0)" }
    for (path, contents) in old.temporary.files.sorted(by: { $0.key < $1.key })
    where new.temporary.files[path] != contents {
      lines.append("/tmp/\(path) is missing or differs")
    }
    return lines
  }

  /// The published checksums of the ECR credential helper, so that a wrong pair of version and checksum is noticed.
  private static let helperChecksums = [
    "0.10.0/linux-amd64": "90fd5506d242a26b0e116b0a1ee7e67aa469e653f641a19939fe27b53bc4d20f",
    "0.10.0/linux-arm64": "6c4392e081a08bfd0dcfe8baf62f3dbb6fdf41a99d426bdddddfb32b10ea2a75",
    "0.10.1/linux-amd64": "ae5f2c0f1a2283f687e24a529f41d58f29c0a5bcfa0b60d1d3f8dc33b7eac4f2",
    "0.10.1/linux-arm64": "d321a6c4044fda6a4c6c6054d8e5b56ae9c902b6e37f5cc3b0d89df9298b07ef",
    "0.11.0/linux-amd64": "d6b23f3b6dc2f6af875902844af3bbb0d6ac4980e4b3815640c9b2e2e34267ae",
    "0.11.0/linux-arm64": "b1ba09040f102606b49f7f352eb3d8908ac38186b8fe5dec3ad17ed7d6f6b86d",
  ]

  /// A helper that is fetched must be checked against the checksum of its version and architecture.
  private func downloads() -> [String] {
    let checks = new.recordings.filter { $0.program == "sha256sum" }.compactMap { $0.files["lines"] }.joined()
    return new.recordings.filter { $0.program == "wget" }.compactMap { call -> String? in
      guard let address = call.files["address"], address.hasSuffix("/docker-credential-ecr-login") else { return nil }
      let release = address.split(separator: "/").suffix(3).dropLast().joined(separator: "/")
      guard let checksum = Self.helperChecksums[release], let file = call.files["file"] else {
        return "the helper \(address) has no known checksum"
      }
      let line = "\(checksum)  \(RecordedBuild.absolute(file, call.folder))"
      return checks.contains(line + "\n") ? nil : "the helper \(address) is not checked with \(line)"
    }
  }
}
