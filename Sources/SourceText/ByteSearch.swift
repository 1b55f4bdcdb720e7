/// Finds a text in bytes without looking at most of them (Horspool's algorithm).
public struct ByteSearch: Sendable {
  private let needle: [UInt8]
  private let ignoresCase: Bool
  /// How far the search may move on, by the byte under the needle's last one.
  private let shifts: [UInt8]

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - needle: the text to find; an empty one is found nowhere.
  ///   - ignoresCase: whether ASCII letters match in upper and lower case.
  public init(_ needle: [UInt8], ignoresCase: Bool = false) {
    let needle = ignoresCase ? needle.map(Self.lowercased) : needle
    self.needle = needle
    self.ignoresCase = ignoresCase
    // A longer shift than fits is a shift too short, which costs time and finds the same.
    var shifts = [UInt8](repeating: UInt8(min(max(needle.count, 1), 255)), count: 256)
    for (index, byte) in needle.dropLast().enumerated() {
      let shift = UInt8(min(needle.count - 1 - index, 255))
      shifts[Int(byte)] = shift
      if ignoresCase, Self.isLetter(byte) { shifts[Int(byte & ~0x20)] = shift }
    }
    self.shifts = shifts
  }

  /// Creates a search for a text.
  public init(_ text: String, ignoresCase: Bool = false) { self.init(Array(text.utf8), ignoresCase: ignoresCase) }

  /// Whether the bytes hold the text.
  public func isIn(_ bytes: [UInt8]) -> Bool { firstOffset(in: bytes, from: 0) != nil }

  /// Where the text starts in the bytes, from the left; places that overlap an earlier one are left out.
  public func offsets(in bytes: [UInt8]) -> [Int] {
    var result: [Int] = []
    var start = 0
    while let offset = firstOffset(in: bytes, from: start) {
      result.append(offset)
      start = offset + needle.count
    }
    return result
  }

  /// The first place at or after an offset at which the text starts.
  public func firstOffset(in bytes: [UInt8], from start: Int) -> Int? {
    let length = needle.count
    guard length > 0, start >= 0, bytes.count - start >= length else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      needle.withUnsafeBufferPointer { needle in
        shifts.withUnsafeBufferPointer { shifts in
          var offset = start
          let last = bytes.count - length
          while offset <= last {
            let end = bytes[offset + length - 1]
            if folded(end) == needle[length - 1], matches(bytes, at: offset, needle) { return offset }
            offset += Int(shifts[Int(end)])
          }
          return nil
        }
      }
    }
  }

  private func matches(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, _ needle: UnsafeBufferPointer<UInt8>)
    -> Bool
  {
    for index in 0..<needle.count where folded(bytes[offset + index]) != needle[index] { return false }
    return true
  }

  private func folded(_ byte: UInt8) -> UInt8 { ignoresCase ? Self.lowercased(byte) : byte }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

  private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
