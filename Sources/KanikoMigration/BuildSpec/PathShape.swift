internal import ShellSyntax

/// A path as far as it is known before the job runs.
struct PathShape: Hashable {
  /// What the path starts from.
  enum Anchor: Hashable {
    /// `$CI_PROJECT_DIR`.
    case project
    /// `$PWD` or `$(pwd)`: the working directory, as an absolute path.
    case workingDirectory
    /// A relative path.
    case relative
    /// `/` or `$HOME`.
    case root
    /// A variable about which nothing is known.
    case unknown
  }

  /// What the path starts from.
  let anchor: Anchor
  /// The literal rest without `.` and empty components, or nil when the rest holds an expansion or `..` leads out.
  let rest: String?

  /// Reads a fragment as a path.
  init(_ fragment: ShellFragment, in environment: InvocationEnvironment) {
    var pieces = fragment.withoutEmptyLiterals.pieces[...]
    switch pieces.first {
    case .expansion(let source, let name, _)?:
      pieces = pieces.dropFirst()
      switch (name, source) {
      case ("CI_PROJECT_DIR", _): anchor = environment.values["CI_PROJECT_DIR"] == nil ? .project : .unknown
      case ("PWD", _), (_, "$(pwd)"), (_, "`pwd`"): anchor = .workingDirectory
      case ("HOME", _): anchor = .root
      default: anchor = .unknown
      }
    case .literal(let text, _)?: anchor = text.hasPrefix("/") ? .root : .relative
    case nil: anchor = .relative
    }
    let isWhole = anchor == .relative || anchor == .root
    guard let text = ShellFragment(Array(pieces)).staticValue, isWhole || text.isEmpty || text.hasPrefix("/") else {
      rest = nil
      return
    }
    rest = Self.normalized(text)
  }

  /// Whether the path is the same from every working directory.
  var isAbsolute: Bool { anchor == .project || anchor == .workingDirectory || anchor == .root }

  /// The path relative to the project's directory, empty for the directory itself; nil when that is not known.
  func location(in environment: InvocationEnvironment) -> String? {
    guard let rest else { return nil }
    switch anchor {
    case .project: return rest
    case .workingDirectory, .relative:
      guard let directory = environment.workingDirectory else { return nil }
      return Self.normalized(directory + "/" + rest)
    case .root, .unknown: return nil
    }
  }

  /// Whether the path is the working directory of the call.
  func isWorkingDirectory(in environment: InvocationEnvironment) -> Bool {
    if (anchor == .relative || anchor == .workingDirectory) && rest == "" { return true }
    guard let location = location(in: environment), let directory = environment.workingDirectory else { return false }
    return location == Self.normalized(directory)
  }

  /// The path without `.`, `..` and empty components and without slashes around it, or nil when `..` leads out of it.
  static func normalized(_ path: String) -> String? { PathText.resolved(path) }
}
