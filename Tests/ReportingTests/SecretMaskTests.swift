import Diagnostics
import Testing

@Test(arguments: [
  ("--build-arg TOKEN=glpat-abcdefghij0123456789", "--build-arg TOKEN=**************************"),
  ("echo glpat-abcdefghij0123456789 | x", "echo glpat-******************** | x"),
  ("a AKIAIOSFODNN7EXAMPLE b", "a AKIA**************** b"),
  ("https://user:hunter2@example.com/a", "https://user:*******@example.com/a"),
  (#"{"auths":{"h":{"auth":"dXNlcjpwYXNzd29yZA=="}}}"#, #"{"auths":{"h":{"auth":"********************"}}}"#),
  (
    #"echo "{\"auths\":{\"h\":{\"auth\":\"dXNlcjpwYXNzd29yZA==\"}}}""#,
    #"echo "{\"auths\":{\"h\":{\"auth\":\"********************\"}}}""#
  ),
  ("AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMI/K7MDENG", "AWS_SECRET_ACCESS_KEY: *********************"),
  ("DB_PASSWORD='correct horse'", "DB_PASSWORD='******* horse'"), ("npm-token = 'abcdef'", "npm-token = 'abcdef'"),
  ("crane auth login --password hunter22 -u x", "crane auth login --password ******** -u x"),
  ("x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.abc_-", "x eyJ************************************"),
  ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "****************************************"),
  ("TOKEN=abcdef$REST", "TOKEN=******$REST"), ("é TOKEN=geheimnü", "é TOKEN=*********"),
])
func secretsAreHidden(_ text: String, _ shown: String) {
  #expect(SecretMask.masked(text) == shown)
}

@Test(arguments: [
  "https://user:$PASSWORD@example.com", "https://git@example.com:443/a", "https://example.com/a@b:c",
  #"{"auth":"$REGISTRY_AUTH"}"#, "TOKEN=$CI_JOB_TOKEN", "TOKEN: \"${X}\"", "DEPLOY_TOKEN: /run/secrets/token",
  "--secret id=GIT_AUTH_TOKEN,env=GIT_TOKEN", "--registry-auth-tlscontext host=example.com,insecure=true",
  "--credential-helpers ecr-login", "gcr.io/kaniko-project/executor:debug", "TOKEN=true", "token: x",
  "image@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "/builds/group/project/some/long/path/with/Upper/and/digits/0/in/it", "glpat-short", "eyJust a word",
  "/kaniko/executor --context $CI_PROJECT_DIR --destination $CI_REGISTRY_IMAGE:$CI_COMMIT_TAG", "",
])
func whatIsNoSecretIsShown(_ text: String) {
  #expect(SecretMask.masked(text) == text)
}

@Test func maskingKeepsEveryByteInItsPlace() {
  let bytes = Array("xx é TOKEN=hunter22 yy".utf8)
  let masked = SecretMask.masked(bytes[3...])
  #expect(masked.indices == 3..<bytes.count)
  #expect(String(decoding: masked, as: UTF8.self) == "é TOKEN=******** yy")
}
