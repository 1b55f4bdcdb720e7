import Diagnostics
import SourceText
import YAMLSyntax

/// Reads the pipelines of a repository, file by file, and resolves them.
public struct ProjectLoader {
  private var store: FileStore
  private var drafts: [Draft] = []
  private var children: [[EntryFile.Identity]: Int] = [:]
  private var reached: Set<Int> = []
  private var pending: [Request] = []

  /// A pipeline before everything about it is known.
  private struct Draft {
    let kind: Pipeline.Kind
    let entryFiles: [Int]
    let assembler: IncludeAssembler
    let root: CIMapping
    let jobs: [Job]
    var unresolvedChildren: [Include] = []
    var forwarded: [CIMapping.Entry] = []
    /// The names of the forwarded variables with the places of their values.
    var forwardedPlaces: Set<ForwardedPlace> = []
  }

  private struct ForwardedPlace: Hashable {
    let name: String
    let origin: Origin
  }

  /// A child pipeline that a trigger job asks for.
  private struct Request {
    let parent: Int
    let job: Int
    let includes: [Include]
  }

  private init(_ store: FileStore) { self.store = store }

  /// Loads the pipelines that start at the given files.
  ///
  /// Linear in the size of the files and of what they stand for.
  /// - Parameters:
  ///   - entries: the entry file of the repository, if it has one, and files for others, by their kind. A file of kind
  ///     `template` that an earlier pipeline includes is not a pipeline of its own; child pipelines are found by
  ///     themselves.
  ///   - files: access to the repository.
  /// - Returns: the project; what is wrong with single files is in its diagnostics.
  public static func load(entries: [(path: String, kind: Pipeline.Kind)], from files: ProjectFiles) -> Project {
    load(entries: entries, store: FileStore(files))
  }

  static func load(entries: [(path: String, kind: Pipeline.Kind)], store: FileStore) -> Project {
    var loader = ProjectLoader(store)
    for entry in entries { loader.addPipeline(entry.path, kind: entry.kind) }
    return Project(
      documents: loader.store.documents, keys: loader.store.keys, entries: entries.map { ($0.path, $0.kind) },
      pipelines: loader.drafts.map(Self.pipeline), diagnostics: loader.store.diagnostics,
      hasUnreadableFiles: loader.store.hasUnreadableFiles)
  }

  private static func pipeline(_ draft: Draft) -> Pipeline {
    Pipeline(
      kind: draft.kind, entryFiles: draft.entryFiles, files: draft.assembler.files, root: draft.root, jobs: draft.jobs,
      unresolvedIncludes: draft.assembler.unresolved, conditionalIncludes: draft.assembler.conditional,
      unresolvedChildren: draft.unresolvedChildren, forwardedVariables: draft.forwarded)
  }

  private mutating func addPipeline(_ path: String, kind: Pipeline.Kind) {
    let key = FileStore.Key(project: nil, path: path)
    guard let file = store.index(of: key, includedFrom: nil) else { return }
    switch kind {
    case .entry: break
    case .child: if children[[EntryFile.Identity(file: file, arguments: nil)]] != nil { return }
    case .template: if reached.contains(file) { return }
    }
    add([EntryFile(file: file, inputs: kind == .template ? .open : .pipeline)], kind: kind)
    while !pending.isEmpty {
      let requests = pending
      pending = []
      for request in requests { addChild(request) }
    }
  }

  private mutating func add(_ entries: [EntryFile], kind: Pipeline.Kind, unresolved: [Include] = []) {
    var assembler = IncludeAssembler(unresolved: unresolved)
    guard let root = assembler.assemble(entries, in: &store) else { return }
    let isPartial = kind == .template || !assembler.unresolved.isEmpty
    var builder = JobBuilder(root: root, isPartial: isPartial)
    var jobs = builder.jobs()
    for mistake in builder.mistakes {
      store.report(ConfigurationRules.invalidConfiguration, mistake.message, at: mistake.site, help: mistake.help)
    }
    if builder.isExhausted {
      jobs = []
      store.refusePipeline()
    }
    if kind == .child { children[entries.map(\.identity)] = drafts.count }
    for (index, job) in jobs.enumerated() {
      guard let includes = job.effective["trigger"]?.mapping?["include"].map(Include.all(in:)) else { continue }
      pending.append(Request(parent: drafts.count, job: index, includes: includes))
    }
    reached.formUnion(assembler.files)
    drafts.append(Draft(kind: kind, entryFiles: entries.map(\.file), assembler: assembler, root: root, jobs: jobs))
  }

  private mutating func addChild(_ request: Request) {
    var entries: [EntryFile] = []
    var unresolved: [Include] = []
    for include in request.includes {
      // A file of another project makes jobs there, not here.
      guard case .local = include.target, let keys = IncludeAssembler.keys(of: include, from: nil, in: &store) else {
        unresolved.append(include)
        continue
      }
      let files = keys.compactMap { store.index(of: $0, includedBy: include) }
      if files.count < keys.count { unresolved.append(include) }
      let inputs = InputSource.included(include.inputs, component: nil, site: include.site)
      entries += files.filter { file in !entries.contains { $0.file == file } }
        .map { EntryFile(file: $0, inputs: inputs) }
    }
    drafts[request.parent].unresolvedChildren += unresolved
    guard !entries.isEmpty else { return }
    let identity = entries.map(\.identity)
    let job = drafts[request.parent].jobs[request.job]
    if children[identity] == nil { add(entries, kind: .child, unresolved: unresolved) }
    guard let child = children[identity], !job.isHidden else { return }
    for entry in job.forwardedVariables {
      let place = ForwardedPlace(name: entry.key, origin: entry.value.origin)
      if drafts[child].forwardedPlaces.insert(place).inserted { drafts[child].forwarded.append(entry) }
    }
  }
}

extension Project {
  /// The same project after some of its files have changed.
  ///
  /// Only changed files are parsed again; files that were not read before stay unread. Pipelines start at the same
  /// files.
  /// - Parameter replacements: the new bytes of files, by their index in ``documents``.
  public func reloaded(replacing replacements: [Int: [UInt8]]) -> Project {
    var trees: [FileStore.Key: YAMLTree] = [:]
    var sources: [FileStore.Key: SourceFile] = [:]
    for (index, document) in documents.enumerated() {
      if let bytes = replacements[index] {
        sources[keys[index]] = SourceFile(path: document.path, bytes: bytes)
      } else {
        trees[keys[index]] = document.tree
      }
    }
    let projects = Set(keys.compactMap(\.project))
    let files = Self.files(in: nil, keys: keys, sources: sources, projects: projects)
    return ProjectLoader.load(entries: entries, store: FileStore(files, known: trees))
  }

  private static func files(
    in project: String?, keys: [FileStore.Key], sources: [FileStore.Key: SourceFile], projects: Set<String>
  ) -> ProjectFiles {
    ProjectFiles(
      read: { path in sources[FileStore.Key(project: project, path: path)].map { .success($0) } },
      list: { keys.filter { $0.project == project }.map(\.path) },
      project: { name in
        projects.contains(name) ? files(in: name, keys: keys, sources: sources, projects: []) : nil
      })
  }
}
