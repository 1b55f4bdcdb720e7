/// A way of writing registry credentials that pipelines use, with the script that the migration makes of it.
struct CredentialIdiom: Sendable, CustomStringConvertible {
  let name: String
  /// The destination of the image.
  var destination = "$CI_REGISTRY_IMAGE:latest"
  var variables: [String: [String]] = [:]
  let script: String
  let expected: String
  /// The registries with credentials, as far as the script shows.
  var hosts: [String] = ["${CI_REGISTRY}"]
  /// The path of the file under Kaniko, where the script can be run as it is; `nil` where it cannot, with the reason
  /// beside the case.
  var original: String? = "/kaniko/.docker/config.json"

  var description: String { name }

  static let all: [CredentialIdiom] = [
    CredentialIdiom(
      name: "A user and password",
      script: #"""
        mkdir -p /kaniko/.docker
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > ~/.docker/config.json
        """#),
    CredentialIdiom(
      name: "A without mkdir",
      script: #"""
        echo "{\"auths\":{\"${CI_REGISTRY}\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > "/kaniko/.docker/config.json"
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "{\"auths\":{\"${CI_REGISTRY}\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > "$HOME/.docker/config.json"
        """#),
    CredentialIdiom(
      name: "A between single quotes",
      destination: "registry.example.com/app",
      script: #"""
        mkdir -p '/kaniko/.docker'
        echo '{"auths":{"registry.example.com":{"auth":"YTpi"}}}' > '/kaniko/.docker/config.json'
        """#,
      expected: #"""
        mkdir -p "$HOME/.docker"
        echo '{"auths":{"registry.example.com":{"auth":"YTpi"}}}' > "$HOME/.docker/config.json"
        """#,
      hosts: ["registry.example.com"]),
    CredentialIdiom(
      name: "B base64",
      script: #"""
        mkdir -p /kaniko/.docker/
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"$(echo -n ${CI_REGISTRY_USER}:${CI_REGISTRY_PASSWORD} | base64)\"}}}" > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker/
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"$(echo -n ${CI_REGISTRY_USER}:${CI_REGISTRY_PASSWORD} | base64)\"}}}" > ~/.docker/config.json
        """#),
    CredentialIdiom(
      name: "C and D printf, base64 and tr",
      script: #"""
        mkdir -p /kaniko/.docker
        echo "{\"auths\":{\"${CI_REGISTRY}\":{\"auth\":\"$(printf "%s:%s" "${CI_REGISTRY_USER}" "${CI_REGISTRY_PASSWORD}" | base64 | tr -d '\n')\"}}}" > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "{\"auths\":{\"${CI_REGISTRY}\":{\"auth\":\"$(printf "%s:%s" "${CI_REGISTRY_USER}" "${CI_REGISTRY_PASSWORD}" | base64 | tr -d '\n')\"}}}" > ~/.docker/config.json
        """#),
    CredentialIdiom(
      name: "E here-document after cat",
      script: #"""
        cat <<EOF > /kaniko/.docker/config.json
        {
          "auths": {
            "$CI_REGISTRY": {
              "username": "$CI_REGISTRY_USER",
              "password": "$CI_REGISTRY_PASSWORD"
            }
          }
        }
        EOF
        """#,
      expected: #"""
        mkdir -p ~/.docker
        cat <<EOF > ~/.docker/config.json
        {
          "auths": {
            "$CI_REGISTRY": {
              "username": "$CI_REGISTRY_USER",
              "password": "$CI_REGISTRY_PASSWORD"
            }
          }
        }
        EOF
        """#),
    CredentialIdiom(
      name: "E here-document into the image's DOCKER_CONFIG",
      script: #"""
        mkdir -p "$DOCKER_CONFIG"
        cat > "${DOCKER_CONFIG}/config.json" <<EOF
        {"auths":{"$CI_REGISTRY":{"username":"$CI_REGISTRY_USER","password":"$CI_REGISTRY_PASSWORD"}}}
        EOF
        cat $DOCKER_CONFIG/config.json > /dev/null
        """#,
      expected: #"""
        mkdir -p "$HOME/.docker"
        cat > "$HOME/.docker/config.json" <<EOF
        {"auths":{"$CI_REGISTRY":{"username":"$CI_REGISTRY_USER","password":"$CI_REGISTRY_PASSWORD"}}}
        EOF
        cat ~/.docker/config.json > /dev/null
        """#),
    CredentialIdiom(
      name: "F a variable",
      script: #"""
        echo "$DOCKER_AUTH_CONFIG" > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "$DOCKER_AUTH_CONFIG" > ~/.docker/config.json
        """#,
      hosts: []),
    CredentialIdiom(
      name: "G a file",
      script: #"""
        mkdir -p /kaniko/.docker
        cp -rf $CONFIG_FILE /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        cp -rf $CONFIG_FILE ~/.docker/config.json
        """#,
      hosts: []),
    CredentialIdiom(
      name: "G a file, installed and linked",
      script: #"""
        install -m 600 "$CONFIG_FILE" /kaniko/.docker/config.json
        chmod 600 /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        install -m 600 "$CONFIG_FILE" ~/.docker/config.json
        chmod 600 ~/.docker/config.json
        """#,
      hosts: []),
    CredentialIdiom(
      name: "H several registries, O spaces, L Docker Hub",
      script: #"""
        mkdir -p /kaniko/.docker
        echo "{\"auths\": {\"$CI_REGISTRY\": {\"username\": \"$CI_REGISTRY_USER\", \"password\": \"$CI_REGISTRY_PASSWORD\"}, \"https://index.docker.io/v1/\": {\"username\": \"$CI_REGISTRY_USER\", \"password\": \"$CI_REGISTRY_PASSWORD\"}, \"https://ghcr.io\": {\"auth\": \"eDp5\"}}}" > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "{\"auths\": {\"$CI_REGISTRY\": {\"username\": \"$CI_REGISTRY_USER\", \"password\": \"$CI_REGISTRY_PASSWORD\"}, \"https://index.docker.io/v1/\": {\"username\": \"$CI_REGISTRY_USER\", \"password\": \"$CI_REGISTRY_PASSWORD\"}, \"https://ghcr.io\": {\"auth\": \"eDp5\"}}}" > ~/.docker/config.json
        """#,
      hosts: ["${CI_REGISTRY}", "docker.io", "ghcr.io"]),
    CredentialIdiom(
      name: "I several lines",
      script: #"""
        echo "{\"auths\":{" > /kaniko/.docker/config.json
        echo "\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\"," >> /kaniko/.docker/config.json
        echo "\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" >> /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "{\"auths\":{" > ~/.docker/config.json
        echo "\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\"," >> ~/.docker/config.json
        echo "\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" >> ~/.docker/config.json
        """#),
    CredentialIdiom(
      name: "I a group of commands",
      script: #"""
        {
          echo "{\"auths\":{\"$CI_REGISTRY\":"
          printf '{"auth":"%s"}' "$(printf '%s:%s' "$CI_REGISTRY_USER" "$CI_REGISTRY_PASSWORD" | base64 | tr -d '\n')"
          echo "}}"
        } > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        {
          echo "{\"auths\":{\"$CI_REGISTRY\":"
          printf '{"auth":"%s"}' "$(printf '%s:%s' "$CI_REGISTRY_USER" "$CI_REGISTRY_PASSWORD" | base64 | tr -d '\n')"
          echo "}}"
        } > ~/.docker/config.json
        """#),
    CredentialIdiom(
      name: "J the home directory",
      script: #"""
        mkdir -p $HOME/.docker
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > $HOME/.docker/config.json
        """#,
      expected: #"""
        mkdir -p $HOME/.docker
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > $HOME/.docker/config.json
        """#,
      original: "/root/.docker/config.json"),
    CredentialIdiom(
      name: "J the home directory of root",
      script: #"""
        mkdir -p /root/.docker && echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > /root/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker && echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > ~/.docker/config.json
        """#,
      original: "/root/.docker/config.json"),
    CredentialIdiom(
      name: "K DOCKER_CONFIG in the script",
      script: #"""
        export DOCKER_CONFIG=/kaniko/.docker
        mkdir -p $DOCKER_CONFIG
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > $DOCKER_CONFIG/config.json
        """#,
      expected: #"""
        export DOCKER_CONFIG=~/.docker
        mkdir -p $DOCKER_CONFIG
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > $DOCKER_CONFIG/config.json
        """#),
    CredentialIdiom(
      name: "L a scheme before the registry",
      script: #"""
        mkdir -p /kaniko/.docker
        echo "{\"auths\":{\"https://${CI_REGISTRY}\":{\"auth\":\"$(printf '%s:%s' "$CI_REGISTRY_USER" "$CI_REGISTRY_PASSWORD" | base64 | tr -d '\n')\"}}}" > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "{\"auths\":{\"https://${CI_REGISTRY}\":{\"auth\":\"$(printf '%s:%s' "$CI_REGISTRY_USER" "$CI_REGISTRY_PASSWORD" | base64 | tr -d '\n')\"}}}" > ~/.docker/config.json
        """#),
    CredentialIdiom(
      name: "M if and else",
      script: #"""
        if [ "$USE" = "true" ]; then echo "$DOCKER_AUTH_CONFIG" > /kaniko/.docker/config.json; else echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > /kaniko/.docker/config.json; fi
        """#,
      expected: #"""
        mkdir -p ~/.docker
        if [ "$USE" = "true" ]; then echo "$DOCKER_AUTH_CONFIG" > ~/.docker/config.json; else echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > ~/.docker/config.json; fi
        unset DOCKER_AUTH_CONFIG
        """#),
    CredentialIdiom(
      name: "N a condition without else",
      script: #"""
        if [[ "$USE" == "true" ]]; then
          echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" > /kaniko/.docker/config.json
        fi
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > ~/.docker/config.json
        if [[ "$USE" == "true" ]]; then
          echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" > ~/.docker/config.json
        fi
        """#,
      // Without the condition Kaniko asked its helper, so that there is no file to compare with.
      original: nil),
    CredentialIdiom(
      name: "P two quoted pieces and a line continuation",
      script: #"""
        echo "{\"auths\":{\"$CI_REGISTRY\":"\
        "{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "{\"auths\":{\"$CI_REGISTRY\":"\
        "{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > ~/.docker/config.json
        """#),
    CredentialIdiom(
      name: "Q mkdir and echo in one command",
      script: #"""
        mkdir -p /kaniko/.docker && echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker && echo "{\"auths\":{\"$CI_REGISTRY\":{\"username\":\"$CI_REGISTRY_USER\",\"password\":\"$CI_REGISTRY_PASSWORD\"}}}" > ~/.docker/config.json
        """#),
    CredentialIdiom(
      name: "R printed and removed",
      script: #"""
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" > /kaniko/.docker/config.json
        cat /kaniko/.docker/config.json
        rm -rf /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" > ~/.docker/config.json
        cat ~/.docker/config.json
        rm -rf ~/.docker/config.json
        """#),
    CredentialIdiom(
      name: "T tee and base64",
      script: #"""
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" | tee /kaniko/.docker/config.json > /dev/null
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" | tee ~/.docker/config.json > /dev/null
        """#),
    CredentialIdiom(
      name: "T a variable through base64",
      script: #"""
        echo "$ENCODED" | base64 -d > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.docker
        echo "$ENCODED" | base64 -d > ~/.docker/config.json
        """#,
      hosts: []),
    CredentialIdiom(
      name: "a misspelled directory",
      script: #"""
        mkdir -p /kaniko/.dockerse
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" > /kaniko/.docker/config.json
        """#,
      expected: #"""
        mkdir -p ~/.dockerse
        mkdir -p ~/.docker
        echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" > ~/.docker/config.json
        """#),
    CredentialIdiom(
      name: "a function",
      script: #"""
        login() {
          mkdir -p /kaniko/.docker
          echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" > /kaniko/.docker/config.json
        }
        login
        """#,
      expected: #"""
        login() {
          mkdir -p ~/.docker
          echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"YTpi\"}}}" > ~/.docker/config.json
        }
        login
        """#),
  ]
}
