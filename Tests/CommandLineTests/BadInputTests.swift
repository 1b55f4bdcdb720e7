import Foundation
import TestSupport
import Testing

@Test func wrongUsageEndsWithTwo() throws {
  try Project.with { project in
    for arguments in [
      ["migrate", "--no-such-flag"], ["migrate", "--format", "yaml"], ["migrate", "--image"], ["nonsense"],
    ] {
      let run = try Command.run(try Repository.product(), arguments, in: project.folder.path)
      #expect(run.status == 2, "\(arguments)")
      #expect(run.outputText == "", "\(arguments)")
      #expect(!run.errorText.isEmpty, "\(arguments)")
    }
  }
}

@Test func aCommandThatIsNoneIsGuessed() throws {
  try Project.with { project in
    for (arguments, hint) in [
      (["migrat"], "Error: Unexpected argument 'migrat'. Did you mean 'migrate'?\n"),
      (["exlain", "K101"], "Error: 2 unexpected arguments: 'exlain', 'K101'. Did you mean 'explain'?\n"),
      (["."], "Error: Unexpected argument '.'. The first argument is a command, as in 'kaniko2buildkit check .'\n"),
      (["migrate", "--shaddow"], "Error: Unknown option '--shaddow'. Did you mean '--shadow'?\n"),
    ] {
      let run = try Command.run(try Repository.product(), arguments, in: project.folder.path)
      #expect(run.status == 2)
      #expect(run.errorText.hasPrefix(hint), "\(run.errorText)")
    }
  }
}

@Test func helpGoesToStandardOutput() throws {
  try Project.with { project in
    for arguments in [["--help"], ["migrate", "--help"], ["--version"]] {
      let run = try Command.run(try Repository.product(), arguments, in: project.folder.path)
      #expect(run.status == 0, "\(arguments)")
      #expect(!run.outputText.isEmpty, "\(arguments)")
      #expect(run.errorText == "", "\(arguments)")
    }
  }
}

@Test func aPathThatDoesNotExistIsNamed() throws {
  try Project.with { project in
    let run = try project.run("migrate", "no/such/place")
    #expect(run.status == 3)
    #expect(run.errorText.contains("no/such/place"))
    #expect(run.outputText == "")
  }
}

@Test func aDirectoryWithoutPipelineIsAnError() throws {
  try Project.with(["README": "nothing\n"]) { project in
    let run = try project.run("migrate")
    #expect(run.status == 3)
    #expect(run.errorText.contains(".gitlab-ci.yml"))
  }
}

@Test func aRepositoryWithoutKanikoIsFine() throws {
  try Project.with([".gitlab-ci.yml": "test:\n  script: [ls]\n"]) { project in
    let run = try project.run("migrate")
    #expect(run.status == 0, "\(run.errorText)")
    #expect(run.outputText == "")
  }
}

@Test func brokenYAMLIsReportedWithItsPlaceAndTheOthersAreProcessed() throws {
  try TemporaryFolder.with { folder in
    try FileTree(files: [
      "good/.gitlab-ci.yml": Data(Project.safePipeline.utf8), "good/Dockerfile": Data("FROM alpine\n".utf8),
      "bad/.gitlab-ci.yml": Data("a: [\n".utf8),
    ]).write(to: folder)
    let run = try Command.run(try Repository.product(), ["migrate", "bad", "good"], in: folder.path)
    #expect(run.status == 3)
    #expect(run.errorText.contains(".gitlab-ci.yml:"))
    #expect(run.outputText.contains("moby/buildkit:rootless"))
  }
}

@Test func aFileThatCannotBeReadIsAnError() throws {
  try Project.with { project in
    let file = project.folder.appending(path: ".gitlab-ci.yml").path
    try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: file)
    let run = try project.runUnprivileged("migrate")
    #expect(run.status == 3, "\(run.errorText)")
    #expect(run.errorText.contains(".gitlab-ci.yml"))
    #expect(run.outputText == "")
  }
}

@Test func writingIntoAReadOnlyFolderIsAnErrorAndChangesNothing() throws {
  try Project.with { project in
    let file = project.folder.appending(path: ".gitlab-ci.yml").path
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: project.folder.path)
    let run = try project.runUnprivileged("migrate", "--write")
    #expect(run.status == 3, "\(run.errorText)")
    #expect(try project.text(".gitlab-ci.yml") == Project.safePipeline)
  }
}

@Test func aPipelineOfNothingIsNoCrash() throws {
  for text in ["", "\n", "# nothing\n", "---\n", "[]\n", "text\n", "\u{feff}", "a: &a [*a]\n", "? [a]\n: b\n"] {
    try Project.with([".gitlab-ci.yml": text]) { project in
      let run = try project.run("migrate")
      #expect([0, 3].contains(run.status), "\(text.debugDescription): \(run.status) \(run.errorText)")
      #expect(run.outputText == "", "\(text.debugDescription)")
    }
  }
}

@Test func deepNestingIsReportedAndNoCrash() throws {
  let depth = 10_000
  let text = "build:\n  script: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "\n"
  try Project.with([".gitlab-ci.yml": text]) { project in
    let run = try project.run("migrate")
    #expect(run.status == 3, "\(run.errorText.prefix(500))")
  }
}

@Test func aClosedPipeIsNoError() throws {
  // Enough findings that the report does not fit the buffer of a pipe.
  let jobs = (0..<400).map { Project.safePipeline.replacing("build:", with: "build \($0):") }.joined()
  for (command, status) in [
    ("migrate", "0\n"), ("check", "1\n"), ("check --format json", "1\n"), ("explain flags", "0\n"),
  ] {
    try Project.with([".gitlab-ci.yml": jobs]) { project in
      let product = try Repository.product()
      let run = try Command.run(
        "/bin/sh", ["-c", "{ '\(product)' \(command); echo $? >status; } | true"], in: project.folder.path)
      #expect(try project.text("status") == status, "\(command)")
      #expect(!run.errorText.contains("error"), "\(command): \(run.errorText)")
    }
  }
}
