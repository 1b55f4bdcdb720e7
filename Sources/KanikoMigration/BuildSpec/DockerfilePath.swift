internal import ShellSyntax

/// The path of a Dockerfile as Kaniko's flag gives it.
struct DockerfilePath {
  /// The path as written.
  let path: ShellFragment
  /// What is known about the place in which the call runs.
  let environment: InvocationEnvironment
  /// The forms the path may have.
  private let shapes: [PathShape]

  /// Reads a path.
  init(_ path: ShellFragment, in environment: InvocationEnvironment) {
    self.path = path
    self.environment = environment
    shapes = environment.shapes(of: path).map { PathShape($0, in: environment) }
  }

  /// Where Kaniko finds the file.
  enum Base {
    /// From the working directory, or at an absolute path.
    case workingDirectory
    /// In the context.
    case context
    /// Where it is shows only when the job runs.
    case lookup
  }

  /// Decides where the file is found, if that can be known before the job runs.
  ///
  /// - Parameters:
  ///   - context: The directory that is the context.
  ///   - contextShapes: The forms it may have.
  func base(context: ShellFragment, contextShapes: [PathShape]) -> Base {
    if shapes.allSatisfy({ $0.isAbsolute }) {
      return shapes.allSatisfy { isSurelyAbsolute($0, contextShapes: contextShapes) } ? .workingDirectory : .lookup
    }
    if shapes.contains(where: { $0.isAbsolute && !isSurelyAbsolute($0, contextShapes: contextShapes) }) {
      return .lookup
    }
    if contextShapes.allSatisfy({ $0.isWorkingDirectory(in: environment) }) { return .workingDirectory }
    if let found = foundInCheckout(contextShapes: contextShapes) { return found }
    // `-c $DIR -f $DIR/Dockerfile`: the path goes on from the context, so it is meant from the working directory.
    let beginsWithContext = context.staticValue == nil && path.isInside(context)
    return beginsWithContext ? .workingDirectory : .lookup
  }

  /// Whether an absolute path is found as such: Kaniko tries a path such as `/Dockerfile` below the context as well.
  private func isSurelyAbsolute(_ shape: PathShape, contextShapes: [PathShape]) -> Bool {
    guard shape.anchor == .root else { return true }
    guard let rest = shape.rest else { return !isLiteralRoot }
    if rest.hasPrefix("builds/") || !isLiteralRoot { return true }
    return contextShapes.allSatisfy { contextShape in
      guard let location = contextShape.location(in: environment) else { return false }
      return PathShape.normalized(location + "/" + rest).flatMap { environment.checkout($0) } == false
    }
  }

  /// Whether the path starts with a slash, and not with `$HOME`.
  private var isLiteralRoot: Bool {
    environment.shapes(of: path).contains { $0.leadingText.hasPrefix("/") }
  }

  private func foundInCheckout(contextShapes: [PathShape]) -> Base? {
    guard shapes.count == 1, contextShapes.count == 1, let shape = shapes.first, let contextShape = contextShapes.first,
      shape.anchor == .relative, let rest = shape.rest, let location = shape.location(in: environment)
    else { return nil }
    if environment.checkout(location) == true { return .workingDirectory }
    guard environment.checkout(location) == false, let directory = contextShape.location(in: environment),
      let inContext = PathShape.normalized(directory + "/" + rest), environment.checkout(inContext) == true
    else { return nil }
    return .context
  }

  // MARK: - Splitting

  /// The directory and the name; the name is nil for `Dockerfile`. BuildKit's `filename` may lead down into
  /// directories, and not up or to an absolute path.
  var split: (directory: ShellFragment, name: ShellFragment?) {
    let parts = path.splitAtLast("/")
    let tail = parts?.tail ?? path
    guard isFileName(tail) else { return (runTimeDirectory, runTimeName) }
    var directory = parts?.head ?? ShellFragment(literal: ".")
    if directory.isEmpty { directory = ShellFragment(literal: "/") }
    return (directory, tail.staticValue == "Dockerfile" ? nil : tail)
  }

  /// Whether what follows the last literal slash stays below the directory before it, whatever its variables hold.
  private func isFileName(_ tail: ShellFragment) -> Bool {
    guard let first = tail.pieces.first else { return false }
    if case .literal = first { return tail.staticValue != ".." && tail.staticValue != "." && !tail.isEmpty }
    return environment.shapes(of: tail).allSatisfy { shape in
      guard let value = shape.staticValue else {
        let text = shape.leadingText
        return !text.isEmpty && !text.hasPrefix("/") && !text.hasPrefix("..")
      }
      return !value.isEmpty && !value.hasPrefix("/") && !value.split(separator: "/").contains("..")
    }
  }

  private var quoted: String { "\"\(path.doubleQuotedContent)\"" }

  private var runTimeDirectory: ShellFragment { Self.substitution("dirname \(quoted)") }

  private var runTimeName: ShellFragment {
    let tail = path.splitAtLast("/")?.tail ?? path
    return Self.substitution("basename \"\(tail.doubleQuotedContent)\"")
  }

  /// The directory as a command that looks for the file when the job runs.
  func lookup(context: ShellFragment) -> ShellFragment {
    let (directory, _) = split
    let isRunTime = directory == runTimeDirectory
    let inContext = context.appending(path: isRunTime ? path : directory.staticValue == "." ? nil : directory)
    let command = isRunTime ? "dirname" : "echo"
    let first = isRunTime ? path : directory
    return Self.substitution(
      "if [ -f \(Self.word(path)) ]; then \(command) \(Self.word(first)); else \(command) \(Self.word(inContext)); fi")
  }

  private static func substitution(_ command: String) -> ShellFragment {
    ShellFragment([.expansion(source: "$(\(command))", name: nil, .double)])
  }

  /// A fragment as one word inside a command.
  private static func word(_ fragment: ShellFragment) -> String {
    if let text = fragment.staticValue { return ShellFragment(literal: text).source }
    return "\"\(fragment.doubleQuotedContent)\""
  }

  // MARK: - Comparing

  /// Whether a directory is the context, so that both can be written with the same text.
  func isDirectory(_ directory: ShellFragment, sameAs context: ShellFragment, contextShapes: [PathShape]) -> Bool {
    if directory.comparable == context.comparable { return true }
    let locations = environment.shapes(of: directory).map {
      PathShape($0, in: environment).location(in: environment)
    }
    let contextLocations = contextShapes.map { $0.location(in: environment) }
    if locations.count == 1, contextLocations.count == 1, let location = locations[0], location == contextLocations[0] {
      return true
    }
    return directory.staticValue == "." && contextShapes.allSatisfy { $0.isWorkingDirectory(in: environment) }
  }
}

extension ShellFragment {
  /// A text that is equal for paths that are equal but for quoting, braces, and empty or `.` components.
  var comparable: String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .literal(let literal, _): text += literal
      case .expansion(let source, let name, _): text += name.map { "${\($0)}" } ?? source
      }
    }
    return PathText.normalized(text)
  }

  /// Whether a path lies below a directory, as far as the texts show.
  func isInside(_ directory: ShellFragment) -> Bool {
    comparable.hasPrefix(directory.comparable + "/")
  }
}
