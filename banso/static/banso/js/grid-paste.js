// Pasting a block from Excel: from the selected cell down and to the right, shown first where it is more than a few cells.
"use strict";

window.banso.gridPaste = (grid, mode) => {
  const { root, rows, words, fill } = grid;
  const AT_ONCE = 5;

  // Rows and columns of copied cells: tabs and line ends part them, quotes hold a cell with line ends of its own.
  const parse = (text) => {
    const table = [[]];
    let cell = "";
    let quoted = false;
    for (let place = 0; place < text.length; place += 1) {
      const letter = text[place];
      if (quoted) {
        if (letter === '"' && text[place + 1] === '"') {
          cell += '"';
          place += 1;
        } else if (letter === '"') quoted = false;
        else cell += letter;
      } else if (letter === '"' && !cell) quoted = true;
      else if (letter === "\t") {
        table.at(-1).push(cell);
        cell = "";
      } else if (letter === "\n") {
        table.at(-1).push(cell);
        table.push([]);
        cell = "";
      } else if (letter !== "\r") cell += letter;
    }
    table.at(-1).push(cell);
    if (table.length > 1 && table.at(-1).length === 1 && !table.at(-1)[0]) table.pop();
    return table;
  };

  const isNumber = (text) => /^[\s約△▲+\-−]*[\d０-９][\d０-９,，.．\s]*/.test(text);

  const plan = (from, table) => {
    const placed = [];
    const lost = [];
    let blanks = 0;
    let lostColumns = 0;
    let head = "";
    let lines = table;
    // A heading above numbers is no value: 「実績」 over a column of figures.
    if (lines.length > 2 && !from.input.matches("textarea") && lines[0].every((text) => text.trim() && !isNumber(text))
        && lines.slice(1).every((line) => line.some(isNumber))) {
      head = lines[0].map((text) => text.trim()).join("、");
      lines = lines.slice(1);
    }
    lines.forEach((line, down) => {
      const row = rows[from.row + down];
      if (!row) {
        const kept = line.filter((text) => text.trim());
        if (kept.length) lost.push(kept.join(" "));
        return;
      }
      line.forEach((raw, right) => {
        const cell = row.cells[from.column + right];
        const text = cell && cell.input.matches("textarea") ? raw.trim() : raw.replace(/\s*\n\s*/g, " ").trim();
        if (!cell) {
          if (text) lostColumns = Math.max(lostColumns, from.column + right - row.cells.length + 1);
        } else if (!text) blanks += 1;
        else placed.push({ cell, text, now: cell.input.value });
      });
    });
    const fresh = placed.filter(({ now }) => !now);
    const same = placed.filter(({ now, text }) => now && now.replace(/[,\s]/g, "") === text.replace(/[,\s]/g, ""));
    const changed = placed.filter((each) => each.now && !same.includes(each));
    return { wanted: [...placed.filter((each) => !same.includes(each))], fresh, changed, same, blanks, lost, lostColumns, head };
  };

  const element = (name, text = "", ...children) => {
    const made = document.createElement(name);
    made.textContent = text;
    made.append(...children);
    return made;
  };

  const sentences = (found) => {
    const told = [];
    if (found.head) told.push(fill(words.pasteHead, { text: found.head }));
    if (found.blanks) told.push(fill(words.pasteBlank, { n: found.blanks }));
    if (found.lost.length) told.push(fill(words.pasteRows, { n: found.lost.length, texts: found.lost.slice(0, 10).join("、") }));
    if (found.lostColumns) told.push(fill(words.pasteColumns, { n: found.lostColumns }));
    return told;
  };

  const preview = (found) => {
    const place = document.createElement("div");
    const counts = { fresh: found.fresh.length, changed: found.changed.length, same: found.same.length };
    place.append(element("h2", fill(words.pasteTitle, { n: found.wanted.length })), element("p", fill(words.pasteCounts, counts)));
    for (const sentence of sentences(found)) place.append(element("p", sentence));
    const head = element("tr");
    for (const word of [words.pasteName, words.pasteNow, words.pasteNew]) {
      const cell = element("th", word);
      cell.scope = "col";
      head.append(cell);
    }
    const body = element("tbody");
    for (const { cell, text, now } of found.wanted) {
      const name = element("th", rows[cell.row].line.querySelector(".grid-name").textContent.trim());
      name.scope = "row";
      body.append(element("tr", "", name, element("td", now || words.blank), element("td", text)));
    }
    const table = element("table", "", element("thead", "", head), body);
    table.className = "data-table";
    const region = element("div", "", table);
    region.className = "scroll grid-preview";
    region.tabIndex = 0;
    place.append(region);
    return place.innerHTML;
  };

  const apply = (found) => {
    for (const { cell, text } of found.wanted) {
      cell.input.value = text;
      grid.commit(cell);
    }
    window.banso.say([fill(words.pasted, { n: found.wanted.length }), ...sentences(found)].join(""));
  };

  root.addEventListener("paste", async (event) => {
    if (!event.target.classList.contains("cell-input")) return;
    const text = event.clipboardData.getData("text/plain");
    const from = grid.cellOf(event.target);
    const long = from.input.matches("textarea");
    const table = parse(text);
    const single = table.length === 1 && table[0].length === 1;
    if (single && !/\n/.test(text)) return; // one value: the browser puts it at the caret
    if (long && mode() && !text.includes("\t")) return; // words pasted into words
    event.preventDefault();
    const found = plan(from, table);
    if (!found.wanted.length) {
      window.banso.say([words.pasteNothing, ...sentences(found)].join(""));
      return;
    }
    const quiet = found.wanted.length <= AT_ONCE && !found.lost.length && !found.lostColumns;
    if (!quiet) {
      const asked = window.banso.ask(preview(found), [
        { value: "paste", label: words.paste, primary: true },
        { value: "", label: words.cancel },
      ]);
      document.querySelector("#dialog-place dialog:last-child .button-primary").focus();
      const choice = await asked;
      if (choice !== "paste") {
        grid.focus(from);
        return;
      }
    }
    apply(found);
    grid.focus(from);
  });
};
