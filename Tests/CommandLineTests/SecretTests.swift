import Foundation
import TestSupport
import Testing

/// Secrets as people leave them in pipelines, by where they stand.
private let secrets = [
  "a build argument": "glpat-Zq3wXy7vUt9sRp1oNm5k", "the login": "Y2ktdXNlcjpoNHJkdG9ndWVzcw==",
  "an address": "s3cretInTheAddress", "a variable": "wJalrXUtnFEMIxK7MDENGbPxRfiCYzEXAMPLEKEY",
  "a key id": "AKIAIOSFODNN7EXAMPLE", "an option": "hunter2hunter2",
]

private func secret(_ place: String) -> String { secrets[place] ?? "" }

private let pipeline = """
  variables:
    AWS_ACCESS_KEY_ID: \(secret("a key id"))
    AWS_SECRET_ACCESS_KEY: \(secret("a variable"))

  build:
    image:
      name: gcr.io/kaniko-project/executor:debug
      entrypoint: [""]
    script:
      - mkdir -p /kaniko/.docker
      - echo "{\\"auths\\":{\\"$CI_REGISTRY\\":{\\"auth\\":\\"\(secret("the login"))\\"}}}" > /kaniko/.docker/config.json
      - wget https://user:\(secret("an address"))@example.com/data.tar
      - crane auth login --password \(secret("an option")) example.com
      - /kaniko/executor --context . --dockerfile Dockerfile --destination $CI_REGISTRY_IMAGE:1 --build-arg NPM_TOKEN=\(secret("a build argument")) --label a=https://u:\(secret("an address"))@example.com

  """

/// Jobs of which a migration is made, and one that needs a person.
private let safe = pipeline.split(separator: "\n", omittingEmptySubsequences: false)
  .filter { !$0.contains("wget") && !$0.contains("crane") }.joined(separator: "\n")
private let manual = pipeline.replacing(" --label", with: " --ignore-path /\(secret("a build argument")) --label")

/// What no reader of a log, a report or a merge request may see.
private func expectNoSecret(_ text: String, in artefact: String, sourceLocation: SourceLocation = #_sourceLocation) {
  for (place, secret) in secrets.sorted(by: { $0.key < $1.key }) {
    #expect(!text.contains(secret), "\(place) is in \(artefact)", sourceLocation: sourceLocation)
    let encoded = Data(secret.utf8).base64EncodedString()
    #expect(!text.contains(encoded), "\(place) is in \(artefact), encoded", sourceLocation: sourceLocation)
  }
}

@Test(arguments: [pipeline, manual, safe])
func secretsAreInNoMessageAndInNoReport(_ pipeline: String) throws {
  let variables = ["GITLAB_TOKEN": secret("a build argument"), "AWS_SECRET_ACCESS_KEY": secret("a variable")]
  try Project.with([".gitlab-ci.yml": pipeline, "Dockerfile": "FROM alpine:3.20\nLABEL a=b\n"]) { project in
    func run(_ arguments: [String]) throws -> CommandResult {
      try Command.run(
        try Repository.product(), arguments, in: project.folder.path,
        environment: Command.scrubbed.merging(variables) { $1 })
    }
    for review in [[], ["--review"]] {
      for ending in ["md", "json", "txt"] {
        let result = try run(["migrate", "--receipt", "receipt.\(ending)"] + review)
        expectNoSecret(result.errorText, in: "the summary")
        expectNoSecret(try project.text("receipt.\(ending)"), in: "a receipt")
      }
      let result = try run(["migrate", "--format", "json"] + review)
      var document = try #require(JSONSerialization.jsonObject(with: result.output) as? [String: Any])
      document["diff"] = nil
      expectNoSecret(String(describing: document), in: "the JSON beside the diff")
    }
    for format in ["text", "json", "sarif", "junit", "codequality", "markdown", "csv"] {
      for color in ["always", "never"] {
        let result = try run(["check", "--format", format, "--color", color])
        expectNoSecret(result.outputText + result.errorText, in: "the report as \(format)")
      }
    }
    expectNoSecret(try run(["check", "--statistics"]).outputText, in: "statistics")
    _ = try run(["check", "--baseline", "known.json", "--update-baseline"])
    expectNoSecret(try project.text("known.json"), in: "the baseline")
    for kind in ["yaml", "shell", "pipeline"] {
      let path = kind == "pipeline" ? "." : ".gitlab-ci.yml"
      expectNoSecret(try run(["dump", kind, path]).outputText, in: "dump \(kind)")
    }
    let preflight = try run(["preflight"])
    expectNoSecret(preflight.outputText + preflight.errorText, in: "preflight")
    try project.write(
      "$ buildctl --opt build-arg:TOKEN=\(secret("a build argument"))\n"
        + "error: failed to authorize: https://u:\(secret("an address"))@example.com/token: 401 Unauthorized \(secret("a key id"))\n"
        + "unknown flag: --password \(secret("an option"))\n", to: "job.log")
    for format in ["text", "json"] {
      let result = try run(["explain-log", "job.log", "--format", format])
      expectNoSecret(result.outputText + result.errorText, in: "explain-log")
    }
  }
}

/// The diff is the one place for them: it could not be applied otherwise.
@Test func theDiffShowsTheLinesAsTheyAre() throws {
  try Project.with([".gitlab-ci.yml": safe, "Dockerfile": "FROM alpine:3.20\n"]) { project in
    let diff = try project.run("migrate", "--review").outputText
    #expect(diff.contains(secret("the login")) && diff.contains(secret("a build argument")))
  }
}
