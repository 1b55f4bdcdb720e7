/// A value to write into a pipeline, without its looks.
indirect enum YAMLValue: Sendable {
  /// Text that needs a string: quoted where it would be anything else.
  case text(String)
  /// A scalar as it stands, such as `true` or `*alias`.
  case source(String)
  case sequence([YAMLValue])
  case mapping([YAMLPair])
  case anchored(String, YAMLValue)

  /// `!reference [a, b]`.
  static func reference(_ path: String...) -> YAMLValue { .source("!reference [\(path.joined(separator: ", "))]") }
}

/// A key with its value.
struct YAMLPair: Sendable {
  let key: String
  var value: YAMLValue

  init(_ key: String, _ value: YAMLValue) {
    self.key = key
    self.value = value
  }

  init(_ key: String, _ text: String) { self.init(key, .text(text)) }
}
