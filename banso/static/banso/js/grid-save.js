// Saving the cells of a grid: one request at a time, in order, each cell based on the revision its last answer had.
// What is not saved stays on the page and on this machine, per person and page, until the server has answered for it.
"use strict";

window.banso.gridSaving = (grid) => {
  const { root, words, fill } = grid;
  const prefix = `banso-unsaved:${root.dataset.person}:${window.location.pathname}:`;
  const MOST = 400;
  const FIRST_WAIT = 2000;
  const LONGEST_WAIT = 30000;

  const waiting = new Map(); // address → {text, base}: to be sent
  const troubled = new Map(); // address → {text, base}: refused or in conflict, a person has to decide
  let sending = null; // the same, on the way
  let timer = 0;
  let wait = FIRST_WAIT;
  let trouble = ""; // why nothing can be sent just now: "offline", "server", "signed-out" or ""
  let idle = [];

  const remember = (address, edit) => {
    try {
      if (edit) window.localStorage.setItem(prefix + address, JSON.stringify(edit));
      else window.localStorage.removeItem(prefix + address);
    } catch {
      // No room or no permission: the page itself still holds the value and warns before it is closed.
    }
  };

  const remembered = () => {
    const found = new Map();
    try {
      for (let place = 0; place < window.localStorage.length; place += 1) {
        const key = window.localStorage.key(place);
        if (key.startsWith(prefix)) found.set(key.slice(prefix.length), JSON.parse(window.localStorage.getItem(key)));
      }
    } catch {
      return found;
    }
    return found;
  };

  const unsaved = () => new Set([...waiting.keys(), ...(sending ? sending.keys() : []), ...troubled.keys()]);

  const tell = () => {
    const here = grid.state;
    const open = unsaved();
    const elsewhere = [...open].filter((address) => !grid.cells.has(address)).length;
    let sentence = words.allSaved;
    if (troubled.size) sentence = fill(words.trouble, { n: troubled.size });
    else if (trouble === "signed-out") sentence = fill(words.signedOut, { n: open.size });
    else if (trouble) sentence = (trouble === "server" ? words.serverTrouble : "") + fill(words.waiting, { n: open.size });
    else if (open.size) sentence = fill(words.savingMany, { n: open.size });
    if (elsewhere) sentence += fill(words.elsewhere, { n: elsewhere });
    here.dataset.trouble = troubled.size || trouble ? "yes" : "";
    grid.retry.hidden = !trouble || trouble === "signed-out";
    // A quick save is not read out each time: only what lasts, and only when it changes.
    window.clearTimeout(tell.timer);
    tell.timer = window.setTimeout(() => {
      if (here.textContent !== sentence) here.textContent = sentence;
    }, open.size && !trouble && !troubled.size ? 600 : 0);
    if (!waiting.size && !sending) {
      for (const resolve of idle) resolve();
      idle = [];
    }
  };

  const put = (address, text, base) => {
    const edit = { text, base };
    troubled.delete(address);
    waiting.set(address, edit);
    remember(address, edit);
    grid.mark(address, trouble ? "failed" : "saving", trouble ? words.unsaved : words.saving);
    // Cells put in one go, such as a pasted block, leave together: one request, one entry of the history.
    window.queueMicrotask(flush);
  };

  const discard = (address) => {
    troubled.delete(address);
    waiting.delete(address);
    remember(address, null);
    tell();
  };

  const flush = async () => {
    window.clearTimeout(timer);
    if (sending || !waiting.size) {
      tell();
      return;
    }
    sending = new Map([...waiting].slice(0, MOST));
    for (const address of sending.keys()) {
      waiting.delete(address);
      grid.mark(address, "saving", words.saving);
    }
    tell();
    const cells = [...sending].map(([cell, { text, base }]) => ({ cell, text, base }));
    let answer = null;
    try {
      answer = await window.banso.send(root.dataset.save, {
        data: new Blob([JSON.stringify({ cells })], { type: "application/json" }),
        element: root,
      });
      const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (isJson) {
        settle(await answer.json());
      } else if (answer.redirected || answer.status === 401 || answer.status === 403) {
        refuseOrSignIn(answer, await answer.text());
      } else {
        back("server");
      }
    } catch {
      back("offline");
    }
  };

  // Everything on the way goes back to the waiting, unless something newer waits for the same cell already.
  const back = (why) => {
    trouble = why;
    for (const [address, edit] of sending) {
      const newer = waiting.get(address);
      if (newer) newer.base = edit.base;
      else waiting.set(address, edit);
      remember(address, waiting.get(address));
    }
    sending = null;
    for (const address of waiting.keys()) grid.mark(address, "failed", words.unsaved);
    window.clearTimeout(timer);
    // Signing in gives the page a new token: it has to be opened again, and finds what is remembered here.
    if (why !== "signed-out") timer = window.setTimeout(flush, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    tell();
  };

  const refuseOrSignIn = (answer, html) => {
    const part = document.createElement("div");
    part.innerHTML = html;
    if (!answer.redirected && part.querySelector(".notice") && !part.querySelector("form")) {
      refuse(html);
      return;
    }
    back("signed-out");
  };

  const refuse = (html) => {
    const part = document.createElement("div");
    part.innerHTML = html;
    const message = part.textContent.trim();
    for (const [address, edit] of sending) {
      troubled.set(address, edit);
      grid.mark(address, "failed", words.failed, [message]);
    }
    sending = null;
    tell();
  };

  const settle = (answer) => {
    const sent = sending || new Map();
    sending = null;
    trouble = "";
    wait = FIRST_WAIT;
    for (const outcome of answer.cells) {
      const edit = sent.get(outcome.cell);
      const newer = waiting.get(outcome.cell);
      if (outcome.kind === "saved") {
        if (newer) newer.base = answer.revision;
        remember(outcome.cell, newer || null);
        grid.saved(outcome, answer.revision, edit, Boolean(newer));
      } else if (outcome.kind === "conflict") {
        const mine = newer || edit;
        waiting.delete(outcome.cell);
        troubled.set(outcome.cell, mine);
        grid.conflict(outcome, mine, answer.revision);
      } else if (!newer) {
        troubled.set(outcome.cell, edit);
        grid.mark(outcome.cell, "failed", words.failed, [outcome.message]);
      }
    }
    grid.update(answer, unsaved());
    tell();
    flush();
  };

  // An answer to another deed on cells, such as copying last year's values.
  const apply = (answer) => {
    for (const outcome of answer.cells) grid.saved(outcome, answer.revision, null, false);
    grid.update(answer, unsaved());
  };

  const restore = () => {
    let count = 0;
    for (const [address, edit] of remembered()) {
      const cell = grid.cells.get(address);
      if (cell && cell.text === edit.text) {
        remember(address, null);
        continue;
      }
      count += 1;
      if (cell) cell.input.value = edit.text;
      waiting.set(address, edit);
      grid.mark(address, "failed", words.unsaved);
    }
    if (count) window.banso.say(fill(words.restored, { n: count }));
    flush();
  };

  window.addEventListener("online", () => {
    wait = FIRST_WAIT;
    flush();
  });
  grid.retry.addEventListener("click", () => {
    wait = FIRST_WAIT;
    flush();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved().size || grid.isTyping()) event.preventDefault();
  });

  return {
    put,
    discard,
    apply,
    restore,
    latest: (address) => (waiting.get(address) || (sending && sending.get(address)) || troubled.get(address) || {}).text,
    isUnsaved: (address) => unsaved().has(address),
    settled: () => (waiting.size || sending ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()),
  };
};
