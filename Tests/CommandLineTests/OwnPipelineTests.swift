import Foundation
import TestSupport
import Testing

@Test func theProjectsOwnPipelineUsesNoKaniko() throws {
  // A copy: the folder of the tests may hold builds and reports.
  try TemporaryFolder.with { folder in
    for name in [".gitlab-ci.yml", ".gitlab", ".kaniko2buildkit.yml", "Corpus"] {
      try FileManager.default.copyItem(
        at: Repository.root.appending(path: name), to: folder.appending(path: name))
    }
    let run = try Command.run(try Repository.product(), ["check", "--strict"], in: folder.path)
    #expect(run.status == 0, "\(run.outputText) \(run.errorText)")
    #expect(run.outputText == "")
    let all = try Command.run(try Repository.product(), ["check", "--no-ignores", "--quiet"], in: folder.path)
    #expect(all.status != 0, "the corpus is full of Kaniko")
  }
}

@Test func theProjectsOwnPipelineFollowsTheSchemaOfGitLab() throws {
  let run = try Command.run(
    try Oracle.program("check-jsonschema"),
    [
      "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci",
      Repository.root.appending(path: ".gitlab-ci.yml").path,
    ], environment: ProcessInfo.processInfo.environment)
  #expect(run.status == 0, "\(run.outputText)")
}

@Test func theProjectsOwnScriptsAreShell() throws {
  let ruby = try Command.locate("ruby", advice: "run .ci/test, which installs ruby")
  let code = """
    YAML.load_file(ARGV[0]).each do |name, job|
      next unless job.is_a?(Hash) && job['script']
      File.write(name + '.sh', "#!/bin/sh\\nset -e\\n" + [job['before_script'], job['script']].flatten.compact.join("\\n") + "\\n")
    end
    """
  try TemporaryFolder.with { folder in
    let pipeline = Repository.root.appending(path: ".gitlab-ci.yml").path
    let made = try Command.run(ruby, ["-ryaml", "-e", code, pipeline], in: folder.path)
    #expect(made.status == 0, "\(made.errorText)")
    let scripts = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(scripts.count >= 5)
    // Names of images and registries hold no spaces (2086).
    let run = try Command.run(
      try Command.locate("shellcheck", advice: "install shellcheck"), ["--exclude", "SC2086"] + scripts,
      in: folder.path)
    #expect(run.status == 0, "\(run.outputText)")
  }
}

@Test func theDescriptionOfAReleaseIsSPDX() throws {
  let product = try Repository.product()
  try TemporaryFolder.with { folder in
    func sbom() throws -> CommandResult {
      try Command.run(
        Repository.root.appending(path: ".ci/sbom").path, [product],
        environment: ProcessInfo.processInfo.environment)
    }
    let made = try sbom()
    try #require(made.status == 0, "\(made.errorText)")
    #expect(try sbom().output == made.output)
    let file = folder.appending(path: "kaniko2buildkit.spdx.json")
    try made.output.write(to: file)
    let checked = try Command.run(try Oracle.program("pyspdxtools"), ["--infile", file.path])
    #expect(checked.status == 0, "\(checked.outputText) \(checked.errorText)")
    for name in ["swift-argument-parser", "tomlkit", "libyaml", "swift-standard-library"] {
      #expect(made.outputText.contains("\"name\": \"\(name)\""))
    }
    let digest = try Command.run(try Command.locate("sha256sum", advice: "install coreutils"), [product])
    #expect(made.outputText.contains(digest.outputText.prefix(64)))
  }
}
