import GitLabCI

/// Knows which jobs read which bytes.
///
/// Only jobs that GitLab may run count: a hidden job reads nothing itself, unless it is complete and nothing here
/// extends it, because then jobs elsewhere do.
struct ReaderIndex {
  /// The jobs that read a node: nearly always one.
  private struct Readers {
    let first: JobID
    var others: Set<JobID> = []
    var places: Place

    mutating func add(_ job: JobID, at place: Place) {
      places.formUnion(place)
      if job != first { others.insert(job) }
    }

    func isSubset(of jobs: Set<JobID>) -> Bool { jobs.contains(first) && others.isSubset(of: jobs) }
  }

  /// The keywords at which a node is used, as far as they matter.
  struct Place: OptionSet {
    let rawValue: UInt8

    static let image = Place(rawValue: 1)
    static let imageName = Place(rawValue: 2)
    static let variables = Place(rawValue: 4)
    static let beforeScript = Place(rawValue: 8)
    static let script = Place(rawValue: 16)
    static let elsewhere = Place(rawValue: 32)

    /// The place of a keyword's value.
    static func value(of keyword: String) -> Place {
      switch keyword {
      case "image": .image
      case "variables": .variables
      case "before_script": .beforeScript
      case "script": .script
      default: .elsewhere
      }
    }

    /// The place of the value of a key in a mapping at this place.
    func value(of key: String) -> Place { self == .image && key == "name" ? .imageName : .elsewhere }
  }

  private var readers: [Origin: Readers] = [:]
  /// The files of other projects: jobs there read them too.
  private let foreignFiles: Set<Int>

  /// Indexes the values of the given jobs.
  init(_ project: Project, jobs: Set<JobID>) {
    foreignFiles = Set(project.documents.indices.filter { project.documents[$0].isForeign })
    for id in jobs {
      let effective = project[id].effective
      for source in effective.sources { add(id, to: source) }
      for entry in effective.entries { visit(entry.value, at: .value(of: entry.key), job: id) }
    }
  }

  private mutating func add(_ job: JobID, to origin: Origin, at place: Place = []) {
    readers[origin, default: Readers(first: job, places: place)].add(job, at: place)
  }

  private mutating func visit(_ value: CIValue, at place: Place, job: JobID) {
    add(job, to: value.origin, at: place)
    if value.site != value.origin { add(job, to: value.site) }
    switch value.kind {
    case .scalar, .reference: break
    case .sequence(let items):
      for item in items { visit(item, at: place, job: job) }
    case .mapping(let mapping):
      for source in mapping.sources { add(job, to: source) }
      for entry in mapping.entries { visit(entry.value, at: place.value(of: entry.key), job: job) }
    }
  }

  /// The jobs whose effective definition rests on a node.
  func jobs(reading origin: Origin) -> Set<JobID> {
    readers[origin].map { $0.others.union([$0.first]) } ?? []
  }

  /// A set of jobs, with the nodes of several readers that others read too: asking for many nodes costs nothing more.
  struct Audience {
    let jobs: Set<JobID>
    fileprivate let sharedWithOthers: Set<Origin>
  }

  /// Finds the nodes that other jobs than the given ones read; linear in the index.
  func audience(of jobs: Set<JobID>) -> Audience {
    let shared = readers.lazy.filter { !$0.value.others.isEmpty && !$0.value.isSubset(of: jobs) }
    return Audience(jobs: jobs, sharedWithOthers: Set(shared.map(\.key)))
  }

  /// Whether a node is read only by the given jobs; never so in a file of another project.
  func isRead(_ origin: Origin, onlyBy audience: Audience) -> Bool {
    !foreignFiles.contains(origin.file) && !isReadByOthers(origin, than: audience)
  }

  private func isReadByOthers(_ origin: Origin, than audience: Audience) -> Bool {
    guard let known = readers[origin] else { return false }
    return known.others.isEmpty ? !audience.jobs.contains(known.first) : audience.sharedWithOthers.contains(origin)
  }

  /// Whether a node is read only by the given jobs; never so in a file of another project.
  func isRead(_ origin: Origin, onlyBy jobs: Set<JobID>) -> Bool {
    !foreignFiles.contains(origin.file) && readers[origin]?.isSubset(of: jobs) != false
  }

  /// Whether a node is used only at the given place.
  func isUsed(_ origin: Origin, onlyAt place: Place) -> Bool {
    readers[origin].map { $0.places.isSubset(of: place) } ?? true
  }
}
