import Foundation

/// Writes files and folders that everybody may change, as GitLab's runner leaves a checkout.
struct OpenFiles {
  private let root: String
  private var folders: Set<String> = []

  /// A writer below a folder that does not exist yet.
  init(root: String) {
    self.root = root
  }

  /// Makes a folder with those above it.
  mutating func makeFolder(_ path: String) throws {
    guard folders.insert(path).inserted else { return }
    if !path.isEmpty { try makeFolder(Self.parent(of: path)) }
    let place = path.isEmpty ? root : "\(root)/\(path)"
    guard mkdir(place, 0o777) == 0, chmod(place, 0o777) == 0 else { throw failure(place) }
  }

  /// Writes a file, its folders first.
  mutating func write(_ path: String, _ text: String) throws {
    try makeFolder(Self.parent(of: path))
    let place = "\(root)/\(path)"
    let descriptor = open(place, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard descriptor >= 0 else { throw failure(place) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard Foundation.write(descriptor, bytes, bytes.count) == bytes.count, fchmod(descriptor, 0o666) == 0 else {
      throw failure(place)
    }
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  private func failure(_ place: String) -> BatchFailed {
    BatchFailed(reason: "\(place): \(String(cString: strerror(errno)))")
  }
}
