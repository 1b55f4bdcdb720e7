internal import ShellSyntax
internal import SourceText

/// Where the files of a script that lie below `/kaniko` are in the BuildKit image, for words outside the script's own
/// commands: the values of the executor's flags.
struct MovedPaths: Sendable {
  private let files: OwnPaths

  /// Takes the files that a script makes.
  init(_ files: OwnPaths) { self.files = files }

  /// The word with the paths that its files have after the migration; files that only the Kaniko image has stay.
  func moved(_ word: ShellFragment) -> ShellFragment {
    var pieces: [ShellFragment.Piece] = []
    for (index, piece) in word.pieces.enumerated() {
      guard case .literal(let text, let quoting) = piece else {
        pieces.append(piece)
        continue
      }
      pieces += moved(text, quoting, isAtStart: index == 0)
    }
    return ShellFragment(pieces)
  }

  private func moved(
    _ text: String, _ quoting: ShellFragment.Quoting, isAtStart: Bool
  ) -> [ShellFragment.Piece] {
    let bytes = Array(text.utf8)
    let units = bytes.map { TextUnit(value: .byte($0), range: ByteRange(at: 0), quoting: .elsewhere) }
    var result: [ShellFragment.Piece] = []
    var kept = 0
    // Behind an expansion a path is only the end of one.
    for path in KanikoPath.all(in: units) where isAtStart || path.units.lowerBound > 0 {
      guard let target = target(of: path, text: path.text(in: units)) else { continue }
      result.append(.literal(String(decoding: bytes[kept..<path.units.lowerBound], as: UTF8.self), quoting))
      switch target {
      case .home(let directory):
        result.append(.expansion(source: "$HOME", name: "HOME", .double))
        result.append(.literal(directory, quoting))
        kept = path.units.upperBound
      case .image(let file):
        result.append(.literal(file, quoting))
        kept = path.whole.upperBound
      }
    }
    return result + [.literal(String(decoding: bytes[kept...], as: UTF8.self), quoting)]
  }

  private enum Target {
    case home(String)
    case image(String)
  }

  private func target(of path: KanikoPath, text: String) -> Target? {
    switch path.kind {
    case .credentials: return .home("/.docker")
    case .certificates where files.paths.contains(text): return .home("/certs")
    case .certificates where text == "/kaniko/ssl/certs/ca-certificates.crt":
      return .image("/etc/ssl/certs/ca-certificates.crt")
    case .other(let name) where files.names.contains(name): return .home("/\(name)")
    case .certificates, .rootCredentials, .executor, .directory, .other, .busybox: return nil
    }
  }
}
