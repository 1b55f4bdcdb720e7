import Diagnostics
import Foundation
import ShellSyntax
import SourceText
import Testing

@testable import KanikoMigration

/// A script with what the audit says about it: the subject, how far the script may be trusted, and the bytes meant.
struct AuditCase: Sendable, CustomTestStringConvertible {
  struct Finding: Sendable, Equatable {
    let subject: ScriptRemark.Subject
    let applicability: Applicability
    let text: String
  }

  let script: String
  var findings: [Finding] = []
  var files: [String: String] = [:]

  init(_ script: String, _ findings: Finding..., files: [String: String] = [:]) {
    self.script = script
    self.findings = findings
    self.files = files
  }

  var testDescription: String { script }
}

private func tool(_ text: String) -> AuditCase.Finding {
  .init(subject: .missingTool, applicability: .manual, text: text)
}
private func syntax(_ text: String) -> AuditCase.Finding {
  .init(subject: .shellSyntax, applicability: .manual, text: text)
}
private func place(_ text: String) -> AuditCase.Finding {
  .init(subject: .restrictedPath, applicability: .manual, text: text)
}
private func owner(_ applicability: Applicability, _ text: String) -> AuditCase.Finding {
  .init(subject: .fileOwnership, applicability: applicability, text: text)
}
private func file(_ applicability: Applicability, _ text: String) -> AuditCase.Finding {
  .init(subject: .scriptFile, applicability: applicability, text: text)
}
private func dynamic(_ text: String) -> AuditCase.Finding {
  .init(subject: .dynamicCommand, applicability: .review, text: text)
}

private let silentScripts: [AuditCase] = [
  AuditCase("echo hi; cat VERSION | tr -d '\\n' | sed 's/v//' > version.txt"),
  AuditCase("set -eo pipefail\nif [ -f x ]; then head -1 x; fi"),
  AuditCase("export TAG=$(sha1sum Dockerfile | head -c 16)"),
  AuditCase("[[ -n \"$X\" && \"$X\" == y* ]] && echo yes"),
  AuditCase("X=${CI_COMMIT_REF_NAME/master/latest}; Y=${X//[^a-z]/}; Z=${X:1}; W=${X%%/*}; echo $'a\\tb'"),
  AuditCase("function f { echo; }\nf"),
  AuditCase("build() { echo; }\nbuild a b"),
  AuditCase("alias ll='ls -l'\nll"),
  AuditCase("mkdir -p ~/bin build /tmp/x \"$HOME/y\" $CI_PROJECT_DIR/z; echo > /dev/null; echo 2>/dev/stderr"),
  AuditCase("echo x > out.txt; chmod 600 out.txt ~/.docker/config.json"),
  AuditCase("mkdir -p keys; cp $KEY keys/id; chmod 600 keys/id; chmod 700 keys"),
  AuditCase("wget -qO ~/bin/tool https://example.com/tool; chmod +x ~/bin/tool; ~/bin/tool version; $HOME/bin/tool x"),
  AuditCase("wget -O - https://example.com | sh"),
  AuditCase("mkdir -p /kaniko/.docker; echo x > /kaniko/.docker/config.json; /busybox/cat x; /kaniko/executor version"),
  AuditCase(
    "git clone https://example.com/x.git; ssh-keyscan host >> ~/.ssh/known_hosts; openssl version; tar -cJf x.tar.xz x; xz x"
  ),
  AuditCase("command -v jq > /dev/null || true; which curl || true; type aws || true"),
  AuditCase("find . -name '*.sh' -exec cat {} +; xargs -n 1 echo < list; env A=b sed p x; timeout 5 sleep 1; exec cat"),
  AuditCase("sh -c 'echo a; cat b'; eval \"echo $X\"; trap 'rm -f x' EXIT"),
  AuditCase(". ./build.env; source VERSION.env; echo $TAG", files: ["build.env": "TAG=1\n"]),
  AuditCase(". ./env.sh; sh env.sh", files: ["env.sh": "#!/usr/bin/env bash\nexport A=b\n"]),
  AuditCase("[ -z \"$DOCKER_CONFIG\" ] && export DOCKER_CONFIG=/kaniko/.docker\necho > \"$DOCKER_CONFIG/config.json\""),
  AuditCase("sh scripts/version.sh; ./scripts/version.sh", files: ["scripts/version.sh": "#!/bin/sh\ncat VERSION\n"]),
  AuditCase("/bin/sh -c true; /usr/bin/env true; /usr/bin/git --version"),
  AuditCase("sed -i 's/a/b/' Dockerfile; touch stamp; rm -rf build"),
  AuditCase("cat <(echo a); echo a &> x"),
  AuditCase("TOOL=sed; $TOOL p x"),
  AuditCase("case $x in a) echo;; *) echo;; esac; for i in 1 2; do echo $i; done; while read l; do echo; done < x"),
]

