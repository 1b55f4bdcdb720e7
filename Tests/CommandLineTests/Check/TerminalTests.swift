import Foundation
import TestSupport
import Testing

/// Runs `check` on a terminal of a width, and gives what the terminal gets.
private func onTerminal(
  _ project: Project, columns: Int, _ arguments: String = "", environment: [String: String] = [:]
) throws -> String {
  let script = try Command.locate("script", advice: "install bsdutils or util-linux")
  let product = try Repository.product()
  let command = "stty cols \(columns) rows 50; '\(product)' check \(arguments)"
  let run = try Command.run(
    script, ["-qec", command, "/dev/null"], in: project.folder.path,
    environment: Command.scrubbed.merging(["TERM": "xterm-256color", "SHELL": "/bin/sh"]) { $1 }
      .merging(environment) { $1 })
  return run.outputText.replacing("\r\n", with: "\n")
}

/// The text without colours.
private func plain(_ text: String) -> String { text.replacing(/\u{1B}\[[0-9;]*m/, with: "") }

@Test(arguments: [80, 200])
func textFitsTheTerminal(_ columns: Int) throws {
  try Project.with { project in
    let lines = plain(try onTerminal(project, columns: columns)).split(
      separator: "\n", omittingEmptySubsequences: false)
    let excerpt = lines.filter { $0.contains(" | ") }
    #expect(!excerpt.isEmpty)
    for line in lines { #expect(line.count <= columns, "\(line)") }
    let isCut = excerpt.contains { $0.contains("...") }
    #expect(isCut == (columns == 80), "a line is cut where it has to be")
    // The carets stand under the image.
    let source = try #require(excerpt.first { $0.contains("name: gcr.io/kaniko-project/executor:debug") })
    let marks = try #require(excerpt.first { $0.contains("^") })
    let place = try #require(source.firstRange(of: "gcr.io/kaniko-project/executor:debug"))
    let caret = try #require(marks.firstIndex(of: "^"))
    #expect(
      source.distance(from: source.startIndex, to: place.lowerBound)
        == marks.distance(from: marks.startIndex, to: caret))
    #expect(marks.count { $0 == "^" } == "gcr.io/kaniko-project/executor:debug".count)
  }
}

@Test func messagesAreBrokenForTerminalsOnly() throws {
  let long = Project.safePipeline.replacing("/kaniko/executor", with: "/kaniko/executor --ignore-path /var/cache/build")
  try Project.with([".gitlab-ci.yml": long]) { project in
    let narrow = plain(try onTerminal(project, columns: 60)).split(separator: "\n").map(String.init)
    for line in narrow where !line.contains("^^") { #expect(line.count <= 60, "\(line)") }
    let title = try #require(narrow.firstIndex { $0.hasPrefix("error[K301 flag-needs-person]") })
    #expect(narrow[title + 1].hasPrefix("    "), "the message goes on")
    let whole = try project.run("check").outputText.split(separator: "\n")
    #expect(whole.contains { $0.count > 100 && $0.hasPrefix("error[K301") }, "a program reads one line a message")
  }
}

@Test func colourIsForTerminalsOnly() throws {
  try Project.with { project in
    let escape = "\u{1B}["
    #expect(try onTerminal(project, columns: 80).contains(escape))
    #expect(try !onTerminal(project, columns: 80, "--color never").contains(escape))
    #expect(try !onTerminal(project, columns: 80, environment: ["NO_COLOR": "1"]).contains(escape))
    #expect(try onTerminal(project, columns: 80, environment: ["NO_COLOR": ""]).contains(escape))
    #expect(try !project.run("check").outputText.contains(escape))
    #expect(try project.run("check", "--color", "always").outputText.contains(escape))
    let coloured = try onTerminal(project, columns: 80)
    #expect(plain(coloured) == (try onTerminal(project, columns: 80, "--color never")), "colours change no text")
  }
}

@Test func aFileNeverGetsTheColoursOfATerminal() throws {
  try Project.with { project in
    _ = try onTerminal(project, columns: 80, "--format text --output report.txt")
    #expect(try !project.text("report.txt").contains("\u{1B}["))
    #expect(try project.text("report.txt").contains("K101"))
  }
}
