import Foundation
import TestSupport
import Testing

/// Runs `completions` for somebody whose home is the project's folder.
private func complete(_ arguments: String..., in project: Project, _ environment: [String: String] = [:]) throws
  -> CommandResult
{
  try Command.run(
    try Repository.product(), ["completions"] + arguments, in: project.folder.path,
    environment: ["PATH": Command.path, "HOME": project.folder.path].merging(environment) { $1 })
}

@Test(arguments: [
  ("bash", ".local/share/bash-completion/completions/kaniko2buildkit"),
  ("fish", ".config/fish/completions/kaniko2buildkit.fish"), ("zsh", ".zfunc/_kaniko2buildkit"),
])
func completionsGoWhereTheirShellLooks(_ shell: String, _ path: String) throws {
  try Project.with([:]) { project in
    let printed = try complete(shell, "--print", in: project)
    let run = try complete(in: project, ["SHELL": "/usr/bin/\(shell)"])
    #expect(run.status == 0, "\(run.errorText)")
    #expect(run.errorText.contains(path))
    #expect(run.outputText == "")
    #expect(try project.text(path) == printed.outputText)
    #expect(printed.outputText.contains("codequality"))
    // A later version replaces the file.
    try project.write("old", to: path)
    #expect(try complete(shell, in: project).status == 0)
    #expect(try project.text(path) == printed.outputText)
  }
}

@Test(arguments: [
  ("bash", "XDG_DATA_HOME", "elsewhere/bash-completion/completions/kaniko2buildkit"),
  ("bash", "BASH_COMPLETION_USER_DIR", "elsewhere/completions/kaniko2buildkit"),
  ("fish", "XDG_CONFIG_HOME", "elsewhere/fish/completions/kaniko2buildkit.fish"),
  ("zsh", "ZDOTDIR", "elsewhere/.zfunc/_kaniko2buildkit"),
])
func foldersThatTheUserNamesAreUsed(_ shell: String, _ variable: String, _ path: String) throws {
  try Project.with([:]) { project in
    let run = try complete(shell, in: project, [variable: project.folder.path + "/elsewhere"])
    #expect(run.status == 0, "\(run.errorText)")
    #expect(try project.text(path) != "")
  }
}

@Test func completionsThatCannotBeInstalledAreAnError() throws {
  try Project.with([".local": "a file\n"]) { project in
    let unknown = try complete(in: project, ["SHELL": "/bin/sh"])
    #expect(unknown.status == 2)
    #expect(unknown.errorText.contains("bash, zsh or fish"))
    let refused = try complete("bash", in: project)
    #expect(refused.status == 3)
    #expect(refused.errorText.contains(".local"))
  }
}
