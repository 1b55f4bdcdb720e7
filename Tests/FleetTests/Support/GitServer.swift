import Foundation
import TestSupport

/// Git over HTTP as servers do it: `git http-backend` behind lighttpd.
///
/// Every repository records the push options of each push in a file `options` beside its hooks.
final class GitServer {
  let url: String
  private let fleet: FleetFolder
  private let process: pid_t

  /// Starts a server for the repositories below `server/` of a folder.
  ///
  /// What lies at `/api` is handed on to the socket `gitlab.socket` of the folder.
  /// - Parameters:
  ///   - password: what git has to log in with; nil for a server that is open to all.
  ///   - root: the path below which everything lies, such as `/gitlab`.
  init(_ fleet: FleetFolder, password: String? = nil, root: String = "") throws {
    let lighttpd = try Command.locate("lighttpd", advice: "run .ci/test, which installs it")
    try fleet.write("oauth2:\(password ?? "")\n", to: "lighttpd.users")
    self.fleet = fleet
    // It cannot be asked for a port that is free, and a port that was free may be taken when it starts.
    for _ in 0..<20 {
      let port = try LocalPort.free()
      try fleet.write(
        try Self.configuration(fleet, port: port, needsLogin: password != nil, root: root), to: "lighttpd.conf")
      // It goes into the background by itself, when it listens already.
      let result = try Command.run(lighttpd, ["-f", fleet.path("lighttpd.conf")], seconds: 20)
      let log = (try? fleet.text("lighttpd.log")) ?? ""
      if result.status != 0, (result.errorText + log).contains("Address already in use") { continue }
      let number = try? fleet.text("lighttpd.pid").trimmingCharacters(in: .whitespacesAndNewlines)
      guard result.status == 0, let process = number.flatMap({ pid_t($0) }) else {
        throw FleetFolder.GitTrouble(arguments: ["lighttpd"], text: result.errorText + log)
      }
      url = "http://127.0.0.1:\(port)\(root)/git"
      self.process = process
      return
    }
    throw POSIXError(.EADDRINUSE)
  }

  private static func configuration(
    _ fleet: FleetFolder, port: UInt16, needsLogin: Bool, root: String
  ) throws -> String {
    let backend = try fleet.git("--exec-path") + "/git-http-backend"
    let login = #"("\#(root)/git/" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))"#
    return """
      server.modules = ("mod_auth", "mod_authn_file", "mod_alias", "mod_cgi", "mod_proxy", "mod_setenv")
      server.document-root = "\(fleet.path(""))"
      server.bind = "127.0.0.1"
      server.port = \(port)
      server.pid-file = "\(fleet.path("lighttpd.pid"))"
      server.errorlog = "\(fleet.path("lighttpd.log"))"
      auth.backend = "plain"
      auth.backend.plain.userfile = "\(fleet.path("lighttpd.users"))"
      auth.require = \(needsLogin ? login : "()")
      $HTTP["url"] =~ "^\(root)/api" { proxy.server = ("" => (("socket" => "\(fleet.path("gitlab.socket"))"))) }
      alias.url = ("\(root)/git/" => "\(backend)/")
      $HTTP["url"] =~ "^\(root)/git/" {
        cgi.assign = ("" => "")
        setenv.add-environment = (
          "GIT_PROJECT_ROOT" => "\(fleet.path("server"))", "GIT_HTTP_EXPORT_ALL" => "1", "REMOTE_USER" => "tester"
        )
      }

      """
  }

  // The folder may be gone by now, so the number is known from the start; a daemon inherits blocked signals and ends
  // only by the one that cannot be blocked.
  deinit { kill(process, SIGKILL) }

  /// Makes a repository on the server that answers like GitLab.
  ///
  /// - Parameter refusal: what a hook says to refuse every push; nil to take them.
  func add(_ name: String, _ files: [String: String], refusal: String? = nil) throws {
    let path = "server/\(name).git"
    try fleet.bare(path, files)
    for setting in ["receive.advertisePushOptions", "uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"] {
      try fleet.git("config", setting, "true", in: path)
    }
    let verdict = refusal.map { "echo 'GitLab: \($0)'; exit 1" } ?? ""
    // What GitLab prints after a push that made a merge request (gitlab-shell, post-receive messages).
    try fleet.write(
      """
      #!/bin/sh
      \(verdict)
      cat >>pushes
      i=0
      while [ $i -lt "${GIT_PUSH_OPTION_COUNT:-0}" ]; do
        eval "printf '%s\\n' \\"\\$GIT_PUSH_OPTION_$i\\"" >>options
        i=$((i + 1))
      done
      grep -q merge_request.create options 2>/dev/null || exit 0
      echo
      echo 'View merge request for kaniko2buildkit:'
      echo '  https://gitlab.example.com/\(name)/-/merge_requests/7'
      echo

      """, to: path + "/hooks/pre-receive")
    _ = try Command.run("/bin/chmod", ["0755", fleet.path(path + "/hooks/pre-receive")])
  }

  /// The lines of a file in a repository; none where there is no file.
  func lines(_ file: String, of name: String) -> [String] {
    let text = (try? fleet.text("server/\(name).git/\(file)")) ?? ""
    return text.split(separator: "\n").map(String.init)
  }
}
