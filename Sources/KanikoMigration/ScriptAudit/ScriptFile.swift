internal import ShellSyntax

/// A path inside the checkout.
struct ProjectPath: Sendable {
  /// The path relative to the project directory, without `./`.
  let text: String

  /// Reads a word that is relative, or starts at the project directory; nil for every other word.
  init?(_ fragment: ShellFragment, values: ScriptValues) {
    var pieces = fragment.pieces[...]
    if case .expansion(_, let name?, _)? = pieces.first, name == "CI_PROJECT_DIR" || name == "PWD" {
      pieces = pieces.dropFirst()
      guard case .literal(let rest, _)? = pieces.first, rest.hasPrefix("/") else { return nil }
      guard let tail = ShellFragment(Array(pieces)).staticValue else { return nil }
      text = Self.normalized(tail)
      return
    }
    guard let path = values.pathForBuildKit(fragment), !path.hasPrefix("/"), !path.isEmpty else { return nil }
    text = Self.normalized(path)
  }

  private static func normalized(_ path: String) -> String {
    PathText.components(of: path).joined(separator: "/")
  }
}

/// A script in a file of the repository.
enum ScriptFile {
  /// Whether a script uses a path of the Kaniko image, or calls the executor by its name.
  static func usesKaniko(_ outline: ScriptOutline) -> Bool {
    if outline.entries.contains(where: { ["executor", "warmer"].contains(outline.name(of: $0.command)) }) {
      return true
    }
    return outline.sites.contains { site in
      KanikoPath.all(in: TextUnit.units(of: site.parts, in: outline.script.text)).contains {
        $0.kind != .rootCredentials
      }
    }
  }

  /// Whether the first line names bash.
  static func needsBash(_ content: [UInt8]) -> Bool {
    let line = String(decoding: content.prefix { $0 != UInt8(ascii: "\n") }.prefix(200), as: UTF8.self)
    return line.hasPrefix("#!") && line.split { $0 == "/" || $0 == " " || $0 == "\r" }.contains("bash")
  }
}
