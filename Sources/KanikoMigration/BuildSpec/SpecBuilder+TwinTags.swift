internal import ShellSyntax

extension SpecBuilder {
  /// Gives every destination a tag of its own where the call is translated for a twin.
  ///
  /// It comes last: cache and credentials follow the names that the job itself pushes.
  mutating func setTagsApart() {
    guard let suffix = environment.settings.destinationSuffix else { return }
    var destinations: [ShellFragment] = []
    for (index, use) in uses(of: "destination") {
      guard let value = use.value, !value.isEmpty else { continue }
      let reference = ImageReference(fragment: value, environment: environment)
      guard let twin = reference.settingTagApart(by: suffix) else {
        let reason =
          reference.isComputed
          ? "commands compute the destination when the job runs" : "no file shows whether the destination has a tag"
        lower(
          index, to: .manual, "\(reason), so the twin cannot get a tag of its own",
          advice: "write --destination with a tag, as in $CI_REGISTRY_IMAGE:$CI_COMMIT_SHA")
        continue
      }
      destinations.append(twin)
    }
    spec.destinations = destinations
  }
}

extension ImageReference {
  /// Whether anything but variables, with a default or cut, and inputs is put into the name when the job runs.
  var isComputed: Bool {
    fragment.pieces.contains { piece in
      guard case .expansion(let source, nil, _) = piece, !source.hasPrefix("$[[") else { return false }
      return !source.hasPrefix("${") || ["$(", "`", "[@]", "[*]", "${@", "${*"].contains { source.contains($0) }
    }
  }

  /// The name with something behind its tag; `latest` counts as the tag of a name without one. Nil where it shows only
  /// when the job runs what the tag is.
  func settingTagApart(by suffix: String) -> ShellFragment? {
    guard !isComputed else { return nil }
    switch tag {
    case .visible, .insideVariable: return fragment + suffix
    case .absent: return fragment + ":latest\(suffix)"
    case .unknown: return nil
    }
  }
}
