/// The shell text that GitLab's runner makes of a job.
package enum RunnerScript {
  /// What the runner starts: `pipefail` where the shell has it, `errexit`, and the job in an `eval` without input.
  ///
  /// - Parameter session: what ``session(_:folder:)`` gives.
  package static func main(_ session: String) -> String {
    """
    case $(set -o) in *pipefail*) set -o pipefail ;; esac
    set -o errexit
    set +o noclobber
    : | eval \(quoted(session))
    exit 0

    """
  }

  /// The items in one session. Before each the runner prints it, which also resets `$?`; here that goes to
  /// standard error, so that standard output holds what the job itself prints.
  package static func session(_ commands: [String], folder: String) -> String {
    var lines = ["cd \(quoted(folder))"]
    for command in commands {
      let trimmed = trim(command)
      let first = trimmed.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
      lines.append("echo \(quoted("$ " + first)) >&2")
      lines.append(trimmed)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The text without white space around it.
  package static func trim(_ text: String) -> String {
    let spaces: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
    var part = Substring(text)
    while let first = part.first, spaces.contains(first) { part.removeFirst() }
    while let last = part.last, spaces.contains(last) { part.removeLast() }
    return String(part)
  }

  /// The text as one word of the shell.
  package static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
