/// A stable identity for a finding: FNV-1a with 128 bits, written as 32 lower-case hexadecimal digits.
///
/// FNV-1a (Fowler, Noll and Vo, offset basis 0x6c62272e07bb014262b821756295c58d, prime 2^88 + 2^8 + 0x3b) is no
/// cryptographic hash. It tells findings of one repository apart, which needs no more, and it gives the same value in
/// every process, which Swift's `Hasher` does not.
public struct Fingerprint: Hashable, Sendable {
  private var high: UInt64 = 0x6c62_272e_07bb_0142
  private var low: UInt64 = 0x62b8_2175_6295_c58d

  /// The fingerprint of no bytes.
  public init() {}

  /// The fingerprint of a text in UTF-8.
  public init(of text: String) {
    add(text.utf8)
  }

  /// Creates the fingerprint of several parts. Parts are told apart: `["ab", "c"]` differs from `["a", "bc"]`.
  public init(parts: [String]) {
    for part in parts {
      add(part.utf8)
      // 0xFF never occurs in UTF-8, so that no text can imitate the end of a part.
      add(CollectionOfOne(0xFF))
    }
  }

  /// Takes in further bytes.
  public mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      low ^= UInt64(byte)
      // x * (2^88 + 0x13b) modulo 2^128.
      let product = low.multipliedFullWidth(by: 0x13b)
      high = high &* 0x13b &+ product.high &+ (low << 24)
      low = product.low
    }
  }

  /// The fingerprint as 32 hexadecimal digits.
  public var hexadecimal: String { Self.digits(of: high) + Self.digits(of: low) }

  private static func digits(of value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
