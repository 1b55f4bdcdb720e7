import Diagnostics
import GitLabCI
import ShellSyntax
import SourceText

/// Says for each place where Kaniko is used which jobs use it there: one finding a place, not one a job.
struct UseFindings {
  let plan: MigrationPlan
  let settings: MigrationSettings
  /// The command that migrates, as a person would type it.
  let command: String

  private var project: Project { plan.project }
  private var places: ProjectPlaces { ProjectPlaces(project: project) }

  /// A job that uses Kaniko at a place.
  private struct User {
    let report: JobReport
    let use: JobUse
  }

  /// The findings, in the order of the pipelines.
  func drafts() -> [FindingDraft] {
    var order: [UsePlace] = []
    var users: [UsePlace: [User]] = [:]
    for report in plan.jobs where report.outcome != .unknown {
      // What the settings ignore is no finding; what a comment ignores is one that is suppressed.
      guard report.outcome != .ignored || report.ignoredUnder != nil else { continue }
      let use = plan.use(of: report.id, settings: settings)
      // A Kaniko image whose executor never runs has a finding of its own, at the same place.
      guard !report.diagnostics.contains(where: { $0.rule == MigrationRules.unusedImage }) else { continue }
      let place = UsePlace(of: use, job: report.id, in: project, under: report.ignoredUnder)
      if users[place] == nil { order.append(place) }
      users[place, default: []].append(User(report: report, use: use))
    }
    return order.map { draft($0, users: users[$0] ?? []) }
  }

  // MARK: - The finding

  private func draft(_ place: UsePlace, users: [User]) -> FindingDraft {
    let names = users.map(\.report.name)
    let diagnostic = Diagnostic(
      rule: place.rule, severity: .warning,
      confidence: users.map { $0.use.namedImage.confidence(isCalled: $0.use.runsKaniko) }.min { $0.rank > $1.rank }
        ?? .high,
      message: message(place.rule, names: names), location: place.location,
      labels: labels(place, users: users), help: help(users), job: names.count == 1 ? names[0] : nil)
    return FindingDraft(
      subject: .use, diagnostic: diagnostic, jobs: users.map(\.report.id),
      applicability: users.map { $0.report.applicability }.min(), consequence: .remains)
  }

  private func message(_ rule: RuleID, names: [String]) -> String {
    let isOne = names.count == 1
    let who = JobNames.listed(names)
    switch rule {
    case MigrationRules.image: return "\(who) \(isOne ? "runs" : "run") in a Kaniko image"
    case MigrationRules.executor: return "\(who) \(isOne ? "runs" : "run") the Kaniko executor"
    default: return "\(who) \(isOne ? "runs" : "run") the Kaniko warmer"
    }
  }

  private func help(_ users: [User]) -> [String] {
    var result: [String] = []
    let outcomes = users.map(\.report.outcome)
    if outcomes.contains(.safe) { result.append("run `\(command)`; the result is verified before it is written") }
    if outcomes.contains(.needsReview) {
      result.append("check the assumption (K201), then run `\(command) --review`")
    }
    let codes = Set(users.filter { $0.report.outcome == .manual }.flatMap { $0.report.diagnostics.map(\.rule.code) })
    if !codes.isEmpty {
      result.append("settle what stands in the way (\(codes.sorted().joined(separator: ", "))), then run `\(command)`")
    }
    return result
  }

  // MARK: - Related places

  /// A place that belongs to a use, with the jobs that it belongs to.
  private struct Related {
    let location: Location
    let text: String
    let rule: RuleID?
    /// Whether the place itself is a job, which its label then names.
    let isJob: Bool
    var names: [String]
  }

  private func labels(_ place: UsePlace, users: [User]) -> [Label] {
    var related: [Related] = []
    var positions: [Location: Int] = [place.location: -1]
    for user in users {
      for part in parts(of: user, at: place) {
        if let position = positions[part.location] {
          if position >= 0 { related[position].names += part.names }
        } else {
          positions[part.location] = related.count
          related.append(part)
        }
      }
    }
    return related.map { part in
      // What all jobs share needs no names.
      let isShared = !part.isJob && part.names.count >= users.count
      let message = isShared ? part.text : JobNames.listed(part.names) + (part.text.isEmpty ? "" : " " + part.text)
      return Label(location: part.location, message: message, rule: part.rule)
    }
  }

  private func parts(of user: User, at place: UsePlace) -> [Related] {
    var parts: [Related] = []
    func add(_ location: Location?, _ text: String, _ rule: RuleID? = nil, isJob: Bool = false) {
      guard let location else { return }
      parts.append(Related(location: location, text: text, rule: rule, isJob: isJob, names: [user.report.name]))
    }
    for (calls, script) in [(user.use.calls, user.use.script), (user.use.afterScriptCalls, user.use.afterScript)] {
      for call in calls {
        let rule = call.program == .executor ? MigrationRules.executor : MigrationRules.warmer
        add(places.word(of: call, in: script), "runs the \(call.program.rawValue)", rule)
      }
    }
    if !isWritten(place.location, in: user.report.id) { add(user.report.location, "", isJob: true) }
    let variable = imageVariable(of: user.use)
    if let variable { add(variable.location, "sets the image") }
    for path in user.use.paths {
      add(places.location(of: path, in: user.use.script), "uses a path of Kaniko", MigrationRules.path)
    }
    let entries = project[user.report.id].effective["variables"]?.mapping?.entries ?? []
    for entry in entries where KanikoName.isOfVariable(entry.key) && entry.key != variable?.name {
      add(places.key(of: entry), "feeds Kaniko", MigrationRules.variables)
    }
    return parts
  }

  /// The variable that holds the image, and where it gets its value.
  private func imageVariable(of use: JobUse) -> (name: String, location: Location)? {
    guard use.imageIsVariable, let text = use.imageName?.writtenText, let dollar = text.firstIndex(of: "$") else {
      return nil
    }
    let name = String(
      text[dollar...].drop { $0 == "$" || $0 == "{" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    return use.scope.origin(of: name).map { (name, places.content(of: $0)) }
  }

  /// Whether a place lies in the definition that bears the job's name.
  private func isWritten(_ location: Location, in id: JobID) -> Bool {
    let entry = project[id].entry
    let own = places.content(of: entry.value.origin)
    return own.path == location.path && own.range.contains(location.range)
  }
}

extension Confidence {
  /// From 0 for low to 2 for high.
  fileprivate var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    }
  }
}

extension JobReport {
  /// How far the migration of the job may be trusted.
  var applicability: Applicability {
    switch outcome {
    case .safe, .shadowed: .safe
    case .reviewed, .needsReview, .shadowedReviewed: .review
    case .manual, .unknown, .ignored, .notChosen: .manual
    }
  }
}
