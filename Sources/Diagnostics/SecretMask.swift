internal import SourceText

/// Hides what looks like a secret in text that is shown: logs, reports and merge requests have more readers than the
/// file in which somebody left it.
///
/// Tokens with a known beginning, passwords in addresses, values of keys whose names say that they are secret, and long
/// mixed strings of letters and digits become asterisks, one for each byte, so that columns stay. Variables stay: their
/// names are no secret.
public enum SecretMask {
  /// The text with what looks like a secret hidden; text without any comes back as it is.
  public static func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let masked = masked(bytes[...])
    return masked.elementsEqual(bytes) ? text : String(decoding: masked, as: UTF8.self)
  }

  /// The bytes with what looks like a secret hidden; as many as before, at the same indices.
  public static func masked(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var result = bytes
    for range in SecretScanner(bytes).ranges() {
      for index in range { result[index] = UInt8(ascii: "*") }
    }
    return result
  }
}

/// Finds what looks like a secret in a text.
struct SecretScanner {
  /// Beginnings of tokens (GitLab, GitHub, Docker Hub, npm, Slack, Vault, Stripe, PyPI), which stay visible.
  private static let prefixes = [
    "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-", "glsoat-", "glffct-",
    "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "dckr_pat_", "dckr_oat_", "npm_", "xoxb-", "xoxp-", "xoxa-",
    "xoxr-", "xoxs-", "hvs.", "hvb.", "sk_live_", "rk_live_", "pypi-", "AKIA", "ASIA", "eyJ",
  ].map { Array($0.utf8) }
  private static let initials = prefixes.compactMap(\.first)
  /// Parts of names that say that a value is secret.
  private static let telling = [
    "PASSWORD", "PASSWD", "SECRET", "TOKEN", "PRIVATEKEY", "APIKEY", "ACCESSKEY", "AUTHKEY",
  ].map { Array($0.utf8) }
  /// Options whose value is the next word.
  private static let options: Set<String> = ["--password", "--token", "--api-key"]
  /// The shortest value that is taken for a secret.
  private static let shortest = 6

  private let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// The places of secrets; they may overlap.
  func ranges() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if Self.isWord(bytes[index]) {
        let end = self.end(from: index, while: Self.isWord)
        result += secrets(inWord: index..<end)
        index = end
      } else {
        if let range = password(at: index) { result.append(range) }
        index += 1
      }
    }
    return result + longStrings()
  }

  private func end(from start: Int, while matches: (UInt8) -> Bool) -> Int {
    bytes[start...].firstIndex { !matches($0) } ?? bytes.endIndex
  }

  // MARK: - Tokens and named values

  private func secrets(inWord word: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    if Self.initials.contains(bytes[word.lowerBound]) {
      for prefix in Self.prefixes where bytes[word.lowerBound...].starts(with: prefix) {
        let start = word.lowerBound + prefix.count
        let end = self.end(from: start) { Self.isWord($0) || $0 == UInt8(ascii: ".") }
        if end - start >= 8 { result.append(start..<end) }
      }
    }
    // Few words have a value, and it costs less to see that than to look at the name.
    if let value = value(behind: word), isTelling(word) { result.append(value) }
    return result
  }

  private func isTelling(_ word: Range<Int>) -> Bool {
    let name = bytes[word].filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
      .map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }
    if name == Array("AUTH".utf8) { return true }
    return Self.telling.contains { part in
      name.count >= part.count
        && (0...(name.count - part.count)).contains { name[$0...].starts(with: part) }
    }
  }

  /// The value that a name has in YAML, JSON, a shell assignment or an option.
  private func value(behind word: Range<Int>) -> Range<Int>? {
    var index = skip(word.upperBound) { "\"'\\".utf8.contains($0) }
    guard index < bytes.endIndex else { return nil }
    if bytes[index] == UInt8(ascii: ":") || bytes[index] == UInt8(ascii: "=") {
      index = skip(index + 1) { " \"'\\".utf8.contains($0) }
    } else if index == word.upperBound, bytes[index] == UInt8(ascii: " "),
      Self.options.contains(String(decoding: bytes[word], as: UTF8.self))
    {
      index = skip(index) { " \"'".utf8.contains($0) }
    } else {
      return nil
    }
    let end = self.end(from: index) { $0 > 0x20 && !"\"'`\\,;&|(){}[]<>$".utf8.contains($0) }
    // The path of a file, and what points elsewhere, is no secret.
    guard end - index >= Self.shortest, let first = bytes[index..<end].first,
      !"/~.*!@".utf8.contains(first)
    else { return nil }
    return index..<end
  }

  private func skip(_ start: Int, _ matches: (UInt8) -> Bool) -> Int { end(from: start, while: matches) }

  // MARK: - Addresses

  /// The password in an address, `://user:password@host`, whose colon stands at an index.
  private func password(at index: Int) -> Range<Int>? {
    guard bytes[index...].starts(with: "://".utf8) else { return nil }
    let start = index + 3
    let end = self.end(from: start) { $0 > 0x20 && !"/\"'`\\<>|".utf8.contains($0) }
    guard let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")) else { return nil }
    guard let colon = bytes[start..<at].firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let password = (colon + 1)..<at
    return password.isEmpty || bytes[password].first == UInt8(ascii: "$") ? nil : password
  }

  // MARK: - Long strings

  /// Strings that no person writes: at least 32 letters and digits of every kind, or 40 with slashes as Base64 has them.
  private func longStrings() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard Self.isBase64(bytes[index]) else {
        index += 1
        continue
      }
      let end = self.end(from: index, while: Self.isBase64)
      if end - index >= 32, Self.isRandom(bytes[index..<end]) { result.append(index..<end) }
      index = end
    }
    return result
  }

  private static func isRandom(_ text: ArraySlice<UInt8>) -> Bool {
    let slashes = text.count { $0 == UInt8(ascii: "/") }
    return text.count >= (slashes == 0 ? 32 : 40) && slashes <= text.count / 20
      && text.contains { $0 >= 0x41 && $0 <= 0x5A } && text.contains { $0 >= 0x61 && $0 <= 0x7A }
      && text.contains(where: \.isASCIIDigit)
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isASCIIDigit || "+/=".utf8.contains(byte)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
