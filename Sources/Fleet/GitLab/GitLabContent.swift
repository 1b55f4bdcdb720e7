internal import GitLabAPI

/// The files of a commit, read through GitLab's API without a clone.
struct GitLabContent: RepositoryContent {
  /// The most pages of 100 files; with more, or with more texts, a clone takes fewer requests.
  private static let maximumPages = 20
  private static let maximumTexts = 60

  let commit: String
  let files: [String: ContentFile]
  private let gitLab: GitLab
  private let project: Int

  /// What came of looking for a commit.
  enum Answer {
    case content(GitLabContent)
    /// The project has no such branch, tag or commit.
    case missing
    /// There are so many files that a clone is the better way.
    case tooLarge
  }

  /// Reads the names of the files of a commit.
  static func read(_ ref: String, of project: GitLabProject, _ access: GitLabAccess) throws(GitFailure) -> Answer {
    let gitLab = access.gitLab(project.server)
    do throws(GitLabFailure) {
      guard let commit = try gitLab.commit(ref, inProject: project.id) else { return .missing }
      guard let tree = try gitLab.tree(of: commit, inProject: project.id, maximumPages: maximumPages) else {
        return .tooLarge
      }
      let texts = tree.count { $0.path.hasSuffix(".yml") || $0.path.hasSuffix(".yaml") }
      guard texts <= maximumTexts else { return .tooLarge }
      var files: [String: ContentFile] = [:]
      for entry in tree { files[entry.path] = ContentFile(path: entry.path, mode: entry.mode, id: entry.id) }
      return .content(GitLabContent(commit: commit, files: files, gitLab: gitLab, project: project.id))
    } catch {
      throw GitFailure(error.message)
    }
  }

  private init(commit: String, files: [String: ContentFile], gitLab: GitLab, project: Int) {
    self.commit = commit
    self.files = files
    self.gitLab = gitLab
    self.project = project
  }

  func contents(of files: [ContentFile], limit: Int) throws(GitFailure) -> [[UInt8]?] {
    do throws(GitLabFailure) {
      var contents: [[UInt8]?] = []
      for file in files { contents.append(try gitLab.blob(file.id, inProject: project, limit: limit)) }
      return contents
    } catch {
      throw GitFailure(error.message)
    }
  }
}
