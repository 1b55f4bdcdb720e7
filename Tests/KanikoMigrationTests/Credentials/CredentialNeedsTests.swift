import Diagnostics
import Foundation
import ShellSyntax
import SourceText
import Testing

@testable import KanikoMigration

/// A destination with where its credentials come from.
struct NeedCase: Sendable, CustomTestStringConvertible {
  let destination: String
  let host: String
  let kind: RegistryHost.Kind
  let source: CredentialNeed.Source
  var script = "echo"
  var variables: [String: [String]] = [:]

  init(
    _ destination: String, _ host: String, _ kind: RegistryHost.Kind, _ source: CredentialNeed.Source,
    script: String = "echo", variables: [String: [String]] = [:]
  ) {
    self.destination = destination
    self.host = host
    self.kind = kind
    self.source = source
    self.script = script
    self.variables = variables
  }

  var testDescription: String { "\(destination) \(variables) \(script)" }
}

private func writes(_ json: String) -> String { "echo '\(json)' > /kaniko/.docker/config.json" }

private let amazon = "123456789012.dkr.ecr.eu-central-1.amazonaws.com"

private let needCases: [NeedCase] = [
  // GitLab's registry.
  NeedCase("$CI_REGISTRY_IMAGE:x", "$CI_REGISTRY", .gitLab, .helper(.sure)),
  NeedCase("\"${CI_REGISTRY_IMAGE}/sub:$CI_COMMIT_SHA\"", "$CI_REGISTRY", .gitLab, .helper(.sure)),
  NeedCase("${CI_REGISTRY}/group/app", "$CI_REGISTRY", .gitLab, .helper(.sure)),
  NeedCase("$CI_REGISTRY:5050/app", "$CI_REGISTRY:5050", .gitLab, .helper(.sure)),
  NeedCase("registry.gitlab.com/group/app", "registry.gitlab.com", .gitLab, .helper(.likely)),
  NeedCase("${IMAGE:-$CI_REGISTRY_IMAGE}", "$CI_REGISTRY", .gitLab, .helper(.sure)),
  NeedCase("$CI_REGISTRY_IMAGE\"\"", "$CI_REGISTRY", .gitLab, .helper(.sure)),
  NeedCase("$IMAGE:x", "$CI_REGISTRY", .gitLab, .helper(.sure), variables: ["IMAGE": ["$CI_REGISTRY_IMAGE/app"]]),
  NeedCase("$IMAGE", "$CI_REGISTRY", .gitLab, .helper(.sure), script: "export IMAGE=\"$CI_REGISTRY_IMAGE:x\""),
  NeedCase(
    "$D", "$CI_REGISTRY", .gitLab, .helper(.sure),
    script: "for D in $CI_REGISTRY_IMAGE:a $CI_REGISTRY_IMAGE:b; do :; done"),
  NeedCase(
    "$A", "$CI_REGISTRY", .gitLab, .helper(.sure),
    variables: ["A": ["${B}/x"], "B": ["$C"], "C": ["$CI_REGISTRY/g"]]),
  NeedCase(
    "$CI_REGISTRY_IMAGE", "$CI_REGISTRY", .gitLab, .written,
    script: "echo \"{\\\"auths\\\":{\\\"${CI_REGISTRY}\\\":{}}}\" > /kaniko/.docker/config.json"),
  NeedCase(
    "$CI_REGISTRY_IMAGE", "$CI_REGISTRY", .gitLab, .written, script: writes(#"{"auths":{"registry.gitlab.com":{}}}"#)),
  NeedCase(
    "$CI_REGISTRY_IMAGE", "$CI_REGISTRY", .gitLab, .helper(.sure),
    script: writes(#"{"auths":{"https://index.docker.io/v1/":{}}}"#)),
  NeedCase("$CI_REGISTRY_IMAGE", "$CI_REGISTRY", .gitLab, .assumed, script: "cp $X /kaniko/.docker/config.json"),
  NeedCase("$CI_REGISTRY_IMAGE", "$CI_REGISTRY", .gitLab, .helper(.sure), script: "cp $X ~/.docker/config.json"),
  NeedCase("$CI_REGISTRY_IMAGE", "$CI_REGISTRY", .gitLab, .assumed, variables: ["DOCKER_CONFIG": ["/config"]]),
  NeedCase(
    "$CI_REGISTRY_IMAGE", "$CI_REGISTRY", .gitLab, .helper(.sure), variables: ["DOCKER_CONFIG": ["/kaniko/.docker/"]]),
  NeedCase(
    "$CI_REGISTRY_IMAGE", "$CI_REGISTRY", .gitLab, .helper(.sure), script: writes(#"{"credsStore":"ecr-login"}"#)),
  NeedCase(
    "$CI_REGISTRY_IMAGE", "$CI_REGISTRY", .gitLab, .helper(.sure),
    script: "[ -n \"$X\" ] && cp $X /kaniko/.docker/config.json"),
  // Amazon.
  NeedCase("\(amazon)/app:x", amazon, .ecr, .helper(.sure)),
  NeedCase(
    "$AWS_ACCOUNT_ID.dkr.ecr.$AWS_REGION.amazonaws.com/app", "$AWS_ACCOUNT_ID.dkr.ecr.$AWS_REGION.amazonaws.com", .ecr,
    .helper(.sure)),
  NeedCase("$ECR_REGISTRY/app", "$ECR_REGISTRY", .ecr, .helper(.likely)),
  NeedCase("$ECR_REPOSITORY:x", "${ECR_REPOSITORY%%/*}", .ecr, .helper(.likely)),
  NeedCase("$ECR_REPOSITORY/app:x", "${ECR_REPOSITORY%%/*}", .ecr, .helper(.likely)),
  NeedCase(
    "$ECR_REPOSITORY:x", "${ECR_REPOSITORY%%/*}", .ecr, .helper(.sure), variables: ["AWS_ACCESS_KEY_ID": ["$KEY"]]),
  NeedCase(
    "$ECR_REPOSITORY:x", "$ECR_REGISTRY", .ecr, .helper(.likely), variables: ["ECR_REGISTRY": ["$ECR_REGISTRY"]]),
  NeedCase("$REGISTRY/app", "$REGISTRY", .ecr, .helper(.sure), variables: ["REGISTRY": [amazon]]),
  NeedCase("$IMAGE:x", "${IMAGE%%/*}", .ecr, .helper(.sure), variables: ["IMAGE": ["\(amazon)/app"]]),
  NeedCase(
    "$ECR_REPOSITORY:x", "${ECR_REPOSITORY%%/*}", .ecr, .writtenHelper, script: writes(#"{"credsStore":"ecr-login"}"#)),
  NeedCase("$TARGET/app:x", "${TARGET%%/*}", .other, .writtenHelper, script: writes(#"{"credsStore":"ecr-login"}"#)),
  NeedCase(
    "\(amazon)/app", amazon, .ecr, .writtenHelper, script: writes("{\"credHelpers\":{\"\(amazon)\":\"ecr-login\"}}")),
  NeedCase("\(amazon)/app", amazon, .ecr, .written, script: writes("{\"auths\":{\"https://\(amazon)\":{}}}")),
  NeedCase("public.ecr.aws/x/app", "public.ecr.aws", .ecr, .helper(.sure)),
  // Google and Azure.
  NeedCase("gcr.io/project/app", "gcr.io", .google, .unavailable),
  NeedCase("europe-docker.pkg.dev/project/app", "europe-docker.pkg.dev", .google, .unavailable),
  NeedCase(
    "eu.gcr.io/project/app", "eu.gcr.io", .google, .helper(.likely),
    variables: ["GOOGLE_APPLICATION_CREDENTIALS": ["/x"]]),
  NeedCase("$GCR_HOST/app", "$GCR_HOST", .google, .unavailable),
  NeedCase("name.azurecr.io/app", "name.azurecr.io", .azure, .unavailable),
  NeedCase(
    "name.azurecr.io/app", "name.azurecr.io", .azure, .helper(.likely),
    variables: ["AZURE_CLIENT_ID": ["a"], "AZURE_CLIENT_SECRET": ["$B"]]),
  // Everything else.
  NeedCase("docker.io/user/app", "docker.io", .dockerHub, .elsewhere),
  NeedCase("user/app:x", "docker.io", .dockerHub, .elsewhere),
  NeedCase(
    "user/app", "docker.io", .dockerHub, .written, script: writes(#"{"auths":{"https://index.docker.io/v1/":{}}}"#)),
  NeedCase("harbor.example.com:8443/app", "harbor.example.com:8443", .other, .perhapsGitLab),
  NeedCase("quay.io/x/app", "quay.io", .other, .elsewhere),
  NeedCase("localhost:32000/app", "localhost:32000", .other, .elsewhere),
  NeedCase("$HARBOR_HOST/app", "$HARBOR_HOST", .other, .elsewhere),
  NeedCase(
    "$HARBOR_HOST/app", "$HARBOR_HOST", .other, .written,
    script: "echo \"{\\\"auths\\\":{\\\"$HARBOR_HOST\\\":{}}}\" > /kaniko/.docker/config.json"),
  NeedCase(
    "$REG/app", "$REG", .other, .written,
    script: "echo \"{\\\"auths\\\":{\\\"$REG\\\":{}}}\" > /kaniko/.docker/config.json",
    variables: ["REG": ["a.example.com", "b.example.com"]]),
  NeedCase(
    "$REG/app", "$REG", .other, .written, script: writes(#"{"auths":{"a.example.com":{}}}"#),
    variables: ["REG": ["a.example.com"]]),
  NeedCase(
    "ghcr.io/x/y", "ghcr.io", .other, .written,
    script:
      "if [ $A = 1 ]; then \(writes(#"{"auths":{"ghcr.io":{}}}"#)); else \(writes(#"{"auths":{"ghcr.io":{"auth":"x"}}}"#)); fi"
  ),
  NeedCase(
    "ghcr.io/x/y", "ghcr.io", .other, .written,
    script: "\(writes(#"{"auths":{}}"#))\n\(writes(#"{"auths":{"ghcr.io":{}}}"#))"),
  NeedCase(
    "ghcr.io/x/y", "ghcr.io", .other, .written, script: "echo \"$AUTH\" > /kaniko/.docker/config.json",
    variables: ["AUTH": [#"{"auths":{"ghcr.io":{}}}"#]]),
]

@Test(arguments: needCases)
func needIsDecidedAsKanikoDid(_ item: NeedCase) {
  let result = plan(item.script, destination: item.destination, variables: item.variables)
  let need = result.plan.needs.first
  #expect(need?.host.shown == item.host)
  #expect(need?.host.kind == item.kind)
  #expect(need?.source == item.source)
}

@Test func rolesOfOneRegistryAreJoined() {
  let script = ShellScript(parsing: [])
  let references = [
    RegistryReference(fragment("$CI_REGISTRY_IMAGE/cache"), role: .cache),
    RegistryReference(fragment("$CI_REGISTRY_IMAGE:x"), role: .destination),
    RegistryReference(fragment("alpine:3"), role: .base),
  ]
  let needs = CredentialNeeds(references, analysis: CredentialAnalysis(script)).needs
  #expect(needs.map(\.host.identity) == ["${CI_REGISTRY}", "docker.io"])
  #expect(needs.map(\.roles) == [[.destination, .cache], [.base]])
}

@Test(arguments: [
  ("alpine", RegistryHost.Kind.dockerHub, CredentialNeed.Source.elsewhere),
  ("${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/alpine", .dependencyProxy, .helper(.sure)),
  ("public.ecr.aws/docker/library/alpine", .ecr, .elsewhere),
  ("\(amazon)/base", .ecr, .helper(.sure)),
  ("gcr.io/distroless/static", .google, .elsewhere),
  ("mcr.microsoft.com/dotnet", .other, .elsewhere),
  ("harbor.example.com/base", .other, .perhapsGitLab),
  ("registry.gitlab.com/group/base", .gitLab, .perhapsGitLab),
])
func baseImagesNeedLess(_ image: String, kind: RegistryHost.Kind, source: CredentialNeed.Source) {
  let need = plan("echo", destination: nil, base: [image]).plan.needs.first
  #expect(need?.host.kind == kind)
  #expect(need?.source == source)
}

@Test func registryThatOnlyTheRunTellsGetsTheEntryForGitLab() {
  let result = plan("echo", destination: "$IMAGE$SUFFIX")
  #expect(result.plan.needs == [])
  #expect(planned(result).contains("$CI_REGISTRY"))
  #expect(result.plan.applicability == .review)
  let written = plan("cp $X /kaniko/.docker/config.json", destination: "$IMAGE$SUFFIX")
  #expect(!planned(written).contains("$CI_REGISTRY"))
  #expect(written.plan.applicability == .safe)
}

@Test func registryThatMayBeGitLabsGetsItsEntry() {
  for (destination, base) in [("harbor.example.com/x", []), (nil, ["harbor.example.com/base"])] {
    let result = plan("echo", destination: destination, base: base)
    #expect(planned(result).contains("$CI_REGISTRY_PASSWORD"))
  }
  // The push to Docker Hub shows that a file with credentials is mounted, which an added one would replace.
  let mounted = plan("echo", destination: "user/app", base: ["harbor.example.com/base"])
  #expect(!planned(mounted).contains("$CI_REGISTRY"))
  #expect(mounted.plan.applicability == .review)
}

@Test func overrideOfOtherRegistriesStays() {
  let script = "echo \"{\\\"auths\\\":{\\\"$CI_REGISTRY\\\":{}}}\" > /kaniko/.docker/config.json\n/kaniko/executor"
  for (value, isUnset) in [
    (#"{"auths":{"hub.example.com":{}}}"#, false), (#"{"auths":{"$CI_REGISTRY":{}}}"#, true), ("$SECRET", true),
  ] {
    let result = plan(script, variables: ["DOCKER_AUTH_CONFIG": [value]])
    #expect(planned(result).contains("unset DOCKER_AUTH_CONFIG") == isUnset, "\(value)")
  }
}

@Test func linesThatComeTooLateAreLeftToAPerson() {
  let key = "echo \"$KEY\" | base64 -d > $GOOGLE_APPLICATION_CREDENTIALS"
  let write = "echo '{\"auths\":{}}' > /kaniko/.docker/config.json"
  for (text, subject) in [
    ("\(key); /kaniko/executor", ScriptRemark.Subject.credentialsLost),
    ("\(write)\n\(key)\n/kaniko/executor", .credentialsLost),
    ("\(write); /kaniko/executor; echo $DOCKER_AUTH_CONFIG", .credentialsAssumed),
  ] {
    let script = ShellScript(parsing: Array(text.utf8))
    let call = Array("/kaniko/executor".utf8)
    let start = script.text.indices.first { script.text[$0...].starts(with: call) } ?? 0
    let job = CredentialPlan.Job(executorCalls: [ByteRange(start, start + call.count)])
    let plan = CredentialPlan(
      script, references: [RegistryReference(fragment("gcr.io/x/y"), role: .destination)], job: job)
    #expect(plan.remarks.contains { $0.subject == subject && $0.applicability < .safe && $0.range != nil }, "\(text)")
  }
}

@Test func helperThatTheImageLacksIsLeftToAPerson() {
  let script = "echo '{\"credHelpers\":{\"gcr.io\":\"gcr\"}}' > /kaniko/.docker/config.json"
  let remarks = plan(script, destination: "gcr.io/x/y").plan.remarks
  #expect(remarks.map(\.subject) == [.credentialsLost])
  #expect(remarks.map(\.applicability) == [.manual])
}

@Test func variablesThatReferToThemselvesEnd() {
  let many = (0..<50).map { "$V\($0 % 7)/x" }
  var variables: [String: [String]] = ["LOOP": ["$LOOP"], "A": ["$B"], "B": ["$A"]]
  for index in 0..<7 { variables["V\(index)"] = many }
  for destination in ["$LOOP", "$A/x", "$V0"] {
    _ = plan("echo", destination: destination, variables: variables).plan.needs
  }
}

@Test(arguments: [
  ("$CI_REGISTRY_IMAGE", "echo", Applicability.safe),
  ("\(amazon)/x", "echo", .safe),
  ("$ECR_REPOSITORY", "echo", .review),
  ("gcr.io/x/y", "echo", .manual),
  ("name.azurecr.io/x", "echo", .manual),
  ("harbor.example.com/x", "echo", .review),
  ("harbor.example.com/x", #"echo "{\"auths\":{}}" > /kaniko/.docker/config.json"#, .safe),
  ("harbor.example.com/x", "cat > /kaniko/.docker/config.json <<'EOF'\n{\"auths\":{}}\nEOF", .review),
  ("quay.io/x/app", "echo", .safe),
  ("$CI_REGISTRY_IMAGE", "cp $X /kaniko/.docker/config.json", .review),
  ("harbor.example.com/x", "cp $X /kaniko/.docker/config.json", .safe),
  ("$CI_REGISTRY_IMAGE", "cp $X /root/.docker/config.json", .review),
  ("$CI_REGISTRY_IMAGE", "cp $X /root/.docker/config.json; cp $X /kaniko/.docker/config.json", .manual),
])
func planIsTrustedAsFarAsItIsProved(_ destination: String, script: String, applicability: Applicability) {
  #expect(plan(script, destination: destination).plan.applicability == applicability)
}
