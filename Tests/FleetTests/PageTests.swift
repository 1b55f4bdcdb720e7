import Foundation
import TestSupport
import Testing

/// The report of a small fleet with hostile names, in a browser.
private struct Page {
  let fleet: FleetFolder

  /// Makes a fleet and its report `report.html`.
  init(_ fleet: FleetFolder) throws {
    self.fleet = fleet
    let files = [".gitlab-ci.yml": FleetFolder.pipeline, "Dockerfile": FleetFolder.dockerfile]
    for name in ["beta", "alpha", "<img src=x onerror=document.title='owned'>", "zeta & co"] {
      try fleet.checkout("local/\(name)", files)
    }
    try fleet.checkout("local/clean", ["README.md": ""])
    try fleet.git("init", "-q", "local/empty")
    _ = try fleet.batch("plan", "local", "--state", "state")
    #expect(
      try fleet.batch("report", "--state", "state", "--format", "html", "--output", "state/report.html").status == 3)
  }

  /// Opens the page in headless Chromium after adding a script to it, and gives what the browser printed and the page.
  func browse(_ script: String, dark: Bool = false, width: Int = 1_280) throws -> (page: String, log: String) {
    let page = try fleet.text("state/report.html").replacingOccurrences(of: "})();\n", with: "})();\n\(script)\n")
    try fleet.write(page, to: "state/page.html")
    let chromium = try Command.locate("chromium", advice: "run .ci/test, which installs it")
    let result = try Command.run(
      chromium,
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--user-data-dir=\(fleet.path("profile"))", "--enable-logging=stderr", "--log-level=0",
        "--virtual-time-budget=2000", "--window-size=\(width),900",
      ] + (dark ? ["--blink-settings=preferredColorScheme=0"] : []) + [
        "--dump-dom", "file://\(fleet.path("state/page.html"))",
      ],
      environment: ["PATH": Command.path, "HOME": fleet.path("home")], seconds: 60)
    #expect(result.status == 0, "\(result.errorText)")
    return (result.outputText, result.errorText)
  }

  /// The names in the rows that are shown, in order, as the script `names` leaves them in the title.
  func names(after script: String) throws -> [String] {
    let collect = """
      document.title = Array.from(document.querySelectorAll("#repositories tbody tr"))
        .filter(function (row) { return row.offsetParent !== null || row.getClientRects().length > 0; })
        .map(function (row) { return row.cells[0].textContent; }).join("|");
      """
    let (page, log) = try browse(script + "\n" + collect)
    #expect(!log.contains("CONSOLE"), "\(log)")
    let title = page.components(separatedBy: "<title>").last?.components(separatedBy: "</title>").first ?? ""
    return title.components(separatedBy: "|")
  }
}

@Test func theReportSortsAndSearchesInABrowser() throws {
  try FleetFolder.with { fleet in
    let page = try Page(fleet)
    let hostile = "&lt;img src=x onerror=document.title='owned'&gt;"
    let all = [hostile, "alpha", "beta", "clean", "empty", "zeta &amp; co"]
    #expect(try page.names(after: "") == all)
    let click = #"var button = document.querySelector("th button");"#
    #expect(try page.names(after: click + "button.click(); button.click();") == all.reversed())
    let search = #"""
      var field = document.getElementById("search");
      field.value = "ET planned"; field.dispatchEvent(new Event("input"));
      """#
    #expect(try page.names(after: search) == ["beta", "zeta &amp; co"])
    let sorted = #"""
      document.querySelectorAll("th button")[1].click();
      document.querySelectorAll("th button")[1].click();
      """#
    #expect(try page.names(after: sorted).first == "empty", "what failed is last in the order of progress")
  }
}

@Test func theReportNeedsNoNetworkAndHasADarkSide() throws {
  try FleetFolder.with { fleet in
    let page = try Page(fleet)
    let text = try fleet.text("state/report.html")
    for pattern in ["src=\"", "@import", "url(", "http://", "https://"] {
      #expect(!text.contains(pattern), "\(pattern)")
    }
    for link in text.components(separatedBy: "href=\"").dropFirst() {
      let path = try #require(link.components(separatedBy: "\"").first?.removingPercentEncoding)
      #expect(FileManager.default.fileExists(atPath: fleet.path("state/\(path)")), "\(path)")
    }
    let color = "document.title = getComputedStyle(document.body).backgroundColor;"
    #expect(try page.browse(color).page.contains("<title>rgb(255, 255, 255)</title>"))
    #expect(try page.browse(color, dark: true).page.contains("<title>rgb(13, 17, 23)</title>"))
    // As wide as a phone, which headless windows cannot be: everything fits, folded lists too.
    let width = """
      document.querySelectorAll("details").forEach(function (list) { list.open = true; });
      document.body.style.width = "390px";
      document.title = document.body.scrollWidth;
      """
    #expect(try page.browse(width, width: 500).page.contains("<title>390</title>"))
    let keyboard = """
      var elements = Array.from(document.querySelectorAll("a, button, input, summary"));
      document.title = elements.filter(function (e) { e.focus(); return document.activeElement === e; }).length === elements.length;
      """
    #expect(try page.browse(keyboard).page.contains("<title>true</title>"), "everything can be reached by keyboard")
  }
}
