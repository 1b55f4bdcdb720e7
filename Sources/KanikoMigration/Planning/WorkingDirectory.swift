import ShellSyntax
import SourceText

/// Follows `cd` through a script.
enum WorkingDirectory {
  /// The working directory of a call relative to the project's directory, empty for that directory itself; nil where it
  /// cannot be told.
  static func before(_ call: ExecutorCall, in script: ShellScript) -> String? {
    var directory: String? = ""
    script.forEachCommand { command, context in
      guard command.range.lowerBound < call.range.lowerBound, case .simple(let simple) = command.kind else { return }
      let words = simple.words.map { ShellFragment($0, in: script.text) }
      guard let name = words.first?.staticValue, ["cd", "pushd", "popd"].contains(name) else { return }
      let isPlain =
        name == "cd" && words.count == 2 && !context.isConditional && !context.isInSubstitution
        && !context.isInSubshell && context.function == nil && !context.isInPipeline
      directory = isPlain ? directory.flatMap { moved(from: $0, to: words[1]) } : nil
    }
    return directory
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
