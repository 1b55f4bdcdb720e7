/// Questions about texts that count bytes, as the shell, registries and GitLab do: a fraction of the work that comparing
/// characters is.
extension StringProtocol {
  /// Whether the text holds another one; the empty text is in every one.
  @inlinable
  public func holds(_ other: String) -> Bool {
    var other = other
    return other.withUTF8 { needle in
      utf8.withContiguousStorageIfAvailable { TextBytes.isIn($0, needle) }
        ?? Array(utf8).withUnsafeBufferPointer { TextBytes.isIn($0, needle) }
    }
  }

  /// The parts of the text between separators; empty parts are left out unless they are asked for.
  @inlinable
  public func parts(between separator: UInt8, keepsEmpty: Bool = false) -> [SubSequence] {
    parts(keepsEmpty: keepsEmpty) { $0 == separator }
  }

  /// The parts of the text between bytes that separate; empty parts are left out unless they are asked for.
  ///
  /// - Parameter isSeparator: whether a byte separates; true for ASCII only, so that no character is cut.
  @inlinable
  public func parts(keepsEmpty: Bool = false, between isSeparator: (UInt8) -> Bool) -> [SubSequence] {
    var result: [SubSequence] = []
    let bytes = utf8
    var start = startIndex
    var index = start
    while index < endIndex {
      let next = bytes.index(after: index)
      if isSeparator(bytes[index]) {
        if keepsEmpty || start < index { result.append(self[start..<index]) }
        start = next
      }
      index = next
    }
    if keepsEmpty || start < endIndex { result.append(self[start..<endIndex]) }
    return result
  }

  /// The text behind as many bytes, which must end a character.
  @inlinable
  public func droppingBytes(_ count: Int) -> SubSequence { self[utf8.index(startIndex, offsetBy: count)...] }
}

/// What the extensions of texts rest on.
public enum TextBytes {
  /// Whether bytes hold others.
  public static func isIn(_ bytes: UnsafeBufferPointer<UInt8>, _ needle: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = needle.first else { return true }
    var start = 0
    while start + needle.count <= bytes.count {
      if bytes[start] == first {
        var length = 1
        while length < needle.count, bytes[start + length] == needle[length] { length += 1 }
        if length == needle.count { return true }
      }
      start += 1
    }
    return false
  }
}

extension UInt8 {
  /// Whether the byte is a letter of ASCII.
  @inlinable
  public var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  /// Whether the byte is a digit of ASCII.
  @inlinable
  public var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
  /// Whether the byte is one of a few characters of ASCII.
  ///
  /// The characters are known to the compiler, so that a look at them costs no more than comparing with each.
  @inlinable
  @inline(__always)
  public func isOne(of characters: StaticString) -> Bool {
    let start = characters.utf8Start
    for index in 0..<characters.utf8CodeUnitCount where start[index] == self { return true }
    return false
  }
}