private let loudScripts: [AuditCase] = [
  AuditCase("/kaniko/executor\n--context .", syntax("--context")),
  AuditCase("jq .x y", tool("jq")),
  AuditCase("X=$(jq -r .v package.json)", tool("jq")),
  AuditCase("echo \"$(curl -s x)\" | bash", tool("curl"), tool("bash")),
  AuditCase("apk add --no-cache git", tool("apk")),
  AuditCase("aws ecr get-login-password", tool("aws")),
  AuditCase("if true; then gcloud auth; fi", tool("gcloud")),
  AuditCase(
    "exec cosign sign x; time crane ls; xargs -n1 docker push < x", tool("cosign"), tool("crane"), tool("docker")),
  AuditCase("env A=b jq x; timeout 5 curl x; nice -n 5 skopeo x", tool("jq"), tool("curl"), tool("skopeo")),
  AuditCase("find . -exec jq x {} \\;", tool("jq")),
  AuditCase("sh -c 'jq x'", tool("'jq x'")),
  AuditCase("eval \"jq $X\"", tool("\"jq $X\"")),
  AuditCase("/usr/bin/curl x; /usr/local/bin/tool x", tool("/usr/bin/curl"), tool("/usr/local/bin/tool")),
  AuditCase("/bin/bash x.sh", tool("/bin/bash")),
  AuditCase("TOOL=jq; $TOOL x", tool("$TOOL")),
  AuditCase("$TOOL x; \"$@\"", dynamic("$TOOL"), dynamic("\"$@\"")),
  AuditCase("eval \"$COMMANDS\"", dynamic("\"$COMMANDS\"")),
  AuditCase("a=(1 2); echo ${a[0]}", syntax("(1 2)"), syntax("${a[0]}")),
  AuditCase("echo \"${x^^}\" ${x,,} ${!x}", syntax("${x^^}"), syntax("${x,,}"), syntax("${!x}")),
  AuditCase("cat <<< x; echo &>> x", syntax("<<<"), syntax("&>>")),
  AuditCase("x+=y; (( x )); cat z |& cat", syntax("x+=y"), syntax(" x "), syntax("|&")),
  AuditCase("declare -r X=1; shopt -s x; pushd /", syntax("declare"), syntax("shopt"), syntax("pushd")),
  AuditCase("echo x > /etc/hosts", place("/etc/hosts")),
  AuditCase(
    "mkdir -p /cache /usr/local/x; cp a /usr/local/bin/", place("/cache"), place("/usr/local/x"),
    place("/usr/local/bin/")),
  AuditCase("echo x >> /root/.netrc; echo x | tee /opt/x", place("/root/.netrc"), place("/opt/x")),
  AuditCase("wget -O /bin/x y", place("/bin/x")),
  AuditCase("chmod +x script.sh", owner(.manual, "chmod +x script.sh")),
  AuditCase("chmod -R 755 $CI_PROJECT_DIR/bin", owner(.manual, "chmod -R 755 $CI_PROJECT_DIR/bin")),
  AuditCase("chmod 600 $KEY", owner(.review, "chmod 600 $KEY")),
  AuditCase("chmod +x script.sh || true", owner(.review, "chmod +x script.sh")),
  AuditCase("chown -R root:root .", owner(.manual, "chown -R root:root .")),
  AuditCase("touch -d 2020-01-01 Dockerfile", owner(.manual, "touch -d 2020-01-01 Dockerfile")),
  AuditCase("git log -1", owner(.review, "git log -1")),
  AuditCase("git config --global --add safe.directory '*'; git log -1"),
  AuditCase("sh build.sh; ./run.sh", file(.review, "build.sh"), file(.review, "./run.sh")),
  AuditCase(
    "sh $CI_PROJECT_DIR/b.sh", file(.manual, "$CI_PROJECT_DIR/b.sh"), files: ["b.sh": "/kaniko/executor -c .\n"]),
  AuditCase("./b.sh", file(.manual, "./b.sh"), files: ["b.sh": "#!/busybox/sh\nexecutor -c .\n"]),
  AuditCase("./b.sh", tool("./b.sh"), files: ["b.sh": "#!/usr/bin/env bash\necho\n"]),
  AuditCase(". ./lib.sh", tool("./lib.sh"), files: ["lib.sh": "jq x\n"]),
  AuditCase("if [ -f x ]\n  echo\nfi", syntax("if"), syntax("fi")),
]

