/// A file that a pipeline starts at.
struct EntryFile {
  /// The index of the file.
  let file: Int
  /// How it gets its inputs.
  let inputs: InputSource

  /// What tells it from other uses of the same file.
  struct Identity: Hashable {
    let file: Int
    let arguments: InputArguments?
  }

  /// What tells it from other uses of the same file.
  var identity: Identity {
    if case .included(let arguments, _, _) = inputs { return Identity(file: file, arguments: arguments) }
    return Identity(file: file, arguments: nil)
  }
}

/// Puts the configuration of one pipeline together: what the files include, deep merged, the including file on top.
struct IncludeAssembler {
  /// GitLab's limit on the includes of one pipeline (application setting `ci_max_includes`).
  static let maximumIncludes = 150

  /// The files of the pipeline, each once, those that are included before the one that includes them.
  private(set) var files: [Int] = []
  /// Includes whose files are not here.
  private(set) var unresolved: [Include]
  /// Includes under `rules:` that may leave them out.
  private(set) var conditional: [Include] = []
  private var known: Set<Int> = []
  private var inProgress: [Int] = []
  private var count = 0

  /// Creates an assembler; `unresolved` names includes that are known to be missing beforehand.
  init(unresolved: [Include] = []) { self.unresolved = unresolved }

  /// The files that an include brings; nil for one whose place is not here.
  static func keys(of include: Include, from project: String?, in store: inout FileStore) -> [FileStore.Key]? {
    switch include.target {
    case .local(let text):
      guard !holdsVariable(text) else { return nil }
      let pattern = PathPattern(text)
      let paths = pattern.hasWildcards ? store.paths(matching: pattern, in: project) : [pattern.path]
      return paths.map { FileStore.Key(project: project, path: $0) }
    case .project(let name, let ref, let files):
      guard !files.contains(where: holdsVariable),
        let name = self.name(of: PathPattern(name).path, at: ref, in: &store)
      else { return nil }
      return files.map { FileStore.Key(project: name, path: PathPattern($0).path) }
    case .component(let text):
      guard let component = ComponentReference(text) else { return nil }
      let name = component.project.flatMap { self.name(of: $0, at: component.version, in: &store) }
      guard name != nil || component.project == nil else { return nil }
      let keys = component.paths.map { FileStore.Key(project: name, path: $0) }
      // Where neither is there, the first path is the one to report.
      return [keys.first { store.holds($0) } ?? keys[0]]
    case .remote, .template, .artifact, .invalid: return nil
    }
  }

  /// The name under which the files of a project are here: those at a ref are others than those of the default branch.
  private static func name(of project: String, at ref: String?, in store: inout FileStore) -> String? {
    if let ref, case let pinned = "\(project)@\(ref)", store.holds(project: pinned) { return pinned }
    return store.holds(project: project) ? project : nil
  }

  private static func holdsVariable(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: "$")) }

  /// The configuration of a file with everything it includes below it.
  mutating func assemble(_ file: Int, inputs: InputSource, in store: inout FileStore) -> CIMapping {
    var own = store.configuration(of: file, inputs: inputs) ?? CIMapping()
    inProgress.append(file)
    defer { inProgress.removeLast() }
    var merged: CIMapping?
    for include in own["include"].map(Include.all(in:)) ?? [] {
      let inputs = InputSource.included(include.inputs, component: include.component, site: include.site)
      for included in self.included(by: include, from: file, in: &store) {
        merged = Self.merge(assemble(included, inputs: inputs, in: &store), onto: merged)
      }
    }
    if known.insert(file).inserted { files.append(file) }
    own.remove("include")
    return Self.merge(own, onto: merged)
  }

  /// The configuration of a pipeline that is made of several files, as a child pipeline may be.
  mutating func assemble(_ entries: [EntryFile], in store: inout FileStore) -> CIMapping? {
    var merged: CIMapping?
    for entry in entries {
      merged = Self.merge(assemble(entry.file, inputs: entry.inputs, in: &store), onto: merged)
    }
    return merged
  }

  private static func merge(_ upper: CIMapping, onto lower: CIMapping?) -> CIMapping {
    guard var result = lower else { return upper }
    result.deepMerge(upper)
    return result
  }

  private mutating func included(by include: Include, from file: Int, in store: inout FileStore) -> [Int] {
    if include.isConditional { conditional.append(include) }
    guard let keys = Self.keys(of: include, from: store.keys[file].project, in: &store) else {
      unresolved.append(include)
      return []
    }
    var result: [Int] = []
    var isComplete = true
    for key in keys {
      // A wildcard that matches the file in which it stands does not bring it again.
      if include.hasWildcards, key == store.keys[file] { continue }
      count += 1
      if count > Self.maximumIncludes {
        guard count == Self.maximumIncludes + 1 else { break }
        store.report(
          ConfigurationRules.invalidConfiguration, "more than \(Self.maximumIncludes) files are included",
          at: include.site, help: ["GitLab refuses the pipeline: include fewer files"])
        break
      }
      guard let index = store.index(of: key, includedBy: include) else {
        isComplete = false
        continue
      }
      if inProgress.contains(index) {
        store.report(
          ConfigurationRules.invalidConfiguration, "circular include of `\(key.path)`", at: include.site,
          help: ["remove one of the includes"])
        continue
      }
      result.append(index)
    }
    if !isComplete { unresolved.append(include) }
    return result
  }
}
