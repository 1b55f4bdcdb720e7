import Foundation
import TestSupport
import Testing

/// A folder that holds everything the documentation speaks of, and the command on the search path.
private struct Place {
  let project: Project
  private let environment: [String: String]

  static func with(_ files: [String: String] = Project.safe, _ body: (Place) throws -> Void) throws {
    try TemporaryFolder.with { home in
      let commands = home.appending(path: "bin")
      try FileManager.default.createDirectory(at: commands, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: commands.appending(path: "kaniko2buildkit").path, withDestinationPath: try Repository.product())
      let environment = Command.scrubbed.merging([
        "PATH": "\(commands.path):\(Command.path)", "HOME": home.path, "SHELL": "/bin/bash",
        "GIT_AUTHOR_NAME": "test", "GIT_AUTHOR_EMAIL": "test@example.com", "GIT_COMMITTER_NAME": "test",
        "GIT_COMMITTER_EMAIL": "test@example.com",
      ]) { $1 }
      try Project.with(files) { project in
        try project.commitAll()
        let place = Place(project: project, environment: environment)
        try place.prepare(home)
        try body(place)
      }
    }
  }

  /// Makes checkouts, a list of remotes, and the log of a job.
  private func prepare(_ home: URL) throws {
    try project.write("error: failed to solve: 429 Too Many Requests\n", to: "job.log")
    try project.write("[[runners]]\n  executor = 'docker'\n", to: "config.toml")
    for clone in ["~/src/shop", "~/src/ci", "~/checkouts/tools", "~/remotes/shop.git --bare"] {
      let made = try shell("git clone -q . \(clone)")
      try #require(made.status == 0, "\(made.errorText)")
    }
    // Nothing is pushed to an origin on this machine, so there is nothing to push from here.
    let plain = "cd ~/checkouts/tools && echo 'test: {script: [ls]}' > .gitlab-ci.yml && git commit -q -a -m plain"
    try #require(try shell(plain).status == 0)
    // As GitLab does.
    for repository in [".", "~/remotes/shop.git"] {
      _ = try shell("git -C \(repository) config receive.advertisePushOptions true")
    }
    try project.write(home.appending(path: "remotes/shop.git").path + "\n", to: "fleet.txt")
  }

  /// Runs a line that a page shows: it may find Kaniko, and nothing else may be wrong.
  func expectToRun(_ line: String, shownIn page: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let run = try shell(line)
    #expect([0, 1].contains(run.status), "\(page): \(line): \(run.errorText)", sourceLocation: sourceLocation)
    #expect(!run.errorText.contains("error:"), "\(page): \(line): \(run.errorText)", sourceLocation: sourceLocation)
  }

  func shell(_ line: String) throws -> CommandResult {
    try Command.run("/bin/sh", ["-c", line], in: project.folder.path, environment: environment)
  }
}

/// Command lines that need what a test does not have, with the reason.
private let notRun = [
  "kaniko2buildkit batch plan gitlab+https://gitlab.example.com/group --state fleet":
    "needs a server; FleetTests run it with a stand-in",
  "kaniko2buildkit batch plan gitlab+https://git.example.com/group --state fleet": "the same",
  "glab ci trace 42 | kaniko2buildkit explain-log": "needs a server and GitLab's own command",
]

/// The programs of the repository that a line runs, such as `.ci/test`.
private func ownPrograms(in line: String) -> [String] {
  line.split { " \"()$".contains($0) }.map(String.init).filter {
    $0.hasPrefix(".ci/") || $0.hasPrefix("Tests/")
  }
}

/// The examples at the end of the help of every command, by the words that call it.
private func examplesInHelp() throws -> [(command: [String], lines: [String])] {
  func help(_ words: [String]) throws -> String {
    try Command.run(try Repository.product(), words + ["--help"]).outputText
  }
  func subcommands(_ words: [String]) throws -> [[String]] {
    let list = try help(words).components(separatedBy: "SUBCOMMANDS:\n").dropFirst().first ?? ""
    return list.components(separatedBy: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.compactMap { line in
      line.split(separator: " ").first.map { words + [String($0)] }
    }.filter { $0.last != "See" }
  }
  let commands = try subcommands([]).flatMap { words in words == ["batch"] ? try subcommands(words) : [words] }
  return try commands.map { words in
    let lines =
      try help(words).components(separatedBy: "Examples:\n").dropFirst().first?.components(separatedBy: "\n") ?? []
    return (words, lines.prefix { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) })
  }
}

