import Testing

@testable import KanikoMigration

/// A script that lacks credentials, with what the plan makes of it and the `config.json` that a run of that leaves.
struct AddedCase: Sendable, CustomTestStringConvertible {
  let name: String
  var script = "buildctl=1"
  var destination: String? = "$CI_REGISTRY_IMAGE:x"
  var base: [String] = []
  var variables: [String: [String]] = [:]
  var armIsPossible = false
  let expected: String
  /// The entries of the file: host to user and password, or to a helper.
  var entries: [String: String]

  var testDescription: String { name }
}

private let gitLabHost = "registry.example.com:5050"
private let gitLabEntry = "gitlab-ci-token:pa ss$HOME/+%s*x"
private let proxyEntry = "gitlab-ci-token:proxy pass$1/+"
private let amazon = "123456789012.dkr.ecr.eu-central-1.amazonaws.com"
private let amazonDigest = ECRHelperSettings.knownDigests["0.10.1"]?[.amd64] ?? ""
private let amazonARMDigest = ECRHelperSettings.knownDigests["0.10.1"]?[.arm64] ?? ""
private let amazonURL = "https://amazon-ecr-credential-helper-releases.s3.us-east-2.amazonaws.com/0.10.1"

private let amazonLines = """
  wget -O ~/bin/docker-credential-ecr-login \(amazonURL)/linux-amd64/docker-credential-ecr-login
  echo "\(amazonDigest)  $HOME/bin/docker-credential-ecr-login" | sha256sum -c -
  chmod +x ~/bin/docker-credential-ecr-login
  export PATH="$HOME/bin:$PATH"
  """

