/// Takes back what a run left that was killed while it replaced files, or finishes what it had all but done.
struct WriteRecovery {
  let checkout: Checkout
  let files: any FileSystem

  /// What became of the files of a note.
  struct Outcome {
    /// The files that have their earlier content again, relative to the root.
    var restored: [String] = []
    /// What a person has to look at.
    var problems: [FileProblem] = []
  }

  /// One file with its names as absolute paths.
  private struct Item {
    let entry: WriteNote.Entry
    let target: String
    let temporary: String
    let original: String?
  }

  /// Puts every file back, unless all of them were replaced already: then only the second names go.
  func settle(_ note: WriteNote) -> Outcome {
    var outcome = Outcome()
    var items: [Item] = []
    for entry in note.entries {
      do throws(FileProblem) {
        items.append(try item(entry))
      } catch {
        outcome.problems.append(FileProblem(path: entry.target, reason: error.reason))
      }
    }
    let isFinished = outcome.problems.isEmpty && items.allSatisfy { !exists($0.temporary) && isNew($0) }
    for item in items.reversed() {
      do throws(SystemError) {
        if exists(item.temporary) { try files.remove(item.temporary) }
        if isFinished {
          if let original = item.original, exists(original) { try files.remove(original) }
        } else if let problem = try putBack(item, &outcome) {
          outcome.problems.append(problem)
        }
      } catch {
        outcome.problems.append(FileProblem(path: item.entry.target, error: error))
      }
    }
    outcome.restored.sort()
    return outcome
  }

  private func item(_ entry: WriteNote.Entry) throws(FileProblem) -> Item {
    let (directory, name) = RelativePath.split(entry.target)
    let resolved = try checkout.resolve(directory)
    return Item(
      entry: entry, target: RelativePath.join(resolved, name), temporary: RelativePath.join(resolved, entry.temporary),
      original: entry.original.isEmpty ? nil : RelativePath.join(resolved, entry.original))
  }

  /// Gives a file its earlier content, unless somebody gave it another one since.
  private func putBack(_ item: Item, _ outcome: inout Outcome) throws(SystemError) -> FileProblem? {
    guard let original = item.original else {
      // The file did not exist before.
      guard isNew(item) else { return nil }
      try files.remove(item.target)
      outcome.restored.append(item.entry.target)
      return nil
    }
    guard exists(original) else { return nil }
    guard let old = content(original) else {
      return FileProblem(path: item.entry.target, reason: .originalKept(at: original))
    }
    let present = content(item.target)
    if present == old {
      try files.remove(original)
    } else if isNew(item) || !exists(item.target) {
      try files.rename(original, to: item.target)
      outcome.restored.append(item.entry.target)
    } else {
      return FileProblem(path: item.entry.target, reason: .changedAfter(original: original))
    }
    return nil
  }

  private func exists(_ path: String) -> Bool { (try? files.status(path)) != nil }

  private func content(_ path: String) -> [UInt8]? { try? files.read(path, limit: WriteNote.limit) }

  private func isNew(_ item: Item) -> Bool {
    content(item.target).map(WriteNote.fingerprint) == item.entry.content
  }
}
