import Foundation
import KanikoMigration
import ShellSyntax
import TestSupport
import Testing

private let values = [
  "a", "\"\"", "''", "$A", "\"$A\"", "${A}b", "\"${A:-x y}\"", "$(cmd 'x' \"y\")", "'a b'", "\"a b\"", "a\\ b", "A=b",
  "A=\"$B\"", "'A=b,\"c\"'", "$A:$B", "h:5000/x", "h/$A:1", "git://h/$A", "tar://stdin", "tar://$A", "dir://$A/", "/",
  "//", "..", "../$A", "./", "true", "0", "$[[ inputs.x ]]", "a=b;c=d", "\"$@\"", "~", "~/x", "é=ü", "x=y,z", "\\\"",
  "`cmd`", "$((1+2))", "=", "=x", ":", "a:", "oci:$A", "https://h/x", "/dev/stdin", "\"a\"'b'$C",
]

/// A call of up to eight random flags with random values.
private func randomCall(_ generator: inout SeededGenerator) -> String {
  var words = ["executor"]
  for _ in 0..<Int.random(in: 1...8, using: &generator) {
    let flag = KanikoFlag.all[Int.random(in: 0..<KanikoFlag.all.count, using: &generator)]
    let value = values[Int.random(in: 0..<values.count, using: &generator)]
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: words.append("\(flag.spelling)=\(value)")
    case 1: words.append(flag.short.map { "-\($0)\(value)" } ?? value)
    case 2: words.append(flag.spelling)
    default: words += [flag.spelling, value]
    }
  }
  return words.joined(separator: " ")
}

@Test func anyCallIsTranslatedToAScriptThatParses() throws {
  var generator = SeededGenerator(seed: 20_250_603)
  var rendered: [String] = []
  for _ in 0..<2_000 {
    let script = randomCall(&generator)
    let translation = try translation(script)
    let command = BuildctlCommand(translation.spec)
    for isMultiline in [true, false] {
      let text = command.source(CommandLayout(isMultiline: isMultiline))
      let parsed = ShellScript(parsing: Array(text.utf8))
      #expect(parsed.problems.isEmpty, "\(script)\n\(text)")
      #expect(parsed.statements.count == 1, "\(script)\n\(text)")
      if isMultiline, !script.contains("$[[") { rendered.append(text) }
    }
    #expect(try BuildctlCommand(BuildSpecs.again(script)) == command)
  }
  let recorder = try CommandRecorder()
  try recorder.write("all.sh", rendered.map { "f() {\n\($0)\n}\n" }.joined())
  for shell in [["busybox", "sh"], ["dash"]] {
    let run = try recorder.run("\(shell.joined(separator: " ")) -n all.sh")
    #expect(run.status == 0, "\(shell): \(run.errors)")
  }
}

private enum BuildSpecs {
  static func again(_ script: String) throws -> BuildSpec { try translation(script).spec }
}

@Test func shellcheckFindsNothingNew() throws {
  let calls = [
    "executor --context $CI_PROJECT_DIR --dockerfile $CI_PROJECT_DIR/Dockerfile --destination $CI_REGISTRY_IMAGE:$CI_COMMIT_TAG",
    "executor -c \"$CI_PROJECT_DIR/app\" -d \"$IMAGE\" --cache --digest-file \"$OUT/digest\"",
    "executor -c \"$CONTEXT\" -f \"$DOCKERFILE\" -d \"$IMAGE:1\" -d \"$IMAGE:2\" --cache=\"$CACHE\" --no-push=\"$NO_PUSH\"",
    "executor -c tar://stdin -d \"$IMAGE\" --image-name-with-digest-file names --build-arg TOKEN --label \"a=$B\"",
  ]
  let recorder = try CommandRecorder()
  for call in calls {
    for replacesShell in [false, true] {
      let text = BuildctlCommand(try translation(call).spec).source(CommandLayout(replacesShell: replacesShell))
      try recorder.write("before.sh", "set -e\n\(call)\n")
      try recorder.write("after.sh", "set -e\n\(text)\n")
      func codes(_ file: String) throws -> Set<String> {
        let run = try recorder.run("shellcheck -s sh -f gcc \(file)")
        try #require(run.status <= 1, "shellcheck is needed: \(run.errors)")
        return Set(run.output.split(separator: "\n").compactMap { $0.split(separator: "[").last.map(String.init) })
      }
      #expect(try codes("after.sh").subtracting(codes("before.sh")) == [], "\(text)")
    }
  }
}
