internal import Diagnostics
internal import SourceText

/// The files a report talks about, each looked up and split into lines once.
struct SourceCatalog {
  /// A file with its line table.
  struct Entry {
    let file: SourceFile
    let lines: LineTable
  }

  private let lookUp: (String) -> SourceFile?
  // Only looked up by key, never listed: its order reaches no output.
  private var entries: [String: Entry?] = [:]

  init(_ lookUp: @escaping (String) -> SourceFile?) {
    self.lookUp = lookUp
  }

  /// The file of a path, or nil when it is not here.
  mutating func entry(for path: String) -> Entry? {
    if let known = entries[path] { return known }
    let entry = lookUp(path).map { Entry(file: $0, lines: LineTable($0.bytes)) }
    entries[path] = .some(entry)
    return entry
  }
}
