internal import ShellSyntax

/// The images that a Dockerfile takes from registries.
struct BaseImages {
  /// The images, each as a word of the script that calls the builder: build arguments keep the script's expansions.
  private(set) var references: [ShellFragment] = []
  /// Whether every image is known.
  private(set) var isComplete = true

  /// Finds the images.
  ///
  /// - Parameters:
  ///   - dockerfile: the Dockerfile.
  ///   - arguments: the build arguments of the call, each `NAME=VALUE`.
  init(of dockerfile: Dockerfile, arguments: [ShellFragment]) {
    let values = Self.values(dockerfile, arguments)
    var stages: Set<String> = []
    for (index, stage) in dockerfile.stages.enumerated() {
      if !stages.contains(stage.base.lowercased()) { add(stage.base, values) }
      stages.insert(String(index))
      if let name = stage.name { stages.insert(name) }
      for instruction in stage.instructions where instruction.name == "COPY" {
        guard let source = instruction.flag("from"), !stages.contains(source.lowercased()) else { continue }
        // Docker expands no build arguments here (moby/buildkit, `COPY --from`).
        if !source.contains("$") { add(source, [:]) }
      }
    }
  }

  private mutating func add(_ text: String, _ values: [String: ShellFragment]) {
    guard text.lowercased() != "scratch" else { return }
    guard let reference = Self.expand(text, values), !reference.isEmpty else {
      isComplete = false
      return
    }
    if !references.contains(reference) { references.append(reference) }
  }

  /// The global arguments: the call's values before the defaults, which may use earlier arguments.
  private static func values(_ dockerfile: Dockerfile, _ arguments: [ShellFragment]) -> [String: ShellFragment] {
    var given: [String: ShellFragment] = [:]
    for argument in arguments {
      guard let (name, value) = argument.splitAtFirst("="), let text = name.staticValue else { continue }
      given[text] = value
    }
    var values: [String: ShellFragment] = [:]
    for (name, text) in dockerfile.globalArguments {
      values[name] = given[name] ?? text.flatMap { expand($0, values) }
    }
    return values
  }

  /// A text with `$NAME`, `${NAME}` and `${NAME:-DEFAULT}` replaced; nil where a value is not known.
  private static func expand(_ text: String, _ values: [String: ShellFragment]) -> ShellFragment? {
    var result = ShellFragment([])
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result = result + ShellFragment([.literal(String(rest[..<dollar]), .double)])
      rest = rest[rest.index(after: dollar)...]
      guard rest.first == "{" else {
        let name = rest.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
        guard let value = values[String(name)] else { return nil }
        result = result + value
        rest = rest.dropFirst(name.count)
        continue
      }
      guard let end = rest.firstIndex(of: "}") else { return nil }
      let inner = rest[rest.index(after: rest.startIndex)..<end]
      guard let value = parameter(inner, values) else { return nil }
      result = result + value
      rest = rest[rest.index(after: end)...]
    }
    return result + ShellFragment([.literal(String(rest), .double)])
  }

  private static func parameter(_ inner: Substring, _ values: [String: ShellFragment]) -> ShellFragment? {
    let name = inner.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
    let rest = inner.dropFirst(name.count)
    let value = values[String(name)]
    if rest.isEmpty { return value }
    let isEmptyToo = rest.hasPrefix(":-")
    guard isEmptyToo || rest.hasPrefix("-") else { return nil }
    if let value, !(isEmptyToo && value.isEmpty) { return value }
    return ShellFragment([.literal(String(rest.dropFirst(isEmptyToo ? 2 : 1)), .double)])
  }
}
