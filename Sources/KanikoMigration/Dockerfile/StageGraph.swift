/// Which stages of a Dockerfile need which.
struct StageGraph {
  private let stages: [Dockerfile.Stage]

  init(_ stages: [Dockerfile.Stage]) {
    self.stages = stages
  }

  /// The stage that a build ends with: the last one, or the one that a target names; nil where there is none.
  func end(target: String?) -> Int? {
    guard let target, !target.isEmpty else { return stages.indices.last }
    return stages.lastIndex { $0.name == target.lowercased() }
  }

  /// The stages that a build of one stage needs, that stage included; BuildKit builds no others.
  func needed(for end: Int) -> Set<Int> {
    var needed: Set<Int> = []
    var pending = [end]
    while let index = pending.popLast() {
      guard needed.insert(index).inserted else { continue }
      pending += dependencies(of: index)
    }
    return needed
  }

  /// The earlier stages that a stage starts from, copies from or mounts.
  private func dependencies(of index: Int) -> [Int] {
    let stage = stages[index]
    let references = [stage.base] + stage.instructions.flatMap(\.sources)
    return references.compactMap { reference in
      let name = reference.lowercased()
      if let found = stages[..<index].lastIndex(where: { $0.name == name }) { return found }
      return reference == stage.base ? nil : Int(name).flatMap { $0 < index && $0 >= 0 ? $0 : nil }
    }
  }
}

extension Dockerfile.Instruction {
  /// The stages and images that the instruction takes files from.
  fileprivate var sources: [String] {
    switch name {
    case "COPY": flag("from").map { [$0] } ?? []
    case "RUN": mounts.compactMap { $0["from"] }
    default: []
    }
  }

  /// The mounts of a `RUN`: the fields of each `--mount`, where a field without a value is `true`.
  var mounts: [[String: String]] {
    flags.filter { $0.hasPrefix("--mount=") }.map { flag in
      var fields: [String: String] = [:]
      for field in flag.dropFirst("--mount=".count).split(separator: ",") {
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        fields[parts[0].lowercased()] = parts.count == 2 ? String(parts[1]) : "true"
      }
      return fields
    }
  }
}
