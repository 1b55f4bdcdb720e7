extension String {
  /// The first character that a terminal acts on instead of showing it, line breaks apart; nil for a safe text.
  public var actingScalar: Unicode.Scalar? {
    unicodeScalars.first { scalar in
      scalar != "\n" && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
        || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
  }
}