private func audit(_ item: AuditCase, imageIsNamed: Bool = false) -> [AuditCase.Finding] {
  let script = ShellScript(parsing: Array(item.script.utf8))
  let job = ScriptAudit.Job(imageIsNamed: imageIsNamed) { path in item.files[path].map { Array($0.utf8) } }
  return ScriptAudit(script, job: job).remarks.map { remark in
    let range = remark.range ?? ByteRange(at: 0)
    return .init(
      subject: remark.subject, applicability: remark.applicability,
      text: String(decoding: script.text[range.indices], as: UTF8.self))
  }
}

@Test(arguments: silentScripts)
func auditIsSilent(_ item: AuditCase) {
  #expect(audit(item) == [])
}

@Test(arguments: loudScripts)
func auditReports(_ item: AuditCase) {
  #expect(audit(item) == item.findings)
}

@Test func toolsOfANamedImageAreForReview() {
  #expect(audit(AuditCase("jq x"), imageIsNamed: true).map(\.applicability) == [.review])
}

@Test func executorCallsAreNotAudited() {
  let script = ShellScript(parsing: Array("kaniko -c . > /etc/x; jq x".utf8))
  let job = ScriptAudit.Job(executorCalls: [ByteRange(0, 20)])
  #expect(ScriptAudit(script, job: job).remarks.map(\.message) == ["the BuildKit image does not have `jq`"])
}

@Test func auditEndsOnFilesThatRunThemselves() {
  let item = AuditCase("sh a.sh", files: ["a.sh": "sh a.sh; sh -c 'sh a.sh'\n"])
  #expect(audit(item) == [])
}

@Test func auditSurvivesDeepNesting() {
  for opening in ["$(", "{ ", "( ", "\"$(", "if x; then "] {
    let script = ShellScript(parsing: Array("echo \(String(repeating: opening, count: 10_000))".utf8))
    _ = ScriptAudit(script).remarks
    _ = CredentialPlan(script, references: []).edits
  }
}

/// The busybox of this machine is another build than Alpine's, and still an independent list.
@Test func tableHasTheAppletsThatScriptsUse() throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["busybox", "--list"]
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  let applets = output.split(separator: "\n").map(String.init)
  try #require(applets.count > 100, "busybox is needed for this test")
  // Applets of Debian's build that Alpine's leaves out.
  let debianOnly: Set<String> = [
    "ar", "ascii", "blkdiscard", "crc32", "cttyhack", "devmem", "dpkg", "dpkg-deb", "dumpleases", "freeramdisk",
    "fsfreeze", "ftpget", "ftpput", "httpd", "i2cdetect", "i2cdump", "i2cget", "i2cset", "i2ctransfer", "linuxrc",
    "logname", "lsscsi", "mim", "mke2fs", "mt", "nuke", "patch", "resume", "rpm", "rpm2cpio", "run-init", "seedrng",
    "start-stop-daemon", "svc", "svok", "taskset",
    "telnet", "tftp", "ts", "ubirename", "udhcpd", "uevent", "uncompress", "users", "w", "xz",
  ]
  #expect(applets.filter { !AvailableCommands.contains($0) && !debianOnly.contains($0) } == [])
}
