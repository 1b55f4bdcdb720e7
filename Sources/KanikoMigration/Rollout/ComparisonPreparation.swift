import GitLabCI
import ShellSyntax
import SourceText
import YAMLSyntax

/// What the script of a migrated job does before it builds: the login, and variables that the names of images use.
struct ComparisonPreparation {
  /// The pipelines after a migration in which every destination has a tag of its own.
  let project: Project
  /// The file that the items are for.
  let file: Int

  /// What starts a build.
  private static let build = "buildctl-daemonless.sh"
  /// What may belong to a login.
  private static let loginWords = ["docker", "DOCKER", "login", "auth"]

  /// The items before the first build.
  ///
  /// - Parameter images: The names of the images as shell text.
  /// - Throws: ``ComparisonWriter/Obstacle`` where the login or a variable is part of the command that builds.
  func items(of job: Job?, images: String) throws(ComparisonWriter.Obstacle) -> [YAMLNewItem] {
    guard let job else { throw .init(message: "the job has no migrated form") }
    let script = JobScript([.beforeScript, .script], of: job.effective)
    guard script.unreadableItems.isEmpty, let (start, building) = firstBuild(in: script) else {
      throw .init(message: "the script does not show where the build begins")
    }
    let names = images.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { "\($0)=" }
    guard !(names + Self.loginWords).contains(where: { building.contains($0) }) else {
      throw .init(message: "the command that builds also sets what the comparison needs")
    }
    var content = TwinContent(project: project, file: file)
    var result: [YAMLNewItem] = []
    for item in script.items where item.range.lowerBound < start {
      let isWhole = item.range.upperBound <= start
      let text = script.string(isWhole ? item.range : ByteRange(item.range.lowerBound, start))
      if TranslationFunction.definition(in: text)?.range == text.startIndex..<text.endIndex { continue }
      guard let written = try? content.content(of: item.value) else {
        throw .init(message: "its login cannot be written into this file")
      }
      result.append(YAMLNewItem(isWhole ? written : .literal(text.hasSuffix("\n") ? text : text + "\n")))
    }
    return result
  }

  /// Where the statement begins that builds first, and its text up to the build.
  private func firstBuild(in script: JobScript) -> (start: Int, building: String)? {
    let text = String(decoding: script.text, as: UTF8.self)
    let function = TranslationFunction.definition(in: text)
    let end = function.map { text.utf8.distance(from: text.startIndex, to: $0.range.upperBound) } ?? 0
    for statement in script.shell.statements where statement.range.upperBound > end || function == nil {
      let command = script.string(statement.range)
      let marks = [Self.build, function?.name].compactMap(\.self)
      guard let mark = marks.compactMap({ command.firstRange(of: $0) }).min(by: { $0.lowerBound < $1.lowerBound })
      else { continue }
      return (statement.range.lowerBound, String(command[..<mark.lowerBound]))
    }
    return nil
  }
}
