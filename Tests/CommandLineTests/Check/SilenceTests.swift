import Foundation
import TestSupport
import Testing

/// Files in which `git grep -i kaniko` finds something that is no use of Kaniko.
private let mentions: [String: [String: String]] = [
  "comments": [
    ".gitlab-ci.yml":
      "# was built with /kaniko/executor\ntest:\n  image: alpine:3.20 # not kaniko\n  script:\n    - ls # kaniko\n"
  ],
  "names": [
    ".gitlab-ci.yml":
      "stages: [kaniko]\n\n.kaniko:\n  stage: kaniko\n\nkaniko:\n  extends: .kaniko\n  image: docker:27\n  script: [docker build .]\n"
  ],
  "paths": [
    ".gitlab-ci.yml":
      "include: /kaniko/jobs.yml\n\nlint:\n  script: [hadolint kaniko/Dockerfile]\n  rules:\n    - changes: [kaniko/**/*]\n",
    "kaniko/jobs.yml": "test:\n  script: [ls]\n",
  ],
  "text in a script": [".gitlab-ci.yml": "test:\n  image: alpine:3.20\n  script:\n    - echo 'kaniko is gone'\n"],
  "variables that nothing reads": [
    ".gitlab-ci.yml": "variables:\n  KANIKO_ARGS: --cache=true\n\ntest:\n  script: [ls]\n"
  ],
  "Tekton": [
    ".gitlab-ci.yml": "test:\n  script: [ls]\n",
    "tekton/task.yaml":
      "apiVersion: tekton.dev/v1\nkind: Task\nspec:\n  steps:\n    - image: gcr.io/kaniko-project/executor\n      script: /kaniko/executor\n",
  ],
  "Argo": [
    ".gitlab-ci.yml": "test:\n  script: [ls]\n",
    "argo.yml":
      "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec:\n  templates:\n    - container: {image: gcr.io/kaniko-project/executor}\n",
  ],
  "Kubernetes": [
    ".gitlab-ci.yml": "test:\n  script: [ls]\n",
    "pod.yml": "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: gcr.io/kaniko-project/executor\n",
  ],
  "a GitHub workflow": [
    ".gitlab-ci.yml": "test:\n  script: [ls]\n",
    ".github/workflows/build.yml":
      "on: push\njobs:\n  build:\n    container: gcr.io/kaniko-project/executor:debug\n    steps:\n      - run: /kaniko/executor\n",
  ],
  "a job that is commented out": [
    ".gitlab-ci.yml":
      "test:\n  script: [ls]\n#build:\n#  image: gcr.io/kaniko-project/executor:debug\n#  script:\n#    - /kaniko/executor\n"
  ],
  "a dependency on a job of that name": [
    ".gitlab-ci.yml":
      "build kaniko:\n  image: docker:27\n  script: [docker build .]\ntest:\n  needs: [build kaniko]\n  script: [ls]\n"
  ],
  "a project that builds an image of Kaniko and tries it": [
    ".gitlab-ci.yml":
      "build:\n  image: docker:27\n  variables: {CONTEXT: kaniko, IMAGE_NAME: $CI_REGISTRY/kaniko}\n  script: [docker build $CONTEXT]\n"
      + "try:\n  image: docker:27\n  script: [docker run $CI_REGISTRY/kaniko executor version]\n"
  ],
  "the executor of a runner": [
    ".gitlab-ci.yml":
      "test:\n  image: alpine:3.20\n  tags: [docker-executor]\n  script:\n    - echo 'the docker executor, not kaniko'\n    - executor --version\n"
  ],
  "credentials for another program beside variables": [
    ".gitlab-ci.yml":
      "deploy:\n  image: alpine/helm:3\n  variables: {KANIKO_VERSION: v1.23.2}\n  script:\n    - mkdir -p $HOME/.docker\n    - echo '{}' > $HOME/.docker/config.json\n    - helm push app.tgz oci://r\n"
  ],
  "the values of a Helm chart": [
    ".gitlab-ci.yml": "test:\n  script: [ls]\n",
    "chart/values.yaml":
      "kaniko:\n  image: gcr.io/kaniko-project/executor:debug\n  resources: {}\nbuilder:\n  image: {repository: gcr.io/kaniko-project/executor, tag: debug}\n",
  ],
  "Compose, Drone, Woodpecker and Cloud Build": [
    ".gitlab-ci.yml": "test:\n  script: [ls]\n",
    "compose.yml": "services:\n  build:\n    image: gcr.io/kaniko-project/executor\n    command: [--context, /work]\n",
    ".drone.yml": "kind: pipeline\nname: x\nsteps:\n  - name: build\n    image: gcr.io/kaniko-project/executor\n",
    ".woodpecker.yml":
      "steps:\n  build:\n    image: gcr.io/kaniko-project/executor\n    commands: [/kaniko/executor]\n",
    "cloudbuild.yaml": "steps:\n  - name: gcr.io/kaniko-project/executor\n    args: [--destination=r/a]\n",
  ],
  "Dockerfile and documentation": [
    ".gitlab-ci.yml": "test:\n  script: [ls]\n", "Dockerfile": "FROM gcr.io/kaniko-project/executor:debug\n",
    "README.md": "We build with /kaniko/executor.\n", "docs/kaniko.md": "kaniko\n",
  ],
]

