import Foundation

/// A call of buildctl in a form in which two calls that build the same are equal.
///
/// What may differ: the order of flags, the quotes of comma-separated fields that need none, equal ways to write a path,
/// where a file lies that was made for the call, `compression=gzip`, which is BuildKit's default, how settings of
/// one registry are spread over flags, and the two ways in which TOML writes a table.
struct NormalBuild: Equatable {
  /// Flags before `build`.
  var globalFlags: [String] = []
  /// The context directory and the path of the Dockerfile.
  var paths: [String: String] = [:]
  /// Options by key; the last value counts.
  var options: [String: String] = [:]
  /// Secrets, outputs, cache imports and exports: the flag, then its fields in order of their keys.
  var records: Set<[String]> = []
  /// The output whose digest the metadata file gets.
  var lastOutput: String?
  /// `host key value` of flags for tokens.
  var tokens: Set<String> = []
  /// `host key value` of `buildkitd.toml`.
  var registries: Set<String> = []

  /// Reads a call.
  ///
  /// - Parameters:
  ///   - arguments: The arguments of buildctl.
  ///   - configuration: The `buildkitd.toml` in force.
  ///   - directory: The directory in which it ran; what lies in its `tmp` was made for the call.
  init(_ arguments: [String], configuration: String, directory: String) {
    var rest = arguments[...]
    while let flag = rest.first, flag != "build" {
      globalFlags.append(flag)
      rest = rest.dropFirst()
    }
    rest = rest.dropFirst()
    var folder = ""
    var file = "Dockerfile"
    while let flag = rest.popFirst(), let value = rest.popFirst() {
      let pair = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      switch flag {
      case "--local" where pair[0] == "dockerfile": folder = pair[1]
      case "--local": paths[pair[0]] = Self.path(pair[1], directory)
      case "--opt" where pair[0] == "filename": file = pair[1]
      case "--opt": options[pair[0]] = pair[1]
      case "--metadata-file": options["metadata"] = "yes"
      case "--registry-auth-tlscontext":
        let fields = Self.fields(value)
        for field in fields where !field.hasPrefix("host=") { tokens.insert("\(fields[0]) \(field)") }
      default:
        let fields = Self.fields(value).filter { $0 != "compression=gzip" }
        if flag == "--output" { lastOutput = fields.first }
        records.insert([flag] + fields.sorted())
      }
    }
    paths["dockerfile"] = Self.path("\(folder)/\(file)", directory)
    registries = Self.registries(configuration)
  }

  private static func path(_ text: String, _ directory: String) -> String {
    let full = text.hasPrefix("/") ? text : "\(directory)/\(text)"
    let parts = full.split(separator: "/").filter { $0 != "." }
    let path = "/" + parts.joined(separator: "/")
    return path.hasPrefix("\(directory)/tmp/") ? "made for the call" : path
  }

  /// The fields of a record of comma-separated values.
  private static func fields(_ text: String) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in text.replacingOccurrences(of: "\"\"", with: "\u{1}") {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      case "\u{1}": fields[fields.count - 1].append("\"")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  /// The keys of the tables `registry."HOST"`, written as tables or with dotted keys.
  private static func registries(_ text: String) -> Set<String> {
    var result: Set<String> = []
    var table = ""
    for line in text.split(separator: "\n") {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("[") {
        table = line.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        continue
      }
      let parts = line.components(separatedBy: " = ")
      let value = parts.dropFirst().joined(separator: " = ")
      let key = line.hasPrefix("registry.") ? parts[0] : "\(table).\(parts[0])"
      guard value.hasPrefix("[{") else {
        result.insert("\(key) \(value)")
        continue
      }
      for entry in value.trimmingCharacters(in: CharacterSet(charactersIn: "[]{} ")).components(separatedBy: ", ") {
        let pair = entry.components(separatedBy: " = ")
        result.insert("\(key).\(pair[0]) \(pair[1])")
      }
    }
    return result
  }
}
