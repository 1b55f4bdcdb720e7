internal import ShellSyntax

/// The lines that give a script the credentials which Kaniko found by itself.
struct CredentialLines: Sendable {
  /// The directory of `config.json` as a word of the script.
  let directory: String
  private let settings: ECRHelperSettings
  private let armIsPossible: Bool

  /// Creates lines for a job.
  ///
  /// - Parameters:
  ///   - directory: the directory of `config.json` as a word of the script.
  ///   - armIsPossible: whether the job may run on an ARM processor.
  init(directory: String = "~/.docker", settings: ECRHelperSettings, armIsPossible: Bool) {
    self.directory = directory
    self.settings = settings
    self.armIsPossible = armIsPossible
  }

  /// The line that writes a `config.json` with entries (GitLab documentation, "Use BuildKit").
  func config(_ entries: [CredentialEntry]) -> ScriptLine {
    let json: JSONSource = [.literal("{")] + .config(entries) + [.literal("}")]
    return .command("echo \"\(json.written(in: .double) ?? "")\" > \(directory.configFile)")
  }

  /// The line that makes the directory of `config.json`, with another one before it.
  func directories(with other: String? = nil) -> ScriptLine {
    .command("mkdir -p " + (other.map { "\($0) " } ?? "") + directory)
  }

  /// Whether the helper for Amazon's registries can be downloaded with a checksum that is known.
  var canInstallECRHelper: Bool { architectures.allSatisfy { settings.sha256(for: $0) != nil } }

  /// The comment over the lines that install the helper.
  static let ecrComment = ScriptLine.comment("# Install the ECR login helper")
  /// The directory of the helper: outside the checkout, so that no build context and no artifact holds it.
  static let binaries = "~/bin"

  /// The lines that install the helper, without those that make its directory.
  func ecrInstallation() -> [ScriptLine] {
    let file = "\(Self.binaries)/docker-credential-ecr-login"
    let expanded = "$HOME/bin/docker-credential-ecr-login"
    var lines: [ScriptLine] = []
    if armIsPossible {
      lines.append(.command(architectureChoice()))
      let base = ShellFragment(literal: settings.url(for: .amd64)).doubleQuotedContent
      let url = base.replacingLast("linux-amd64", with: "linux-$ecr_arch")
      lines.append(.command("wget -O \(file) \"\(url)\""))
      lines.append(.command("echo \"$ecr_sum  \(expanded)\" | sha256sum -c -"))
    } else {
      lines.append(.command("wget -O \(file) \(ShellFragment(literal: settings.url(for: .amd64)).source)"))
      lines.append(.command("echo \"\(settings.sha256(for: .amd64) ?? "")  \(expanded)\" | sha256sum -c -"))
    }
    lines.append(.command("chmod +x \(file)"))
    lines.append(.command("export PATH=\"$HOME/bin:$PATH\""))
    return lines
  }

  private var architectures: [ECRHelperSettings.Architecture] { armIsPossible ? [.amd64, .arm64] : [.amd64] }

  private func architectureChoice() -> String {
    """
    case "$(uname -m)" in
      aarch64|arm64) ecr_arch=arm64 ecr_sum=\(settings.sha256(for: .arm64) ?? "") ;;
      *) ecr_arch=amd64 ecr_sum=\(settings.sha256(for: .amd64) ?? "") ;;
    esac
    """
  }
}

extension String {
  /// The file `config.json` in a directory that is one word of a script.
  fileprivate var configFile: String {
    hasSuffix("\"") ? "\(dropLast())/config.json\"" : "\(self)/config.json"
  }

  /// The text with the last occurrence of a part replaced.
  fileprivate func replacingLast(_ part: String, with replacement: String) -> String {
    let bytes = Array(utf8)
    let needle = Array(part.utf8)
    guard bytes.count >= needle.count else { return self }
    for start in (0...(bytes.count - needle.count)).reversed()
    where Array(bytes[start..<(start + needle.count)]) == needle {
      return String(
        decoding: bytes[..<start] + Array(replacement.utf8) + bytes[(start + needle.count)...], as: UTF8.self)
    }
    return self
  }
}
