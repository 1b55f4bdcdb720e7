import Foundation
import TestSupport
import Testing

private func setUp(_ project: Project, _ commands: String) throws {
  let run = try Command.run("/bin/sh", ["-ec", commands], in: project.folder.path)
  #expect(run.status == 0, "\(run.errorText)")
}

/// A disk that is really full, in a namespace of its own.
@Test func aFullDiskLeavesAllFilesAsTheyWere() throws {
  try Project.with { project in
    let unshare = try Command.locate("unshare", advice: "install util-linux")
    // Room for the note and not for the new files, for each of several amounts of room.
    let script = """
      mkdir disk
      mount -t tmpfs -o size=48k tmpfs disk
      cp .gitlab-ci.yml Dockerfile disk
      cd disk
      for blocks in 10 9 8 7 6; do
        rm -f filler
        dd if=/dev/zero of=filler bs=4096 count=$blocks 2>/dev/null || true
        "$0" migrate --write 2>errors; echo "ended with $?"
        "$0" migrate --write --receipt receipt.md >/dev/null 2>&1 || true
        find . -name '*.tmp' -o -name '.kaniko2buildkit.writing'
        cmp .gitlab-ci.yml ../.gitlab-ci.yml && echo old
        cp ../.gitlab-ci.yml . 2>/dev/null || { rm filler; cp ../.gitlab-ci.yml .; }
      done
      """
    let run = try Command.run(
      unshare, ["--map-root-user", "--mount", "/bin/sh", "-c", script, try Repository.product()],
      in: project.folder.path)
    let lines = run.outputText.split(separator: "\n")
    #expect(!lines.contains { $0.hasSuffix(".tmp") || $0.hasSuffix(".writing") }, "\(run.outputText)")
    #expect(lines.contains("ended with 3"), "\(run.outputText) \(run.errorText)")
    for (line, next) in zip(lines, lines.dropFirst()) where line == "ended with 3" { #expect(next == "old") }
  }
}

@Test func modeOwnerAndLinksStay() throws {
  try Project.with { project in
    try setUp(
      project,
      """
      mkdir ci
      mv .gitlab-ci.yml ci/real.yml
      ln -s ci/real.yml .gitlab-ci.yml
      ln ci/real.yml second-name.txt
      chmod 640 ci/real.yml
      """)
    if geteuid() == 0 { try setUp(project, "chown 1234:4321 ci/real.yml") }
    let stat = ["-c", "%a %u %g %F", "ci/real.yml", ".gitlab-ci.yml"]
    let before = try Command.run("/usr/bin/stat", stat, in: project.folder.path).outputText
    #expect(try project.run("migrate", "--write").status == 0)
    #expect(try Command.run("/usr/bin/stat", stat, in: project.folder.path).outputText == before)
    #expect(try project.text("ci/real.yml").contains("moby/buildkit"))
    // The other name of a file is another file from now on.
    #expect(try project.text("second-name.txt") == Project.safePipeline)
  }
}

@Test func filesThatMayNotBeWrittenAreNamed() throws {
  for (commands, words) in [
    ("chmod 444 .gitlab-ci.yml", ".gitlab-ci.yml: this is read-only"), ("chmod 555 .", "this is read-only"),
  ] {
    try Project.with { project in
      try setUp(project, "chmod 777 .; chmod 666 .gitlab-ci.yml; \(commands)")
      let run = try project.runUnprivileged("migrate", "--write")
      #expect(run.status == 3, "\(run.errorText)")
      #expect(run.errorText.contains(words), "\(run.errorText)")
      #expect(try FileTree(readingFrom: project.folder).files.keys.sorted() == [".gitlab-ci.yml", "Dockerfile"])
      #expect(try project.text(".gitlab-ci.yml") == Project.safePipeline)
    }
  }
}

/// What somebody saved after a run was killed is not thrown away.
@Test func aFileThatChangedAfterAKilledRunIsKept() throws {
  let files = [
    ".gitlab-ci.yml": "include: /a.yml\n" + Project.safePipeline,
    "a.yml": Project.safePipeline.replacing("build:", with: "other:"),
    "Dockerfile": "FROM alpine:3.20\n",
  ]
  try Project.with(files) { project in
    var calls: [String] = []
    try Project.with(files) { calls = try FaultLibrary.calls(of: ["migrate", "--write"], in: $0.folder) }
    let rename = try #require(calls.firstIndex(of: "rename"))
    _ = try FaultLibrary.run(["migrate", "--write"], in: project.folder, at: rename + 2, .killed)
    let changed = try #require(
      [".gitlab-ci.yml", "a.yml"].first { try project.text($0).contains("moby/buildkit") })
    try project.write("mine: {}\n", to: changed)
    let run = try project.run("migrate", "--write")
    #expect(run.status == 3)
    #expect(run.errorText.contains("\(changed): the file changed after a run that was ended"), "\(run.errorText)")
    #expect(try project.text(changed) == "mine: {}\n")
    let kept = try #require(run.errorText.firstMatch(of: #/is in (\S+): take/#)?.1)
    #expect(try String(contentsOfFile: String(kept), encoding: .utf8) == files[changed])
    try FileManager.default.removeItem(atPath: String(kept))
    #expect(try project.run("migrate", "--write").status == 0)
    let names = try FileTree(readingFrom: project.folder).files.keys.sorted()
    #expect(names == [".gitlab-ci.yml", "Dockerfile", "a.yml"])
  }
}

/// A note that a repository brings itself cannot reach out of it.
@Test func aForgedNoteReachesNothingOutside() throws {
  try TemporaryFolder.with { parent in
    let folder = parent.appending(path: "repository")
    try FileTree(files: [
      "repository/.gitlab-ci.yml": Data(Project.safePipeline.utf8), "repository/Dockerfile": Data("FROM a\n".utf8),
      "outside": Data("outside".utf8), ".a.tmp": Data("a".utf8), ".b.tmp": Data("b".utf8),
    ]).write(to: parent)
    let heading = "kaniko2buildkit is writing here; if it was ended, migrate --write puts the files back\n"
    for target in ["../outside", "x/../../outside", "link/outside"] {
      try? FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "link").path, withDestinationPath: "..")
      let note = heading + [target, ".a.tmp", ".b.tmp", "0", "end\n"].joined(separator: "\0")
      try Data(note.utf8).write(to: folder.appending(path: ".kaniko2buildkit.writing"))
      _ = try Command.run(try Repository.product(), ["migrate", "--write", "--allow-dirty"], in: folder.path)
      #expect(try FileTree(readingFrom: parent).files["outside"] == Data("outside".utf8))
      #expect(try FileTree(readingFrom: parent).files[".a.tmp"] == Data("a".utf8))
      #expect(try FileTree(readingFrom: parent).files[".b.tmp"] == Data("b".utf8))
    }
  }
}
