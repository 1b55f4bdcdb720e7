internal import ShellSyntax
internal import SourceText

extension FlagMapping {
  /// Whether the value of such a flag holds the path of a file or a directory.
  var namesPath: Bool {
    switch self {
    case .context, .dockerfile, .secret, .registryCertificate, .registryClientCertificate: true
    default: isWritten
    }
  }

  /// Whether the value of such a flag is the path of something that the build writes.
  var isWritten: Bool {
    switch self {
    case .tarArchive, .ociLayout, .digestFile, .nameFile, .nameTagFile: true
    default: false
    }
  }
}

extension SpecBuilder {
  /// Looks for paths that exist in Kaniko's image and not in BuildKit's, and for files that an unprivileged user may not
  /// be able to write.
  mutating func checkPaths() {
    for (index, use) in invocation.flags.enumerated() where isCurrent(index) && !settled.contains(index) {
      guard let value = use.value, use.flag.mapping.namesPath else { continue }
      checkExistence(index, value)
      if use.flag.mapping.isWritten { checkPermission(index, value) }
    }
  }

  private mutating func checkExistence(_ index: Int, _ value: ShellFragment) {
    let isKanikos = environment.shapes(of: value).contains { shape in
      let text = shape.comparable
      let starts = ["/kaniko", "/workspace", "/busybox"]
      let isWhole = starts.contains { text == $0 || text.hasPrefix($0 + "/") }
      if isWhole { return true }
      // A path inside an attribute, such as `dest=/kaniko/x`.
      let isJoint = { (byte: UInt8) in byte == UInt8(ascii: "=") || byte == UInt8(ascii: ",") }
      return text.parts(between: isJoint).dropFirst(text.utf8.first.map(isJoint) == true ? 0 : 1)
        .contains { part in starts.contains { part.hasPrefix($0 + "/") } }
    }
    if isKanikos {
      lower(
        index, to: .manual, "the path lies in kaniko's image, and buildkit's image has no such directory",
        advice: "use a path below $CI_PROJECT_DIR")
    }
  }

  /// BuildKit runs as uid 1000, which owns neither `/` nor the directories the image brings.
  private mutating func checkPermission(_ index: Int, _ value: ShellFragment) {
    let isElsewhere = environment.shapes(of: value).contains { shape in
      let text = shape.leadingText
      guard text.hasPrefix("/") else { return false }
      return !["/tmp/", "/builds/", "/home/user/", "/dev/"].contains { text.hasPrefix($0) }
    }
    if isElsewhere {
      lower(
        index, to: .review, "buildkit runs as uid 1000, which may not be able to write there",
        advice: "use a path below $CI_PROJECT_DIR")
    }
  }
}
