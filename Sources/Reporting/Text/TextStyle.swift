internal import Diagnostics

/// Puts colours around text, or leaves it as it is.
struct TextStyle {
  /// What a piece of text is, from which its colour follows.
  enum Role {
    case severity(Severity), title, gutter, label, help
  }

  let usesColor: Bool

  /// The text in its colour (ECMA-48, Select Graphic Rendition).
  func paint(_ text: String, _ role: Role) -> String {
    guard usesColor, !text.isEmpty else { return text }
    return "\u{1B}[\(code(role))m\(text)\u{1B}[0m"
  }

  private func code(_ role: Role) -> String {
    switch role {
    case .severity(.error): "1;31"
    case .severity(.warning): "1;33"
    case .severity(.note): "1;36"
    case .title: "1"
    case .gutter, .label: "1;34"
    case .help: "1;32"
    }
  }
}
