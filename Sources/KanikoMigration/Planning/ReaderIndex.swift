import GitLabCI

/// Knows which jobs read which bytes.
///
/// Only jobs that GitLab may run count: a hidden job reads nothing itself, unless it is complete and nothing here
/// extends it, because then jobs elsewhere do.
struct ReaderIndex {
  private var readers: [Origin: Set<JobID>] = [:]
  private var positions: [Origin: Set<String>] = [:]
  /// The files of other projects: jobs there read them too.
  private let foreignFiles: Set<Int>

  /// Indexes the values of the given jobs.
  init(_ project: Project, jobs: Set<JobID>) {
    foreignFiles = Set(project.documents.indices.filter { project.documents[$0].isForeign })
    for id in jobs {
      let effective = project[id].effective
      for source in effective.sources { readers[source, default: []].insert(id) }
      for entry in effective.entries { visit(entry.value, path: entry.key, job: id) }
    }
  }

  private mutating func visit(_ value: CIValue, path: String, job: JobID) {
    readers[value.origin, default: []].insert(job)
    positions[value.origin, default: []].insert(path)
    if value.site != value.origin { readers[value.site, default: []].insert(job) }
    switch value.kind {
    case .scalar, .reference: break
    case .sequence(let items):
      for item in items { visit(item, path: path, job: job) }
    case .mapping(let mapping):
      for source in mapping.sources { readers[source, default: []].insert(job) }
      for entry in mapping.entries {
        visit(entry.value, path: path.isEmpty ? entry.key : "\(path).\(entry.key)", job: job)
      }
    }
  }

  /// The jobs whose effective definition rests on a node.
  func jobs(reading origin: Origin) -> Set<JobID> { readers[origin] ?? [] }

  /// A set of jobs, with the nodes that others read too: asking for many nodes then costs nothing more.
  struct Audience {
    let jobs: Set<JobID>
    fileprivate let nodesOfOthers: Set<Origin>
  }

  /// Finds the nodes that other jobs than the given ones read; linear in the index.
  func audience(of jobs: Set<JobID>) -> Audience {
    Audience(jobs: jobs, nodesOfOthers: Set(readers.lazy.filter { !$0.value.isSubset(of: jobs) }.map(\.key)))
  }

  /// Whether a node is read only by the given jobs; never so in a file of another project.
  func isRead(_ origin: Origin, onlyBy audience: Audience) -> Bool {
    !foreignFiles.contains(origin.file) && !audience.nodesOfOthers.contains(origin)
  }

  /// Whether a node is read only by the given jobs; never so in a file of another project.
  func isRead(_ origin: Origin, onlyBy jobs: Set<JobID>) -> Bool {
    !foreignFiles.contains(origin.file) && self.jobs(reading: origin).isSubset(of: jobs)
  }

  /// Whether a node is used only at the given keyword, such as `image` or `image.name`.
  func isUsed(_ origin: Origin, onlyAt path: String) -> Bool {
    (positions[origin] ?? []).allSatisfy { $0 == path }
  }
}
