import SourceText

/// Quotes words for a POSIX shell.
enum ShellQuoting {
  /// The word as a person would type it: quoted only where that is needed.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      byte.isASCIILetter || byte.isASCIIDigit || byte.isOne(of: "-._/~+@%,:=") || byte >= 0x80
    }
    if isPlain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
