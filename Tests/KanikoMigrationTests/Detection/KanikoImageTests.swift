import Testing

@testable import KanikoMigration

@Test(arguments: [
  ("gcr.io/kaniko-project/executor:debug", KanikoImage.Source.official, false),
  ("gcr.io/kaniko-project/executor:v1.23.2-debug", .official, true),
  ("gcr.io/kaniko-project/executor:debug-v1.3.0", .official, true),
  ("gcr.io/kaniko-project/executor@sha256:0123abcd", .official, true),
  ("gcr.io/kaniko-project/executor", .official, false),
  ("ghcr.io/osscontainertools/kaniko:debug", .official, false),
  ("martizih/kaniko:v1.25.0-debug", .official, true),
  ("ghcr.io/kaniko-build/dist/chainguard-dev-kaniko/executor:latest-debug", .official, false),
  ("$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX/martizih/kaniko:debug", .dependencyProxy, false),
  ("registry.example.com:5000/mirror/kaniko-project/executor:debug", .mirror, false),
  ("localhost:32000/kaniko-project/executor:v1.9.0-debug", .mirror, true),
  ("registry.example.com/ci-kaniko-helm:1.0", .wrapper, true),
  ("mpc/kaniko-for-gitlab", .wrapper, false),
])
func kanikoImagesAreRecognised(reference: String, source: KanikoImage.Source, isPinned: Bool) throws {
  let image = try #require(KanikoImage(reference))
  #expect(image.source == source)
  #expect(image.isPinned == isPinned)
}

@Test(arguments: [
  "alpine:3.20", "moby/buildkit:rootless", "registry.example.com/kaniko/team/app/api:1", "kanikotools/thing",
  "gcr.io/other-project/executor:debug", "",
])
func otherImagesAreNot(reference: String) {
  #expect(KanikoImage(reference) == nil)
}

@Test func settingsNameFurtherImages() {
  let patterns = [NamePattern("*/image-builder")]
  #expect(KanikoImage("registry.example.com/image-builder:3", patterns: patterns)?.source == .wrapper)
  #expect(KanikoImage("registry.example.com/image-builder-2:3", patterns: patterns) == nil)
}

@Test func prefixOfTheDependencyProxyIsKept() {
  let image = KanikoImage("${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/martizih/kaniko:debug")
  #expect(image?.proxyPrefix == "${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/")
}
