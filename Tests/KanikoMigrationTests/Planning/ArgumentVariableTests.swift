import Testing

@Test func cacheThatAVariableSwitchesOnHasItsCredentials() {
  let repository = PlannedRepository(
    """
    variables:
      KANIKO_ARGS: --cache=true
    build:
      image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}
      script:
        - mkdir -p /kaniko/.docker
        - echo "{\\"auths\\":{\\"quay.io\\":{\\"auth\\":\\"YTpi\\"}}}" > /kaniko/.docker/config.json
        - /kaniko/executor --context . --destination quay.io/user/app:1 --cache-repo $CI_REGISTRY_IMAGE/cache $KANIKO_ARGS
    """, acceptsReview: true)
  #expect(repository.text().contains("buildctl-daemonless.sh"))
  #expect(repository.text().contains("$CI_REGISTRY_PASSWORD"))
}
