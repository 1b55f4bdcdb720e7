import Foundation
package import TestSupport

/// How a job gets a root file system of its own without the rights of root.
package enum Isolation: Sendable {
  /// Started as root: `chroot`, and down to uid 1000.
  case changedRoot
  /// Started as anybody else: user namespaces.
  case userNamespace

  /// The way that works here, tried once.
  package static let detected = Result { try detect() }

  private static func detect() throws -> Isolation {
    // Lets root test the other way.
    let forced = ProcessInfo.processInfo.environment["KANIKO2BUILDKIT_ISOLATION"] == "user-namespace"
    let choice: Isolation = geteuid() == 0 && !forced ? .changedRoot : .userNamespace
    try RootFileSystem.with(side: .buildkit, isolation: choice) { root in
      try root.install(script: "[ \"$(id -u)\" = 1000 ] && [ ! -w / ] && echo isolated > /dev/null && echo isolated")
      let result = try choice.run(in: root, environment: ["PATH": Side.buildkit.path])
      guard result.outputText == "isolated\n" else {
        throw IsolationUnavailable(way: choice, reason: result.errorText + result.outputText)
      }
    }
    return choice
  }

  /// Runs the installed script as uid 1000 in the given root file system, and ends it after `seconds`.
  package func run(in root: RootFileSystem, environment: [String: String], seconds: Int = 60) throws -> CommandResult {
    let start = ["/bin/sh", "/runner/main"]
    switch self {
    case .changedRoot:
      let chroot = try Command.locate("chroot", advice: "install coreutils")
      return try Command.run(
        chroot, ["--userspec=1000:1000", root.folder.path] + start, environment: environment, seconds: seconds)
    case .userNamespace:
      let unshare = try Command.locate("unshare", advice: "install util-linux")
      let mount = try Command.locate("mount", advice: "install mount")
      // The job's search path holds none of these programs. The outer namespace may mount the null device, the inner one takes the rights away again.
      let enter = """
        "$2" --bind /dev/null "$0/dev/null" && exec "$1" --user --map-user=1000 --map-group=1000 --root="$0" --wd=/ \
        /bin/sh /runner/main
        """
      return try Command.run(
        unshare,
        ["--user", "--map-root-user", "--mount", "/bin/sh", "-c", enter, root.folder.path, unshare, mount],
        environment: environment, seconds: seconds)
    }
  }
}

/// Jobs cannot be isolated on this machine.
package struct IsolationUnavailable: Error, CustomStringConvertible {
  package let way: Isolation
  package let reason: String

  package var description: String {
    """
    the jobs of the corpus cannot be run in a root file system of their own (tried: \(way)): \(reason)
    run the tests as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, \
    kernel.apparmor_restrict_unprivileged_userns=0; in a container seccomp and AppArmor unconfined)
    """
  }
}
