import Diagnostics
import Foundation
import ShellSyntax
import SourceText
import Testing

@testable import KanikoMigration

/// A script with paths of the Kaniko image and what becomes of it.
struct PathCase: Sendable, CustomTestStringConvertible {
  let script: String
  let expected: String
  var variables: [String: [String]] = [:]

  init(_ script: String, _ expected: String, variables: [String: [String]] = [:]) {
    self.script = script
    self.expected = expected
    self.variables = variables
  }

  var testDescription: String { script }
}

private let certificates = """
  mkdir -p ~/certs
  export SSL_CERT_DIR="$HOME/certs"

  """

private let pathCases: [PathCase] = [
  // Credentials in every kind of word.
  PathCase("ls /kaniko/.docker", "ls ~/.docker"),
  PathCase("ls \"/kaniko/.docker/$X\"", "ls \"$HOME/.docker/$X\""),
  PathCase("ls /kaniko/.docker/\"$X\"", "ls ~/.docker/\"$X\""),
  PathCase("tool --config=/kaniko/.docker/config.json", "tool --config=\"$HOME/.docker/config.json\""),
  PathCase("tool --config=\"/kaniko/.docker\"", "tool --config=\"$HOME/.docker\""),
  PathCase("X=/kaniko/.docker tool", "X=~/.docker tool"),
  PathCase("export X=/kaniko/.docker Y=\"/kaniko/.docker\"", "export X=~/.docker Y=\"$HOME/.docker\""),
  PathCase("X=a:/kaniko/.docker", "X=a:\"$HOME/.docker\""),
  PathCase(
    "export DOCKER_CONFIG=${DOCKER_CONFIG:-/kaniko/.docker}", "export DOCKER_CONFIG=${DOCKER_CONFIG:-$HOME/.docker}"),
  PathCase("[ -f /kaniko/.docker/config.json ] || exit 1", "[ -f ~/.docker/config.json ] || exit 1"),
  PathCase("[[ -d /kaniko/.docker ]]", "[[ -d ~/.docker ]]"),
  PathCase("for f in /kaniko/.docker/*; do cat $f; done", "for f in ~/.docker/*; do cat $f; done"),
  PathCase("X=$(cat /kaniko/.docker/config.json)", "X=$(cat ~/.docker/config.json)"),
  PathCase("sh -c 'ls /kaniko/.docker'", "sh -c 'ls $HOME/.docker'"),
  PathCase("sh -c \"ls /kaniko/.docker\"", "sh -c \"ls $HOME/.docker\""),
  PathCase("echo 'see /kaniko/.docker'", "echo 'see ~/.docker'"),
  PathCase("cat <<EOF\n/kaniko/.docker/x\nEOF", "cat <<EOF\n$HOME/.docker/x\nEOF"),
  PathCase("ls $DOCKER_CONFIG \"${DOCKER_CONFIG}/x\"", "ls ~/.docker \"$HOME/.docker/x\""),
  PathCase("ls /root/.docker", "ls ~/.docker"),
  // What only looks like it.
  PathCase(
    "ls /kaniko/.dockers $CI_PROJECT_DIR/kaniko/.docker ./kaniko/.docker x/kaniko/.docker",
    "ls /kaniko/.dockers $CI_PROJECT_DIR/kaniko/.docker ./kaniko/.docker x/kaniko/.docker"),
  PathCase("# ls /kaniko/.docker\nls", "# ls /kaniko/.docker\nls"),
  PathCase("ls $DOCKER_CONFIG", "ls $DOCKER_CONFIG", variables: ["DOCKER_CONFIG": ["/x"]]),
  PathCase("/kaniko/executor --context .", "/kaniko/executor --context ."),
  // Certificates.
  PathCase(
    "cat \"$CA\" >> /kaniko/ssl/certs/additional-ca-cert-bundle.crt",
    certificates + "cat \"$CA\" >> ~/certs/additional-ca-cert-bundle.crt"),
  PathCase(
    "install -m 644 \"$CA\" /kaniko/ssl/certs/x.pem && cat /kaniko/ssl/certs/x.pem >> /kaniko/ssl/certs/ca-certificates.crt",
    certificates + "install -m 644 \"$CA\" ~/certs/x.pem && cat ~/certs/x.pem >> ~/certs/ca-certificates.crt"),
  PathCase(
    "mkdir -p /kaniko/ssl/certs\necho \"$B64\" | base64 -d >> /kaniko/ssl/certs/ca-certificates.crt",
    "export SSL_CERT_DIR=\"$HOME/certs\"\nmkdir -p ~/certs\necho \"$B64\" | base64 -d >> ~/certs/ca-certificates.crt"),
  PathCase(
    "echo start\nif [ ! -z $CA_BUNDLE ]; then cat $CA_BUNDLE >> /kaniko/ssl/certs/x.crt; fi",
    "echo start\n" + certificates + "if [ ! -z $CA_BUNDLE ]; then cat $CA_BUNDLE >> ~/certs/x.crt; fi"),
  PathCase(
    "echo \"-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\" >> \"/kaniko/ssl/certs/x.crt\"",
    certificates + "echo \"-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\" >> \"$HOME/certs/x.crt\""),
  PathCase(
    "cat $CA > $SSL_CERT_DIR/x.crt\ncat $CA > /kaniko/ssl/certs/y.crt",
    certificates + "cat $CA > $SSL_CERT_DIR/x.crt\ncat $CA > ~/certs/y.crt"),
  PathCase("cat /kaniko/ssl/certs/ca-certificates.crt x > y", "cat /etc/ssl/certs/ca-certificates.crt x > y"),
  // PATH and programs.
  PathCase("export PATH=\"/kaniko:$PATH\"\nls", "ls"),
  PathCase("PATH=$PATH:/busybox:/kaniko\nls", "ls"),
  PathCase("export PATH=/busybox:$PATH:/opt/bin", "export PATH=$PATH:/opt/bin"),
  PathCase("export PATH=\"$HOME/bin:/kaniko:/busybox\"", "export PATH=\"$HOME/bin\""),
  PathCase("export PATH=/kaniko:$PATH && ls", "export PATH=$PATH && ls"),
  PathCase("/busybox/cat x | /busybox/sh -c 'echo'", "cat x | sh -c 'echo'"),
  PathCase("cat > x.sh <<EOF\n#!/busybox/sh\nEOF", "cat > x.sh <<EOF\n#!/bin/sh\nEOF"),
  // Files of the job's own.
  PathCase("mkdir /kaniko/tmp\necho > /kaniko/tmp/x\ncat /kaniko/tmp/x", "mkdir ~/tmp\necho > ~/tmp/x\ncat ~/tmp/x"),
]

