/// Percent-encoding (RFC 3986).
public enum PercentText {
  /// A text in which every byte but letters, digits, `-`, `.`, `_` and `~` is encoded.
  ///
  /// - Parameter kept: further ASCII characters that stay.
  public static func encoded(_ text: String, keeping kept: String = "") -> String {
    let plain = Set(("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~" + kept).utf8)
    let digits = Array("0123456789ABCDEF")
    return text.utf8.map { byte in
      plain.contains(byte)
        ? String(Character(Unicode.Scalar(byte))) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }.joined()
  }
}
