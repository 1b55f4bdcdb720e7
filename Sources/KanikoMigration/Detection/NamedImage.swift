import Diagnostics
import GitLabCI
import SourceText

/// The value of an `image:` keyword, and what it has to do with Kaniko.
struct NamedImage {
  /// The image, if it is a Kaniko image.
  let image: KanikoImage?
  /// The value that names the image: a string, or the `name` of a mapping.
  let name: CIValue?
  /// Whether the image's name comes from a variable.
  let isVariable: Bool

  /// Looks at the value of `image:`.
  init(_ value: CIValue?, scope: VariableScope, settings: MigrationSettings) {
    name = value.flatMap { $0.mapping?["name"] ?? $0 }
    let written = name?.writtenText ?? ""
    let visible = scope.expanding(written)
    let expanded = scope.expanding(name?.text ?? "", takesInputs: true)
    image =
      KanikoImage(expanded, patterns: settings.kanikoImagePatterns)
      ?? (expanded.holds("$") ? KanikoImage(Self.variableNames(in: expanded), patterns: []) : nil)
    // An input may name another image where the file is included elsewhere.
    let isInput =
      visible != expanded && image != nil && KanikoImage(visible, patterns: settings.kanikoImagePatterns) == nil
    isVariable = visible != written || written.hasPrefix("$") || isInput
  }

  /// How sure it is that this is Kaniko: a call proves it, a name alone does not, and a variable may be set elsewhere.
  func confidence(isCalled: Bool) -> Confidence {
    guard let image else { return .high }
    if isVariable { return isCalled || !image.reference.holds("$") ? .medium : .low }
    switch image.source {
    case .official, .dependencyProxy, .mirror: return .high
    case .wrapper: return isCalled ? .high : .low
    }
  }

  /// The names of the variables in an image reference as path components, so that `$KANIKO_IMAGE` is recognised.
  private static func variableNames(in reference: String) -> String {
    reference.lowercased().split(whereSeparator: { "${}_:/@".contains($0) }).joined(separator: "-")
  }
}