@Test(arguments: pathCases)
func pathsMove(_ item: PathCase) {
  let result = plan(item.script, destination: nil, variables: item.variables)
  let remarks = result.plan.remarks.filter { $0.applicability == .manual && !item.script.contains("dockers") }
  #expect(planned(result) == item.expected)
  #expect(remarks == [])
}

@Test(arguments: [
  "ls /kaniko", "cd /kaniko/", "/kaniko/crane ls", "cp /kaniko/docker-credential-ecr-login .", "ls /busybox",
  "ln -s /busybox/wget x", "sed 's#/kaniko/.docker#x#' y", "cat <<'EOF' > x\n/kaniko/.docker\nEOF",
  "export PATH=/kaniko/bin:$PATH", "ls /kaniko/$X", "ls \"/kaniko\"/.docker",
])
func pathThatCannotMoveIsLeftToAPerson(_ script: String) {
  let result = plan(script, destination: nil)
  #expect(planned(result) == script)
  #expect(result.plan.remarks.map(\.subject) == [.kanikoPath])
  #expect(result.plan.applicability == .manual)
}

@Test func variablesOfYAMLMove() {
  let variables = [
    "DOCKER_CONFIG": ["/kaniko/.docker/"], "DOCKER_CONFIG_DIRECTORY": ["/kaniko/.docker"],
    "OTHER": ["/x/kaniko/.docker"],
    "SSL_CERT_DIR": ["/kaniko/ssl/certs"], "IMAGE": ["$CI_REGISTRY_IMAGE"],
  ]
  let result = plan("echo x > $DOCKER_CONFIG_DIRECTORY/config.json", destination: nil, variables: variables).plan
  #expect(result.variables.map(\.name) == ["DOCKER_CONFIG", "DOCKER_CONFIG_DIRECTORY", "SSL_CERT_DIR"])
  #expect(result.variables.map(\.newValue) == ["/home/user/.docker/", "/home/user/.docker", "/home/user/certs"])
  #expect(result.variables.first?.line == .command("export DOCKER_CONFIG=\"$HOME/.docker/\""))
  #expect(result.insertions.map { $0.lines.map(\.text) } == [["mkdir -p ~/.docker"]])
}

