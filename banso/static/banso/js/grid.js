// A grid of cells typed like a spreadsheet: every cell is an input whose name is the address of its fact.
"use strict";

(() => {
  const root = document.getElementById("grid");
  if (!root || !root.dataset.save) return;
  const words = JSON.parse(root.dataset.words);
  const fill = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (all, name) => String(values[name]));
  const live = document.getElementById("grid-live");

  // Cells by address, and where each stands: rows and columns of what can be typed.
  const cells = new Map();
  const rows = [];
  for (const line of root.querySelectorAll("tr[data-key]")) {
    const row = { line, key: line.dataset.key, cells: [] };
    for (const input of line.querySelectorAll(".cell-input")) {
      const td = input.closest("td");
      const cell = { input, td, address: input.name.slice(5), text: input.value, mark: td.dataset.state || "",
        notes: [...td.querySelectorAll(".cell-note")].map((note) => note.textContent), row: rows.length, column: row.cells.length, key: row.key, revision: root.dataset.revision };
      td.dataset.mark = cell.mark;
      cells.set(cell.address, cell);
      row.cells.push(cell);
    }
    rows.push(row);
  }
  const cellOf = (element) => cells.get((element.closest("td")?.querySelector(".cell-input")?.name || "").slice(5));
  const rowOf = new Map(rows.map((row) => [row.key, row]));

  let editing = ""; // "" moves between cells, "typed" and "edit" move inside the text
  let touched = false; // whether anything was typed since the cell got the focus

  const notes = (cell, sentences, extra = []) => {
    const place = cell.td.querySelector(".cell-notes");
    place.replaceChildren(...sentences.map((sentence) => {
      const note = document.createElement("span");
      note.className = "cell-note";
      note.textContent = sentence;
      return note;
    }), ...extra);
    place.id = place.id || `n${cell.row}-${cell.column}`;
    if (sentences.length) cell.input.setAttribute("aria-describedby", place.id);
    else cell.input.removeAttribute("aria-describedby");
  };

  const grid = {
    root, words, fill, cells, rows, cellOf,
    state: document.getElementById("grid-state"),
    retry: document.getElementById("grid-retry"),

    isTyping: () => {
      const cell = document.activeElement && cells.get((document.activeElement.name || "").slice(5));
      return Boolean(cell && touched && cell.input.value !== (saving.latest(cell.address) ?? cell.text));
    },

    // How a cell stands: its state for the eye, its word for everybody, sentences where there is something to say.
    mark: (address, state, word, sentences = null) => {
      const cell = cells.get(address);
      if (!cell) return;
      cell.td.dataset.state = state;
      cell.td.querySelector(".cell-word").textContent = word;
      cell.input.toggleAttribute("aria-invalid", false);
      if (state === "failed" && sentences) cell.input.setAttribute("aria-invalid", "true");
      if (sentences) {
        notes(cell, sentences);
        live.textContent = sentences.join(" ");
      }
    },

    saved: (outcome, revision, edit, hasNewer) => {
      const cell = cells.get(outcome.cell);
      if (!cell) return;
      const unit = cell.td.querySelector(".unit");
      if (unit) unit.hidden = outcome.text !== "" && (!/\d/.test(outcome.text) || outcome.text.endsWith(")"));
      cell.text = outcome.text;
      cell.revision = revision;
      cell.td.dataset.revision = revision;
      const untouched = document.activeElement !== cell.input || !touched;
      if (!hasNewer && (edit === null || cell.input.value === edit.text) && untouched) {
        cell.input.value = outcome.text;
        if (document.activeElement === cell.input && !editing) cell.input.select();
      }
      if (!hasNewer) {
        cell.mark = "";
        cell.notes = [];
        grid.mark(outcome.cell, "saved", words.saved);
        notes(cell, []);
      }
    },

    // Both values are shown; nothing is sent before one of them is chosen.
    conflict: (outcome, mine, revision) => {
      const cell = cells.get(outcome.cell);
      if (!cell) return;
      const shown = (text) => text || words.blank;
      const button = (sentence, value, deed) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "button button-small";
        made.textContent = fill(sentence, { value: shown(value) });
        made.addEventListener("click", deed);
        return made;
      };
      const sentence = fill(words.theirs, { who: outcome.theirs, theirs: shown(outcome.text), mine: shown(mine.text) });
      grid.mark(outcome.cell, "conflict", words.conflict);
      notes(cell, [sentence], [
        button(words.keepTheirs, outcome.text, () => {
          saving.discard(cell.address);
          cell.text = outcome.text;
          cell.revision = revision;
          cell.input.value = outcome.text;
          grid.mark(cell.address, "saved", words.saved);
          notes(cell, []);
          cell.input.focus();
        }),
        button(words.useMine, mine.text, () => {
          notes(cell, []);
          saving.put(cell.address, mine.text, revision);
          cell.input.focus();
        }),
      ]);
      live.textContent = sentence;
    },

    // What the answer says of other cells: rates, grades, warnings, counts. A cell with unsaved text keeps its own words.
    update: (answer, unsaved) => {
      for (const part of answer.rows || []) {
        const row = rowOf.get(part.key);
        if (!row) continue;
        const rate = row.line.querySelector("[data-part=rate]"); // A plan whose rules make no rate has no column of it.
        if (rate) rate.innerHTML = part.rate;
        row.line.querySelector("[data-part=grade]").innerHTML = part.grade;
      }
      for (const part of answer.notes || []) {
        const cell = cells.get(part.cell);
        if (!cell || unsaved.has(part.cell)) continue;
        const wasSaved = cell.td.dataset.state === "saved";
        cell.mark = part.mark;
        cell.notes = part.notes;
        cell.td.dataset.mark = part.mark;
        if (part.mark || !wasSaved) cell.td.dataset.state = part.mark;
        notes(cell, part.notes);
      }
      for (const [address, times] of Object.entries(answer.revised || {})) {
        const td = cells.get(address)?.td;
        if (!td) continue;
        const link = td.querySelector(".cell-history") || td.appendChild(document.createElement("a"));
        link.className = "cell-history";
        link.href = `${root.dataset.history}?at=${encodeURIComponent(address)}`;
        link.textContent = fill(words.revised, { n: times });
      }
      for (const part of answer.figures || []) {
        const place = document.getElementById(part.id);
        if (!place) continue;
        place.querySelector("[data-part=figure]").textContent = part.text;
        place.querySelector("[data-part=note]").textContent = part.note;
      }
      if (answer.total !== undefined) {
        const shown = root.dataset.count.replace("{n}", answer.entered).replace("{total}", answer.total);
        document.getElementById("grid-count").textContent = shown;
        const copying = document.getElementById("grid-copying");
        if (copying && answer.entered >= answer.total) copying.hidden = true;
      }
      const [first] = answer.cells || [];
      const judged = (answer.rows || []).find((part) => cells.get(first?.cell)?.key === part.key);
      const warned = (answer.notes || []).find((part) => part.cell === first?.cell && part.notes.length);
      if (judged && first.kind === "saved") {
        const { rate, grade } = judged.spoken;
        const verdict = rate ? fill(words.judged, judged.spoken) : grade && fill(words.graded, judged.spoken);
        live.textContent = [words.saved, verdict, ...(warned?.notes || [])].filter(Boolean).join(" ");
      }
    },

    commit: (cell) => {
      const text = cell.input.value;
      const known = saving.latest(cell.address) ?? cell.text;
      const confirms = touched && cell.mark === "copied" && text;
      touched = false;
      if (text === known && !confirms) {
        if (cell.td.dataset.state === "editing") cell.td.dataset.state = cell.mark;
        return;
      }
      notes(cell, []); // what was said of the value before says nothing of this one
      saving.put(cell.address, text, cell.revision);
    },

    focus: (cell) => {
      cell.input.focus();
      cell.input.scrollIntoView({ block: "nearest", inline: "nearest" });
    },

    // The next cell in the same column that waits to be filled, from the place of a cell on, around the end.
    nextEmpty: (from, step = 1) => {
      for (let place = 1; place <= rows.length; place += 1) {
        const row = rows[(from.row + step * place + rows.length * 2) % rows.length];
        const cell = row.cells[from.column];
        if (cell && !cell.input.value) return cell;
      }
      return null;
    },
  };

  const saving = window.banso.gridSaving(grid);
  grid.saving = saving;
  const menu = window.banso.gridMenu(grid);
  window.banso.gridPaste(grid, () => editing);

  const move = (cell, down, right) => {
    const row = rows[Math.min(Math.max(cell.row + down, 0), rows.length - 1)];
    const next = row.cells[Math.min(Math.max(cell.column + right, 0), row.cells.length - 1)];
    if (next && next !== cell) grid.focus(next);
    else grid.commit(cell);
  };

  const inOrder = (cell, step) => {
    const column = cell.column + step;
    const row = rows[cell.row];
    if (row.cells[column]) return row.cells[column];
    const beside = rows[cell.row + step];
    return beside && (step > 0 ? beside.cells[0] : beside.cells[beside.cells.length - 1]);
  };

  const takeBack = async (cell) => {
    await saving.settled();
    window.sessionStorage.setItem("banso-grid-focus", cell.address);
    try {
      const answer = await window.banso.send(document.body.dataset.undo, { data: new FormData() });
      if (!answer.ok) throw new Error();
      window.sessionStorage.setItem("banso-said", (await answer.json()).message);
      window.location.reload();
    } catch {
      window.banso.say(words.noUndo, "error");
    }
  };

  root.addEventListener("focusin", (event) => {
    const cell = event.target.classList.contains("cell-input") && cellOf(event.target);
    if (!cell) return;
    editing = "";
    touched = false;
    cell.input.select();
  });
  root.addEventListener("focusout", (event) => {
    const cell = event.target.classList.contains("cell-input") && cellOf(event.target);
    if (cell) grid.commit(cell);
  });
  // A first click selects the whole cell, a second one places the caret.
  root.addEventListener("mousedown", (event) => {
    const input = event.target.closest(".cell-input");
    if (!input) return;
    if (document.activeElement === input) {
      editing = "edit";
    } else {
      event.preventDefault();
      input.focus();
    }
  });
  root.addEventListener("input", (event) => {
    const cell = cellOf(event.target);
    if (!cell) return;
    editing = editing || "typed";
    touched = true;
    cell.td.dataset.state = "editing";
    cell.td.querySelector(".cell-word").textContent = "";
  });

  root.addEventListener("keydown", (event) => {
    if (!event.target.classList.contains("cell-input") || event.isComposing || event.keyCode === 229) return;
    const cell = cellOf(event.target);
    const { input } = cell;
    const control = event.ctrlKey || event.metaKey;
    const long = input.tagName === "TEXTAREA";
    const go = (deed) => {
      event.preventDefault();
      deed();
    };
    if (event.altKey && event.key === "ArrowDown") return go(() => menu.open(cell));
    switch (event.key) {
      case "Enter":
        if (long && (event.altKey || control)) {
          return go(() => {
            input.setRangeText("\n", input.selectionStart, input.selectionEnd, "end");
            input.dispatchEvent(new Event("input", { bubbles: true }));
            editing = "edit";
          });
        }
        return go(() => move(cell, event.shiftKey ? -1 : 1, 0));
      case "Tab": {
        const next = inOrder(cell, event.shiftKey ? -1 : 1);
        // A cell with two values to choose from lets the focus go to its buttons; the last cell lets it leave.
        if (next && cell.td.dataset.state !== "conflict") return go(() => grid.focus(next));
        return undefined;
      }
      case "Escape":
        return go(() => {
          if (saving.isUnsaved(cell.address) && !touched) saving.discard(cell.address);
          input.value = saving.latest(cell.address) ?? cell.text;
          touched = false;
          editing = "";
          if (!saving.isUnsaved(cell.address)) grid.mark(cell.address, cell.mark, "", cell.notes);
          input.select();
        });
      case "ArrowUp":
      case "ArrowDown": {
        const step = event.key === "ArrowUp" ? -1 : 1;
        if (control) return go(() => {
          const next = grid.nextEmpty(cell, step);
          if (next) grid.focus(next);
        });
        if (event.shiftKey || (long && editing)) return undefined;
        return go(() => move(cell, step, 0));
      }
      case "ArrowLeft":
      case "ArrowRight":
        if (editing || event.shiftKey || control) return undefined;
        return go(() => move(cell, 0, event.key === "ArrowLeft" ? -1 : 1));
      case "Home":
      case "End": {
        if (editing) return undefined;
        const far = event.key === "Home" ? -rows.length : rows.length;
        return go(() => move(cell, control ? far : 0, far));
      }
      case "PageUp":
      case "PageDown":
        return go(() => move(cell, event.key === "PageUp" ? -10 : 10, 0));
      case "F2":
        return go(() => {
          editing = editing ? "" : "edit";
          if (editing) input.setSelectionRange(input.value.length, input.value.length);
          else input.select();
        });
      case "s":
        if (control) go(() => grid.commit(cell));
        return undefined;
      case "z":
      case "Z": // with Caps Lock
        if (control && !event.shiftKey && !touched) go(() => takeBack(cell));
        return undefined;
      default:
        return undefined;
    }
  });

  saving.restore();

  const next = document.getElementById("grid-next");
  if (next) {
    let last = { row: -1, column: -1 };
    root.addEventListener("focusin", (event) => { last = cellOf(event.target) || last; });
    const main = root.querySelector("tr[data-key] [aria-labelledby$='c-actual']");
    const column = main ? cellOf(main).column : 0;
    next.hidden = false;
    next.addEventListener("click", () => {
      const found = grid.nextEmpty({ row: last.row, column });
      if (found) grid.focus(found);
      else window.banso.say(words.noMissing);
    });
    const wanted = window.sessionStorage.getItem("banso-grid-focus");
    window.sessionStorage.removeItem("banso-grid-focus");
    const linked = cells.get(decodeURIComponent(window.location.hash.slice(1)));
    const first = cells.get(wanted) || linked || (!window.location.hash && grid.nextEmpty({ row: -1, column }));
    if (first) grid.focus(first);
  } else {
    const linked = cells.get(decodeURIComponent(window.location.hash.slice(1)));
    if (linked) grid.focus(linked);
  }
})();
