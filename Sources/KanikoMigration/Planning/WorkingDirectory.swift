import ShellSyntax
import SourceText

/// Follows `cd` through a script.
enum WorkingDirectory {
  /// The working directories of calls relative to the project's directory, empty for that directory itself; nil where
  /// one cannot be told.
  static func before(_ calls: [ExecutorCall], in script: ShellScript) -> [String?] {
    let changes = changes(in: script)
    return calls.map { call in
      var directory: String? = ""
      for change in changes where change.offset < call.range.lowerBound {
        directory = change.target.flatMap { target in directory.flatMap { moved(from: $0, to: target) } }
      }
      return directory
    }
  }

  /// The commands that change the directory, each with where it leads to; nil where that cannot be told.
  private static func changes(in script: ShellScript) -> [(offset: Int, target: ShellFragment?)] {
    var result: [(Int, ShellFragment?)] = []
    script.forEachCommand { command, context in
      guard case .simple(let simple) = command.kind, let name = simple.words.first?.staticValue(in: script.text),
        ["cd", "pushd", "popd"].contains(name)
      else { return }
      let isPlain =
        name == "cd" && simple.words.count == 2 && !context.isConditional && !context.isInSubstitution
        && !context.isInSubshell && context.function == nil && !context.isInPipeline
      result.append((command.range.lowerBound, isPlain ? ShellFragment(simple.words[1], in: script.text) : nil))
    }
    return result
  }

  private static func moved(from directory: String, to target: ShellFragment) -> String? {
    var pieces = target.pieces[...]
    var base = directory
    if case .expansion(_, "CI_PROJECT_DIR"?, _)? = pieces.first {
      base = ""
      pieces = pieces.dropFirst()
    }
    guard let rest = ShellFragment(Array(pieces)).staticValue ?? (pieces.isEmpty ? "" : nil) else { return nil }
    let isAbsolute = pieces.count == target.pieces.count && rest.hasPrefix("/")
    guard !isAbsolute, !rest.hasPrefix("~"), rest != "-" else { return nil }
    var components = base.split(separator: "/").map(String.init)
    for component in rest.split(separator: "/") where component != "." {
      if component == ".." {
        guard components.popLast() != nil else { return nil }
      } else {
        components.append(String(component))
      }
    }
    return components.joined(separator: "/")
  }
}
