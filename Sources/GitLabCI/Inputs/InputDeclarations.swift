/// What a header declares under `spec: inputs:` (lib/gitlab/ci/config/header).
struct InputDeclarations {
  /// One input.
  struct Declaration {
    let name: String
    /// Whether the value is text, whatever it looks like; so it is unless `type:` says otherwise.
    let isText: Bool
    /// The value where none is given.
    let fallback: CIValue?
  }

  private let all: [Declaration]
  private let positions: [String: Int]
  /// Whether every declaration is in this file.
  let isComplete: Bool

  /// Reads a header.
  init(_ header: CIMapping) {
    let spec = header["spec"]?.mapping
    let all = (spec?["inputs"]?.mapping?.entries ?? []).map { entry in
      let details = entry.value.mapping
      let type = details?["type"]?.text
      return Declaration(name: entry.key, isText: type == nil || type == "string", fallback: details?["default"])
    }
    self.all = all
    positions = Dictionary(all.indices.map { (all[$0].name, $0) }) { first, _ in first }
    isComplete = spec?["include"] == nil
  }

  /// The declaration of a name.
  subscript(name: String) -> Declaration? { positions[name].map { all[$0] } }

  /// The names that have no default.
  var required: [String] { all.filter { $0.fallback == nil }.map(\.name) }

  /// The values by names such as `inputs.stage`: what is given, else the default; inputs with neither are left out.
  func values(given: CIMapping?) -> [String: CIValue] {
    var result: [String: CIValue] = [:]
    for declaration in all {
      guard let value = given?[declaration.name] ?? declaration.fallback else { continue }
      result["inputs.\(declaration.name)"] = declaration.isText ? Self.asText(value) : value
    }
    return result
  }

  private static func asText(_ value: CIValue) -> CIValue {
    guard let scalar = value.scalar else { return value }
    return CIValue(
      kind: .scalar(CIScalar(text: scalar.value, type: .string)), origin: value.origin, site: value.site)
  }
}
