/// Numbers that depend on nothing but the seed: the same on every machine and in every run (SplitMix64).
///
/// Bytes may steer the numbers: a fuzzer that changes one of them changes one choice of a generator.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64
  private var steering: ArraySlice<UInt8> = []

  /// Creates a generator; equal seeds give equal numbers.
  public init(seed: UInt64) { state = seed }

  /// Creates a generator whose first numbers come from a byte each; those behind the last byte depend on nothing else.
  public init(steeredBy bytes: [UInt8]) {
    state = 0
    steering = bytes[...]
  }

  /// The next number.
  public mutating func next() -> UInt64 {
    let number = nextOfSeed()
    // A choice between few looks at the highest bits.
    guard let byte = steering.popFirst() else { return number }
    return UInt64(byte) << 56 | number >> 8
  }

  private mutating func nextOfSeed() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// True once in `count` times.
  public mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  /// True in so many of a hundred times.
  public mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  /// One of the elements, of which there must be one.
  public mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }

  /// A number of a range.
  public mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}
