package import Foundation
package import TestSupport

/// A root file system as one of the two images has it, small enough to be made for every job.
package struct RootFileSystem {
  /// Where it lies on this machine.
  package let folder: URL
  /// Whose image it imitates.
  package let side: Side

  private static let project = "builds/group/project"

  /// The project's folder, seen from outside.
  package var projectFolder: URL { folder.appending(path: Self.project) }
  /// The folder of the recordings, seen from outside.
  package var recordFolder: URL { folder.appending(path: "record") }

  /// How jobs get into it.
  package let isolation: Isolation

  /// Lays out what no job can change, at a path that does not exist yet.
  package init(side: Side, at folder: URL, isolation: Isolation) throws {
    self.folder = folder
    self.side = side
    self.isolation = isolation
    for path in ["bin", "dev", "etc", "lib", "usr/bin", "stand-ins", side.applets] { try make(path) }
    try installBusybox()
    try installStandIns { !$0.hasPrefix("kaniko/") }
    try installNullDevice()
  }

  /// Makes the places that jobs write to, as new. Whatever an earlier job left is removed: most of a root file system
  /// is links to programs, and making those for every job would take longer than all jobs together.
  package func renew() throws {
    _ = chmod(folder.path, 0o755)
    let kept: Set<String> = ["bin", "dev", "etc", "lib", "lib64", "stand-ins", "usr", side.applets]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !kept.contains(name) {
      TemporaryFolder.remove(folder.appending(path: name))
    }
    for path in ["runner"] + side.writable { try make(path) }
    if side == .kaniko {
      try installStandIns { $0.hasPrefix("kaniko/") }
      let bundle = folder.appending(path: "kaniko/ssl/certs/ca-certificates.crt")
      try Data("system authorities\n".utf8).write(to: bundle)
    }
  }

  private func make(_ path: String) throws {
    try FileManager.default.createDirectory(at: folder.appending(path: path), withIntermediateDirectories: true)
  }

  private func installBusybox() throws {
    let shared = try SharedPrograms.all.get()
    for (path, source) in shared.files {
      let place = folder.appending(path: path == "busybox" ? "\(side.applets)/busybox" : path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.linkItem(at: source, to: place)
    }
    let standIns = Set(side.standIns.keys)
    for applet in shared.applets where !standIns.contains("\(side.applets)/\(applet)") {
      let place = folder.appending(path: "\(side.applets)/\(applet)").path
      guard symlink("/\(side.applets)/busybox", place) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
    if side == .kaniko { _ = symlink("/busybox/sh", folder.appending(path: "bin/sh").path) }
  }

  private func installStandIns(where belongs: (String) -> Bool) throws {
    let shared = try SharedPrograms.all.get().folder
    for (path, file) in side.standIns.merging(["stand-ins/common.sh": "common.sh"], uniquingKeysWith: { $1 })
    where belongs(path) {
      try FileManager.default.linkItem(at: shared.appending(path: file), to: folder.appending(path: path))
    }
  }

  /// Puts the checkout and the files of file variables in place.
  package func install(project: FileTree, fileVariables: [String: String]) throws {
    try project.write(to: projectFolder)
    for (name, contents) in fileVariables {
      try Data(contents.utf8).write(to: folder.appending(path: "\(Self.project).tmp/\(name)"))
    }
  }

  /// Puts the script in place that `Isolation.run` starts, and closes everything that the job may not write to.
  package func install(script: String) throws {
    try Data(script.utf8).write(to: folder.appending(path: "runner/main"))
    try handOver()
  }

  private func installNullDevice() throws {
    let device = folder.appending(path: "dev/null").path
    if isolation == .changedRoot {
      guard mknod(device, S_IFCHR | 0o666, makedev(1, 3)) == 0, chmod(device, 0o666) == 0 else {
        throw IsolationUnavailable(way: isolation, reason: "mknod: \(String(cString: strerror(errno)))")
      }
    } else {
      try Data().write(to: URL(filePath: device))
    }
  }

  /// Writable places go to uid 1000 with GitLab's open modes, the rest becomes read-only.
  private func handOver() throws {
    let open = Set(side.writable + (try ["kaniko/ssl/certs", Self.project, Self.project + ".tmp"].flatMap(contents)))
    for path in open.union(Self.closed) {
      let item = folder.appending(path: path).path
      var status = stat()
      guard lstat(item, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else { continue }
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      let isOpen = open.contains(path)
      if isOpen, isolation == .changedRoot { _ = chown(item, 1000, 1000) }
      _ = chmod(item, isOpen ? (isFolder ? 0o777 : 0o666) : 0o555)
      // The same age for everything, so that an archive of the checkout is the same each time.
      var times = [timespec(tv_sec: 1_700_000_000, tv_nsec: 0), timespec(tv_sec: 1_700_000_000, tv_nsec: 0)]
      _ = utimensat(AT_FDCWD, item, &times, 0)
    }
  }

  /// Folders that nobody may write to, not even the user who made them.
  private static let closed: Set<String> = [
    "", "bin", "dev", "etc", "home", "lib", "run", "run/user", "runner", "stand-ins", "usr", "usr/bin",
  ]

  private func contents(of path: String) throws -> [String] {
    let place = folder.appending(path: path).path
    guard FileManager.default.fileExists(atPath: place) else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: place).map { "\(path)/\($0)" }
  }
}

/// Device numbers as glibc's `makedev` macro puts them together for small numbers.
private func makedev(_ major: UInt64, _ minor: UInt64) -> dev_t {
  dev_t((major << 8) | minor)
}
