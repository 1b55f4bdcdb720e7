import Foundation
import ShellSyntax
import Testing

@testable import KanikoMigration

/// Runs scripts with `busybox sh` as an unprivileged user in a directory of their own.
struct ScriptRun {
  let directory: URL
  let status: Int32
  let output: String

  /// Values of the variables that jobs have; the password has what breaks careless quoting.
  static let environment = [
    "CI_REGISTRY": "registry.example.com:5050",
    "CI_REGISTRY_USER": "gitlab-ci-token",
    "CI_REGISTRY_PASSWORD": "pa ss$HOME/+%s*x",
    "CI_DEPENDENCY_PROXY_SERVER": "gitlab.example.com:443",
    "CI_DEPENDENCY_PROXY_USER": "gitlab-ci-token",
    "CI_DEPENDENCY_PROXY_PASSWORD": "proxy pass$1/+",
    "ECR_REPOSITORY": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app",
    "ECR_REGISTRY": "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    "AZURE_CLIENT_ID": "id with space", "AZURE_CLIENT_SECRET": "se$cret/+ x",
    "DOCKER_AUTH_CONFIG": #"{"auths":{"hub.example.com":{"auth":"YTpi"}}}"#,
    "ENCODED": Data(#"{"auths":{}}"#.utf8).base64EncodedString(),
    "USE": "true",
  ]

  /// Runs a script as GitLab's runner does: `set -eo pipefail`, no input.
  ///
  /// - Parameter kaniko: whether it runs as in the Kaniko image: paths below `/kaniko` and `/root` lie in the directory.
  init(_ script: String, kaniko: Bool = false, environment extra: [String: String] = [:]) throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("k2b-\(UUID().uuidString)")
    let home = directory.appendingPathComponent(kaniko ? "root" : "home")
    for name in ["home", "root", "kaniko/.docker", "kaniko/ssl/certs", "bin", "project"] {
      try FileManager.default.createDirectory(
        at: directory.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    var text = script
    if kaniko {
      // The script's own absolute paths are moved below the directory: the machine has no Kaniko image.
      for name in ["kaniko", "root", "busybox"] {
        text = text.replacingOccurrences(
          of: "(?<![A-Za-z0-9_.~$}/-])/\(name)/", with: "\(directory.path)/\(name)/", options: .regularExpression)
        text = text.replacingOccurrences(
          of: "(?<![A-Za-z0-9_.~$}/-])/\(name)(?=[ \"'\\n]|$)", with: "\(directory.path)/\(name)",
          options: .regularExpression)
      }
    }
    let file = directory.appendingPathComponent("script.sh")
    try Data(text.utf8).write(to: file)
    try Data(#"{"auths":{"file.example.com":{"auth":"YTpi"}}}"#.utf8).write(
      to: directory.appendingPathComponent("config-file.json"))
    let wget =
      "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ \"$1\" = -O ] && out=$2; shift; done\nprintf '%s' \"$1\" > \"$out\"\n"
    try Data(wget.utf8).write(to: directory.appendingPathComponent("bin/wget"))
    let process = Process()
    var values = Self.environment.merging(extra) { $1 }
    values["HOME"] = home.path
    values["PATH"] = "\(directory.appendingPathComponent("bin").path):/usr/sbin:/usr/bin:/sbin:/bin"
    values["CONFIG_FILE"] = directory.appendingPathComponent("config-file.json").path
    values["CI_PROJECT_DIR"] = directory.appendingPathComponent("project").path
    if kaniko { values["DOCKER_CONFIG"] = directory.appendingPathComponent("kaniko/.docker").path }
    process.environment = values
    process.currentDirectoryURL = directory.appendingPathComponent("project")
    var command = ["busybox", "sh", "-eo", "pipefail", file.path]
    if geteuid() == 0 { command = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"] + command }
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    try Self.open(directory)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
  }

  /// Lets the unprivileged user write everywhere below the directory.
  private static func open(_ directory: URL) throws {
    let manager = FileManager.default
    let names = try manager.subpathsOfDirectory(atPath: directory.path)
    for name in [""] + names {
      try manager.setAttributes([.posixPermissions: 0o777], ofItemAtPath: directory.path + "/" + name)
    }
  }

  /// The bytes of a file below the directory, or nil.
  func file(_ path: String) -> Data? {
    try? Data(contentsOf: directory.appendingPathComponent(path))
  }

  /// The `config.json` below the home directory, parsed.
  func config(_ path: String = "home/.docker/config.json") -> [String: Any]? {
    file(path).flatMap { try? JSONSerialization.jsonObject(with: $0) as? [String: Any] }
  }

  func remove() { try? FileManager.default.removeItem(at: directory) }
}

/// Parses a script and plans its credentials.
func plan(
  _ script: String, destination: String? = "$CI_REGISTRY_IMAGE:latest", base: [String] = [],
  variables: [String: [String]] = [:], armIsPossible: Bool = false,
  settings: ECRHelperSettings = ECRHelperSettings()
) -> (plan: CredentialPlan, script: ShellScript) {
  let parsed = ShellScript(parsing: Array(script.utf8))
  var references = destination.map { [RegistryReference(fragment($0), role: .destination)] } ?? []
  references += base.map { RegistryReference(fragment($0), role: .base) }
  let job = CredentialPlan.Job(variables: variables, armIsPossible: armIsPossible)
  return (CredentialPlan(parsed, references: references, job: job, settings: settings), parsed)
}

/// The text of a script after its plan.
func planned(_ result: (plan: CredentialPlan, script: ShellScript)) -> String {
  String(decoding: result.plan.applied(to: result.script), as: UTF8.self)
}

/// A word of a script as a fragment.
func fragment(_ word: String) -> ShellFragment {
  let script = ShellScript(parsing: Array("x \(word)".utf8))
  guard case .simple(let simple)? = script.statements.first?.first.commands.first?.kind, simple.words.count == 2
  else {
    Issue.record("not one word: \(word)")
    return ShellFragment([])
  }
  return ShellFragment(simple.words[1], in: script.text)
}
