internal import SourceText
internal import YAMLSyntax

/// A file with the fingerprints of findings that are known and accepted for now.
///
/// JSON: `{"version": 1, "findings": [{"fingerprint": "…", …}]}`. Other members of a finding are for people.
public struct BaselineFile: Sendable {
  /// Why a file is no baseline.
  public struct Mistake: Error, Sendable, Hashable {
    /// What is the matter: lower case, no final period.
    public let message: String
  }

  /// The version of the format.
  public static let version = 1
  /// The most bytes a baseline may have: two million findings.
  private static let maximumBytes = 1 << 28

  /// The fingerprints, in the order of the file.
  public let fingerprints: [String]

  /// Reads a baseline.
  ///
  /// - Throws: ``Mistake`` for anything that is not a baseline of a version that is known.
  public init(parsing bytes: [UInt8]) throws(Mistake) {
    // JSON is YAML as far as this format goes.
    let tree: YAMLTree
    do throws(YAMLSyntaxError) {
      tree = try YAMLTree(
        parsing: SourceFile(path: "", bytes: bytes), limits: YAMLLimits(maximumBytes: Self.maximumBytes))
    } catch {
      throw Mistake(message: "this is no JSON: \(error.message)")
    }
    guard let root = tree.documents.first?.root, let version = Self.value("version", of: root, in: tree),
      let findings = Self.value("findings", of: root, in: tree),
      case .sequence(let items, _) = tree[findings].kind
    else { throw Mistake(message: "this is no baseline: `version` and `findings` are needed") }
    guard tree.text(of: version) == String(Self.version) else {
      throw Mistake(message: "this baseline has version \(tree.text(of: version)), and only \(Self.version) is known")
    }
    var fingerprints: [String] = []
    for item in items {
      guard let value = Self.value("fingerprint", of: item.node, in: tree) else {
        throw Mistake(message: "this is no baseline: a finding has no `fingerprint`")
      }
      fingerprints.append(tree.text(of: value))
    }
    self.fingerprints = fingerprints
  }

  /// Reads a baseline.
  ///
  /// - Returns: nil when there is no such file.
  public static func load(_ path: String, files: any FileSystem = POSIXFileSystem()) throws -> BaselineFile? {
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = try read(path, files)
    } catch {
      if error.reason == .missing { return nil }
      throw FileProblem(path: path, reason: error.reason)
    }
    return try BaselineFile(parsing: bytes)
  }

  private static func read(_ path: String, _ files: any FileSystem) throws(FileProblem) -> [UInt8] {
    let resolved: String
    do throws(SystemError) {
      resolved = try files.resolve(path)
    } catch {
      throw FileProblem(path: path, error: error)
    }
    return try files.read(resolved, limit: maximumBytes)
  }

  private static func value(_ key: String, of node: YAMLNodeID, in tree: YAMLTree) -> YAMLNodeID? {
    guard case .mapping(let entries, _) = tree[node].kind else { return nil }
    return entries.last { tree.text(of: $0.key) == key }?.value
  }
}
