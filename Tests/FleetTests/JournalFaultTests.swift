import Foundation
import TestSupport
import Testing

private let plan = ["batch", "plan", "local", "--state", "state"]
private let apply = ["batch", "apply", "--state", "state", "--author", "Ada <ada@example.com>"]

private func withFleet(_ body: (FleetFolder) throws -> Void) throws {
  try FleetFolder.with { fleet in
    let files = [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile]
    for name in ["a", "b"] { try fleet.checkout("local/\(name)", files) }
    try body(fleet)
  }
}

/// Whatever happens to the disk under a state directory: the same commands, run again, end as if nothing had happened.
@Test(arguments: [FaultLibrary.Kind.noSpace, .brokenDisk, .shortWrite, .killed])
func aStateDirectoryOutlivesFaults(_ kind: FaultLibrary.Kind) throws {
  var calls: [[String]] = []
  try withFleet { fleet in
    for command in [plan, apply] { calls.append(try FaultLibrary.calls(of: command, in: fleet.folder)) }
  }
  #expect(calls.allSatisfy { Set($0).isSuperset(of: ["write", "fsync"]) })
  for (step, names) in calls.enumerated() {
    // Each third call, a different third for each kind: every kind of call comes, in a few seconds.
    let offset = FaultLibrary.Kind.allCases.firstIndex(of: kind) ?? 0
    for (index, name) in names.enumerated() where kind.concerns(name) && (index + offset).isMultiple(of: 3) {
      try withFleet { fleet in
        if step == 1 { _ = try fleet.batch("plan", "local", "--state", "state") }
        let command = step == 0 ? plan : apply
        let run = try FaultLibrary.run(command, in: fleet.folder, at: index + 1, kind)
        let comment = Comment("\(command[1]): \(kind) at call \(index + 1), \(name): \(run.status) \(run.errorText)")
        #expect([0, 1, 3, 137].contains(run.status), comment)
        #expect(try fleet.batch("plan", "local", "--state", "state").status <= 1, comment)
        let again = try fleet.apply()
        #expect(again.status == 0, "\(comment): then \(again.errorText)")
        for repository in ["a", "b"] {
          let count = try fleet.git("rev-list", "--count", "main..kaniko2buildkit", in: "local/\(repository)")
          #expect(count == "1", comment)
          #expect(try fleet.git("fsck", "--strict", in: "local/\(repository)") == "", comment)
        }
        #expect(try fleet.report().values.allSatisfy { $0["progress"] == "committed" }, comment)
        let names = try FileTree(readingFrom: fleet.folder.appending(path: "state")).files.keys
        #expect(!names.contains { $0.hasSuffix(".tmp") }, comment)
      }
    }
  }
}
