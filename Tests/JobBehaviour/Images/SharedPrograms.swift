import Foundation
import TestSupport

/// busybox and the libraries it needs, copied once, so that every root file system can link to them.
///
/// Copied once also because a program that one thread is still writing cannot be run while another thread starts a
/// process, which inherits the open file for a moment.
struct SharedPrograms: Sendable {
  /// Holds the copies, the stand-ins among them under their own names.
  let folder: URL
  /// Path in a root file system to the copy; `busybox` is the program itself.
  let files: [String: URL]
  /// The names under which busybox can be called.
  let applets: [String]

  static let all = Result { try load() }

  private static let standIns = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "StandIns")

  /// The applets that both images have and that build scripts use. All three hundred would take most of the time.
  private static let usual = Set(
    """
    [ [[ ash awk base64 basename bc bzip2 cat chgrp chmod chown cksum cmp cp cpio cut date dd df diff dirname du echo \
    egrep env expand expr false fgrep find fold free getopt grep groups gunzip gzip head hexdump hostname id install \
    kill less ln ls lzma md5sum mkdir mkfifo mktemp more mv nc nl nproc nslookup od paste patch pidof ping printf ps \
    pwd readlink realpath rev rm rmdir sed seq sh sha1sum sha256sum sha512sum shuf sleep sort split stat strings stty \
    sync tac tail tar tee test time timeout top touch tr true truncate tty uname unexpand uniq unlink unxz unzip \
    uptime usleep uudecode uuencode vi watch wc wget which whoami xargs xxd xz xzcat yes zcat
    """.split(separator: " ").map(String.init))

  private static func load() throws -> SharedPrograms {
    let advice = "install Debian's package busybox (not busybox-static, whose shell prefers its own applets)"
    let busybox = try Command.locate("busybox", advice: advice)
    try refuseApplets(in: busybox, advice: advice)
    let folder = try TemporaryFolder.untilExit()
    var files: [String: URL] = [:]
    let real = URL(filePath: busybox).resolvingSymlinksInPath()
    for (number, path) in ([real.path] + (try libraries(of: real.path))).enumerated() {
      let copy = folder.appending(path: "\(number)")
      try FileManager.default.copyItem(at: URL(filePath: path).resolvingSymlinksInPath(), to: copy)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: copy.path)
      files[number == 0 ? "busybox" : String(path.dropFirst())] = copy
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: standIns.path) {
      let copy = folder.appending(path: name)
      try Data(contentsOf: standIns.appending(path: name)).write(to: copy)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: copy.path)
    }
    let names = try Command.run(busybox, ["--list"]).outputText.split(separator: "\n").map(String.init)
    return SharedPrograms(folder: folder, files: files, applets: names.filter(usual.contains))
  }

  /// A shell that runs its own `wget` before the one in PATH would bypass the stand-ins.
  private static func refuseApplets(in busybox: String, advice: String) throws {
    let probe = try TemporaryFolder.with { scratch in
      let file = scratch.appending(path: "wget")
      try Data("#!/bin/sh\necho stand-in\n".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
      return try Command.run(busybox, ["sh", "-c", "wget"], environment: ["PATH": scratch.path])
    }
    guard probe.outputText == "stand-in\n" else { throw MissingProgram(name: "busybox", advice: advice) }
  }

  private static func libraries(of program: String) throws -> [String] {
    let ldd = try Command.locate("ldd", advice: "install libc-bin")
    return try Command.run(ldd, [program]).outputText.split(separator: "\n").compactMap { line in
      line.split { $0.isWhitespace }.first { $0.hasPrefix("/") }.map(String.init)
    }
  }
}
