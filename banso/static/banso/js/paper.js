// A paper of blocks to write on: every fact is a field whose address is the fact's; what the paper computes is exchanged after a save.
"use strict";

(() => {
  const root = document.getElementById("paper");
  if (!root || !root.dataset.save) return;
  const words = JSON.parse(root.dataset.words);
  const fill = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (all, name) => String(values[name]));
  const live = document.getElementById("grid-live");
  const PAUSE = 1500;
  const GROWS = window.CSS && CSS.supports("field-sizing", "content");

  // Facts by address: one fact may stand at several places (in the list and on its sheet).
  const cells = new Map();
  let places = [];
  let saving = null;
  let anew = false;

  const grow = (input) => {
    if (GROWS || input.tagName !== "TEXTAREA") return;
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight}px`;
  };
  const inputOf = (span) => span.querySelector("input, textarea, select");
  const isLong = (input) => input.tagName === "TEXTAREA" && !input.hasAttribute("data-one");
  const cellOf = (element) => {
    const span = element && element.closest && element.closest("[data-fact]");
    return span ? cells.get(span.dataset.fact) : undefined;
  };

  const bind = () => {
    const before = new Map(cells);
    cells.clear();
    places = [...root.querySelectorAll("td, th, p.words, .part")];
    for (const span of root.querySelectorAll("[data-fact]")) {
      const address = span.dataset.fact;
      const input = inputOf(span);
      if (!cells.has(address)) {
        cells.set(address, { address, spans: [], text: input.value, timer: 0, revision: (before.get(address) || {}).revision || root.dataset.revision });
      }
      cells.get(address).spans.push(span);
      grow(input);
    }
  };

  const print = (span, text) => {
    const value = (part) => span.querySelector(part).textContent;
    const blank = !text && !value(".fact-before");
    span.querySelector(".fact-printed").textContent = blank && !value(".fact-after") ? "" : value(".fact-before") + text + value(".fact-after");
  };
  const put = (cell, text, except = null) => {
    for (const span of cell.spans) {
      const input = inputOf(span);
      if (input === except) continue;
      input.value = text;
      if (input.value !== text && input.tagName === "SELECT") input.add(new Option(text, text, false, true));
      grow(input);
    }
  };
  const notes = (cell, sentences, extra = []) => {
    cell.spans.forEach((span, number) => {
      const place = span.querySelector(".fact-notes");
      place.replaceChildren(...(number ? [] : [...sentences.map((sentence) => {
        const note = document.createElement("span");
        note.className = "cell-note";
        note.textContent = sentence;
        return note;
      }), ...extra]));
      if (sentences.length && !number) {
        place.id = place.id || `notes-${[...cells.keys()].indexOf(cell.address)}`;
        inputOf(span).setAttribute("aria-describedby", place.id);
      } else {
        inputOf(span).removeAttribute("aria-describedby");
      }
    });
  };

  const grid = {
    root, words, fill, cells,
    state: document.getElementById("grid-state"),
    retry: document.getElementById("grid-retry"),

    isTyping: () => {
      const cell = cellOf(document.activeElement);
      return Boolean(cell && inputOf(document.activeElement.closest("[data-fact]")).value !== (saving.latest(cell.address) ?? cell.text));
    },

    mark: (address, state, word, sentences = null) => {
      const cell = cells.get(address);
      if (!cell) return;
      for (const span of cell.spans) {
        span.dataset.state = state;
        span.querySelector(".fact-word").textContent = word;
        if (state === "failed" && sentences) inputOf(span).setAttribute("aria-invalid", "true");
        else inputOf(span).removeAttribute("aria-invalid");
      }
      if (sentences) {
        notes(cell, sentences);
        live.textContent = sentences.join(" ");
      }
    },

    saved: (outcome, revision, edit, hasNewer) => {
      const cell = cells.get(outcome.cell);
      if (!cell) return;
      cell.text = outcome.text;
      cell.revision = revision;
      if (hasNewer) return;
      for (const span of cell.spans) {
        const input = inputOf(span);
        const typing = document.activeElement === input && edit !== null && input.value !== edit.text;
        // The text box keeps its own blanks while somebody writes in it.
        if (!typing && !(document.activeElement === input && isLong(input))) {
          input.value = outcome.text;
          grow(input);
        }
        print(span, outcome.text);
      }
      if (document.activeElement && cellOf(document.activeElement) === cell && edit !== null) cell.text = inputOf(document.activeElement.closest("[data-fact]")).value === edit.text ? edit.text : outcome.text;
      grid.mark(outcome.cell, "saved", words.saved);
      notes(cell, []);
    },

    // Both values are shown; nothing is sent before one of them is chosen.
    conflict: (outcome, mine, revision) => {
      const cell = cells.get(outcome.cell);
      if (!cell) return;
      const short = (text) => (text ? (text.length > 60 ? `${text.slice(0, 60)}…` : text) : words.blank);
      const button = (sentence, value, deed) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "button button-small";
        made.textContent = fill(sentence, { value: short(value) });
        made.addEventListener("click", deed);
        return made;
      };
      const sentence = fill(words.theirs, { who: outcome.theirs, theirs: short(outcome.text), mine: short(mine.text) });
      grid.mark(outcome.cell, "conflict", words.conflict);
      notes(cell, [sentence], [
        button(words.keepTheirs, outcome.text, () => {
          saving.discard(cell.address);
          cell.text = outcome.text;
          cell.revision = revision;
          put(cell, outcome.text);
          grid.mark(cell.address, "saved", words.saved);
          notes(cell, []);
          inputOf(cell.spans[0]).focus();
        }),
        button(words.useMine, mine.text, () => {
          notes(cell, []);
          saving.put(cell.address, mine.text, revision);
          inputOf(cell.spans[0]).focus();
        }),
      ]);
      live.textContent = sentence;
    },

    // What else the paper prints now: flags, sums, the same fact elsewhere. A field with unsaved text keeps its own words.
    update: (answer, unsaved) => {
      anew = anew || Boolean(answer.anew);
      if (anew) {
        renew(unsaved);
        return;
      }
      const stale = document.getElementById("paper-totals");
      if (stale && answer.totals) {
        stale.hidden = !answer.totals.length;
        stale.querySelector("[data-totals]").textContent = answer.totals.join("、");
      }
      for (const part of answer.changed || []) {
        const place = places[part.place];
        if (!place) continue;
        const span = place.querySelector("[data-fact]");
        if (!span) {
          for (const node of [...place.childNodes]) if (node.nodeType === Node.TEXT_NODE) node.remove();
          place.append((place.querySelector("b") ? " " : "") + part.printed);
          place.classList.add("just-changed");
          continue;
        }
        span.querySelector(".fact-before").textContent = part.before ?? "";
        span.querySelector(".fact-after").textContent = part.after ?? "";
        const input = inputOf(span);
        const cell = cells.get(span.dataset.fact);
        if (part.text !== undefined && document.activeElement !== input && !unsaved.has(span.dataset.fact)) {
          cell.text = part.text;
          put(cell, part.text);
        }
        span.querySelector(".fact-printed").textContent = part.printed;
      }
    },

    commit: (cell, input) => {
      window.clearTimeout(cell.timer);
      const text = input.value;
      if (text === (saving.latest(cell.address) ?? cell.text)) {
        for (const span of cell.spans) if (span.dataset.state === "editing") span.dataset.state = "";
        return;
      }
      notes(cell, []);
      saving.put(cell.address, text, cell.revision);
    },
  };

  // The paper has another shape now (a row more or less): it is fetched again, what is being written stays.
  const renew = async (unsaved) => {
    if (unsaved.size || grid.isTyping()) return;
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected || grid.isTyping()) return;
      const there = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("paper");
      if (!there) return;
      const focused = cellOf(document.activeElement);
      root.replaceChildren(...there.childNodes);
      root.dataset.revision = there.dataset.revision;
      anew = false;
      cells.clear();
      bind();
      const cell = focused && cells.get(focused.address);
      if (cell) inputOf(cell.spans[0]).focus();
    } catch { /* asked again after the next save */ }
  };

  bind();
  saving = window.banso.gridSaving(grid);

  root.addEventListener("input", (event) => {
    const cell = cellOf(event.target);
    if (!cell) return;
    const input = event.target;
    grow(input);
    put(cell, input.value, input);
    for (const span of cell.spans) {
      print(span, input.value);
      span.dataset.state = "editing";
      span.querySelector(".fact-word").textContent = "";
    }
    window.clearTimeout(cell.timer);
    if (isLong(input)) cell.timer = window.setTimeout(() => grid.commit(cell, input), PAUSE);
  });
  root.addEventListener("change", (event) => {
    const cell = cellOf(event.target);
    if (cell) grid.commit(cell, event.target);
  });
  root.addEventListener("focusout", (event) => {
    const cell = cellOf(event.target);
    if (cell && event.target.matches("input, textarea, select")) grid.commit(cell, event.target);
  });
  root.addEventListener("focusin", (event) => {
    const one = event.target.matches("input, textarea[data-one]");
    if (one && cellOf(event.target)) event.target.select();
  });

  // The fields of the column in which a field stands, from above: merged cells make the columns of tables unequal.
  const column = (input) => {
    const table = input.closest("table");
    if (!table) return [];
    const middle = (element) => { const box = element.closest("td, th").getBoundingClientRect(); return (box.left + box.right) / 2; };
    const here = middle(input);
    return [...table.querySelectorAll("[data-fact]")].map(inputOf).filter((each) => Math.abs(middle(each) - here) < 6);
  };
  const below = (input, step) => {
    const found = column(input);
    return found[found.indexOf(input) + step];
  };
  const beside = (input, step) => {
    const row = [...input.closest("tr").querySelectorAll("[data-fact]")].map(inputOf);
    return row[row.indexOf(input) + step];
  };

  root.addEventListener("keydown", (event) => {
    const input = event.target;
    const cell = cellOf(input);
    if (!cell || !input.matches("input, textarea, select") || event.isComposing || event.keyCode === 229) return;
    const control = event.ctrlKey || event.metaKey;
    const go = (step) => {
      const next = below(input, step);
      event.preventDefault();
      if (next) next.focus();
      else grid.commit(cell, input);
    };
    if (control && (event.key === "Enter" || event.key === "s")) {
      event.preventDefault();
      grid.commit(cell, input);
    } else if (event.key === "Escape") {
      window.clearTimeout(cell.timer);
      if (saving.isUnsaved(cell.address)) saving.discard(cell.address);
      put(cell, cell.text);
      grid.mark(cell.address, "", "", []);
    } else if (input.tagName !== "SELECT" && !isLong(input) && !event.altKey && !control && !event.shiftKey) {
      if (event.key === "Enter" || event.key === "ArrowDown") go(1);
      else if (event.key === "ArrowUp") go(-1);
    } else if (event.key === "Enter" && event.shiftKey && !isLong(input)) {
      go(-1);
    }
  });

  // A block copied from a spreadsheet fills the fields below and beside.
  root.addEventListener("paste", (event) => {
    const input = event.target;
    const cell = cellOf(input);
    if (!cell || isLong(input) || input.tagName === "SELECT") return;
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    if (!/[\n\t]/.test(text)) return;
    event.preventDefault();
    let start = input;
    let count = 0;
    for (const line of text.split("\n")) {
      let at = start;
      for (const word of line.split("\t")) {
        const there = at && cellOf(at);
        if (there && at.tagName !== "SELECT") {
          at.value = word.trim();
          at.dispatchEvent(new Event("input", { bubbles: true }));
          grid.commit(there, at);
          count += 1;
        }
        at = at && beside(at, 1);
      }
      start = start && below(start, 1);
    }
    window.banso.say(fill(words.pasted, { n: count }));
  });

  const blanks = () => [...root.querySelectorAll(":is(.entry, .entry-number, .entry-mark) [data-fact]")].map(inputOf).filter((each) => !each.value.trim());
  const next = document.getElementById("paper-next");
  if (next) {
    let last = null;
    root.addEventListener("focusin", (event) => { last = event.target; });
    const enough = () => { next.hidden = !blanks().length; };
    enough();
    root.addEventListener("focusout", enough);
    next.addEventListener("click", () => {
      const found = blanks();
      const after = found.find((each) => last && last.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
      const wanted = after || found[0];
      if (wanted) wanted.focus();
      else window.banso.say(words.noMissing);
    });
  }

  document.addEventListener("keydown", async (event) => {
    if (!event.altKey || (event.key !== "PageUp" && event.key !== "PageDown") || document.querySelector("dialog[open]")) return;
    const link = document.querySelector(`.pager a[rel="${event.key === "PageUp" ? "prev" : "next"}"]`);
    if (!link) return;
    event.preventDefault();
    const cell = cellOf(document.activeElement);
    if (cell) grid.commit(cell, inputOf(document.activeElement.closest("[data-fact]")));
    // What cannot be saved just now is kept on this machine; leaving asks first.
    await Promise.race([new Promise((resolve) => { window.setTimeout(resolve, 50); }).then(saving.settled), new Promise((resolve) => { window.setTimeout(resolve, 4000); })]);
    window.location.assign(link.href);
  });

  // What was typed before the page went away comes back, and is saved.
  const restore = () => {
    saving.restore();
    for (const cell of cells.values()) {
      const latest = saving.latest(cell.address);
      if (latest !== undefined) put(cell, latest);
    }
  };
  for (const cell of cells.values()) cell.input = inputOf(cell.spans[0]);
  restore();

  const wanted = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  const field = wanted && wanted.querySelector("[data-fact]");
  if (field) window.addEventListener("load", () => inputOf(field).focus());
})();
