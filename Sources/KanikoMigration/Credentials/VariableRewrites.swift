extension VariableRewrite {
  /// The variables whose values name paths that move, ordered by name.
  static func all(_ variables: [String: [String]], analysis: CredentialAnalysis) -> [VariableRewrite] {
    var result: [VariableRewrite] = []
    for name in variables.keys.sorted() {
      for value in variables[name] ?? [] {
        guard let moved = moved(value) else { continue }
        let line = ScriptLine.command("export \(name)=\"\(moved.replacingHome())\"")
        result.append(VariableRewrite(name: name, oldValue: value, newValue: moved, line: line))
      }
    }
    return result
  }

  private static func moved(_ value: String) -> String? {
    let units = TextUnit.units(ofVariableValue: value)
    let paths = KanikoPath.all(in: units)
    guard !paths.isEmpty, units.allSatisfy({ $0.byte != nil }) else { return nil }
    var bytes = units.compactMap(\.byte)
    var hasMoved = false
    for path in paths.reversed() {
      let target: String
      switch path.kind {
      case .credentials, .rootCredentials: target = "/.docker"
      case .certificates: target = "/certs"
      case .executor, .directory, .other, .busybox: continue
      }
      bytes.replaceSubrange(path.units, with: Array((CredentialPlan.home + target).utf8))
      hasMoved = true
    }
    return hasMoved ? String(decoding: bytes, as: UTF8.self) : nil
  }
}

extension String {
  /// The text with the home directory at its start written as `$HOME`.
  fileprivate func replacingHome() -> String {
    hasPrefix(CredentialPlan.home) ? "$HOME" + dropFirst(CredentialPlan.home.count) : self
  }
}
