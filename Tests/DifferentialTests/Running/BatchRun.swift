import Foundation
import JobBehaviour
import TestSupport

@testable import GeneratedPipelines

/// Runs the scripts of many jobs in one root file system, one after the other.
///
/// Every job gets a checkout, a session and a folder of recordings of its own; what jobs leave elsewhere is removed in
/// between. One process for all of them, because starting one for every job would take most of the time.
struct BatchRun {
  let side: Side
  private let isolation: Isolation

  /// A job to run.
  struct Item: Sendable {
    let commands: [String]
    let checkout: [String: String]
    let environment: [String: String]
  }

  init(side: Side) throws {
    self.side = side
    isolation = try Isolation.detected.get()
  }

  /// What the jobs left, in the same order.
  func run(_ items: [Item]) throws -> [JobRun] {
    try RootFileSystem.with(side: side, isolation: isolation) { root in
      try root.install(project: FileTree(), fileVariables: Logins.files)
      for (number, item) in items.enumerated() { try install(item, number, root) }
      try root.install(script: driver)
      let result = try isolation.run(in: root, environment: side.environment, seconds: 400)
      guard result.status == 0 else { throw BatchFailed(reason: "status \(result.status) \(result.errorText)") }
      return try items.indices.map { try Self.read(folder($0, root)) }
    }
  }

  private func folder(_ number: Int, _ root: RootFileSystem) -> URL {
    root.recordFolder.appending(path: String(number))
  }

  private func install(_ item: Item, _ number: Int, _ root: RootFileSystem) throws {
    let folder = folder(number, root)
    let variables = item.environment.merging(["STAND_IN_RECORDS": "/record/\(number)/records"]) { $1 }
    let settings = variables.sorted { $0.key < $1.key }.map { "export \($0.key)=\(RunnerScript.quoted($0.value))\n" }
    let session = RunnerScript.session(item.commands, folder: JobVariables.projectFolder)
    var writer = OpenFiles(root: folder.path)
    try writer.makeFolder("records")
    try writer.makeFolder("project")
    try writer.write("environment", settings.joined())
    try writer.write("main", RunnerScript.main(session))
    for (path, text) in item.checkout { try writer.write("project/" + path, text) }
  }

  /// Takes the jobs one after the other.
  private var driver: String {
    let leftovers =
      switch side {
      case .kaniko: "/kaniko/.docker/* /root/.docker /root/*"
      case .buildkit: "/home/user/.docker /home/user/.config /home/user/bin /home/user/.local/tmp/*"
      }
    return """
      rm -rf /builds/group/project
      for number in $(ls /record | sort -n); do
        here=/record/$number
        rm -rf /tmp/* \(leftovers)
        mv $here/project /builds/group/project
        (. $here/environment; . $here/main) > $here/output 2> $here/errors < /dev/null
        echo $? > $here/status
        mv /builds/group/project $here/project
        case $(echo /tmp/*) in '/tmp/*') ;; *) cp -r /tmp $here/temporary ;; esac
      done

      """
  }

  private static func read(_ folder: URL) throws -> JobRun {
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }
    return JobRun(
      status: Int32(try text("status").trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1,
      output: try text("output"), errors: try text("errors"),
      recordings: try Recording.read(from: folder.appending(path: "records")),
      project: try FileTree(readingFrom: folder.appending(path: "project")),
      temporary: try FileTree(readingFrom: folder.appending(path: "temporary")))
  }
}

/// The batch itself did not run to its end.
struct BatchFailed: Error, CustomStringConvertible {
  let reason: String
  var description: String { "the batch of jobs did not end: \(reason.suffix(2000))" }
}
