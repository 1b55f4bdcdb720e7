public import GitLabCI

/// The steps in which a repository leaves Kaniko.
public enum RolloutStep: String, Sendable, Hashable, CaseIterable {
  /// Kaniko jobs become BuildKit jobs.
  case migrate
  /// Kaniko jobs stay and get twins that build the same with BuildKit, under a tag of their own and in nobody's way.
  case shadow
  /// Kaniko jobs that have twins become BuildKit jobs, and the twins go.
  case finish
}

extension MigrationPlanner {
  /// Plans one step of the way from Kaniko to BuildKit.
  ///
  /// The parameters are those of ``plan(_:settings:checkout:acceptsReview:today:chosen:)``.
  /// - Returns: the plan, verified; its ``MigrationPlan/written`` is the project.
  public static func plan(
    _ step: RolloutStep, of project: Project, settings: MigrationSettings, checkout: CheckoutView,
    acceptsReview: Bool, today: CalendarDate? = nil, chosen: Set<JobKey>? = nil
  ) -> MigrationPlan {
    let plan = { (project: Project, settings: MigrationSettings, some: Set<JobKey>?) in
      MigrationPlanner.plan(
        project, settings: settings, checkout: checkout, acceptsReview: acceptsReview, today: today,
        chosen: some.map { chosen?.intersection($0) ?? $0 } ?? chosen)
    }
    switch step {
    case .migrate: return plan(project, settings, nil)
    case .shadow: return ShadowPlanner(written: project, settings: settings, today: today, planning: plan).plan()
    case .finish: return FinishPlanner(written: project, settings: settings, today: today, planning: plan).plan()
    }
  }
}
