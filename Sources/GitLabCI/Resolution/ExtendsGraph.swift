/// Which top-level keys extend which, without the edges that GitLab refuses.
///
/// Built without recursion, so that a chain of any length is found and cut before anything follows it.
struct ExtendsGraph {
  /// GitLab allows ten ancestors, so eleven steps from a job to its last base (lib/gitlab/ci/config/extendable/entry.rb,
  /// `MAX_NESTING_LEVELS`).
  static let maximumDepth = 11

  /// A name in `extends`.
  struct Base {
    let name: String
    let site: Origin
  }

  /// The bases of each key in the order of `extends`, each once: of equal names the last counts.
  private(set) var bases: [String: [Base]] = [:]
  /// Mistakes, in the order of the configuration.
  private(set) var mistakes: [Mistake] = []
  private var depths: [String: Int] = [:]
  private var open: Set<String> = []

  /// Reads the `extends` of every key of a configuration.
  init(root: CIMapping) {
    for entry in root.entries {
      guard let extends = entry.value.mapping?["extends"] else { continue }
      bases[entry.key] = Self.bases(in: extends)
    }
    for entry in root.entries where bases[entry.key] != nil { visit(entry.key) }
  }

  private static func bases(in extends: CIValue) -> [Base] {
    if let name = extends.text { return [Base(name: name, site: extends.site)] }
    var seen: Set<String> = []
    var result: [Base] = []
    for item in (extends.items ?? []).reversed() {
      guard let name = item.text, seen.insert(name).inserted else { continue }
      result.append(Base(name: name, site: item.site))
    }
    return result.reversed()
  }

  /// A key whose bases are being looked at.
  private struct Frame {
    let name: String
    var next = 0
    var depth = 0
    var broken: Set<Int> = []
  }

  /// Finds the depth of a key and cuts circles, depth first.
  private mutating func visit(_ start: String) {
    guard depths[start] == nil else { return }
    var stack = [Frame(name: start)]
    open.insert(start)
    while var frame = stack.popLast() {
      let own = bases[frame.name] ?? []
      guard frame.next < own.count else {
        close(frame, bases: own)
        continue
      }
      let base = own[frame.next]
      if open.contains(base.name) {
        mistakes.append(
          Mistake("circular `extends` through `\(base.name)`", at: base.site, help: "remove one of the `extends`"))
        frame.broken.insert(frame.next)
      } else if let depth = depths[base.name] {
        frame.depth = max(frame.depth, depth + 1)
      } else {
        stack.append(frame)
        stack.append(Frame(name: base.name))
        open.insert(base.name)
        continue
      }
      frame.next += 1
      stack.append(frame)
    }
  }

  private mutating func close(_ frame: Frame, bases own: [Base]) {
    open.remove(frame.name)
    depths[frame.name] = frame.depth
    if !frame.broken.isEmpty {
      bases[frame.name] = own.indices.filter { !frame.broken.contains($0) }.map { own[$0] }
    }
    guard frame.depth > Self.maximumDepth, let site = own.first?.site else { return }
    bases[frame.name] = []
    // One report for each chain: what extends this key is too deep as well.
    guard frame.depth == Self.maximumDepth + 1 else { return }
    mistakes.append(
      Mistake(
        "`extends` is nested deeper than \(Self.maximumDepth) levels", at: site, help: "use fewer levels of `extends`"))
  }
}
