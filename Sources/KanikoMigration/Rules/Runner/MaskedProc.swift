public import Diagnostics

extension Rule {
  /// Parts of /proc are masked.
  public static let maskedProc = Rule(
    id: MigrationRules.maskedProc,
    summary: "parts of /proc are masked",
    severity: .note,
    finds: "Container runtimes mask parts of `/proc`, and BuildKit cannot mount a new one for its own "
      + "containers. Migrated jobs carry `BUILDKITD_FLAGS: --oci-worker-no-process-sandbox` for this "
      + "reason; commands of the Dockerfile then share the process table of the daemon.",
    reason: "Every `RUN` fails.",
    advice: [
      "Keep the variable, or allow `systempaths=unconfined` on the runner and remove it."
    ],
    evidence: .runner(
      symptoms: ["mount proc:/proc (via /proc/self/fd/6), flags: 0xe: operation not permitted"],
      settings: #"""
        variables:
          BUILDKITD_FLAGS: --oci-worker-no-process-sandbox

        """#))
}
