internal import Diagnostics
internal import ShellSyntax
internal import SourceText

/// Puts together the plan for one script.
struct CredentialPlanner: Sendable {
  private(set) var edits = EditSet()
  private(set) var insertions: [LineInsertion] = []
  var remarks: [ScriptRemark] = []
  private(set) var variables: [VariableRewrite] = []
  let analysis: CredentialAnalysis
  let paths: PathRewrite
  let needs: CredentialNeeds
  /// What is in effect after the migration.
  let after: CredentialCoverage
  let lines: CredentialLines
  let job: CredentialPlan.Job

  init(
    _ analysis: CredentialAnalysis, ownPaths: OwnPaths, references: [RegistryReference], job: CredentialPlan.Job,
    settings: ECRHelperSettings
  ) {
    self.analysis = analysis
    paths = PathRewrite(
      analysis.outline, values: analysis.values, made: ownPaths,
      excluded: job.executorCalls + job.executorAssignments)
    needs = CredentialNeeds(references, analysis: analysis)
    after = CredentialCoverage(analysis, includesHome: true)
    let directory = analysis.values.path(.variable("DOCKER_CONFIG"))
    let isOwn = analysis.values.isSet("DOCKER_CONFIG") && directory != "/kaniko/.docker"
    lines = CredentialLines(
      directory: isOwn ? "\"$DOCKER_CONFIG\"" : "~/.docker", settings: settings, armIsPossible: job.armIsPossible)
    self.job = job
  }

  var outline: ScriptOutline { analysis.outline }

  mutating func plan() {
    remarks += paths.remarks
    add(paths.edits)
    variables = VariableRewrite.all(job.variables, analysis: analysis)
    remarks += CredentialRemarks(analysis: analysis, needs: needs, after: after).all
    let entries = entriesToAdd
    planCertificates()
    planDocuments(entries)
    planLines(entries)
    planOverride(entries)
  }

  // MARK: - Entries

  /// The entries that the job needs because Kaniko asked a helper, and that no written file has.
  private var entriesToAdd: [CredentialEntry] {
    var entries: [CredentialEntry] = []
    for need in needs.needs {
      guard case .helper = need.source, after.state(of: need.host) != .written else { continue }
      switch need.host.kind {
      case .gitLab: entries.append(.gitLab(need.host.evidence == .name ? .gitLab : need.host))
      case .dependencyProxy: entries.append(.dependencyProxy)
      case .ecr: entries.append(.ecr(need.host))
      case .azure: entries.append(.azure(need.host))
      case .google: entries.append(.google(need.host))
      case .dockerHub, .other: break
      }
    }
    let hasNothing = analysis.documents.isEmpty && !analysis.values.isSet("DOCKER_CONFIG")
    let hasUnresolved = needs.unresolved.contains { $0.role != .base }
    if hasNothing, hasUnresolved, !entries.contains(where: { $0.host.kind == .gitLab }) {
      entries.insert(.gitLab(.gitLab), at: 0)
    } else if mayUseGitLab, !entries.contains(where: { $0.host.kind == .gitLab }) {
      // A file that the runner mounts would be replaced by one with this entry alone.
      if !needs.restOnMountedFile(analysis) || !entries.isEmpty { entries.append(.gitLab(.gitLab)) }
    }
    return entries
  }

  /// Whether an image may lie in the registry of the GitLab instance, for which no written file has an entry.
  private var mayUseGitLab: Bool {
    needs.needs.contains { $0.source == .perhapsGitLab && after.state(of: $0.host) == .missing }
      && after.state(of: .gitLab) == .missing
  }

  /// Whether the job needs the helper for Amazon's registries.
  func needsECRHelper(_ entries: [CredentialEntry]) -> Bool {
    entries.contains(where: \.isHelper) || needs.needs.contains { $0.source == .writtenHelper }
      || after.configs.contains { $0?.credHelpers.contains { $0.name == "ecr-login" } ?? false }
  }

  // MARK: - Written JSON

  /// Adds entries to the documents that the job writes and that lack them.
  private mutating func planDocuments(_ entries: [CredentialEntry]) {
    var added: [Edit] = []
    for (document, config) in zip(after.documents, after.configs) {
      guard let config else { continue }
      let range = analysis.writes[document.writes[0]].command
      var missing = entries.filter { CredentialCoverage.state(of: $0.host, in: config) == .missing }
      let isNeeded = missing.contains { !isForChance($0) } || config.credsStore != nil
      do throws(ConfigChange.Obstacle) {
        if let store = config.credsStore { added += try convert(store, of: document, config, range, &missing) }
        if !missing.isEmpty { added += try ConfigChange(document).adding(missing) }
      } catch {
        remarks.append(
          isNeeded
            ? ScriptRemark(
              .credentialsLost, .manual, "the `config.json` needs another entry, and \(error.reason)",
              advice: "add the registry to the `config.json` that the job writes", range: range)
            : chance(error, range))
      }
    }
    add(added)
  }

