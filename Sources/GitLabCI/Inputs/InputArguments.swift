/// The values under `inputs:` of an include or of a trigger; equal when they stand at the same place.
struct InputArguments: Sendable, Hashable {
  /// The values by name.
  let values: CIMapping
  /// The node of the mapping.
  let origin: Origin

  /// Reads the value of `inputs:`; nil where it is no mapping.
  init?(_ value: CIValue?) {
    guard let value, let mapping = value.mapping else { return nil }
    values = mapping
    origin = value.origin
  }

  static func == (left: InputArguments, right: InputArguments) -> Bool { left.origin == right.origin }

  func hash(into hasher: inout Hasher) { hasher.combine(origin) }
}

/// How a file gets the values of its inputs.
enum InputSource {
  /// Nothing here includes the file: those who do give them, so `$[[ inputs.name ]]` stays as it is written.
  case open
  /// The file starts a pipeline: what has no default is given by the one who starts it.
  case pipeline
  /// The file is included.
  case included(InputArguments?, component: ComponentReference?, site: Origin)
}

extension FileStore {
  /// The configuration of a file with its inputs in place; nil for an empty file.
  ///
  /// Reports inputs that are given and not declared, and those that are neither given nor have a default.
  mutating func configuration(of file: Int, inputs source: InputSource) -> CIMapping? {
    guard let raw = values[file], let header = headers[file] else { return values[file] }
    let declarations = InputDeclarations(header)
    switch source {
    case .open: return raw
    case .pipeline: return Interpolation(values: declarations.values(given: nil)).applied(to: raw)
    case .included(let arguments, let component, let site):
      reportMistakes(in: arguments, for: declarations, of: file, at: site)
      var values = declarations.values(given: arguments?.values)
      for (name, text) in component?.properties ?? [:] {
        values[name] = CIValue(kind: .scalar(CIScalar(text: text, type: .string)), origin: site)
      }
      return Interpolation(values: values).applied(to: raw)
    }
  }

  private mutating func reportMistakes(
    in arguments: InputArguments?, for declarations: InputDeclarations, of file: Int, at site: Origin
  ) {
    // Declarations may lie in a file of their own (`spec: include:`).
    guard declarations.isComplete else { return }
    let path = documents[file].path
    for entry in arguments?.values.entries ?? [] where declarations[entry.key] == nil {
      report(
        ConfigurationRules.invalidConfiguration, "`\(entry.key)` is no input of `\(path)`", at: entry.value.site,
        help: ["remove it, or declare it under `spec: inputs:`"])
    }
    for name in declarations.required where arguments?.values[name] == nil {
      report(
        ConfigurationRules.invalidConfiguration, "the input `\(name)` of `\(path)` is not given", at: site,
        help: ["give it under `inputs:`"])
    }
  }
}
