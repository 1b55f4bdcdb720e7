import Diagnostics
import KanikoMigration
import TestSupport
import Testing

private func explain(_ topics: String...) throws -> CommandResult {
  try Command.run(try Repository.product(), ["explain"] + topics)
}

@Test func everyRuleIsExplainedByCodeAndByName() throws {
  let list = try explain().outputText
  for rule in RuleCatalog.all {
    #expect(list.contains(rule.id.description), "the list names every rule")
    let text = try explain(rule.id.code)
    #expect(text.status == 0)
    #expect(text.outputText.contains(rule.summary))
    #expect(try explain(rule.id.name).output == text.output)
  }
}

@Test func everyFlagAndVariableIsExplained() throws {
  let flags = try explain("flags").outputText
  for flag in KanikoFlag.all {
    #expect(flags.contains(flag.spelling))
    let text = try explain(flag.spelling)
    #expect(text.status == 0, "\(flag.spelling)")
    #expect(text.outputText.hasPrefix(flag.spelling), "\(flag.spelling)")
  }
  for variable in KanikoVariable.all {
    let name = variable.name.hasSuffix("*") ? variable.name.dropLast() + "CACHE" : variable.name[...]
    #expect(try explain(String(name)).outputText.hasPrefix(name), "\(variable.name)")
  }
}

@Test func flagsAreTakenAsTheyAreWritten() throws {
  let text = try explain("--cache-repo")
  #expect(text.outputText.contains("buildcache"))
  #expect(try explain("--cache-repo=registry.example.com/cache").output == text.output)
  #expect(try explain("cache-repo").output == text.output)
  #expect(try explain("-d").output == explain("--destination").output)
  #expect(try explain("K101", "--cache-repo").outputText.contains("K101 kaniko-image"))
}

@Test func anUnknownTopicIsWrongUsageWithAHint() throws {
  for (topic, near) in [("--cache-rep", "--cache-repo"), ("kaniko-imag", "kaniko-image"), ("K1O1", "K101")] {
    let run = try explain(topic)
    #expect(run.status == 2, "\(topic)")
    #expect(run.errorText.contains("did you mean '\(near)'"), "\(run.errorText)")
    #expect(run.outputText == "")
  }
  #expect(try !explain("something else").errorText.contains("did you mean"))
}

@Test func misspeltNamesAreGuessedEverywhere() throws {
  let comment = "# kaniko2buildkit: ignore[kaniko-imgae] old\n"
  let files = [".gitlab-ci.yml": comment + Project.safePipeline]
  try Project.with(files) { project in
    #expect(try project.run("check").outputText.contains("did you mean `kaniko-image`?"))
    #expect(try project.run("check", "--fromat", "json").errorText.contains("--format"))
    try project.write("kaniko-image: [x]\n", to: ".kaniko2buildkit.yml")
    #expect(try project.run("check").outputText.contains("did you mean `kaniko-images`?"))
  }
}

@Test func theHelpOfExplainIsNoTopic() throws {
  for option in ["--help", "-h"] {
    let run = try explain(option)
    #expect(run.status == 0)
    #expect(run.outputText.contains("--cache-repo"))
  }
}