  /// Whether an entry is there only because a registry may be that of the GitLab instance.
  private func isForChance(_ entry: CredentialEntry) -> Bool {
    entry.host.kind == .gitLab
      && !needs.needs.contains { need in
        if case .helper = need.source { need.host.kind == .gitLab } else { false }
      }
  }

  /// What a person has to know where the entry for the GitLab instance would be right and cannot be added.
  private func chance(_ obstacle: ConfigChange.Obstacle, _ range: ByteRange) -> ScriptRemark {
    let host = needs.needs.first { $0.source == .perhapsGitLab }?.host.shown ?? RegistryHost.gitLab.shown
    return ScriptRemark(
      .credentialsAssumed, .review,
      "the `config.json` has no entry for `\(host)`, where Kaniko logs in by itself if it is the registry of the GitLab "
        + "instance; an entry for `$CI_REGISTRY` cannot be added, because \(obstacle.reason)",
      advice: "check that the registry needs no login", range: range)
  }

  /// Turns a helper for every registry, which hides `auths`, into helpers for Amazon's registries.
  private mutating func convert(
    _ store: String, of document: CredentialDocument, _ config: DockerConfigText, _ range: ByteRange,
    _ missing: inout [CredentialEntry]
  ) throws(ConfigChange.Obstacle) -> [Edit] {
    let hosts = needs.needs.filter { $0.source == .writtenHelper }.map(\.host)
    guard store == "ecr-login", !hosts.isEmpty else {
      remarks.append(
        ScriptRemark(
          .credentialsLost, .manual,
          "`credsStore` names a helper that the BuildKit image does not have, for every registry",
          advice: "name the registries under `auths` or `credHelpers`", range: range))
      return []
    }
    var entries = hosts.map(CredentialEntry.ecr)
    entries += missing.filter(\.isHelper)
    missing.removeAll(where: \.isHelper)
    let edits = try ConfigChange(document).replacingStore(with: entries)
    if !config.auths.isEmpty {
      remarks.append(
        ScriptRemark(
          .credentialsUnhidden, .safe, "`credsStore` hid the entries under `auths`; they are used now", range: range))
    }
    return edits
  }

  // MARK: - Collecting

  /// Adds lines before the line on which a top-level statement starts.
  mutating func insert(_ added: [ScriptLine], before statement: Int) {
    insert(added, .before(outline.script.statements[outline.firstOnLine(statement)].range))
  }

  /// Adds lines after the line on which a top-level statement ends.
  mutating func insert(_ added: [ScriptLine], after statement: Int) {
    insert(added, .after(outline.rangeWithHereDocuments(outline.lastOnLine(statement))))
  }

  /// Adds lines at a place.
  mutating func insert(_ added: [ScriptLine], _ place: LineInsertion.Place) {
    if !added.isEmpty { insertions.append(LineInsertion(place, added)) }
  }

  /// Whether a line after a top-level statement still comes before the build.
  func comesBeforeBuild(after statement: Int) -> Bool {
    let last = outline.lastOnLine(statement)
    return !job.executorCalls.contains { call in
      outline.script.statements[...last].contains { $0.range.contains(call) }
    }
  }

  /// Lets the command that makes the directory of credentials make the one for the helper too.
  mutating func widen(_ statement: ByteRange) -> Bool {
    guard let edit = edits.edits.first(where: { statement.contains($0.range) }) else { return false }
    let rest = edits.edits.filter { $0 != edit }
    var widened = EditSet()
    let wider = Edit(edit.range, with: Array("\(CredentialLines.binaries) ".utf8) + edit.replacement)
    guard edit.replacement.starts(with: Array("~/".utf8)), (try? widened.insert(contentsOf: rest + [wider])) != nil
    else { return false }
    edits = widened
    return true
  }

  mutating func add(_ added: [Edit]) {
    do throws(EditConflict) {
      try edits.insert(contentsOf: added)
    } catch {
      remarks.append(
        ScriptRemark(
          .kanikoPath, .manual, "two changes meet in one place", advice: "change the command by hand",
          range: error.added.range))
    }
  }
}
