/// Finds the repository of the fleet that an `include: project` means.
struct ProjectIndex: Sendable {
  private let exact: [String: Int]
  private let endings: [String: [Int]]

  /// Creates an index over repositories.
  init(_ repositories: [FleetRepository]) {
    var exact: [String: Int] = [:]
    var endings: [String: [Int]] = [:]
    for (index, repository) in repositories.enumerated() {
      for path in repository.projectPaths {
        let parts = path.lowercased().split(separator: "/")
        exact[parts.joined(separator: "/")] = exact[parts.joined(separator: "/")] ?? index
        // A project on a server has a group: one part alone is too little to tell.
        for start in parts.indices.dropLast() {
          let ending = parts[start...].joined(separator: "/")
          if endings[ending]?.last != index { endings[ending, default: []].append(index) }
        }
      }
    }
    self.exact = exact
    self.endings = endings
  }

  /// The index of the repository of a project path: the one with this path, or the only one whose path ends with it.
  func repository(of project: String) -> Int? {
    let path = project.lowercased().split(separator: "/").joined(separator: "/")
    if let index = exact[path] { return index }
    guard let candidates = endings[path], candidates.count == 1 else { return nil }
    return candidates.first
  }
}
