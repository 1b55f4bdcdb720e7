import Foundation
import TestSupport

/// What a job did in one of the two worlds.
struct JobRun {
  /// The exit status of the session.
  let status: Int32
  /// What the job printed.
  let output: String
  /// What the job complained about, with the commands in between.
  let errors: String
  /// Calls of stand-ins, in order.
  let recordings: [Recording]
  /// The project's files afterwards.
  let project: FileTree
  /// Files in `/tmp` afterwards.
  let temporary: FileTree

  /// Runs a job's commands in a root file system of its own.
  static func perform(
    _ job: ResolvedJob, on side: Side, tree: URL, settings: CaseSettings, buildsFail: Bool
  ) throws -> JobRun {
    let isolation = try Isolation.detected.get()
    return try RootFileSystem.with(side: side, isolation: isolation) { root in
      var project = try FileTree(readingFrom: tree)
      for (path, contents) in settings.artifacts { project.files[path] = Data(contents.utf8) }
      try root.install(project: project, fileVariables: settings.fileVariables)
      try root.install(script: RunnerScript.session(job.commands, folder: JobVariables.projectFolder))
      var environment = side.environment
      environment.merge(JobVariables.expanded(for: job, of: settings)) { $1 }
      if buildsFail { environment["STAND_IN_FAILS"] = "yes" }
      let result = try isolation.run(in: root, environment: environment)
      return JobRun(
        status: result.status,
        output: result.outputText,
        errors: result.errorText,
        recordings: try Recording.read(from: root.recordFolder),
        project: try FileTree(readingFrom: root.projectFolder),
        temporary: try FileTree(readingFrom: root.folder.appending(path: "tmp")))
    }
  }

  /// Everything that helps to understand a difference.
  var transcript: String {
    let calls = recordings.map { "  \($0.program) \($0.arguments)" }.joined(separator: "\n")
    return "status \(status)\n\(calls)\n--- output\n\(output)--- errors\n\(errors)---"
  }
}

/// One call of a stand-in.
struct Recording {
  let program: String
  let arguments: [String]
  let folder: String
  let environment: [String: String]
  /// Further files that the stand-in wrote, by name.
  let files: [String: String]

  /// Whether the call got as far as a finished build.
  var built: Bool { files["built"] != nil }

  static func read(from folder: URL) throws -> [Recording] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { number in
      let tree = try FileTree(readingFrom: folder.appending(path: number))
      var files = tree.files.filter { !$0.key.contains("/") }.mapValues { String(decoding: $0, as: UTF8.self) }
      let words = (files.removeValue(forKey: "arguments") ?? "").split(
        separator: "\0", omittingEmptySubsequences: false)
      let settings = (files.removeValue(forKey: "environment") ?? "").split(separator: "\0")
      return Recording(
        program: files.removeValue(forKey: "program") ?? "",
        arguments: words.dropLast().map(String.init),
        folder: files.removeValue(forKey: "folder")?.trimmingCharacters(in: .newlines) ?? "",
        environment: Dictionary(
          settings.compactMap { entry in
            entry.firstIndex(of: "=").map { (String(entry[..<$0]), String(entry[entry.index(after: $0)...])) }
          }, uniquingKeysWith: { $1 }),
        files: files)
    }
  }
}
