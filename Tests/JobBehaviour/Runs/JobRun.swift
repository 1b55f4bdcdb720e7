package import Foundation
package import TestSupport

/// What a job did in one of the two worlds.
package struct JobRun {
  /// The exit status of the session.
  package let status: Int32
  /// What the job printed.
  package let output: String
  /// What the job complained about, with the commands in between.
  package let errors: String
  /// Calls of stand-ins, in order.
  package let recordings: [Recording]
  /// The project's files afterwards.
  package let project: FileTree
  /// Files in `/tmp` afterwards.
  package let temporary: FileTree

  /// Puts together what a run left behind.
  package init(
    status: Int32, output: String, errors: String, recordings: [Recording], project: FileTree, temporary: FileTree
  ) {
    self.status = status
    self.output = output
    self.errors = errors
    self.recordings = recordings
    self.project = project
    self.temporary = temporary
  }

  /// Runs commands in a root file system of their own.
  ///
  /// - Parameters:
  ///   - commands: the items of the job's scripts.
  ///   - project: the checkout.
  ///   - fileVariables: variables of type file: name to content.
  ///   - variables: the job's environment beside what the image sets.
  package static func perform(
    _ commands: [String], on side: Side, project: FileTree, fileVariables: [String: String],
    variables: [String: String]
  ) throws -> JobRun {
    let isolation = try Isolation.detected.get()
    return try RootFileSystem.with(side: side, isolation: isolation) { root in
      try root.install(project: project, fileVariables: fileVariables)
      try root.install(
        script: RunnerScript.main(RunnerScript.session(commands, folder: JobVariables.projectFolder)))
      let result = try isolation.run(in: root, environment: side.environment.merging(variables) { $1 })
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
  package var transcript: String {
    let calls = recordings.map { "  \($0.program) \($0.arguments)" }.joined(separator: "\n")
    return "status \(status)\n\(calls)\n--- output\n\(output)--- errors\n\(errors)---"
  }
}

/// One call of a stand-in.
package struct Recording {
  package let program: String
  package let arguments: [String]
  package let folder: String
  package let environment: [String: String]
  /// Further files that the stand-in wrote, by name.
  package let files: [String: String]

  /// Whether the call got as far as a finished build.
  package var built: Bool { files["built"] != nil }

  /// The files that the build saw, with checksums, sorted by name.
  var context: String {
    guard let text = files["context"] else { return "nothing" }
    return text.split(separator: "\n").sorted { $0.dropFirst(32) < $1.dropFirst(32) }.joined(separator: "\n")
  }

  package static func read(from folder: URL) throws -> [Recording] {
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
