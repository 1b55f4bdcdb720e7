import JobBehaviour
import TestSupport

/// The ways in which jobs log in to registries.
enum Logins {
  static func lines(_ random: inout SeededGenerator) -> [String] {
    random.pick(all)
  }

  /// Whether lines write credentials for the project's own registry.
  static func namesOwnRegistry(_ lines: [String]) -> Bool {
    lines.contains { line in ["CI_REGISTRY", "DOCKER_AUTH", "AUTH_FILE"].contains { line.contains($0) } }
  }

  private static let folder = "mkdir -p /kaniko/.docker"
  private static let file = "/kaniko/.docker/config.json"
  private static let pair = #"\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\""#

  private static let all: [[String]] = [
    [folder, #"echo "{\"auths\":{\"$CI_REGISTRY\":{\#(pair)}}}" > \#(file)"#],
    [folder, #"echo "{\"auths\": {\"$CI_REGISTRY\": {\#(pair)}}}" > \#(file)"#],
    [#"echo "{\"auths\":{\"${CI_REGISTRY}\":{\#(pair)}}}" > "\#(file)""#],
    [
      folder,
      #"echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"$(echo -n $CI_REGISTRY_USER:$CI_REGISTRY_PASSWORD | base64 | tr -d '\n')\"}}}" > \#(file)"#,
    ],
    [
      folder,
      #"echo "{\"auths\":{\"${CI_REGISTRY}\":{\"auth\":\"$(printf "%s:%s" "${CI_REGISTRY_USER}" "${CI_REGISTRY_PASSWORD}" | base64 | tr -d '\n')\"}}}" > \#(file)"#,
    ],
    [
      folder + "\n" + #"cat <<EOF > \#(file)"#
        + "\n{\n  \"auths\": {\n    \"$CI_REGISTRY\": {\"username\": \"$CI_REGISTRY_USER\", \"password\": \"$CI_REGISTRY_PASSWORD\"}\n  }\n}\nEOF"
    ],
    [folder, #"echo "$DOCKER_AUTH" > \#(file)"#],
    [folder, #"cp "$AUTH_FILE" \#(file)"#],
    [folder + #" && echo "{\"auths\":{\"$CI_REGISTRY\":{\#(pair)}}}" > \#(file)"#],
    [
      folder,
      #"echo "{\"auths\":{\"$CI_REGISTRY\":{\#(pair)},\"https://index.docker.io/v1/\":{\"auth\":\"dXNlcjpwYXNz\"}}}" > \#(file)"#,
    ],
    [folder, #"echo '{"credsStore":"ecr-login"}' > \#(file)"#],
    [folder, #"echo "{\"credHelpers\":{\"$ECR_REGISTRY\":\"ecr-login\"}}" > \#(file)"#],
    [
      "export DOCKER_CONFIG=/kaniko/.docker", #"mkdir -p "$DOCKER_CONFIG""#,
      #"echo "{\"auths\":{\"$CI_REGISTRY\":{\#(pair)}}}" > "$DOCKER_CONFIG/config.json""#,
    ],
    [
      #"if [ -n "$CI_REGISTRY_USER" ]; then \#(folder); echo "{\"auths\":{\"$CI_REGISTRY\":{\#(pair)}}}" > \#(file); fi"#
    ],
  ]

  /// What the project's settings hold for these lines: every registry that one of Kaniko's helpers would serve, as the
  /// migration assumes of credentials that it cannot see.
  static let settings = [
    "DOCKER_AUTH": #"{"auths":{"registry.example.com":{"auth":"YTpi"},"\#(ecr)":{"auth":"QVdTOngx"}}}"#
  ]
  /// Variables of type file.
  static let files = [
    "AUTH_FILE": #"{"auths":{"registry.example.com":{"auth":"YzpkIGU="},"\#(ecr)":{"auth":"QVdTOngy"}}}"# + "\n"
  ]

  private static let ecr = JobVariables.settings["ECR_REGISTRY"] ?? ""
}
