/// The names of nodes in a dump.
extension ShellCommand.Kind {
  var name: String {
    switch self {
    case .simple: "simple"
    case .subshell: "subshell"
    case .group: "group"
    case .ifClause: "if"
    case .forClause: "for"
    case .loop(let isUntil, _, _): isUntil ? "until" : "while"
    case .caseClause: "case"
    case .function: "function"
    case .doubleBracket: "double-bracket"
    case .arithmetic: "arithmetic"
    case .opaque: "opaque"
    }
  }
}

extension ShellWord.Kind {
  var name: String {
    switch self {
    case .literal: "literal"
    case .escape: "escape"
    case .lineContinuation: "line-continuation"
    case .singleQuoted: "single-quoted"
    case .ansiQuoted: "ansi-quoted"
    case .doubleQuoted: "double-quoted"
    case .parameter: "parameter"
    case .commandSubstitution(_, let isBackquoted): isBackquoted ? "backquotes" : "command-substitution"
    case .arithmetic: "arithmetic"
    case .processSubstitution: "process-substitution"
    case .array: "array"
    case .interpolation: "interpolation"
    case .opaque: "opaque"
    }
  }

  /// What a dump says of a part besides its text.
  var detail: String {
    switch self {
    case .parameter(let parameter): parameter.name + (parameter.operation.map { " " + $0 } ?? "")
    case .ansiQuoted(let value): String(decoding: value, as: UTF8.self).debugDescription
    default: ""
    }
  }

  /// Whether the part has no parts of its own.
  var isLeaf: Bool {
    switch self {
    case .literal, .escape, .lineContinuation, .singleQuoted, .ansiQuoted, .interpolation, .opaque: true
    case .parameter(let parameter): parameter.operand.isEmpty
    case .commandSubstitution(let statements, _): statements.isEmpty
    default: false
    }
  }
}
