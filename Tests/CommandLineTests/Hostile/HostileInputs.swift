import Foundation

extension HostileInput {
  static let all: [HostileInput] = sizes + encodings + cycles + paths + specialFiles + names + injections

  private static let mebibyte = 1_048_576

  /// A safe pipeline that comments make as long as is asked for.
  private static func padded(to count: Int, lineLength: Int = 100) -> String {
    let start = job()
    var rest = count - start.utf8.count
    var text = start
    while rest > 0 {
      let length = min(rest, lineLength)
      text += length == 1 ? "\n" : "#" + String(repeating: "x", count: length - 2) + "\n"
      rest -= length
    }
    return text
  }

  private static let sizes: [HostileInput] = [
    pipeline("a file of almost 2 MiB", 0, 1, padded(to: 2 * mebibyte - 4_096)),
    pipeline("a byte more than 2 MiB", 3, 3, says: "larger than the limit of 2 MiB", padded(to: 2 * mebibyte + 1)),
    shell(
      "a file of 200 MiB", 3, 3, says: "larger than the limit of 2 MiB",
      "cp pipeline.yml .gitlab-ci.yml; truncate -s 200M .gitlab-ci.yml"),
    pipeline("a line of 2 MB", 0, 1, padded(to: 2_000_000, lineLength: 2_000_000)),
    pipeline(
      "a line of 10 MB", 3, 3, says: "larger than the limit of 2 MiB",
      padded(to: 10_000_000, lineLength: 10_000_000)),
    pipeline(
      "a destination of 50 kB", 0, 1, job(destination: "$CI_REGISTRY_IMAGE:" + String(repeating: "x", count: 50_000))),
    pipeline("1,000 flags", 0, 1, job(extra: String(repeating: " --build-arg A=b", count: 1_000))),
    pipeline(
      "100,000 levels of lists in brackets", 3, 3, says: "1000 levels deep",
      "build:\n  script: " + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "\n"),
    pipeline(
      "100,000 levels of lists with dashes", 3, 3, says: "1000 levels deep",
      "build:\n  script:\n    " + String(repeating: "- ", count: 100_000) + "a\n"),
    pipeline(
      "100,000 levels of parentheses in a script", 1, 1,
      "kaniko:\n  image: gcr.io/kaniko-project/executor:debug\n  script:\n    - '"
        + String(repeating: "(", count: 100_000)
        + "/kaniko/executor" + String(repeating: ")", count: 100_000) + "'\n"),
    pipeline(
      "100,000 levels of substitutions in a script", 1, 1,
      "kaniko:\n  image: gcr.io/kaniko-project/executor:debug\n  script:\n    - '"
        + String(repeating: "$(", count: 100_000)
        + "/kaniko/executor" + String(repeating: ")", count: 100_000) + "'\n"),
    pipeline("an alias bomb", 3, 3, says: "too many values", bomb(levels: 60, each: 9) + job()),
    pipeline("a wide alias bomb", 3, 3, bomb(levels: 8, each: 40) + job()),
    pipeline("an alias bomb of mappings that are merged", 3, 3, mergeBomb + job()),
  ]

