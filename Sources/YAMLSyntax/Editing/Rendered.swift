/// Text that is ready to be put behind an indicator.
struct Rendered: Sendable, Hashable {
  /// What stands on the line of the indicator: a value, or the `|` of a block; empty for a block collection.
  var head: [UInt8]
  /// The lines below, with their indentation, without line breaks.
  var rest: [[UInt8]]
  /// The spaces between the indicator and the head.
  var gap = 1

  init(head: [UInt8] = [], rest: [[UInt8]] = []) {
    self.head = head
    self.rest = rest
  }

  /// The whole text, for a place behind an indicator.
  func text(newline: [UInt8]) -> [UInt8] {
    head + rest.flatMap { newline + $0 }
  }
}