@Test func executorCallsKeepTheirWords() {
  let text = "echo\n/kaniko/executor --registry-certificate r=/kaniko/ssl/certs/x.pem"
  let script = ShellScript(parsing: Array(text.utf8))
  let job = CredentialPlan.Job(executorCalls: [ByteRange(5, text.utf8.count)])
  let plan = CredentialPlan(script, references: [], job: job)
  #expect(plan.edits.isEmpty)
  #expect(
    plan.movedInExecutorCalls.map { String(decoding: script.text[$0.indices], as: UTF8.self) } == [
      "r=/kaniko/ssl/certs/x.pem"
    ])
}

@Test(arguments: [
  ("/kaniko/ssl/certs/x.pem", "$HOME/certs/x.pem"), ("/kaniko/ssl/certs/y.pem", "/kaniko/ssl/certs/y.pem"),
  ("r=/kaniko/ssl/certs/x.pem,/kaniko/own/key", "r=$HOME/certs/x.pem,$HOME/own/key"),
  ("/kaniko/ssl/certs/ca-certificates.crt", "/etc/ssl/certs/ca-certificates.crt"),
  ("'/kaniko/.docker'", "$HOME/.docker"), ("/kaniko/.dockerx", "/kaniko/.dockerx"),
  ("$X/kaniko/.docker", "$X/kaniko/.docker"),
  ("/kaniko/own/digest", "$HOME/own/digest"), ("/kaniko/other", "/kaniko/other"),
  ("/kaniko/digest", "$HOME/digest"),
])
func wordsOfExecutorCallsMove(_ word: String, expected: String) {
  let script = "mkdir /kaniko/own\ncp $CA /kaniko/ssl/certs/x.pem\n/kaniko/executor --digest-file=/kaniko/digest"
  let outline = ScriptOutline(ShellScript(parsing: Array(script.utf8)))
  let paths = MovedPaths(OwnPaths(outline, ScriptValues(outline, variables: [:])))
  #expect(paths.moved(fragment(word)).doubleQuotedContent == expected)
}

@Test func certificatesReachTheDirectory() throws {
  let script = "cat \"$CONFIG_FILE\" >> /kaniko/ssl/certs/ca-certificates.crt\necho \"$SSL_CERT_DIR\""
  let run = try ScriptRun(planned(plan(script, destination: nil)))
  defer { run.remove() }
  #expect(run.status == 0, "\(run.output)")
  #expect(run.file("home/certs/ca-certificates.crt") == run.file("config-file.json"))
  #expect(run.output == run.directory.appendingPathComponent("home/certs").path + "\n")
}

@Test func printedCredentialsAreNoted() {
  let subjects = plan("cat /kaniko/.docker/config.json\ncat /kaniko/.docker/config.json > x", destination: nil).plan
    .remarks
  #expect(subjects.map(\.subject) == [.credentialsPrinted])
  #expect(subjects.map(\.applicability) == [.safe])
}

@Test func everyByteOutsideTheEditsStays() throws {
  for idiom in CredentialIdiom.all {
    let result = plan(idiom.script)
    var kept = 0
    for edit in result.plan.edits.edits {
      #expect(edit.range.lowerBound >= kept && edit.range.upperBound <= result.script.text.count)
      kept = edit.range.upperBound
    }
  }
}

@Test func randomTextNeitherCrashesNorHangs() {
  let pieces = [
    "/kaniko/.docker", "/config.json", "echo ", "\"", "'", "{", "}", "\\\"auths\\\":", ">", ">> ", "$X", "${X%%/*}",
    "\n",
    " && ", " || ", "if ", "then ", "fi", "<<EOF", "EOF", "$(", ")", "|", "tee ", "cp a ", "é", "\u{0}", "printf '%s' ",
    "mkdir -p ", "export PATH=", ":/kaniko:", "$DOCKER_CONFIG", "credsStore", "chmod +x a", "sh -c ", "\\",
  ]
  var state: UInt64 = 42
  for _ in 0..<3_000 {
    var text = ""
    for _ in 0..<24 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += pieces[Int(state >> 33) % pieces.count]
    }
    let script = ShellScript(parsing: Array(text.utf8))
    let plan = CredentialPlan(script, references: [RegistryReference(ShellFragment(literal: text), role: .destination)])
    _ = plan.applied(to: script)
    _ = ScriptAudit(script).remarks
  }
}
