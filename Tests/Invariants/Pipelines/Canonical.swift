public import GitLabCI

/// Values in the one-line form of `load.rb`.
///
/// The sorted form is the one for resolved jobs: what could not be resolved is an empty list there.
public enum Canonical {
  /// A value as it is.
  public static func line(_ value: CIValue, sorted: Bool = false) -> String {
    switch value.kind {
    case .scalar(let scalar):
      switch scalar.type {
      case .null: return "n"
      case .bool: return "b" + scalar.value
      case .integer: return "i" + scalar.value
      case .float: return "f" + scalar.value
      case .symbol: return "y" + text(scalar.value)
      case .string, .timestamp: return "s" + text(scalar.value)
      }
    case .sequence(let items): return "[\(items.map { line($0, sorted: sorted) }.joined(separator: ","))]"
    case .reference(let path): return sorted ? "[]" : "r[\(path.map(text).joined(separator: ","))]"
    case .mapping(let mapping): return line(mapping, sorted: sorted)
    }
  }

  /// A mapping, its keys in their order or sorted by their bytes.
  public static func line(_ mapping: CIMapping, sorted: Bool = false) -> String {
    pairs(mapping.entries.map { ($0.key, line($0.value, sorted: sorted)) }, sorted: sorted)
  }

  /// Keys with lines.
  public static func pairs(_ pairs: [(String, String)], sorted: Bool) -> String {
    let ordered = sorted ? pairs.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) } : pairs
    return "{\(ordered.map { "\(text($0.0))=\($0.1)" }.joined(separator: ","))}"
  }

  /// A text with its length in bytes.
  public static func text(_ text: String) -> String { "\(text.utf8.count):\(text)" }
}
