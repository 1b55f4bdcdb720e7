internal import ShellSyntax

extension ShellFragment {
  /// Whether the value is known to need no quotes inside a record of comma-separated values.
  var isSurelyPlainField: Bool {
    pieces.allSatisfy { piece in
      switch piece {
      case .literal(let text, _): !text.contains { ",\"\n".contains($0) }
      case .expansion(_, let name?, _): Self.plainVariables.contains(name)
      case .expansion: false
      }
    }
  }

  /// The value for between the quotes of a field: every quote is doubled, that of a variable when the job runs.
  var withDoubledQuotes: ShellFragment {
    ShellFragment(
      pieces.map { piece in
        switch piece {
        case .literal(let text, let quoting):
          .literal(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""), quoting)
        case .expansion(_, let name?, _) where Self.plainVariables.contains(name): piece
        case .expansion:
          .expansion(
            source: "$(printf '%s' \"\(ShellFragment([piece]).doubleQuotedContent)\" | sed 's/\"/\"\"/g')", name: nil,
            .double)
        }
      })
  }

  /// Variables that GitLab sets to numbers, slugs, addresses, times and hashes, never to text that somebody writes.
  private static let plainVariables: Set<String> = [
    "CI_API_V4_URL", "CI_COMMIT_BEFORE_SHA", "CI_COMMIT_REF_SLUG", "CI_COMMIT_SHA", "CI_COMMIT_SHORT_SHA",
    "CI_COMMIT_TIMESTAMP", "CI_JOB_ID", "CI_JOB_STARTED_AT", "CI_JOB_URL", "CI_PIPELINE_CREATED_AT", "CI_PIPELINE_ID",
    "CI_PIPELINE_IID", "CI_PIPELINE_URL", "CI_PROJECT_ID", "CI_PROJECT_NAME", "CI_PROJECT_NAMESPACE", "CI_PROJECT_PATH",
    "CI_PROJECT_PATH_SLUG", "CI_PROJECT_URL", "CI_REGISTRY", "CI_REGISTRY_IMAGE", "CI_SERVER_HOST", "CI_SERVER_URL",
  ]
}
