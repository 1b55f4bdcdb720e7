internal import KanikoMigration
internal import Reporting

extension RepositoryPlan {
  /// What the journal keeps: everything but the contents, the receipt and the diff.
  var summary: [JSONMember] {
    [
      JSONMember("commit", .string(commit)), JSONMember("branch", .optional(branch)),
      JSONMember("status", .integer(status)), JSONMember("rollout", .string(step.rawValue)),
      JSONMember("fingerprint", .string(fingerprint)),
      JSONMember("jobs", .array(jobs.map(\.json))),
      JSONMember("changes", .strings(changes.map(\.path))),
      JSONMember(
        "providers",
        .array(
          providers.map { provider in
            [
              "project": .string(provider.project), "repository": .optional(provider.repository),
              "files": .strings(provider.files),
            ]
          })),
      JSONMember("remarks", .strings(remarks)), JSONMember("variables", .strings(variables)),
    ]
  }

  /// The file that the state directory keeps of a plan that changes something.
  var document: JSONValue {
    .object([
      JSONMember("version", 1), JSONMember("commit", .string(commit)),
      JSONMember("fingerprint", .string(fingerprint)), JSONMember("receipt", .string(receipt)),
      JSONMember(
        "changes",
        .array(
          changes.map { change in
            [
              "path": .string(change.path), "mode": .string(change.mode), "original": .string(change.original),
              "content": .string(String(decoding: change.content, as: UTF8.self)),
            ]
          })),
    ])
  }

  /// Reads what the journal keeps.
  init?(summary record: JSONValue) {
    guard let commit = record["commit"]?.text, let status = record["status"]?.number else { return nil }
    self.init(commit: commit, branch: record["branch"]?.text, status: status)
    step = record["rollout"]?.text.flatMap(RolloutStep.init) ?? .migrate
    jobs = record["jobs"]?.items.compactMap(Job.init) ?? []
    changes = (record["changes"]?.texts ?? []).map { Change(path: $0, mode: "", original: "", content: []) }
    providers = (record["providers"]?.items ?? []).compactMap { item in
      guard let project = item["project"]?.text else { return nil }
      return Provider(project: project, repository: item["repository"]?.text, files: item["files"]?.texts ?? [])
    }
    remarks = record["remarks"]?.texts ?? []
    variables = record["variables"]?.texts ?? []
    fingerprint = record["fingerprint"]?.text ?? ""
  }

  /// Takes contents and receipt from the file of the state directory.
  ///
  /// - Returns: false when the file is of another plan, or incomplete.
  mutating func complete(from document: JSONValue) -> Bool {
    guard document["commit"]?.text == commit, document["fingerprint"]?.text == fingerprint,
      let receipt = document["receipt"]?.text
    else { return false }
    let changes = (document["changes"]?.items ?? []).compactMap { item -> Change? in
      guard let path = item["path"]?.text, let mode = item["mode"]?.text, let original = item["original"]?.text,
        let content = item["content"]?.text
      else { return nil }
      return Change(path: path, mode: mode, original: original, content: Array(content.utf8))
    }
    guard changes.map(\.path) == self.changes.map(\.path) else { return false }
    self.changes = changes
    self.receipt = receipt
    return true
  }
}

extension RepositoryPlan.Job {
  var json: JSONValue {
    [
      "name": .string(name), "place": .string(place), "outcome": .string(outcome),
      "definitions": .strings(definitions), "flags": .strings(flags),
      "reasons": .array(reasons.map { ["rule": .string($0.rule), "message": .string($0.message)] }),
    ]
  }

  init?(_ value: JSONValue) {
    guard let name = value["name"]?.text, let place = value["place"]?.text, let outcome = value["outcome"]?.text else {
      return nil
    }
    self.init(
      name: name, place: place, outcome: outcome, definitions: value["definitions"]?.texts ?? [],
      reasons: (value["reasons"]?.items ?? []).map { reason in
        RepositoryPlan.Reason(rule: reason["rule"]?.text ?? "", message: reason["message"]?.text ?? "")
      },
      flags: value["flags"]?.texts ?? [])
  }
}
