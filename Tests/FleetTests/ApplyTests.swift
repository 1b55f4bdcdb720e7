import Foundation
import TestSupport
import Testing

private let files = [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile]

@Test func aCheckoutGetsABranchAndKeepsItsWorkTree() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/app", files)
    try fleet.write("unsaved work\n", to: "local/app/Dockerfile")
    try fleet.write("staged\n", to: "local/app/new")
    try fleet.git("add", "new", in: "local/app")
    let before = try fleet.git("status", "--porcelain", in: "local/app")
    let tree = try FileTree(readingFrom: fleet.folder.appending(path: "local/app"))
    #expect(try fleet.batch("plan", "local", "--state", "state").status == 0)
    let result = try fleet.apply()
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.outputText == "1 repositories applied, 0 failed\n")
    #expect(try fleet.git("status", "--porcelain", in: "local/app") == before)
    #expect(try FileTree(readingFrom: fleet.folder.appending(path: "local/app")) == tree)
    #expect(try fleet.git("symbolic-ref", "HEAD", in: "local/app") == "refs/heads/main")
    #expect(try fleet.git("rev-list", "--count", "main..kaniko2buildkit", in: "local/app") == "1")
    let log = try fleet.git("log", "-1", "--format=%an <%ae>|%cn|%B", "kaniko2buildkit", in: "local/app")
    #expect(log.hasPrefix("Ada <ada@example.com>|Ada|Build images with BuildKit instead of Kaniko\n\n## app\n"))
    let diff = try fleet.git("diff", "--no-color", "main", "kaniko2buildkit", in: "local/app")
    #expect(diff.contains("+    name: moby/buildkit:rootless"))
    #expect(try fleet.git("diff", "--name-only", "main", "kaniko2buildkit", in: "local/app") == ".gitlab-ci.yml")
    #expect(try fleet.git("fsck", "--strict", in: "local/app") == "")
    #expect(try fleet.apply().outputText == "0 repositories applied, 0 failed\n")
    #expect(try fleet.report()["app"]?["progress"] == "committed")
  }
}

@Test func aRepositoryThatMovedIsLeftAlone() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/moved", files)
    try fleet.checkout("local/taken", files)
    try fleet.checkout("local/good", files)
    _ = try fleet.batch("plan", "local", "--state", "state")
    try fleet.git("commit", "-q", "--allow-empty", "-m", "more", in: "local/moved")
    try fleet.git("branch", "kaniko2buildkit", in: "local/taken")
    let result = try fleet.apply()
    #expect(result.status == 3)
    #expect(result.errorText.contains("moved: the repository has other commits than when it was planned"))
    #expect(result.errorText.contains("taken: the branch kaniko2buildkit exists and was not made here"))
    #expect(result.outputText == "1 repositories applied, 2 failed\n")
    _ = try fleet.batch("plan", "local", "--state", "state")
    #expect(try fleet.apply("--only", "moved").outputText == "1 repositories applied, 0 failed\n")
  }
}

@Test func selectionAndDryRun() throws {
  try FleetFolder.with { fleet in
    for name in ["a1", "a2", "b1"] { try fleet.checkout("local/\(name)", files) }
    _ = try fleet.batch("plan", "local", "--state", "state")
    #expect(try fleet.apply("--dry-run", "--only", "a*").outputText == "apply a1\napply a2\n")
    #expect(try fleet.apply("--limit", "1").outputText == "1 repositories applied, 0 failed\n")
    #expect(try fleet.apply("--dry-run").outputText == "apply a2\napply b1\n")
    #expect(try fleet.apply("--dry-run", "--wave", "2").outputText == "")
    #expect(
      try fleet.batch("revert", "--state", "state", "--wave", "1").outputText == "1 repositories reverted, 0 failed\n")
    #expect(try fleet.git("for-each-ref", "--format=%(refname)", in: "local/a1") == "refs/heads/main")
  }
}

@Test func aBranchWithCommitsOfOthersIsNotDeleted() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/app", files)
    _ = try fleet.batch("plan", "local", "--state", "state")
    _ = try fleet.apply()
    try fleet.git("switch", "-q", "kaniko2buildkit", in: "local/app")
    try fleet.git("commit", "-q", "--allow-empty", "-m", "mine", in: "local/app")
    try fleet.git("switch", "-q", "main", in: "local/app")
    let result = try fleet.batch("revert", "--state", "state")
    #expect(result.status == 3)
    #expect(try fleet.git("log", "-1", "--format=%s", "kaniko2buildkit", in: "local/app") == "mine")
  }
}

@Test func twoRunsOnOneStateAreRefused() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/app", files)
    _ = try fleet.batch("plan", "local", "--state", "state")
    let flock = try Command.locate("flock", advice: "install util-linux")
    let product = try Repository.product()
    let result = try Command.run(
      flock, [fleet.path("state/lock"), product, "batch", "plan", fleet.path("local"), "--state", fleet.path("state")])
    #expect(result.status == 3)
    #expect(result.errorText.contains("another run uses this state directory"))
  }
}

@Test func anUnwritableAuthorIsAMistake() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/app", files)
    _ = try fleet.batch("plan", "local", "--state", "state")
    let result = try fleet.batch("apply", "--state", "state", "--author", "Ada")
    #expect(result.status == 3)
    #expect(result.errorText.contains("--author takes 'NAME <ADDRESS>'"))
  }
}

@Test func whatRestsOnAssumptionsNeedsReview() throws {
  try FleetFolder.with { fleet in
    let assumed = FleetFolder.pipeline.replacingOccurrences(
      of: #"echo "{\"auths\":{\"$CI_REGISTRY\":{\"auth\":\"dTpw\"}}}""#, with: #"echo "$REGISTRY_LOGIN""#)
    try fleet.checkout("local/assumed", [".gitlab-ci.yml": assumed, "Dockerfile": FleetFolder.dockerfile])
    try fleet.checkout("local/safe", files)
    #expect(try fleet.batch("plan", "local", "--state", "state", "--review").status == 0)
    #expect(
      try fleet.apply().outputText == """
        1 repositories applied, 0 failed
        1 repositories left: their changes rest on assumptions; pass --review to apply them

        """)
    #expect(try fleet.report()["assumed"]?["progress"] == "planned")
    #expect(try fleet.apply("--review").outputText == "1 repositories applied, 0 failed\n")
    #expect(try fleet.git("log", "-1", "--format=%B", "kaniko2buildkit", in: "local/assumed").contains("| review |"))
  }
}

@Test func aMergedTemplateCuresThoseThatIncludeIt() throws {
  try FleetFolder.with { fleet in
    try fleet.checkout("local/group/templates", ["kaniko.yml": FleetFolder.template])
    try fleet.checkout(
      "local/group/app",
      [".gitlab-ci.yml": FleetFolder.consumer(of: "group/templates"), "Dockerfile": FleetFolder.dockerfile])
    #expect(try fleet.batch("plan", "local", "--state", "state").status == 1)
    #expect(try fleet.apply("--wave", "1").outputText == "1 repositories applied, 0 failed\n")
    #expect(try fleet.report()["group/templates"]?["progress"] == "committed")
    try fleet.git("merge", "-q", "--ff-only", "kaniko2buildkit", in: "local/group/templates")
    #expect(try fleet.batch("plan", "local", "--state", "state").status == 0)
    let report = try fleet.report()
    #expect(report["group/templates"]?["progress"] == "clean")
    #expect(report["group/app"]?["progress"] == "clean")
    #expect(try fleet.apply().outputText == "0 repositories applied, 0 failed\n")
  }
}
