public import GitLabCI

/// The variables that a job sees in its YAML, with their values as written.
///
/// Project settings, schedules and triggers may override every one of them: a value from here may explain, but a change
/// that rests on it is an assumption.
public struct VariableScope: Sendable {
  private let values: [String: String]
  /// The values that inputs of the file are a part of: whoever includes it elsewhere may give others.
  private let substituted: [String: String]
  private let origins: [String: Origin]

  /// Reads a job's effective `variables:`; assumed values from the settings win over them.
  public init(of job: CIMapping, assumed: [String: String] = [:]) {
    var values: [String: String] = [:]
    var substituted: [String: String] = [:]
    var origins: [String: Origin] = [:]
    for entry in job["variables"]?.mapping?.entries ?? [] {
      let value = entry.value.mapping?["value"] ?? entry.value
      guard let text = value.text else { continue }
      if let fixed = value.fixedText { values[entry.key] = fixed } else { substituted[entry.key] = text }
      origins[entry.key] = value.origin
    }
    for (name, value) in assumed {
      values[name] = value
      substituted[name] = nil
    }
    self.values = values
    self.substituted = substituted
    self.origins = origins
  }

  /// The place in YAML that sets a variable; nil where YAML does not set it.
  public func origin(of name: String) -> Origin? { origins[name] }

  /// The value of a variable as written, references to other variables included; nil where YAML does not set it, and
  /// where it comes from an input of the file.
  public subscript(name: String) -> String? { values[name] }

  /// The names that are set, sorted.
  public var names: [String] { values.keys.sorted() }

  /// Each name with its one known value.
  public var knownValues: [String: [String]] { values.mapValues { [$0] } }

  /// Replaces `$NAME` and `${NAME}` by the values known here, several levels deep; the rest stays as written.
  ///
  /// - Parameter takesInputs: whether values that the file gets through `inputs:` count as known.
  public func expanding(_ text: String, takesInputs: Bool = false) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    let values = takesInputs ? values.merging(substituted) { $1 } : values
    var result = text
    // Without values nothing changes.
    for _ in 0..<(values.isEmpty ? 0 : 8) {
      let next = Self.expandingOnce(result, values)
      if next == result || next.utf8.count > 65_536 { break }
      result = next
    }
    return result
  }

  private static func expandingOnce(_ text: String, _ values: [String: String]) -> String {
    var result = ""
    var rest = Substring(text)
    while let dollar = rest.utf8.firstIndex(of: UInt8(ascii: "$")) {
      result += rest[..<dollar]
      let after = rest[rest.utf8.index(after: dollar)...]
      let isBraced = after.utf8.first == UInt8(ascii: "{")
      let name = (isBraced ? after.dropFirst() : after).prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      let end = isBraced ? after.dropFirst(1 + name.count).first : nil
      let isReference = !name.isEmpty && (!isBraced || end == "}")
      if isReference, let value = values[String(name)], value != "$\(name)", value != "${\(name)}" {
        result += value
        rest = after.dropFirst(isBraced ? name.count + 2 : name.count)
      } else {
        result += "$"
        rest = after
      }
    }
    return result + rest
  }
}