  private static func bomb(levels: Int, each: Int) -> String {
    var text = ".a0: &a0 [x]\n"
    for level in 1...levels {
      text +=
        ".a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: each).joined(separator: ", ") + "]\n"
    }
    return text
  }

  private static let mergeBomb: String = {
    var text = ".m0: &m0 {a: b}\n"
    for level in 1...40 {
      text +=
        ".m\(level): &m\(level)\n  <<: [*m\(level - 1), *m\(level - 1)]\n  k\(level): *m\(level - 1)\n  l\(level): *m\(level - 1)\n"
    }
    return text
  }()

  private static let encodings: [HostileInput] = [
    bytes("NUL", 3, 3, says: "U+0000", [".gitlab-ci.yml": Data((job() + "# \u{0}\n").utf8)]),
    bytes("no UTF-8", 3, 3, says: "is not UTF-8", [".gitlab-ci.yml": Data(job().utf8) + [0x23, 0xE9, 0x0A]]),
    bytes("UTF-16, little end first", 3, 3, says: "UTF-16", [".gitlab-ci.yml": utf16(job(), isLittle: true)]),
    bytes("UTF-16, big end first", 3, 3, says: "UTF-16", [".gitlab-ci.yml": utf16(job(), isLittle: false)]),
    pipeline("a lone surrogate", 3, 3, "a: \"\\uD800\"\n" + job()),
    pipeline("a character beyond Unicode", 3, 3, "a: \"\\UFFFFFFFF\"\n" + job()),
    pipeline("a byte order mark", 0, 1, "\u{FEFF}" + job()),
    pipeline("lines that end with CR LF", 0, 1, job().replacing("\n", with: "\r\n")),
    pipeline("writing from right to left", 0, 1, job("\"\u{202E}dliub\u{2066}\"")),
    pipeline("a thousand marks on a letter", 0, 1, job("a" + String(repeating: "\u{301}", count: 1_000))),
  ]

  private static func utf16(_ text: String, isLittle: Bool) -> Data {
    var data = Data()
    for unit in [0xFEFF] + Array(text.utf16) {
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      data += isLittle ? bytes : bytes.reversed()
    }
    return data
  }

  private static let cycles: [HostileInput] = [
    files(
      "files that include each other", 0, 1,
      [".gitlab-ci.yml": "include: /a.yml\n" + job(), "a.yml": "include: /b.yml\n", "b.yml": "include: /a.yml\n"]),
    files("a file that includes itself", 0, 1, [".gitlab-ci.yml": "include: /.gitlab-ci.yml\n" + job()]),
    pipeline(
      "jobs that extend each other", 0, 1, says: "circular `extends` through `a`",
      "a:\n  extends: b\nb:\n  extends: a\n" + job()),
    pipeline(
      "a job that extends itself", 0, 1, says: "circular `extends` through `build`",
      job().replacing("image:", with: "extends: build\n  image:")),
    pipeline(
      "references that lead to each other", 0, 1, says: "`!reference` is circular",
      "a:\n  script: !reference [b, script]\nb:\n  script: !reference [a, script]\n" + job()),
    pipeline("an alias inside its own anchor", 3, 3, says: "inside the node it names", "a: &a [*a]\n" + job()),
    files(
      "300 includes", 0, 1, says: "more than 150 files are included",
      Dictionary(uniqueKeysWithValues: (0..<300).map { ("ci/\($0).yml", ".j\($0): {}\n") })
        .merging([".gitlab-ci.yml": "include: /ci/*.yml\n" + job()]) { $1 }),
    pipeline(
      "a chain of 10,000 templates", 0, 1, says: "nested deeper than 11 levels",
      (0..<10_000).map { ".t\($0):\n  extends: .t\($0 + 1)\n" }.joined() + ".t10000: {}\n" + job()),
  ]

  private static let paths: [HostileInput] = [
    pipeline(
      "an include above the repository", 3, 3, says: "outside the repository", "include: ../outside.yml\n" + job()),
    pipeline(
      "an include above the repository by detours", 3, 3, says: "outside the repository",
      "include: /a/../../outside.yml\n" + job()),
    pipeline("an absolute path", 0, 1, "include: /etc/passwd\n" + job()),
    shell(
      "an include that is a link out of the repository", 3, 3, says: "outside the repository",
      "{ echo 'include: /link.yml'; cat pipeline.yml; } >.gitlab-ci.yml; ln -s ../outside.yml link.yml"),
    shell(
      "an include below a folder that is a link out of the repository", 3, 3, says: "outside the repository",
      "{ echo 'include: /dir/outside.yml'; cat pipeline.yml; } >.gitlab-ci.yml; ln -s .. dir"),
    shell(
      "a pipeline that is a link out of the repository", 3, 3, says: "outside the repository",
      "ln -s ../outside.yml .gitlab-ci.yml"),
    shell("a link that leads to itself", 3, 3, "ln -s .gitlab-ci.yml .gitlab-ci.yml"),
    shell(
      "a Dockerfile that is a link out of the repository", 0, 1,
      "cp pipeline.yml .gitlab-ci.yml; ln -sf ../outside.yml Dockerfile"),
    shell(
      "settings that are a link out of the repository", 3, 3,
      "cp pipeline.yml .gitlab-ci.yml; ln -s ../outside.yml .kaniko2buildkit.yml"),
  ]

  private static let specialFiles: [HostileInput] = [
    shell("a pipeline that is a named pipe", 3, 3, says: "a named pipe", "mkfifo .gitlab-ci.yml"),
    shell("a pipeline that is a folder", 3, 3, says: "a directory", "mkdir .gitlab-ci.yml"),
    shell("a pipeline that is an endless device", 3, 3, "ln -s /dev/zero .gitlab-ci.yml"),
    shell(
      "a pipeline that is a socket", 3, 3, says: "a socket",
      "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\".gitlab-ci.yml\")'"),
    shell(
      "an include that is a named pipe", 3, 3, says: "a named pipe",
      "{ echo 'include: /pipe.yml'; cat pipeline.yml; } >.gitlab-ci.yml; mkfifo pipe.yml"),
    shell(
      "templates that are pipes, sockets and folders", 0, 1,
      """
      cp pipeline.yml .gitlab-ci.yml
      mkfifo kaniko.yml
      mkdir kaniko.yaml
      ln -s /dev/zero zero.yml
      python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket.yml")'
      """),
    shell(
      "a Dockerfile that is a named pipe", 0, 1, "cp pipeline.yml .gitlab-ci.yml; rm Dockerfile; mkfifo Dockerfile"),
    shell(
      "a note of a run that would put a foreign file in place", 3, 1,
      "cp pipeline.yml .gitlab-ci.yml; printf 'kaniko2buildkit is writing here; if it was ended, migrate --write puts the files back\\n../outside.yml\\0.a.tmp\\0.b.tmp\\0\\060\\0end\\n' >.kaniko2buildkit.writing"
    ),
  ]

  /// Names that a terminal, a table, a page, a spreadsheet, a shell or git could take for something else.
  static let texts: [(name: String, text: String)] = [
    ("escape sequences", "\u{1B}[31mred\u{1B}]0;title\u{7}"), ("a line break", "one\ntwo"),
    ("a formula", "=cmd|' /C calc'!A0"), ("another formula", "@SUM(1+1)*cmd"), ("markup", "<script>alert(1)</script>"),
    ("an attribute", "\" onmouseover=\"alert(1)"), ("a table", "a|b|c"),
    ("Markdown", "`x` [link](http://evil.example) ![i](x)"),
    ("a substitution", "$(touch pwned)"), ("backquotes", "`touch pwned`"), ("a semicolon", "a; touch pwned;"),
    ("an option", "--upload-pack=touch pwned"), ("a short option", "-x"), ("quotes", "it's \"here\""),
    ("a backslash", "a\\nb\\"), ("percent signs", "%s%n%x"),
  ]

  private static let names: [HostileInput] =
    texts.map { item in
      files("a job with a name of \(item.name)", 1, 1, [".gitlab-ci.yml": notMigrated(item.text)])
    }
    + texts.filter { !$0.text.contains("/") && !$0.text.contains("*") }.map { item in
      files(
        "a file with a name of \(item.name)", 1, 1,
        [
          ".gitlab-ci.yml": "include: \(quoted("/" + item.text + ".yml"))\n" + job(),
          item.text + ".yml": notMigrated("template"),
        ])
    }

  /// A job that needs a person, so that there is something to say about it.
  private static func notMigrated(_ name: String) -> String {
    job(quoted(name), extra: " --ignore-path /x")
  }

  /// A text as a YAML scalar in double quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\u{0}"..."\u{1F}": result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Values that would add words or lines to what is generated, were they not held back or quoted.
  private static let injections: [HostileInput] = [
    pipeline("a destination with an attribute", 1, 1, job(destination: "a/b:1,push=false")),
    pipeline("a mirror that ends its string", 1, 1, job(extra: " --registry-mirror 'a\"]\\n[worker'")),
    pipeline("a certificate that ends its string", 1, 1, job(extra: " --registry-certificate 'h=a\"'")),
    pipeline(
      "an insecure registry that a command prints", 0, 1, job(extra: " --insecure-registry \"$(printf 'a\\nb')\"")),
    pipeline("a target with a comma", 1, 1, job(extra: " --target a,b")),
    pipeline("a label with an option in it", 0, 1, job(extra: " --build-arg 'A=b --output type=local,dest=/'")),
    pipeline("a build argument that runs a command", 0, 1, job(extra: " --build-arg \"A=$(touch pwned)\"")),
    pipeline("a digest file with an attribute", 0, 1, job(extra: " --digest-file 'a;touch pwned'")),
    pipeline("a tar path with an attribute", 0, 1, job(extra: " --tar-path 'a,push=true'")),
    pipeline(
      "a variable with a line break", 1, 1, says: "is several words",
      "variables:\n  NAME: \"a\\n- touch pwned\"\n" + job(destination: "$CI_REGISTRY_IMAGE:$NAME")),
  ]
}
