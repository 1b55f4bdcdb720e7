import ShellSyntax
import SourceText

/// Variables that hold the name of the executor, so that `$KANIKO --context …` calls it.
///
/// A variable counts where every value in sight names the executor: that of YAML, and those that the script assigns in
/// statements of their own.
struct ExecutorVariables {
  /// The program that each variable names.
  private(set) var programs: [String: ExecutorCall.Program] = [:]
  /// The statements that give a variable its value.
  private(set) var assignments: [String: [ByteRange]] = [:]

  /// Looks at the variables that a job and its script set.
  init(_ script: ShellScript, scope: VariableScope, finder: ExecutorCallFinder) {
    for name in scope.names {
      if let value = scope[name], let program = finder.program(named: value) { programs[name] = program }
    }
    guard !programs.isEmpty || finder.mayCall(script.text[...]) else { return }
    var others: Set<String> = []
    script.forEachCommand { command, context in
      guard case .simple(let simple) = command.kind else { return }
      for (name, value) in Self.assigned(by: simple, in: script) {
        let isStatement = context.depth == 0 && context.statement == command.range && !context.isInBackground
        guard isStatement, command.redirections.isEmpty, let value, let program = finder.program(named: value),
          programs[name] ?? program == program
        else {
          others.insert(name)
          continue
        }
        programs[name] = program
        assignments[name, default: []].append(command.range)
      }
    }
    for name in others {
      programs[name] = nil
      assignments[name] = nil
    }
  }

  /// The variables that a command sets; the value is nil where the command is more than the one assignment.
  private static func assigned(
    by command: SimpleCommand, in script: ShellScript
  ) -> [(name: String, value: String?)] {
    let isAlone = command.words.isEmpty && command.assignments.count == 1
    var result: [(String, String?)] = command.assignments.map { assignment in
      let value = assignment.value.map { ShellFragment($0, in: script.text) }?.staticValue
      return (String(decoding: script.text[assignment.name.indices], as: UTF8.self), isAlone ? value : nil)
    }
    guard let first = command.words.first, command.assignments.isEmpty,
      let verb = first.staticValue(in: script.text),
      ["export", "readonly", "local", "read", "unset"].contains(verb)
    else { return result }
    for word in command.words.dropFirst() {
      let fragment = ShellFragment(word, in: script.text)
      if let (name, value) = fragment.splitAtFirst("=") {
        let isExport = verb == "export" && command.words.count == 2
        result.append((name.staticValue ?? "", isExport ? value.staticValue : nil))
      } else if verb != "export", let name = fragment.staticValue {
        result.append((name, nil))
      }
    }
    return result
  }
}
