import Foundation
import Testing

/// A directory with stand-ins for the programs that a migrated script calls, in which scripts are run.
///
/// `buildctl-daemonless.sh` writes its arguments to the file `calls`, one argument a line with line feeds as `\n`, a
/// line `--` at the end, keeps the `buildkitd.toml` in force, and writes a metadata file unless `NO_METADATA` is set; it
/// fails with the status `FAIL`.
final class CommandRecorder {
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("k2b-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: directory.appendingPathComponent("bin"), withIntermediateDirectories: true)
    try write("bin/buildctl-daemonless.sh", Self.standIn, executable: true)
    try write(
      "bin/wget", "#!/bin/sh\n[ \"$1\" = -qO ] || exit 9\nprintf 'FROM %s\\n' \"$3\" > \"$2\"\n", executable: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  static let digest = "sha256:" + String(repeating: "0a", count: 32)

  private static let standIn = """
    #!/bin/sh
    for argument in "$@"; do printf '%s\\0' "$argument" >> "$RECORD/calls"; done
    printf '\\1\\0' >> "$RECORD/calls"
    settings=$HOME/.config/buildkit/buildkitd.toml
    for flag in ${BUILDKITD_FLAGS:-}; do case $flag in --config=*) settings=${flag#*=} ;; esac; done
    cat "$settings" > "$RECORD/buildkitd.toml" 2>/dev/null || rm -f "$RECORD/buildkitd.toml"
    [ -z "${FAIL:-}" ] || exit "$FAIL"
    while [ $# -gt 0 ]; do
      if [ "$1" = --metadata-file ] && [ -z "${NO_METADATA:-}" ]; then
        printf '{\\n  "containerimage.config.digest": "sha256:ff",\\n  "containerimage.digest": "\(digest)",\\n  "x": 1\\n}\\n' > "$2"
      fi
      case "$1" in dockerfile=*) cat "${1#*=}/Dockerfile" > "$RECORD/dockerfile" 2>/dev/null ;; esac
      case "$1" in context=*) ls "${1#*=}" > "$RECORD/context" 2>/dev/null ;; esac
      shift
    done
    exit 0
    """

  /// Writes a file below the directory.
  func write(_ path: String, _ text: String, executable: Bool = false) throws {
    let url = directory.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    guard executable else { return try Data(text.utf8).write(to: url) }
    // Another program writes the executable: a program that a parallel test starts meanwhile would inherit this
    // process's open file, and the kernel runs no file that is open for writing.
    let source = url.appendingPathExtension("text")
    try Data(text.utf8).write(to: source)
    let install = try Process.run(
      URL(fileURLWithPath: "/usr/bin/env"), arguments: ["install", "-m", "755", source.path, url.path])
    install.waitUntilExit()
    #expect(install.terminationStatus == 0)
  }

  /// The text of a file below the directory, or nil where there is none.
  func read(_ path: String) -> String? {
    (try? Data(contentsOf: directory.appendingPathComponent(path))).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What a run left.
  struct Run {
    let status: Int32
    let output: String
    let errors: String
    /// The arguments of each call of buildctl.
    let calls: [[String]]
  }

  /// Runs a script in the directory with nothing in the environment but what is given, `PATH` and `HOME`.
  func run(_ script: String, shell: [String] = ["busybox", "sh"], environment: [String: String] = [:]) throws -> Run {
    try? FileManager.default.removeItem(at: directory.appendingPathComponent("calls"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = shell + ["-c", script]
    process.currentDirectoryURL = directory
    var variables = environment
    variables["PATH"] = directory.appendingPathComponent("bin").path + ":/usr/bin:/bin"
    variables["HOME"] = directory.path
    variables["RECORD"] = directory.path
    process.environment = variables
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let errorText = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: errorText, as: UTF8.self), calls: recordedCalls())
  }

  private func recordedCalls() -> [[String]] {
    let words = (read("calls") ?? "").split(separator: "\0", omittingEmptySubsequences: false).dropLast()
    return words.split(separator: "\u{1}").map { $0.map(String.init) }
  }
}
