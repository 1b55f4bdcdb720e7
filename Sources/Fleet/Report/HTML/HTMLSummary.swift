internal import Reporting

extension FleetSummary {
  /// The summary as one HTML page that needs nothing besides itself: no network, no other files. The links to diffs are
  /// relative.
  ///
  /// - Parameter directory: the absolute path of the directory in which the page will lie; nil where that is not known,
  ///   and then there are no links to diffs.
  public func html(in directory: String?) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
    <title>Kaniko in the fleet</title>
    <style>
    \(HTMLParts.style)</style>
    </head>
    <body>
    <header>
    <h1>Kaniko in the fleet</h1>
    \(progressBar)</header>
    <main>
    \(cards)\(sections)\(HTMLTable(self, directory: directory).html)</main>
    <script>
    \(HTMLParts.script)</script>
    </body>
    </html>

    """
  }

  /// How much of the work is done, as one bar: repositories that use Kaniko by how far they have come.
  private var progressBar: String {
    let parts = [Progress.pushed, .committed, .planned, .blocked, .failed].map { ($0, repositories($0)) }
    let total = parts.reduce(0) { $0 + $1.1 }
    guard total > 0 else { return "<p>No repository of \(rows.count) uses Kaniko.</p>\n" }
    let bars = parts.filter { $0.1 > 0 }.map { progress, count in
      "<span class=\"\(progress.rawValue)\" style=\"flex-grow:\(count)\"></span>"
    }
    let words = parts.filter { $0.1 > 0 }.map { progress, count in
      "<li><i class=\"\(progress.rawValue)\"></i>\(count) \(progress.label)</li>"
    }
    return """
      <p>\(total) of \(rows.count) repositories have to do with Kaniko.</p>
      <div class="bar" aria-hidden="true">\(bars.joined())</div>
      <ul class="legend">\(words.joined())</ul>

      """
  }

  private var cards: String {
    let items = Self.outcomes.map { outcome in
      "<div class=\"card\"><b>\(jobs(outcome))</b><span>\(HTMLText.prose(Self.label(ofOutcome: outcome)))</span></div>"
    }
    return "<section><h2>Jobs</h2><div class=\"cards\">\(items.joined())</div></section>\n"
  }

  private var sections: String {
    let cures = definitions.map { definition in
      [
        definition.name, String(definition.jobs), String(definition.repositories), definition.isChanged ? "yes" : "no",
      ]
    }
    return list("Templates by cure", ["Definition", "Jobs of others", "Repositories", "Planned"], cures)
      + list("Why jobs are left", ["Reason", "Jobs"], reasons.map { [$0.name, String($0.count)] })
      + list("Flags in use", ["Flag", "Jobs"], flags.map { [$0.name, String($0.count)] })
      + list("Variables on the server", ["Variable", "Repositories"], variables.map { [$0.name, String($0.count)] })
      + list("Sources that could not be read", ["Problem"], problems.map { [$0] })
  }

  private func list(_ title: String, _ header: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    // A text comes first; what counts it, and the rest, stands at the right.
    let number = " class=\"number\""
    let head = header.enumerated().map { index, name in
      "<th scope=\"col\"\(index > 0 ? number : "")>\(HTMLText.escaped(name))</th>"
    }
    let body = rows.map { cells in
      let cells = cells.enumerated().map { index, text in "<td\(index > 0 ? number : "")>\(HTMLText.prose(text))</td>" }
      return "<tr>" + cells.joined() + "</tr>"
    }
    // Long lists are folded: what counts most stands at the top.
    let wide = header.count > 2 ? " class=\"wide\"" : ""
    let table =
      "<table\(wide)><thead><tr>\(head.joined())</tr></thead><tbody>\n\(body.joined(separator: "\n"))\n</tbody></table>"
    return """
      <section><details\(rows.count <= 12 ? " open" : "")><summary><h2>\(HTMLText.escaped(title)) <small>\(rows.count)</small></h2></summary>
      <div class="scroll" tabindex="0" role="region" aria-label="\(HTMLText.escaped(title))">\(table)</div></details></section>

      """
  }
}

/// The table of the repositories.
struct HTMLTable {
  private let summary: FleetSummary
  private let directory: String?

  private static let columns = [
    "Repository", "Progress", "Wave", "Migrated", "To review", "For a person", "Elsewhere", "Links",
  ]

  init(_ summary: FleetSummary, directory: String?) {
    self.summary = summary
    self.directory = directory
  }

  var html: String {
    let head = Self.columns.dropLast().map { name in
      "<th scope=\"col\" aria-sort=\"none\"><button type=\"button\">\(name)</button></th>"
    }
    return """
      <section><h2>Repositories</h2>
      <p class="tools"><label>Search <input type="search" id="search" autocomplete="off"></label> <output id="count">\(summary.rows.count)</output></p>
      <table id="repositories"><thead><tr>\(head.joined())<th scope="col">Links</th></tr></thead><tbody>
      \(summary.rows.map(row).joined(separator: "\n"))
      </tbody></table></section>

      """
  }

  private func row(_ row: FleetSummary.Row) -> String {
    let repository = row.repository
    let failure = row.failure.map { "<small>\(HTMLText.escaped($0))</small>" } ?? ""
    let order = FleetSummary.Progress.allCases.firstIndex(of: row.progress) ?? 0
    let migrated = row.jobs("safe") + row.jobs("reviewed")
    let numbers = [migrated, row.jobs("needsReview"), row.jobs("manual"), row.jobs("unknown")]
    let progress = "<span><i class=\"\(row.progress.rawValue)\"></i>\(row.progress.label)</span>"
    var cells = [
      "<th scope=\"row\">\(HTMLText.escaped(repository.name))</th>",
      cell("Progress", progress + failure, sort: order),
      cell("Wave", row.wave.map(String.init) ?? "", sort: row.wave ?? Int(Int32.max)),
    ]
    cells += zip(Self.columns[3...], numbers).map { cell($0, $1 == 0 ? "" : String($1), sort: $1) }
    cells.append(cell("Links", links(of: repository), sort: 0))
    return "<tr>" + cells.joined() + "</tr>"
  }

  private func cell(_ label: String, _ content: String, sort: Int) -> String {
    "<td data-label=\"\(label)\" data-sort=\"\(sort)\"\(content.isEmpty ? " class=\"empty\"" : "")>\(content)</td>"
  }

  private func links(of repository: FleetState.Repository) -> String {
    var links: [String] = []
    if let diff = repository.diffPath, let directory {
      let path = PercentText.encoded(Self.relative(diff, to: directory), keeping: "/")
      links.append("<a href=\"\(path)\">diff<span> of \(HTMLText.escaped(repository.name))</span></a>")
    }
    if let request = repository.mergeRequest, request.hasPrefix("https://") || request.hasPrefix("http://") {
      let name = HTMLText.escaped(repository.name)
      links.append("<a href=\"\(HTMLText.escaped(request))\">merge request<span> of \(name)</span></a>")
    }
    return links.joined(separator: " ")
  }

  /// A path as seen from a directory; both absolute.
  static func relative(_ path: String, to directory: String) -> String {
    let target = path.split(separator: "/")
    let start = directory.split(separator: "/")
    let common = zip(target, start).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: start.count - common)
    // A first part with a colon would read as the scheme of a URL.
    let parts = up + target[common...].map(String.init)
    return (up.isEmpty ? "./" : "") + parts.joined(separator: "/")
  }
}
