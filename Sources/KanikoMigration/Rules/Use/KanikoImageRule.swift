public import Diagnostics

extension Rule {
  /// A job runs in a Kaniko image.
  public static let kanikoImage = Rule(
    id: MigrationRules.image,
    summary: "a job runs in a Kaniko image",
    severity: .warning,
    finds: "Jobs whose effective image is a Kaniko image: of the project, a fork, a mirror, behind the "
      + "dependency proxy, a name from the setting `kaniko-images`, or a variable that holds one. The "
      + "place is the name of the image where it is defined, once for all jobs that use it; calls of the "
      + "executor, paths of Kaniko, variables that feed it and the jobs are related places. Comments, job "
      + "names, stages, paths and files of other systems are no uses. A hidden job, or the default image of a "
      + "template, that hands a Kaniko image to jobs of other files is reported by itself.",
    reason: "Kaniko was archived in June 2025: nobody repairs it, and nothing new in Dockerfiles reaches it.",
    advice: [
      "Run `kaniko2buildkit migrate --write`.",
      "A job that has to stay gets `# kaniko2buildkit: ignore[kaniko-image] reason` on the line of the "
        + "image; a migration leaves it as it is, too.",
    ],
    evidence: .files(
      reported: RuleExample(
        #"""
        build:
          image:
            name: gcr.io/kaniko-project/executor:debug
            entrypoint: [""]
          script:
            - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:1

        """#, marked: "gcr.io/kaniko-project/executor:debug"),
      silent: RuleExample(
        #"""
        build:
          image:
            name: moby/buildkit:rootless
            entrypoint: [""]
          variables:
            BUILDKITD_FLAGS: --oci-worker-no-process-sandbox
          script:
            - buildctl-daemonless.sh build --frontend dockerfile.v0 --local context=. --local dockerfile=. --output type=image,name=$CI_REGISTRY_IMAGE:1,push=true

        """#)))
}
