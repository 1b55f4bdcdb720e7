@testable import GeneratedPipelines

/// A kind of job that is generated and not judged yet, with the reason.
///
/// Everything that the generator can make and the comparison leaves out stands in ``all``, and nowhere else.
struct Restriction: Sendable {
  let reason: String
  /// Whether a job is of this kind.
  let applies: @Sendable (GeneratedJob) -> Bool

  static let all = [
    Restriction(reason: "credentials and calls in one scalar are refused where both change, and nothing is left to run")
    {
      $0.layout.script == .scalar && !$0.login.isEmpty
    },
    Restriction(reason: "the lines hold the destination as it is given where its tag shows only when the job runs") {
      job in
      job.calls.contains { call in
        call.arguments.contains { $0.flag == "image-name-tag-with-digest-file" }
          && call.arguments.contains { $0.names("destination", "d") && $0.value?.hasVisibleTag != true }
      }
    },
    Restriction(reason: "who pushes to another registry and writes no credentials has them mounted into the job") {
      job in
      let destinations = job.calls.flatMap(\.arguments).filter { $0.names("destination", "d") }.compactMap(\.value)
      return !Logins.namesOwnRegistry(job.login) && destinations.contains { $0.says("registry.example.com/") }
        && !destinations.allSatisfy { $0.says("registry.example.com/") }
    },
    Restriction(reason: "a here-document that gets the entry of another registry is changed twice, and refused") {
      job in
      let calls = job.calls.flatMap(\.arguments).compactMap(\.value)
      return job.login.contains { $0.contains("<<EOF") } && calls.contains { $0.says("$ECR_REPOSITORY") }
    },
  ]

  /// Whether a job is compared.
  static func allows(_ job: GeneratedJob) -> Bool { !all.contains { $0.applies(job) } }
}

extension Argument {
  fileprivate func names(_ flags: String...) -> Bool { flags.contains(flag) }
}

extension ShellValue {
  /// Whether a part holds a text.
  fileprivate func says(_ text: String) -> Bool {
    parts.contains { part in
      switch part {
      case .text(let source), .expansion(let source, _): source.contains(text)
      }
    }
  }

  /// Whether a colon of its own stands behind the last slash.
  fileprivate var hasVisibleTag: Bool { parts.contains { if case .text(":") = $0 { true } else { false } } }
}
