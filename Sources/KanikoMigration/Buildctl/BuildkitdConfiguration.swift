internal import ShellSyntax

/// The content of `buildkitd.toml` and the script lines that write it.
public struct BuildkitdConfiguration: Sendable, Hashable {
  /// Where a rootless daemon looks for its configuration without being told to.
  public static let defaultPath = "~/.config/buildkit/buildkitd.toml"

  /// The registries in order.
  public let registries: [RegistryConfiguration]

  /// Creates a configuration; nil where there is nothing to configure.
  public init?(_ registries: [RegistryConfiguration]) {
    guard !registries.isEmpty else { return nil }
    self.registries = registries
  }

  /// The flag that names a configuration at another place than ``defaultPath``, for `BUILDKITD_FLAGS`. The variable is
  /// split at white space and knows no quotes, so the path must hold neither.
  public static func daemonFlag(path: String) -> String { "--config=\(path)" }

  /// The lines of the file as the body of a here-document whose delimiter is not quoted.
  public var lines: [String] {
    var lines: [String] = []
    for registry in registries {
      let host = registry.host.hereDocumentContent
      lines.append("[registry.\"\(host)\"]")
      if !registry.mirrors.isEmpty { lines.append("  mirrors = \(Self.array(registry.mirrors))") }
      if registry.usesHTTP { lines.append("  http = true") }
      if registry.isInsecure { lines.append("  insecure = true") }
      if !registry.certificates.isEmpty { lines.append("  ca = \(Self.array(registry.certificates))") }
      for pair in registry.keyPairs {
        lines.append("  [[registry.\"\(host)\".keypair]]")
        lines.append("    key = \"\(pair.key.hereDocumentContent)\"")
        lines.append("    cert = \"\(pair.certificate.hereDocumentContent)\"")
      }
    }
    return lines
  }

  /// The script lines that write the file: one command to make its directory, one with a here-document.
  ///
  /// - Parameter path: The file, as shell text.
  public func scriptLines(path: String = Self.defaultPath) -> [String] {
    let directory = path.lastIndex(of: "/").map { String(path[..<$0]) }
    let makeDirectory = directory.map { ["mkdir -p \($0)"] } ?? []
    return makeDirectory + ["cat > \(path) <<EOF"] + lines + ["EOF"]
  }

  private static func array(_ values: [ShellFragment]) -> String {
    "[" + values.map { "\"\($0.hereDocumentContent)\"" }.joined(separator: ", ") + "]"
  }
}

extension ShellFragment {
  /// The text that a here-document expands to this word's value.
  var hereDocumentContent: String {
    var result = ""
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .expansion(let source, let name?, _) where source == "$\(name)" && continuesName(after: index):
        result += "${\(name)}"
      case .expansion(let source, _, _): result += source
      case .literal(let text, _):
        for character in text {
          if "\\$`".contains(character) { result.append("\\") }
          result.append(character)
        }
      }
    }
    return result
  }

  /// Whether the piece behind one would lengthen the name of its variable.
  private func continuesName(after index: Int) -> Bool {
    guard index + 1 < pieces.count, case .literal(let text, _) = pieces[index + 1], let first = text.first else {
      return false
    }
    return first == "_" || first.isASCII && (first.isLetter || first.isNumber)
  }
}
