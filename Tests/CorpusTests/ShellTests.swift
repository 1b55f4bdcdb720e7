import Foundation
import TestSupport
import Testing

/// The scripts of every job before and after, as files, and what ShellCheck says about them in one process.
private struct ScriptCheck: Sendable {
  struct Script: Sendable {
    let job: String
    let before: String
    let after: String
  }

  /// Scripts by case; each is the path of a file.
  let scripts: [String: [Script]]
  /// Codes of ShellCheck's findings by path.
  let codes: [String: Set<Int>]

  static let all = Result { try ScriptCheck() }

  private struct Finding: Decodable {
    let file: String
    let code: Int
  }

  private init() throws {
    let scratch = try TemporaryFolder.untilExit()
    var scripts: [String: [Script]] = [:]
    var paths: [String] = []
    for item in CorpusCase.all where item.diff != nil {
      let trees = try CorpusTrees.of(item)
      for (name, old) in trees.before.jobs.sorted(by: { $0.key < $1.key }) {
        guard let new = trees.after.jobs[name], new.commands != old.commands else { continue }
        let files = try [old, new].map { job in
          let file = scratch.appending(path: "\(paths.count).sh")
          try Data((job.commands.joined(separator: "\n") + "\n").utf8).write(to: file)
          paths.append(file.path)
          return file.path
        }
        scripts[item.name, default: []].append(Script(job: name, before: files[0], after: files[1]))
      }
    }
    let shellcheck = try Command.locate("shellcheck", advice: "install shellcheck")
    let result = try Command.run(shellcheck, ["-s", "sh", "-f", "json"] + paths)
    let findings = try JSONDecoder().decode([Finding].self, from: result.output)
    self.scripts = scripts
    codes = Dictionary(grouping: findings, by: \.file).mapValues { Set($0.map(\.code)) }
  }
}

@Test(arguments: CorpusCase.all.filter { !($0.diff ?? Data()).isEmpty })
func migratedScriptsAreShell(_ item: CorpusCase) throws {
  let check = try ScriptCheck.all.get()
  let shells = [
    [try Command.locate("busybox", advice: "install busybox"), "sh"],
    [try Command.locate("dash", advice: "install dash")],
  ]
  for script in check.scripts[item.name] ?? [] {
    for shell in shells {
      let results = try [script.before, script.after].map { file in
        try Command.run(shell[0], shell.dropFirst() + ["-n", file])
      }
      // What the shell refused before cannot have worked, and is not repaired.
      #expect(results[0].status != 0 || results[1].status == 0, "\(script.job): \(results[1].errorText)")
    }
    let added = (check.codes[script.after] ?? []).subtracting(check.codes[script.before] ?? []).sorted()
    #expect(added == [], "\(script.job): kinds of ShellCheck findings that the original did not have")
  }
}
