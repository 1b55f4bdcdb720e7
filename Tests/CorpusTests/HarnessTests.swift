import JobBehaviour
import Testing

/// A fault that somebody could build into a migration, and the case that shows it.
struct Fault: Sendable, CustomTestStringConvertible {
  let name: String
  let item: String
  let text: String
  let other: String

  var testDescription: String { name }

  static let all = [
    Fault(name: "another tag", item: "documentation/p1-one-line", text: "$CI_COMMIT_TAG,push", other: "latest,push"),
    Fault(name: "no push", item: "documentation/p1-one-line", text: ",push=true", other: ",push=false"),
    Fault(name: "another context", item: "calls/two-calls", text: "context=$CI_PROJECT_DIR/api", other: "context=."),
    Fault(
      name: "a file for a folder", item: "documentation/p1-one-line", text: "dockerfile=$CI_PROJECT_DIR",
      other: "dockerfile=$CI_PROJECT_DIR/Dockerfile"),
    Fault(
      name: "another Dockerfile", item: "flags/dockerfile-beside-pipeline", text: "dockerfile=.",
      other: "dockerfile=app"),
    Fault(
      name: "no credentials", item: "documentation/p2-plain", text: "> ~/.docker/config.json", other: "> /dev/null"),
    Fault(name: "another password", item: "documentation/p2-plain", text: "$CI_REGISTRY_PASSWORD", other: "wrong"),
    Fault(
      name: "another password for a registry that nobody asks", item: "flags/insecure-registry",
      text: "$CI_REGISTRY_PASSWORD", other: "wrong"),
    Fault(
      name: "no folder for the credentials", item: "documentation/p1-one-line", text: "mkdir -p ~", other: "echo ~"),
    Fault(
      name: "no sandbox flag", item: "documentation/p1-one-line", text: "--oci-worker-no-process-sandbox", other: ""),
    Fault(
      name: "a flag that buildctl lacks", item: "flags/build-arguments", text: "--opt build-arg:", other: "--build-arg "
    ),
    Fault(name: "a build argument with another value", item: "flags/build-arguments", text: "edition", other: "volume"),
    Fault(
      name: "a lost label", item: "flags/labels", text: "label:org.opencontainers.image.title", other: "label:title"),
    Fault(name: "another target", item: "flags/target", text: "target=runtime", other: "target=base"),
    Fault(name: "another platform", item: "flags/custom-platform", text: "linux/arm64", other: "linux/amd64"),
    Fault(
      name: "a cache that may fail the build", item: "flags/cache-repository", text: ",ignore-error=true", other: ""),
    Fault(name: "another cache", item: "flags/cache-repository", text: "cache:buildcache", other: "other:buildcache"),
    Fault(name: "an unquoted list of names", item: "flags/several-destinations", text: "\\\"", other: ""),
    Fault(name: "a digest with a newline", item: "flags/digest-file", text: "printf '%s'", other: "printf '%s\\n'"),
    Fault(name: "a file left in the project", item: "flags/digest-file", text: "$(mktemp)", other: "metadata.json"),
    Fault(
      name: "a swallowed failure", item: "documentation/p1-one-line", text: ",push=true", other: ",push=true || true"),
    Fault(name: "another exit status", item: "calls/or-exit", text: "exit 3", other: "exit 4"),
    Fault(
      name: "the helper in the checkout", item: "credentials/ecr-without-file", text: "~/bin",
      other: "$CI_PROJECT_DIR/bin"),
    Fault(
      name: "an unchecked helper", item: "article/credentials-store", text: "sha256sum -c -", other: "cat > /dev/null"),
    Fault(name: "a helper outside PATH", item: "article/credentials-store", text: "export PATH", other: "export OTHER"),
    Fault(
      name: "an unknown authority", item: "documentation/p5-plain", text: "export SSL_CERT_DIR", other: "export OTHER"),
    Fault(name: "a Kaniko path", item: "documentation/p1-one-line", text: "~/.docker", other: "/kaniko/.docker"),
    Fault(
      name: "a tool the image lacks", item: "documentation/p1-one-line", text: "buildctl-daemonless.sh build",
      other: "bash buildctl-daemonless.sh build"),
  ]
}

/// The comparison has to notice what can go wrong; otherwise its silence would mean nothing.
@Test(arguments: Fault.all)
func faultsAreNoticed(_ fault: Fault) throws {
  let item = try #require(CorpusCase.all.first { $0.name == fault.item })
  let trees = try CorpusTrees.of(item)
  let changed = trees.before.jobs.keys.sorted().filter { trees.before.jobs[$0] != trees.after.jobs[$0] }
  let name = try #require(changed.first)
  let old = try #require(trees.before.jobs[name])
  let right = try #require(trees.after.jobs[name])
  let wrong = right.replacing(fault.text, with: fault.other)
  #expect(wrong != right, "the fault is not built in: \(right.commands)")
  let noticed = try JobComparison.both(of: name, old, wrong, item).flatMap(\.differences)
  #expect(!noticed.isEmpty)
}
