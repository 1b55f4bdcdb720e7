/// How the Amazon ECR credential helper is downloaded: version, place and checksums.
///
/// The binary lies at `<baseURL>/<version>/linux-<architecture>/docker-credential-ecr-login`
/// (awslabs/amazon-ecr-credential-helper, README, "Installing").
public struct ECRHelperSettings: Sendable, Hashable {
  /// The processor architectures whose digest can be pinned, spelled as in the helper's download paths.
  public enum Architecture: String, Sendable, Hashable, CaseIterable {
    case amd64, arm64
  }

  /// The version where the settings name none.
  public static let defaultVersion = "0.10.1"
  /// Where Amazon publishes the helper.
  public static let defaultBaseURL = "https://amazon-ecr-credential-helper-releases.s3.us-east-2.amazonaws.com"

  /// The version, without a leading `v`.
  public var version: String
  /// The address below which the versions lie, without a final `/`.
  public var baseURL: String
  /// The SHA-256 digests the settings name for this version, in lower-case hexadecimal.
  public var namedDigests: [Architecture: String]

  /// Creates settings; without arguments, the default version from Amazon.
  public init(
    version: String = Self.defaultVersion, baseURL: String = Self.defaultBaseURL,
    namedDigests: [Architecture: String] = [:]
  ) {
    self.version = version
    self.baseURL = baseURL
    self.namedDigests = namedDigests
  }

  /// The SHA-256 digest of the binary in lower-case hexadecimal: the named one, else the known one.
  ///
  /// - Returns: Nil for a version whose digest is neither named nor known; such a download cannot be verified.
  public func sha256(for architecture: Architecture) -> String? {
    namedDigests[architecture] ?? Self.knownDigests[version]?[architecture]
  }

  /// The address of the binary for an architecture.
  public func url(for architecture: Architecture) -> String {
    "\(baseURL)/\(version)/linux-\(architecture.rawValue)/docker-credential-ecr-login"
  }

  /// The digests of the published Linux binaries by version.
  ///
  /// Pinned here because the published checksum lies on the same host as the binary and so proves nothing about it.
  public static let knownDigests: [String: [Architecture: String]] = [
    "0.10.0": [
      .amd64: "90fd5506d242a26b0e116b0a1ee7e67aa469e653f641a19939fe27b53bc4d20f",
      .arm64: "6c4392e081a08bfd0dcfe8baf62f3dbb6fdf41a99d426bdddddfb32b10ea2a75",
    ],
    "0.10.1": [
      .amd64: "ae5f2c0f1a2283f687e24a529f41d58f29c0a5bcfa0b60d1d3f8dc33b7eac4f2",
      .arm64: "d321a6c4044fda6a4c6c6054d8e5b56ae9c902b6e37f5cc3b0d89df9298b07ef",
    ],
    "0.11.0": [
      .amd64: "d6b23f3b6dc2f6af875902844af3bbb0d6ac4980e4b3815640c9b2e2e34267ae",
      .arm64: "b1ba09040f102606b49f7f352eb3d8908ac38186b8fe5dec3ad17ed7d6f6b86d",
    ],
  ]
}
