/// A place in a file where a scalar of a certain style stands, to be filled with any bytes.
struct ScalarFrame {
  let before: String
  let after: String
  /// What every line of the filling but the first starts with.
  let indentation: String

  private init(_ before: String, _ indentation: String, _ after: String) {
    self.before = before
    self.indentation = indentation
    self.after = after
  }

  /// Every style, at several depths and with the headers that block scalars may have.
  static let all = [
    ScalarFrame("a: ", "  ", "\nb: c\n"), ScalarFrame("a: '", "  ", "'\nb: c\n"),
    ScalarFrame("a: \"", "  ", "\"\nb: c\n"),
    ScalarFrame("a: |\n  ", "  ", "\nb: c\n"), ScalarFrame("a: |-\n  ", "  ", "\n"),
    ScalarFrame("a: |+\n  ", "  ", "\n"),
    ScalarFrame("a: >\n  ", "  ", "\nb: c\n"), ScalarFrame("a: >-\n  ", "  ", ""), ScalarFrame("a: >+\n  ", "  ", "\n"),
    ScalarFrame("- - |2\n    ", "    ", "\n- d"), ScalarFrame("- a: >1\n   ", "   ", "\n"),
    ScalarFrame("a: [b, '", " ", "', c]\n"), ScalarFrame("a: {b: \"", "  ", "\"}\n"), ScalarFrame("a: [", " ", "]\n"),
    ScalarFrame("job:\n  script:\n    - ", "      ", "\n    - x\n"),
    ScalarFrame("\u{FEFF}é: &a !t |\r\n ", " ", "\r\n"),
    ScalarFrame("\"", "", "\": b\n"), ScalarFrame("? |\n ", " ", "\n: x\n"), ScalarFrame("--- >\n", "", "\n...\n"),
    ScalarFrame("", "", ""),
  ]

  /// The file with the place filled.
  func file(with filling: ArraySlice<UInt8>) -> [UInt8] {
    var result = Array(before.utf8)
    for byte in filling {
      result.append(byte)
      if byte == UInt8(ascii: "\n") { result += indentation.utf8 }
    }
    return result + Array(after.utf8)
  }
}
