/// The shell construct in which calls stand.
enum CallForm: Sendable, CaseIterable {
  case plain, twoLines, twoInOneLine, andEcho, orEcho, orTrue, orFalse, orExit, orBlock, negated
  case ifSucceeds, ifBlock, ifTest, elseBranch, ifThenSecond
  case loop, loopLines, whileRead
  case function, functionWithParameter, caseBranch
  case outputToFile, outputToNull, errorsToOutput, pipeToTee, pipeToCat
  case changeFolderAnd, changeFolderLine, subshellFolder, braces, subshell
  case echoAround, commentBefore, commentBehind, statusKept, timed, commandWord, replaced
  case condition

  /// How many calls the form holds.
  var callCount: Int {
    switch self {
    case .twoLines, .twoInOneLine, .ifThenSecond: 2
    default: 1
    }
  }

  /// The folder in which the calls run, relative to the project.
  var folder: String {
    switch self {
    case .changeFolderAnd, .changeFolderLine, .subshellFolder: "app"
    default: ""
    }
  }

  /// Whether what comes later in the script runs in another folder or not at all.
  var changesWhatFollows: Bool { self == .replaced || self == .changeFolderAnd }

  /// Whether `$service` is the name of a folder below `services`.
  var hasService: Bool {
    switch self {
    case .loop, .loopLines, .whileRead, .functionWithParameter: true
    default: false
    }
  }

  func text(_ calls: [GeneratedCall]) -> String {
    let all = calls.map(\.text)
    let call = all.first ?? ""
    let second = all.last ?? ""
    return switch self {
    case .plain: call
    case .twoLines: call + "\n" + second
    case .twoInOneLine: "\(call) && \(second)"
    case .ifThenSecond: "if \(call); then \(second); fi"
    default: wrapped(call)
    }
  }

  private func wrapped(_ call: String) -> String {
    switch self {
    case .andEcho: "\(call) && echo built"
    case .orEcho: "\(call) || echo \"not built\""
    case .orTrue: "\(call) || true"
    case .orFalse: "\(call) || false"
    case .orExit: "\(call) || exit 3"
    case .orBlock: "\(call) || { echo failed; exit 1; }"
    case .negated: "! \(call)"
    case .statusKept: "status=0; \(call) || status=$?; echo \"status is $status\""
    case .condition: "[ -n \"$CI_COMMIT_BRANCH\" ] && \(call)"
    default: constructed(call)
    }
  }

  private func constructed(_ call: String) -> String {
    switch self {
    case .ifSucceeds: "if \(call); then echo built; else echo failed; fi"
    case .ifBlock: "if \(call)\nthen\n  echo built\nelse\n  echo failed\n  exit 4\nfi"
    case .ifTest: "if [ \"$CI_COMMIT_BRANCH\" = \"main\" ]; then \(call); fi"
    case .elseBranch: "if [ \"$CI_COMMIT_BRANCH\" = other ]\nthen\n  echo other\nelse\n  \(call)\nfi"
    case .loop: "for service in api web; do \(call); done"
    case .loopLines: "for service in api web\ndo\n  echo \"$service\"\n  \(call)\ndone"
    case .whileRead: "printf 'api\\nweb\\n' | while read -r service; do \(call); done"
    case .function: "build() {\n  \(call)\n}\nbuild"
    case .functionWithParameter: "build() { service=$1; \(call); }\nbuild api\nbuild web"
    case .caseBranch: "case \"$CI_COMMIT_BRANCH\" in\n  main) \(call) ;;\n  *) echo other; exit 1 ;;\nesac"
    default: decorated(call)
    }
  }

  private func decorated(_ call: String) -> String {
    switch self {
    case .outputToFile: "\(call) > build.log"
    case .outputToNull: "\(call) >/dev/null 2>&1"
    case .errorsToOutput: "\(call) 2>/dev/null"
    case .pipeToTee: "\(call) | tee /tmp/build.log"
    case .pipeToCat: "\(call) 2>&1 | cat"
    case .changeFolderAnd: "cd app && \(call)"
    case .changeFolderLine: "cd \"$CI_PROJECT_DIR/app\"\n\(call)\ncd .."
    case .subshellFolder: "(cd app; \(call))"
    case .braces: "{ echo start; \(call); }"
    case .subshell: "( \(call) )"
    case .echoAround: "echo before; \(call); echo after"
    case .commentBefore: "# builds the image\n\(call)"
    case .commentBehind: "\(call) # builds the image"
    case .timed: "time \(call)"
    case .commandWord: "command \(call)"
    case .replaced: "exec \(call)"
    default: call
    }
  }
}
