/// What can be told of a git directory by looking at its files, without running git.
public enum GitDirectoryShape {
  /// Whether a directory is itself a git directory, as bare repositories are (git, `setup.c`, `is_git_directory`).
  public static func isBare(_ path: String) -> Bool {
    let files = POSIXFileSystem()
    return (try? files.status(path + "/HEAD"))?.kind == .regular
      && (try? files.status(path + "/objects"))?.kind == .directory
      && (try? files.status(path + "/refs"))?.kind == .directory
  }

  /// The URL of `origin` in the settings of a git directory; nil where they have none or cannot be read.
  public static func origin(of gitDirectory: String) -> String? {
    guard let bytes = try? POSIXFileSystem().read(gitDirectory + "/config", limit: 1_048_576) else { return nil }
    var isOrigin = false
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let text = line.drop { $0 == " " || $0 == "\t" }
      if text.hasPrefix("[") {
        isOrigin = text.hasPrefix("[remote \"origin\"]")
      } else if isOrigin, text.hasPrefix("url"), let equals = text.firstIndex(of: "=") {
        return String(text[text.index(after: equals)...].drop { $0 == " " })
      }
    }
    return nil
  }

  /// The name of the branch that is current, without `refs/heads/`; nil for a detached head.
  public static func currentBranch(of gitDirectory: String) -> String? {
    guard let bytes = try? POSIXFileSystem().read(gitDirectory + "/HEAD", limit: 65_536) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let prefix = "ref: refs/heads/"
    guard text.hasPrefix(prefix) else { return nil }
    return String(text.dropFirst(prefix.count).prefix { !$0.isNewline })
  }

  /// The git directory of the repository whose linked work tree this is; nil where `.git` is no such file.
  public static func mainDirectory(ofWorkTree path: String) -> String? {
    guard let bytes = try? POSIXFileSystem().read(path + "/.git", limit: 65_536) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
    guard text.hasPrefix("gitdir: "), let end = text.firstRange(of: "/worktrees/") else { return nil }
    let directory = String(text[..<end.lowerBound].dropFirst("gitdir: ".count))
    return try? POSIXFileSystem().resolve(directory.hasPrefix("/") ? directory : path + "/" + directory)
  }
}
