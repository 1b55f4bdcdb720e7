import Foundation
import Synchronization
import TestSupport

/// Root file systems that are not in use at the moment.
private let idle = Mutex<[RootFileSystem]>([])

extension RootFileSystem {
  /// Lends a root file system in which nothing of earlier jobs is left.
  package static func with<Result>(
    side: Side, isolation: Isolation, _ body: (RootFileSystem) throws -> Result
  ) throws -> Result {
    let free = idle.withLock { roots in
      roots.firstIndex { $0.side == side && $0.isolation == isolation }.map { roots.remove(at: $0) }
    }
    let root =
      try free
      ?? RootFileSystem(side: side, at: try TemporaryFolder.untilExit().appending(path: "root"), isolation: isolation)
    try root.renew()
    defer { idle.withLock { $0.append(root) } }
    return try body(root)
  }
}
