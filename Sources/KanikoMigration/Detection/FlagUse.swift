import GitLabCI
import ShellSyntax
import SourceText

extension JobUse {
  /// The names of Kaniko's flags that stand in the job's calls, with `--`, each once, ordered.
  ///
  /// Arguments that come from a variable are not looked into.
  public var flagNames: [String] {
    var names: Set<String> = []
    for (calls, script) in [(calls, script), (afterScriptCalls, afterScript)] {
      for word in calls.flatMap({ $0.command.words }) {
        let bytes = script.text[word.range.lowerBound..<word.range.upperBound]
        let text = String(decoding: bytes, as: UTF8.self).drop { $0 == "\"" || $0 == "'" }
        guard text.hasPrefix("--") else { continue }
        let name = String(text.dropFirst(2).prefix { $0 == "-" || $0.isLetter })
        if let flag = KanikoFlag.named(name) { names.insert("--" + flag.name) }
      }
    }
    return names.sorted()
  }
}
