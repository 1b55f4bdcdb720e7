import Diagnostics
import RunnerDiagnosis
import Testing

private func verdict(_ settings: String, executor: String, image: String = "moby/buildkit:rootless") throws
  -> RunnerVerdict
{
  let text = "concurrent = 4\n[[runners]]\n  name = \"builder\"\n  executor = \"\(executor)\"\n\(settings)\n"
  return try #require(try RunnerVerdict.all(in: text, isHelmValues: false, image: image).first)
}

/// Settings, and what of them refuses: the setting and the rule.
private let docker: [(settings: String, refusing: [String])] = [
  ("  [runners.docker]\n    image = \"alpine\"", ["runners.docker.security_opt K401"]),
  ("  [runners.docker]\n    privileged = true", []),
  ("  [runners.docker]\n    security_opt = [\"seccomp:unconfined\", \"apparmor:unconfined\"]", []),
  ("  [runners.docker]\n    security_opt = [\"seccomp=unconfined\", \"apparmor=unconfined\"]", []),
  ("  [runners.docker]\n    security_opt = [\"apparmor:unconfined\"]", ["runners.docker.security_opt K401"]),
  (
    "  [runners.docker]\n    security_opt = [\"seccomp:unconfined\", \"no-new-privileges:true\"]",
    ["runners.docker.security_opt K404"]
  ),
  (
    "  [runners.docker]\n    cap_drop = [\"all\"]\n    security_opt = [\"seccomp:unconfined\"]",
    ["runners.docker.cap_drop K404"]
  ),
  ("  [runners.docker]\n    privileged = true\n    user = \"root\"", ["runners.docker.user K403"]),
  ("  [runners.docker]\n    privileged = true\n    user = \"1000\"", []),
  (
    "  [runners.docker]\n    privileged = true\n    disable_entrypoint_overwrite = true",
    ["runners.docker.disable_entrypoint_overwrite -"]
  ),
  (
    "  [runners.docker]\n    privileged = true\n    allowed_images = [\"registry.example.com/*:*\"]",
    ["runners.docker.allowed_images -"]
  ),
  ("  [runners.docker]\n    privileged = true\n    allowed_images = [\"moby/*\"]", []),
]

private let kubernetes: [(settings: String, refusing: [String])] = [
  ("", []),
  (
    "  [runners.kubernetes]\n    allow_privilege_escalation = false",
    ["runners.kubernetes.allow_privilege_escalation K404"]
  ),
  (
    "  [runners.kubernetes.pod_security_context]\n    run_as_user = 1001",
    ["runners.kubernetes.pod_security_context.run_as_user K403"]
  ),
  ("  [runners.kubernetes.build_container_security_context]\n    run_as_user = 1000", []),
  (
    "  [runners.kubernetes.build_container_security_context.seccomp_profile]\n    type = \"RuntimeDefault\"",
    ["runners.kubernetes.build_container_security_context.seccomp_profile K402"]
  ),
  (
    "  [runners.kubernetes.build_container_security_context.capabilities]\n    drop = [\"ALL\"]",
    ["runners.kubernetes.build_container_security_context.capabilities.drop K404"]
  ),
  ("  [runners.kubernetes]\n    allowed_images = [\"alpine:*\"]", ["runners.kubernetes.allowed_images -"]),
]

private func refusing(_ verdict: RunnerVerdict) -> [String] {
  verdict.findings.filter(\.refuses).map { "\($0.setting) \($0.rule?.code ?? "-")" }
}

@Test(arguments: docker.indices)
func dockerSettingsAreJudged(_ index: Int) throws {
  #expect(refusing(try verdict(docker[index].settings, executor: "docker")) == docker[index].refusing)
}

@Test(arguments: kubernetes.indices)
func kubernetesSettingsAreJudged(_ index: Int) throws {
  #expect(refusing(try verdict(kubernetes[index].settings, executor: "kubernetes")) == kubernetes[index].refusing)
}

@Test func whatTheFileCannotShowIsSaid() throws {
  let open = try verdict("", executor: "kubernetes")
  #expect(open.findings.map(\.refuses) == [false, false])
  let unconfined = """
      [runners.kubernetes.build_container_security_context.seccomp_profile]
        type = "Unconfined"
      [runners.kubernetes.build_container_security_context.app_armor_profile]
        type = "Unconfined"
    """
  #expect(try verdict(unconfined, executor: "kubernetes").findings.isEmpty)
}

@Test func executorsWithoutImagesRefuse() throws {
  #expect(refusing(try verdict("", executor: "shell")) == ["runners.executor -"])
}

@Test func valuesOfTheHelmChartAreRead() throws {
  let values = """
    gitlabUrl: https://gitlab.example.com
    runners:
      config: |
        [[runners]]
          name = "pods"
          executor = "kubernetes"
          [runners.kubernetes]
            allow_privilege_escalation = false
    """
  let verdicts = try RunnerVerdict.all(in: values, isHelmValues: true, image: "moby/buildkit:rootless")
  #expect(verdicts.map(\.runner) == ["pods"])
  #expect(verdicts.flatMap(refusing) == ["runners.kubernetes.allow_privilege_escalation K404"])
  #expect(try RunnerVerdict.all(in: "image: x\n", isHelmValues: true, image: "x").isEmpty)
}

@Test(arguments: [
  "[[runners]\nname = 1\n", "a = \n", "[[runners]]\nexecutor = 3\n",
  "[[runners]]\n[runners.docker]\nprivileged = \"yes\"\n",
])
func wrongSettingsAreSaidToBeWrong(_ text: String) {
  #expect(throws: RunnerConfigurationError.self) {
    try RunnerVerdict.all(in: text, isHelmValues: false, image: "moby/buildkit:rootless")
  }
}