@Test func everyExampleInTheHelpRuns() throws {
  let all = try examplesInHelp()
  #expect(all.count > 10)
  for (command, lines) in all {
    #expect(!lines.isEmpty, "\(command) has no example")
    try Place.with { place in
      if command[0] == "batch", command[1] != "plan" {
        #expect(try place.shell("kaniko2buildkit batch plan ~/checkouts fleet.txt --state fleet").status < 2)
      }
      for line in lines where notRun[line] == nil {
        // Each example begins with what somebody has before the first.
        #expect(try place.shell("git checkout -q .").status == 0)
        try place.expectToRun(line, shownIn: command.joined(separator: " "))
      }
    }
  }
}

@Test func everyDocumentedCommandRuns() throws {
  var skipped: Set<String> = []
  for page in try DocumentationPage.all() {
    for block in page.commands {
      try Place.with { place in
        for line in block {
          if notRun[line] != nil {
            skipped.insert(line)
            continue
          }
          let programs = ownPrograms(in: line)
          for program in programs {
            let file = Repository.root.appending(path: program).path
            #expect(FileManager.default.isExecutableFile(atPath: file), "\(page.path): \(line)")
          }
          // The project's own programs and Swift build and test for minutes: `.ci/run` runs them.
          guard programs.isEmpty, !line.hasPrefix("swift ") else { continue }
          try place.expectToRun(line, shownIn: page.path)
        }
      }
    }
  }
  #expect(skipped.isSubset(of: notRun.keys))
}

@Test func everyCommandWithinTheTextIsUnderstood() throws {
  // What stands for something of the reader's.
  let values = [
    ("[PATH ...]", "."), ("PATH", ".gitlab-ci.yml"), ("FILE", "job.log"), ("RULE", "K101"), ("--FLAG", "--cache-repo"),
    ("--NAME", "--cache-repo"), ("DIR", "."), ("yaml|shell|pipeline", "pipeline"),
  ]
  try Place.with { place in
    var count = 0
    for page in try DocumentationPage.all() {
      for command in page.inlineCommands where !command.contains("ignore[") && !command.contains("…") {
        let line = values.reduce(command) { line, value in
          line.replacing(value.0, with: value.1)
        }
        let run = try place.shell(line)
        #expect([0, 1].contains(run.status), "\(page.path): \(line): \(run.errorText)")
        count += 1
      }
    }
    #expect(count > 10)
  }
}

@Test func theRecordedSessionIsWhatHappens() throws {
  let input = Repository.corpus.appending(path: "documentation/p1-one-line/input")
  let files = try FileTree(readingFrom: input).files.mapValues { String(decoding: $0, as: UTF8.self) }
  let sessions = try DocumentationPage("README.md").blocks(in: "console")
  #expect(sessions.count == 1)
  for session in sessions {
    try Place.with(files) { place in
      var happened: [String] = []
      for command in session where command.hasPrefix("$ ") {
        happened.append(command)
        let run = try place.shell("(\(command.dropFirst(2))) 2>&1")
        happened += run.outputText.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
      }
      #expect(happened == session, "\(happened.joined(separator: "\n"))")
    }
  }
}

@Test func everyLinkInTheDocumentationLeadsSomewhere() throws {
  for page in try DocumentationPage.all() {
    let folder = Repository.root.appending(path: page.path).deletingLastPathComponent()
    for link in page.localLinks {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let file = parts[0].isEmpty ? Repository.root.appending(path: page.path) : folder.appending(path: parts[0])
      #expect(FileManager.default.fileExists(atPath: file.path), "\(page.path): \(link)")
      guard parts.count == 2, let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
      let anchors = text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { anchor(of: $0) }
      #expect(anchors.contains(parts[1]), "\(page.path): \(link)")
    }
  }
}

/// The anchor that GitLab and others give a heading.
private func anchor(of heading: Substring) -> String {
  heading.drop { $0 == "#" || $0 == " " }.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
    .replacing(" ", with: "-")
}
