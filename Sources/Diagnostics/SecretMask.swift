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
    var source = text
    let secrets = source.withUTF8 { SecretScanner($0).ranges() }
    if secrets.isEmpty { return text }
    var bytes = Array(text.utf8)
    for range in secrets { for index in range { bytes[index] = UInt8(ascii: "*") } }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes with what looks like a secret hidden; as many as before, at the same indices.
  public static func masked(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let secrets = bytes.withUnsafeBufferPointer { SecretScanner($0).ranges() }
    var result = bytes
    for range in secrets { for index in range { result[bytes.startIndex + index] = UInt8(ascii: "*") } }
    return result
  }
}

/// Finds what looks like a secret in a text. Whatever is shown goes through here, so most of it is told by single bytes.
struct SecretScanner {
  /// Beginnings of tokens (GitLab, GitHub, Docker Hub, npm, Slack, Vault, Stripe, PyPI), which stay visible.
  private static let prefixes = [
    "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-", "glsoat-", "glffct-",
    "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "dckr_pat_", "dckr_oat_", "npm_", "xoxb-", "xoxp-", "xoxa-",
    "xoxr-", "xoxs-", "hvs.", "hvb.", "sk_live_", "rk_live_", "pypi-", "AKIA", "ASIA", "eyJ",
  ].map { Array($0.utf8) }
  /// No token is shorter than the shortest of these beginnings and the eight characters behind it.
  private static let shortestToken = 11
  /// Parts of names that say that a value is secret.
  private static let telling = [
    "PASSWORD", "PASSWD", "SECRET", "TOKEN", "PRIVATEKEY", "APIKEY", "ACCESSKEY", "AUTHKEY",
  ].map { Array($0.utf8) }
  /// Options whose value is the next word.
  private static let options: Set<String> = ["--password", "--token", "--api-key"]
  /// The shortest value that is taken for a secret.
  private static let shortest = 6

  /// The longest string of letters and digits that somebody may have written.
  private static let longestWritten = 31

  private let bytes: UnsafeBufferPointer<UInt8>

  /// Creates a scanner for bytes that stay where they are while it is used.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The places of secrets, counted from the first byte; they may overlap.
  func ranges() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var index = 0
    while index < bytes.count {
      if Self.isWord(bytes[index]) {
        let end = self.end(from: index, while: Self.isWord)
        addSecrets(inWord: index..<end, to: &result)
        index = end
      } else {
        if bytes[index] == UInt8(ascii: ":"), let range = password(at: index) { result.append(range) }
        index += 1
      }
    }
    addLongStrings(to: &result)
    return result
  }

  @inline(__always)
  private func end(from start: Int, while matches: (UInt8) -> Bool) -> Int {
    var index = start
    while index < bytes.count, matches(bytes[index]) { index += 1 }
    return index
  }

  // MARK: - Tokens and named values

  private func addSecrets(inWord word: Range<Int>, to result: inout [Range<Int>]) {
    guard word.upperBound < bytes.count else {
      if word.count >= Self.shortestToken { addTokens(at: word.lowerBound, to: &result) }
      return
    }
    let next = bytes[word.upperBound]
    if word.count >= Self.shortestToken || next == UInt8(ascii: ".") { addTokens(at: word.lowerBound, to: &result) }
    // Few words have a value, and it costs less to see that than to look at the name.
    let mayHaveValue =
      next.isOne(of: ":=\"'\\") || next == UInt8(ascii: " ") && bytes[word.lowerBound] == UInt8(ascii: "-")
    if mayHaveValue, let value = value(behind: word), isTelling(word) { result.append(value) }
  }

  private func addTokens(at start: Int, to result: inout [Range<Int>]) {
    guard bytes[start].isOne(of: "gdnxhsrpAe") else { return }
    for prefix in Self.prefixes where prefix[0] == bytes[start] && self.starts(with: prefix, at: start) {
      let body = start + prefix.count
      let end = self.end(from: body) { Self.isWord($0) || $0 == UInt8(ascii: ".") }
      if end - body >= 8 { result.append(body..<end) }
    }
  }

  private func starts(with prefix: [UInt8], at start: Int) -> Bool {
    guard bytes.count - start >= prefix.count else { return false }
    return prefix.indices.allSatisfy { bytes[start + $0] == prefix[$0] }
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
    var index = skip(word.upperBound) { $0.isOne(of: "\"'\\") }
    guard index < bytes.count else { return nil }
    if bytes[index] == UInt8(ascii: ":") || bytes[index] == UInt8(ascii: "=") {
      index = skip(index + 1) { $0.isOne(of: " \"'\\") }
    } else if index == word.upperBound, bytes[index] == UInt8(ascii: " "),
      Self.options.contains(String(decoding: UnsafeBufferPointer(rebasing: bytes[word]), as: UTF8.self))
    {
      index = skip(index) { $0.isOne(of: " \"'") }
    } else {
      return nil
    }
    let end = self.end(from: index) { $0 > 0x20 && !$0.isOne(of: "\"'`\\,;&|(){}[]<>$") }
    // The path of a file, and what points elsewhere, is no secret.
    guard end - index >= Self.shortest, !bytes[index].isOne(of: "/~.*!@") else { return nil }
    return index..<end
  }

  private func skip(_ start: Int, _ matches: (UInt8) -> Bool) -> Int { end(from: start, while: matches) }

  // MARK: - Addresses

  /// The password in an address, `://user:password@host`, whose colon stands at an index.
  private func password(at index: Int) -> Range<Int>? {
    let start = index + 3
    guard start <= bytes.count, bytes[index + 1] == UInt8(ascii: "/"), bytes[index + 2] == UInt8(ascii: "/") else {
      return nil
    }
    let end = self.end(from: start) { $0 > 0x20 && !$0.isOne(of: "/\"'`\\<>|") }
    guard let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")) else { return nil }
    guard let colon = bytes[start..<at].firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let password = (colon + 1)..<at
    return password.isEmpty || bytes[password].first == UInt8(ascii: "$") ? nil : password
  }

  // MARK: - Long strings

  /// Strings that no person writes: at least 32 letters and digits of every kind, or 40 with slashes as Base64 has them.
  ///
  /// Such a string has a byte at one of the offsets that are as far apart as it is long.
  private func addLongStrings(to result: inout [Range<Int>]) {
    var index = Self.longestWritten
    while index < bytes.count {
      if Self.isBase64(bytes[index]) {
        var start = index
        while start > 0, Self.isBase64(bytes[start - 1]) { start -= 1 }
        let end = self.end(from: index, while: Self.isBase64)
        if end - start > Self.longestWritten, Self.isRandom(bytes[start..<end]) { result.append(start..<end) }
        index = end
      }
      index += Self.longestWritten + 1
    }
  }

  private static func isRandom(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let slashes = text.count { $0 == UInt8(ascii: "/") }
    return text.count >= (slashes == 0 ? 32 : 40) && slashes <= text.count / 20
      && text.contains { $0 >= 0x41 && $0 <= 0x5A } && text.contains { $0 >= 0x61 && $0 <= 0x7A }
      && text.contains(where: \.isASCIIDigit)
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isASCIIDigit || byte.isOne(of: "+/=")
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