@Test(arguments: mentions.keys.sorted())
private func aMentionIsNoUse(_ name: String) throws {
  try Project.with(try #require(mentions[name])) { project in
    try project.commitAll()
    #expect(try project.git("grep", "-i", "kaniko").status == 0, "git grep finds it")
    let run = try project.run("check")
    #expect(run.status == 0, "\(run.outputText)")
    #expect(run.outputText == "")
  }
}

/// Files that do not mention Kaniko where the pipeline uses it, with the arguments that say what they mean.
private struct Hidden: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let pipeline: String
  /// The settings of the site, which git does not hold.
  var settings = ""
  var arguments: [String] = []
  let codes: [String]

  static let all = [
    Hidden(
      testDescription: "an image in a variable of the project's settings",
      pipeline:
        "build:\n  image: $BUILDER\n  script:\n    - executor --context . --dockerfile Dockerfile --destination $CI_REGISTRY_IMAGE:1\n",
      arguments: ["--var", "BUILDER=gcr.io/kaniko-project/executor:debug"], codes: ["K101", "K201"]),
    Hidden(
      testDescription: "a mirror that the settings name",
      pipeline:
        "build:\n  image: registry.example.com/builder:3\n  script:\n    - executor --context . --dockerfile Dockerfile --destination r/a:1\n",
      settings: "kaniko-images: [registry.example.com/builder]\n", codes: ["K101", "K201"]),
    Hidden(
      testDescription: "an executor in a wrapper image",
      pipeline:
        "build:\n  image: registry.example.com/tools:3\n  script:\n    - build-image --context . --dockerfile Dockerfile --destination r/a:1\n",
      settings: "executors: [build-image]\n", codes: ["K102", "K201"]),
  ]
}

@Test(arguments: Hidden.all)
private func aUseThatDoesNotSayItsNameIsFound(_ hidden: Hidden) throws {
  try Project.with([".gitlab-ci.yml": hidden.pipeline]) { project in
    try project.commitAll()
    try project.write(hidden.settings, to: ".kaniko2buildkit.yml")
    #expect(try project.git("grep", "-i", "kaniko").status == 1, "git grep finds nothing")
    let run = try Command.run(
      try Repository.product(), ["check", "--format", "csv"] + hidden.arguments, in: project.folder.path)
    #expect(run.status == 1)
    let codes = run.outputText.split(separator: "\r\n").dropFirst().map { String($0.prefix(4)) }.filter {
      $0.hasPrefix("K")
    }
    #expect(codes.sorted() == hidden.codes, "\(run.outputText)")
  }
}

@Test func aTemplateThatDoesNotSayItsNameIsFound() throws {
  let job =
    "  script:\n    - executor --context . --dockerfile Dockerfile --destination $CI_REGISTRY_IMAGE:1\n"
  let templates = [
    (".build:\n  image: registry.example.com/builder:3\n" + job, "kaniko-images: [registry.example.com/builder]\n"),
    (".build:\n  variables: {A: gcr.io/kan, B: iko-project/executor}\n  image: $A$B\n" + job, ""),
    (
      ".build:\n  image: registry.example.com/tools:3\n" + job.replacing("executor", with: "build-image"),
      "executors: [build-image]\n"
    ),
  ]
  for (template, settings) in templates {
    try Project.with(["templates/build.yml": template]) { project in
      try project.commitAll()
      try project.write(settings, to: ".kaniko2buildkit.yml")
      #expect(try project.git("grep", "-i", "kaniko").status == 1, "git grep finds nothing")
      let run = try project.run("check", "--format", "csv")
      #expect(run.status == 1, "\(run.outputText)\(run.errorText)")
      #expect(run.outputText.contains("templates/build.yml"))
    }
  }
}

@Test func anImageOfAnotherProjectIsShownAtItsInclude() throws {
  let pipeline =
    "stages: [build]\n\ninclude:\n  - project: platform/ci\n    file: /build.yml\n\nbuild:\n  extends: .image\n"
  try Project.with(["app/.gitlab-ci.yml": pipeline, "ci/build.yml": ".image" + Project.safePipeline.dropFirst(5)]) {
    project in
    let app = Project(folder: project.folder.appending(path: "app"))
    try app.commitAll()
    #expect(try app.git("grep", "-i", "kaniko").status == 1)
    let document = try app.check("--include-map", "platform/ci=../ci")
    #expect(document.codes == ["K101", "K105"])
    for finding in document.findings { #expect(finding.location.path == ".gitlab-ci.yml") }
    let image = try #require(document.findings.first { $0.rule.code == "K101" })
    #expect(try app.text(at: image.location).hasPrefix("project: platform/ci"))
    #expect(image.related.contains { $0.location.path == "platform/ci:build.yml" })
  }
}