let addedCases: [AddedCase] = [
  AddedCase(
    name: "nothing written, GitLab's registry",
    expected: #"""
      mkdir -p ~/.docker
      echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > ~/.docker/config.json
      buildctl=1
      """#,
    entries: [gitLabHost: gitLabEntry]),
  AddedCase(
    name: "nothing written, GitLab's registry and the dependency proxy",
    base: ["$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX/alpine"],
    expected: #"""
      mkdir -p ~/.docker
      echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"},\"$CI_DEPENDENCY_PROXY_SERVER\":{\"username\":\"$CI_DEPENDENCY_PROXY_USER\",\"password\":\"$CI_DEPENDENCY_PROXY_PASSWORD\"}}}" > ~/.docker/config.json
      buildctl=1
      """#,
    entries: [gitLabHost: gitLabEntry, "gitlab.example.com:443": proxyEntry]),
  AddedCase(
    name: "credsStore for Amazon's registry",
    script: #"""
      mkdir -p /kaniko/.docker
      echo "{\"credsStore\":\"ecr-login\"}" > /kaniko/.docker/config.json
      """#,
    destination: "$ECR_REPOSITORY:x",
    expected: """
      # Install the ECR login helper
      mkdir -p ~/bin ~/.docker
      \(amazonLines)
      echo "{\\"credHelpers\\":{\\"${ECR_REPOSITORY%%/*}\\":\\"ecr-login\\"}}" > ~/.docker/config.json
      """,
    entries: [amazon: "ecr-login"]),
  AddedCase(
    name: "credsStore that hides auths, without mkdir, with another base",
    script: #"""
      echo '{ "credsStore": "ecr-login", "auths": {"a.example.com": {"auth": "YTpi"}} }' > /kaniko/.docker/config.json
      """#,
    destination: "$ECR_REGISTRY/app", base: ["public.ecr.aws/x/y"],
    expected: """
      # Install the ECR login helper
      mkdir -p ~/bin ~/.docker
      \(amazonLines)
      echo '{ "credHelpers": {"'"$ECR_REGISTRY"'": "ecr-login", "public.ecr.aws": "ecr-login"}, "auths": {"a.example.com": {"auth": "YTpi"}} }' > ~/.docker/config.json
      """,
    entries: [amazon: "ecr-login", "public.ecr.aws": "ecr-login", "a.example.com": "a:b"]),
  AddedCase(
    name: "credHelpers that are written already",
    script: #"""
      mkdir -p /kaniko/.docker && echo "{\"credHelpers\":{\"$ECR_REGISTRY\":\"ecr-login\"}}" > /kaniko/.docker/config.json
      """#,
    destination: "$ECR_REGISTRY/app",
    expected: """
      # Install the ECR login helper
      mkdir -p ~/bin
      \(amazonLines)
      mkdir -p ~/.docker && echo "{\\"credHelpers\\":{\\"$ECR_REGISTRY\\":\\"ecr-login\\"}}" > ~/.docker/config.json
      """,
    entries: [amazon: "ecr-login"]),
  AddedCase(
    name: "nothing written, Amazon's registry",
    destination: "$ECR_REPOSITORY:x",
    expected: """
      # Install the ECR login helper
      mkdir -p ~/bin ~/.docker
      \(amazonLines)
      echo "{\\"credHelpers\\":{\\"${ECR_REPOSITORY%%/*}\\":\\"ecr-login\\"}}" > ~/.docker/config.json
      buildctl=1
      """,
    entries: [amazon: "ecr-login"]),
  AddedCase(
    name: "nothing written, Amazon's registry, ARM possible",
    destination: "$ECR_REGISTRY/app", armIsPossible: true,
    expected: """
      # Install the ECR login helper
      mkdir -p ~/bin ~/.docker
      case "$(uname -m)" in
        aarch64|arm64) ecr_arch=arm64 ecr_sum=\(amazonARMDigest) ;;
        *) ecr_arch=amd64 ecr_sum=\(amazonDigest) ;;
      esac
      wget -O ~/bin/docker-credential-ecr-login "\(amazonURL)/linux-$ecr_arch/docker-credential-ecr-login"
      echo "$ecr_sum  $HOME/bin/docker-credential-ecr-login" | sha256sum -c -
      chmod +x ~/bin/docker-credential-ecr-login
      export PATH="$HOME/bin:$PATH"
      echo "{\\"credHelpers\\":{\\"$ECR_REGISTRY\\":\\"ecr-login\\"}}" > ~/.docker/config.json
      buildctl=1
      """,
    entries: [amazon: "ecr-login"]),
  AddedCase(
    name: "nothing written, GitLab's registry on a base of Amazon's",
    base: ["$ECR_REGISTRY/base:1"],
    expected: """
      # Install the ECR login helper
      mkdir -p ~/bin ~/.docker
      \(amazonLines)
      echo "{\\"credHelpers\\":{\\"$ECR_REGISTRY\\":\\"ecr-login\\"},\\"auths\\":{\\"$CI_REGISTRY\\":{\\"username\\":\\"$CI_REGISTRY_USER\\",\\"password\\":\\"$CI_REGISTRY_PASSWORD\\"}}}" > ~/.docker/config.json
      buildctl=1
      """,
    entries: [gitLabHost: gitLabEntry, amazon: "ecr-login"]),
  AddedCase(
    name: "Docker Hub written, GitLab's registry not",
    script: #"""
      mkdir -p /kaniko/.docker
      echo "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"YTpi\"}}}" > /kaniko/.docker/config.json
      """#,
    expected: #"""
      mkdir -p ~/.docker
      echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"},\"https://index.docker.io/v1/\":{\"auth\":\"YTpi\"}}}" > ~/.docker/config.json
      """#,
    entries: [gitLabHost: gitLabEntry, "https://index.docker.io/v1/": "a:b"]),
  AddedCase(
    name: "GitLab's registry written, Amazon's not",
    script: #"""
      mkdir -p /kaniko/.docker
      echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > /kaniko/.docker/config.json
      """#,
    base: ["$ECR_REGISTRY/base:1"],
    expected: """
      # Install the ECR login helper
      mkdir -p ~/bin ~/.docker
      \(amazonLines)
      echo "{\\"credHelpers\\":{\\"$ECR_REGISTRY\\":\\"ecr-login\\"},\\"auths\\":{\\"$CI_REGISTRY\\":{\\"username\\":\\"$CI_REGISTRY_USER\\",\\"password\\":\\"$CI_REGISTRY_PASSWORD\\"}}}" > ~/.docker/config.json
      """,
    entries: [gitLabHost: gitLabEntry, amazon: "ecr-login"]),
  AddedCase(
    name: "an entry in single quotes",
    script: #"echo '{"auths":{"a.example.com":{"auth":"YTpi"}}}' > /kaniko/.docker/config.json"#,
    expected: #"""
      mkdir -p ~/.docker
      echo '{"auths":{"'"$CI_REGISTRY"'":{"username":"'"$CI_REGISTRY_USER"'","password":"'"$CI_REGISTRY_PASSWORD"'"},"a.example.com":{"auth":"YTpi"}}}' > ~/.docker/config.json
      """#,
    entries: [gitLabHost: gitLabEntry, "a.example.com": "a:b"]),
  AddedCase(
    name: "an entry in a here-document, indented",
    script: #"""
      cat > /kaniko/.docker/config.json <<EOF
      {
        "auths": {
          "a.example.com": { "auth": "YTpi" }
        }
      }
      EOF
      """#,
    expected: #"""
      mkdir -p ~/.docker
      cat > ~/.docker/config.json <<EOF
      {
        "auths": {
          "$CI_REGISTRY": {"username": "$CI_REGISTRY_USER", "password": "$CI_REGISTRY_PASSWORD"},
          "a.example.com": { "auth": "YTpi" }
        }
      }
      EOF
      """#,
    entries: [gitLabHost: gitLabEntry, "a.example.com": "a:b"]),
  AddedCase(
    name: "an entry in an empty object and in several lines",
    script: #"""
      echo "{\"auths\":{" > /kaniko/.docker/config.json
      echo "}}" >> /kaniko/.docker/config.json
      """#,
    expected: #"""
      mkdir -p ~/.docker
      echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}" > ~/.docker/config.json
      echo "}}" >> ~/.docker/config.json
      """#,
    entries: [gitLabHost: gitLabEntry]),
  AddedCase(
    name: "an entry in an object without auths",
    script: #"printf '%s' "{}" > /kaniko/.docker/config.json"#,
    expected: #"""
      mkdir -p ~/.docker
      printf '%s' "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > ~/.docker/config.json
      """#,
    entries: [gitLabHost: gitLabEntry]),
  AddedCase(
    name: "a helper in the format of printf",
    script: #"printf "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}\n" > /kaniko/.docker/config.json"#,
    base: ["$ECR_REGISTRY/base:1"],
    expected: """
      # Install the ECR login helper
      mkdir -p ~/bin ~/.docker
      \(amazonLines)
      printf "{\\"credHelpers\\":{\\"$ECR_REGISTRY\\":\\"ecr-login\\"},\\"auths\\":{\\"$CI_REGISTRY\\":{\\"auth\\":\\"YTpi\\"}}}\\n" > ~/.docker/config.json
      """,
    entries: [gitLabHost: "a:b", amazon: "ecr-login"]),
  AddedCase(
    name: "Azure's registry with a service principal",
    destination: "name.azurecr.io/app",
    variables: ["AZURE_CLIENT_ID": ["$AZURE_CLIENT_ID"], "AZURE_CLIENT_SECRET": ["$AZURE_CLIENT_SECRET"]],
    expected: #"""
      mkdir -p ~/.docker
      echo "{\"auths\":{\"name.azurecr.io\":{\"auth\":\"$(printf '%s:%s' "$AZURE_CLIENT_ID" "$AZURE_CLIENT_SECRET" | base64 | tr -d '\n')\"}}}" > ~/.docker/config.json
      buildctl=1
      """#,
    entries: ["name.azurecr.io": "id with space:se$cret/+ x"]),
  AddedCase(
    name: "Google's registry with a key file that the script writes",
    script: #"""
      export GOOGLE_APPLICATION_CREDENTIALS=$CI_PROJECT_DIR/key.json
      echo eyJhIjoiYiAkYyJ9 | base64 -d > $GOOGLE_APPLICATION_CREDENTIALS
      buildctl=1
      """#,
    destination: "eu.gcr.io/project/app",
    expected: #"""
      export GOOGLE_APPLICATION_CREDENTIALS=$CI_PROJECT_DIR/key.json
      echo eyJhIjoiYiAkYyJ9 | base64 -d > $GOOGLE_APPLICATION_CREDENTIALS
      mkdir -p ~/.docker
      echo "{\"auths\":{\"eu.gcr.io\":{\"auth\":\"$(printf '_json_key:%s' "$(cat "$GOOGLE_APPLICATION_CREDENTIALS")" | base64 | tr -d '\n')\"}}}" > ~/.docker/config.json
      buildctl=1
      """#,
    entries: ["eu.gcr.io": #"_json_key:{"a":"b $c"}"#]),
  AddedCase(
    name: "DOCKER_AUTH_CONFIG, which would win",
    script: #"""
      mkdir -p /kaniko/.docker
      echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" > /kaniko/.docker/config.json
      buildctl=1
      """#,
    variables: ["DOCKER_AUTH_CONFIG": ["$OTHER"]],
    expected: #"""
      mkdir -p ~/.docker
      echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" > ~/.docker/config.json
      unset DOCKER_AUTH_CONFIG
      buildctl=1
      """#,
    entries: [gitLabHost: "a:b"]),
  AddedCase(
    name: "several commands on one line, before the build",
    script: #"USE=; echo '{"auths":{"a.example.com":{"auth":"YTpi"}}}' > /kaniko/.docker/config.json; buildctl=1"#,
    variables: ["DOCKER_AUTH_CONFIG": ["$OTHER"]],
    expected: #"""
      mkdir -p ~/.docker
      USE=; echo '{"auths":{"'"$CI_REGISTRY"'":{"username":"'"$CI_REGISTRY_USER"'","password":"'"$CI_REGISTRY_PASSWORD"'"},"a.example.com":{"auth":"YTpi"}}}' > ~/.docker/config.json; buildctl=1
      unset DOCKER_AUTH_CONFIG
      """#,
    entries: [gitLabHost: gitLabEntry, "a.example.com": "a:b"]),
  AddedCase(
    name: "mkdir and echo on one line, Amazon's registry",
    script: #"mkdir -p /kaniko/.docker; echo "{\"credsStore\":\"ecr-login\"}" > /kaniko/.docker/config.json"#,
    destination: "$ECR_REGISTRY/app",
    expected: """
      # Install the ECR login helper
      mkdir -p ~/bin
      \(amazonLines)
      mkdir -p ~/.docker; echo "{\\"credHelpers\\":{\\"$ECR_REGISTRY\\":\\"ecr-login\\"}}" > ~/.docker/config.json
      """,
    entries: [amazon: "ecr-login"]),
  AddedCase(
    name: "a condition that makes the directory itself",
    script: #"""
      if [ "$USE" = never ]; then
        mkdir -p /kaniko/.docker
        echo '{"auths":{"a.example.com":{"auth":"YTpi"}}}' > /kaniko/.docker/config.json
      fi
      """#,
    expected: #"""
      mkdir -p ~/.docker
      echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > ~/.docker/config.json
      if [ "$USE" = never ]; then
        mkdir -p ~/.docker
        echo '{"auths":{"'"$CI_REGISTRY"'":{"username":"'"$CI_REGISTRY_USER"'","password":"'"$CI_REGISTRY_PASSWORD"'"},"a.example.com":{"auth":"YTpi"}}}' > ~/.docker/config.json
      fi
      """#,
    entries: [gitLabHost: gitLabEntry]),
  AddedCase(
    name: "a here-document, after which a line is added",
    script: #"""
      mkdir -p /kaniko/.docker
      cat <<EOF > /kaniko/.docker/config.json
      {"auths":{"$CI_REGISTRY":{"auth":"YTpi"}}}
      EOF
      buildctl=1
      """#,
    variables: ["DOCKER_AUTH_CONFIG": ["$OTHER"]],
    expected: #"""
      mkdir -p ~/.docker
      cat <<EOF > ~/.docker/config.json
      {"auths":{"$CI_REGISTRY":{"auth":"YTpi"}}}
      EOF
      unset DOCKER_AUTH_CONFIG
      buildctl=1
      """#,
    entries: [gitLabHost: "a:b"]),
  AddedCase(
    name: "a directory of the job's own",
    variables: ["DOCKER_CONFIG": ["/tmp"]],
    expected: "buildctl=1", entries: [:]),
]
