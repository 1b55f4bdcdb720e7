@testable import GeneratedPipelines

/// Makes a failing job as small as it goes while it still fails.
struct Shrinker {
  /// Whether a job fails in a way that counts.
  private let fails: ([GeneratedJob]) throws -> [Bool]

  init(fails: @escaping ([GeneratedJob]) throws -> [Bool]) {
    self.fails = fails
  }

  /// The smallest failing job that leaving out and simplifying one thing after the other leads to.
  ///
  /// - Parameter rounds: how often simpler jobs are tried; a round runs a handful of them at once.
  func shrink(_ job: GeneratedJob, rounds: Int = 60) throws -> GeneratedJob {
    var smallest = job
    var candidates = job.simplerJobs[...]
    for _ in 0..<rounds where !candidates.isEmpty {
      let handful = candidates.prefix(16)
      candidates = candidates.dropFirst(16)
      guard let first = try fails(Array(handful)).firstIndex(of: true) else { continue }
      smallest = handful[handful.startIndex + first]
      candidates = smallest.simplerJobs[...]
    }
    return smallest
  }
}

extension GeneratedJob {
  /// Jobs in which one thing is left out or simpler, big steps first.
  var simplerJobs: [GeneratedJob] {
    withoutParts + simplerLayouts + simplerSteps + simplerArguments
  }

  private func changed(_ change: (inout GeneratedJob) -> Void) -> GeneratedJob {
    var copy = self
    change(&copy)
    return copy
  }

  private var withoutParts: [GeneratedJob] {
    var result: [GeneratedJob] = []
    for index in steps.indices where steps.count > 1 { result.append(changed { $0.steps.remove(at: index) }) }
    if !login.isEmpty { result.append(changed { $0.login = [] }) }
    for index in variables.indices { result.append(changed { $0.variables.remove(at: index) }) }
    if buildsFail { result.append(changed { $0.buildsFail = false }) }
    return result
  }

  private var simplerLayouts: [GeneratedJob] {
    var result: [GeneratedJob] = []
    if layout != PipelineLayout() { result.append(changed { $0.layout = PipelineLayout() }) }
    if layout.placement != .job { result.append(changed { $0.layout.placement = .job }) }
    if layout.script != .list { result.append(changed { $0.layout.script = .list }) }
    if layout.hasCarriageReturns { result.append(changed { $0.layout.hasCarriageReturns = false }) }
    result.append(
      changed {
        let old = $0.layout
        $0.layout = PipelineLayout()
        $0.layout.placement = old.placement
        $0.layout.script = old.script
      })
    return result.filter { $0.layout != layout }
  }

  private var simplerSteps: [GeneratedJob] {
    var result: [GeneratedJob] = []
    for (index, step) in steps.enumerated() {
      if step.style != .literal { result.append(changed { $0.steps[index].style = .literal }) }
      guard case .calls(let form, let calls) = step.content else { continue }
      if form != .plain {
        for call in calls { result.append(changed { $0.steps[index].content = .calls(.plain, [call]) }) }
      }
    }
    return result
  }

  private var simplerArguments: [GeneratedJob] {
    var result: [GeneratedJob] = []
    for (index, step) in steps.enumerated() {
      guard case .calls(let form, let calls) = step.content else { continue }
      for (number, call) in calls.enumerated() {
        for simpler in call.simplerCalls {
          var all = calls
          all[number] = simpler
          result.append(changed { $0.steps[index].content = .calls(form, all) })
        }
      }
    }
    return result
  }
}

extension GeneratedCall {
  fileprivate var simplerCalls: [GeneratedCall] {
    var result: [GeneratedCall] = []
    func add(_ change: (inout GeneratedCall) -> Void) {
      var copy = self
      change(&copy)
      if copy.text != text { result.append(copy) }
    }
    for index in arguments.indices { add { $0.arguments.remove(at: index) } }
    add { $0.prefix = "" }
    add { $0.separator = .space }
    add { $0.executor = "/kaniko/executor" }
    for (index, argument) in arguments.enumerated() {
      guard let value = argument.value else { continue }
      // Half a name or a path is another one.
      if value.parts.count > 1, !["destination", "d", "context", "c", "dockerfile", "f"].contains(argument.flag) {
        for part in value.parts.indices { add { $0.arguments[index].value?.parts.remove(at: part) } }
      }
      add { $0.arguments[index].joint = .space }
      add { $0.arguments[index].isWhole = false }
      add { $0.arguments[index].quoting = .double }
    }
    return result
  }
}
