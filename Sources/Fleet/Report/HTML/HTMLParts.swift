/// The style and the script of the page.
enum HTMLParts {
  static let style = """
    :root {
      color-scheme: light dark;
      --text: #1f2328; --soft: #59636e; --page: #ffffff; --card: #f6f8fa; --line: #d1d9e0; --link: #0550ae;
      --clean: #8c959f; --blocked: #bf8700; --planned: #218bff; --committed: #8250df; --pushed: #1a7f37; --failed: #cf222e;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --text: #f0f6fc; --soft: #9198a1; --page: #0d1117; --card: #151b23; --line: #3d444d; --link: #79c0ff;
        --clean: #656c76; --blocked: #d29922; --planned: #4493f8; --committed: #ab7df8; --pushed: #3fb950; --failed: #f85149;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; max-width: 78rem; padding: 1.5rem 1rem 4rem; background: var(--page); color: var(--text);
      font: 1rem/1.5 system-ui, sans-serif;
    }
    h1 { margin: 0; font-size: 1.7rem; }
    h2 { display: inline-block; margin: 0 0 .6rem; font-size: 1.2rem; }
    header p { margin: .3rem 0 .8rem; color: var(--soft); }
    section { margin-top: 2rem; }
    small { color: var(--soft); font-weight: normal; }
    a { color: var(--link); }
    a span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    .bar { display: flex; height: 1rem; gap: 2px; border-radius: .5rem; overflow: hidden; }
    .bar span { min-width: 4px; }
    .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .6rem 0 0; padding: 0; list-style: none; }
    i { display: inline-block; width: .7rem; height: .7rem; margin-right: .45rem; border-radius: 50%; }
    .clean { background: var(--clean); } .blocked { background: var(--blocked); } .planned { background: var(--planned); }
    .committed { background: var(--committed); } .pushed { background: var(--pushed); } .failed { background: var(--failed); }
    .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .8rem; }
    .card { padding: .8rem 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
    .card b { display: block; font-size: 1.8rem; line-height: 1.2; }
    .card span { color: var(--soft); }
    summary { cursor: pointer; }
    .scroll { overflow-x: auto; }
    table { width: 100%; border-collapse: collapse; }
    th, td { padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
    tbody th { font-weight: 600; overflow-wrap: anywhere; }
    td { overflow-wrap: anywhere; }
    td small { display: block; }
    .number { width: 1%; padding-left: .8rem; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    code { font: inherit; white-space: nowrap; }
    th button { padding: 0; border: 0; background: none; color: inherit; font: inherit; font-weight: 600; cursor: pointer; white-space: nowrap; }
    th button::after { content: " \\2195"; color: var(--soft); }
    th[aria-sort="ascending"] button::after { content: " \\2191"; color: inherit; }
    th[aria-sort="descending"] button::after { content: " \\2193"; color: inherit; }
    .tools { margin: 0 0 .6rem; }
    .tools input {
      width: 20rem; max-width: 100%; padding: .45rem .6rem; border: 1px solid var(--line); border-radius: .4rem;
      background: var(--card); color: inherit; font: inherit;
    }
    .tools output { color: var(--soft); }
    @media (max-width: 44rem) {
      .wide tr { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0 .8rem; padding: .4rem 0; border-bottom: 1px solid var(--line); }
      .wide th, .wide td { padding: 0; border: 0; }
      .wide .number { width: auto; }
      .wide :first-child:is(th, td) { grid-column: 1 / -1; text-align: left; }
      #repositories thead tr { display: flex; flex-wrap: wrap; gap: .2rem 1rem; }
      #repositories thead th { border: 0; padding: .3rem 0; }
      #repositories thead th:last-child { display: none; }
      #repositories tbody tr { display: block; padding: .7rem 0; border-bottom: 1px solid var(--line); }
      #repositories tbody tr[hidden] { display: none; }
      #repositories tbody th { display: block; padding: 0; border: 0; }
      #repositories tbody td { display: flex; justify-content: space-between; flex-wrap: wrap; gap: 0 1rem; padding: .1rem 0; border: 0; }
      #repositories tbody td:not([data-label="Links"])::before { content: attr(data-label); color: var(--soft); }
      #repositories tbody td.empty { display: none; }
      #repositories tbody td small { width: 100%; }
      #repositories tbody td > span { margin-left: auto; }
    }

    """

  static let script = """
    (function () {
      "use strict";
      var table = document.getElementById("repositories");
      var body = table.tBodies[0];
      var rows = Array.from(body.rows);
      var count = document.getElementById("count");
      var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });

      document.getElementById("search").addEventListener("input", function (event) {
        var words = event.target.value.toLowerCase().split(/\\s+/).filter(Boolean);
        var shown = 0;
        rows.forEach(function (row, index) {
          var matches = words.every(function (word) { return texts[index].includes(word); });
          row.hidden = !matches;
          if (matches) { shown += 1; }
        });
        count.value = String(shown);
      });

      function key(row, column) {
        var cell = row.cells[column];
        return cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort);
      }

      var headers = Array.from(table.tHead.rows[0].cells);
      headers.forEach(function (header, column) {
        var button = header.querySelector("button");
        if (!button) { return; }
        button.addEventListener("click", function () {
          var direction = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
          headers.forEach(function (other) { if (other.hasAttribute("aria-sort")) { other.setAttribute("aria-sort", "none"); } });
          header.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
          var sorted = rows.map(function (row, index) { return { row: row, key: key(row, column), index: index }; });
          sorted.sort(function (left, right) {
            var order = typeof left.key === "number" ? left.key - right.key : left.key.localeCompare(right.key);
            return direction * order || left.index - right.index;
          });
          body.append.apply(body, sorted.map(function (item) { return item.row; }));
        });
      });
    })();

    """
}
