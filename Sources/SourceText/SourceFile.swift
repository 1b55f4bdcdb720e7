/// The bytes of one file, with the name it is shown under.
///
/// Cheap to copy: the bytes are shared.
public struct SourceFile: Sendable {
  /// The path shown to people and written into diffs: relative to the repository, separated by `/`.
  public let path: String
  /// The content, byte for byte as it was read.
  public let bytes: [UInt8]

  /// Creates a source file from a path and its bytes.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Creates a source file from a path and a text, encoded as UTF-8.
  public init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The bytes of a range; what lies outside the file is left out.
  public subscript(range: ByteRange) -> ArraySlice<UInt8> { bytes[range.clamped(to: bytes.count).indices] }

  /// The text of a range; bytes that are not UTF-8 become U+FFFD.
  public func text(_ range: ByteRange) -> String {
    String(decoding: self[range], as: UTF8.self)
  }
}
