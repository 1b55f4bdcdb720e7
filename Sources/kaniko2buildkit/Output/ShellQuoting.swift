import SourceText

/// Quotes words for a POSIX shell.
enum ShellQuoting {
  /// The word as a person would type it: quoted only where that is needed.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte.isOne(of: "-._/~+@%,:=") || byte >= 0x80
    }
    if isPlain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
