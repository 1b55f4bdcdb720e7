/// Jobs of GitLab that try on each runner of a pipeline whether rootless BuildKit can run there.
///
/// Each builds a small image on top of nothing, without the network and without pushing anything, and says cause and fix
/// when that fails.
public struct PreflightJob: Sendable {
  private let image: String
  private let tags: [[String]]

  /// Creates the jobs.
  ///
  /// - Parameters:
  ///   - image: the image of BuildKit, as in `image: name:`.
  ///   - tags: the tags of runners; each list is one job. Without any there is one job without tags.
  public init(image: String, tags: [[String]]) {
    self.image = image
    self.tags = tags.isEmpty ? [[]] : tags
  }

  /// The jobs as YAML.
  public var text: String {
    ([header, base] + tags.map(job)).joined(separator: "\n")
  }

  private var header: String {
    """
    # Tries on every runner of the pipeline whether rootless BuildKit can run there; nothing is pushed.
    # Put this into the pipeline on a branch, or include it as a file, and look at the jobs of the stage .pre.

    """
  }

  private var base: String {
    """
    .rootless-buildkit:
      stage: .pre
      inherit:
        default: false
      image:
        name: \(Self.quoted(image))
        entrypoint: [""]
      variables:
        BUILDKITD_FLAGS: --oci-worker-no-process-sandbox
        GIT_STRATEGY: none
      script:
        - |
    \(PreflightScript.text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "      " + $0 }.joined(separator: "\n"))
    """
  }

  private func job(_ tags: [String]) -> String {
    let name = (["rootless-buildkit"] + (tags.isEmpty ? [] : [tags.joined(separator: ", ")])).joined(separator: ": ")
    var lines = ["\(Self.quoted(name)):", "  extends: .rootless-buildkit"]
    if !tags.isEmpty { lines += ["  tags:"] + tags.map { "    - \(Self.quoted($0))" } }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The text as a double-quoted scalar of YAML, whatever it holds.
  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
        "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
          + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
