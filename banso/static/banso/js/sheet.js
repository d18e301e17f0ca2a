// Writing on a sheet: saved after a pause, kept on this machine while the network is away, lines of the paper counted.
"use strict";

(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const english = document.documentElement.lang === "en";
  const words = english
    ? { saving: "Saving…", saved: (time) => `Saved ${time}`, editing: "Not saved yet",
        offline: "Not saved: the server cannot be reached. It is saved when the connection is back.",
        signIn: "Not saved: please sign in again in another tab. Your text is kept here.",
        refused: "Not saved", restored: "Your text from before was restored. Not saved yet.", both: "Keep both (mine below)",
        fits: (n) => `Fits on one page (about ${n} lines free)`, over: (n) => `Does not fit on one page (about ${n} lines over)` }
    : { saving: "保存しています…", saved: (time) => `保存しました ${time}`, editing: "まだ保存していません",
        offline: "未保存：サーバーにつながりません。つながると自動で保存します。",
        signIn: "未保存：別のタブでログインし直してください。文章はここに残っています。",
        refused: "保存できません", restored: "前に書きかけた文章を戻しました。まだ保存していません。", both: "両方を残す（自分の文をあとに）",
        fits: (n) => `1枚に収まります（あと約${n}行）`, over: (n) => `1枚に収まりません（約${n}行あふれます）` };
  const PAUSE = 1500;
  const RETRY = 8000;
  const width = Number(sheet.dataset.width);

  // The same count as banso/sheets/typesetting.py: a kanji takes two half-width places.
  const linesOf = (text) => {
    if (!text.trim()) return 3; // an empty box keeps its height
    return text.split("\n").reduce((sum, line) => {
      let places = 0;
      for (const letter of line) places += letter < "\u0080" ? 1 : 2;
      return sum + Math.max(1, Math.ceil(places / (width - 2)));
    }, 0);
  };

  const store = {
    key: (address) => `banso:text:${sheet.dataset.person}:${window.location.pathname}:${address}`,
    get(address) {
      try { return JSON.parse(window.localStorage.getItem(this.key(address))); } catch { return null; }
    },
    set(address, value) {
      try { window.localStorage.setItem(this.key(address), JSON.stringify(value)); } catch { /* full or forbidden: the page still has it */ }
    },
    drop(address) {
      try { window.localStorage.removeItem(this.key(address)); } catch { /* nothing to drop */ }
    },
  };

  const fit = {
    left: Number(sheet.dataset.left),
    at: 0,
    show(fields) {
      const grown = fields.reduce((sum, field) => sum + field.lines(), 0) - this.at;
      const left = this.left - grown;
      for (const place of sheet.querySelectorAll("[data-left]")) {
        place.textContent = left < 0 ? words.over(-left) : words.fits(left);
        place.toggleAttribute("data-over", left < 0);
      }
    },
    async refresh(fields) {
      try {
        const answer = await fetch(sheet.dataset.fit, { credentials: "same-origin" });
        if (!answer.ok || answer.redirected) return;
        const { left } = await answer.json();
        if (fields.some((field) => field.dirty())) return;
        this.left = left;
        this.at = fields.reduce((sum, field) => sum + field.lines(), 0);
        this.show(fields);
      } catch { /* the estimate stays */ }
    },
  };

  class Field {
    constructor(form) {
      this.form = form;
      this.address = form.dataset.writing;
      this.box = form.elements.namedItem("text");
      this.state = form.querySelector("[data-state]");
      this.mirror = form.querySelector("[data-mirror]");
      this.kept = this.box.value;
      this.running = null;
      this.asking = false;
      this.timer = 0;
      form.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
      this.box.addEventListener("input", () => this.changed());
      this.box.addEventListener("blur", () => { if (this.dirty()) this.save(); });
      this.box.addEventListener("keydown", (event) => {
        const now = event.key === "Enter" && (event.ctrlKey || event.metaKey);
        if (now || (event.key === "s" && (event.ctrlKey || event.metaKey))) {
          event.preventDefault();
          this.save();
        }
      });
    }

    // What was typed before the page went away, if it did not arrive.
    restore() {
      const before = store.get(this.address);
      if (before && before.text !== this.kept) {
        this.box.value = before.text;
        this.form.dataset.revision = before.revision;
        this.changed();
        this.tell(words.restored, true);
      } else if (before) {
        store.drop(this.address);
      }
    }

    dirty() { return this.box.value !== this.kept; }

    lines() { return this.box.tagName === "TEXTAREA" ? linesOf(this.box.value) : 0; }

    tell(message, unsaved) {
      this.state.textContent = message;
      this.form.toggleAttribute("data-unsaved", unsaved);
    }

    changed() {
      this.mirror.textContent = this.box.value;
      window.clearTimeout(this.timer);
      if (!this.dirty()) {
        store.drop(this.address);
        this.tell("", false);
      } else {
        store.set(this.address, { text: this.box.value, revision: this.form.dataset.revision });
        this.state.textContent = words.editing;
        this.timer = window.setTimeout(() => this.save(), PAUSE);
      }
      fit.show(fields);
    }

    // One save after the other, each based on the revision that the one before answered.
    save() {
      window.clearTimeout(this.timer);
      if (!this.running) this.running = this.send().finally(() => { this.running = null; });
      return this.running;
    }

    async send(revision = null) {
      while (this.dirty() && !this.asking) {
        const text = this.box.value;
        const data = new FormData(this.form);
        this.tell(words.saving, false);
        let answer;
        try {
          answer = await window.banso.send(this.form.action, { data, element: this.form, revision });
        } catch {
          this.tell(words.offline, true);
          return;
        }
        if (answer.redirected) {
          this.tell(words.signIn, true);
          return;
        }
        if (answer.status === 409) {
          await this.conflict(answer);
          return;
        }
        if (!answer.ok) {
          const part = document.createElement("div");
          part.innerHTML = await answer.text();
          this.tell(`${words.refused}：${part.textContent.trim().slice(0, 300)}`, true);
          return;
        }
        const { revision: now, moment } = await answer.json();
        revision = null;
        this.form.dataset.revision = now;
        this.kept = text;
        this.filled();
        if (this.dirty()) {
          store.set(this.address, { text: this.box.value, revision: now });
        } else {
          store.drop(this.address);
          this.tell(words.saved(moment), false);
          fit.refresh(fields);
        }
      }
    }

    filled() {
      const mark = document.querySelector(`[data-filled="${this.form.dataset.kind}"]`);
      if (mark) mark.toggleAttribute("data-empty", !this.kept.trim());
    }

    async conflict(answer) {
      this.asking = true;
      this.tell(words.refused, true);
      const seen = answer.headers.get("X-Banso-Revision");
      const choice = await window.banso.ask(await answer.text(), [
        { value: "theirs", label: window.banso.words.theirs },
        { value: "mine", label: window.banso.words.mine },
        { value: "both", label: words.both, primary: true },
      ]);
      this.asking = false;
      if (choice === "mine") {
        await this.send(seen);
      } else if (choice === "theirs" || choice === "both") {
        try {
          const now = await fetch(`${this.form.action}?at=${encodeURIComponent(this.address)}`, { credentials: "same-origin" });
          const { text, revision } = await now.json();
          const mine = this.box.value;
          this.kept = text;
          this.form.dataset.revision = revision;
          this.box.value = choice === "theirs" ? text : `${text}\n${mine}`;
          this.tell("", false);
          this.changed();
          this.filled();
        } catch {
          this.tell(words.offline, true);
        }
      }
      this.box.focus();
    }
  }

  const fields = [...sheet.querySelectorAll("[data-writing]")].map((form) => new Field(form));
  fit.at = fields.reduce((sum, field) => sum + (field.box.tagName === "TEXTAREA" ? linesOf(field.kept) : 0), 0);
  fit.show(fields);
  for (const field of fields) field.restore();

  const waiting = () => fields.filter((field) => field.dirty());
  const saveAll = () => Promise.all(waiting().map((field) => field.save()));
  window.addEventListener("online", saveAll);
  window.setInterval(() => { if (waiting().some((field) => field.form.hasAttribute("data-unsaved") && !field.asking)) saveAll(); }, RETRY);
  window.addEventListener("beforeunload", (event) => { if (waiting().length) event.preventDefault(); });

  // Another form of the page sends only when the texts are safe.
  for (const form of document.querySelectorAll("form[data-after-saving]")) {
    form.addEventListener("submit", async (event) => {
      if (!waiting().length) return;
      event.preventDefault();
      await saveAll();
      if (!waiting().length) form.requestSubmit(event.submitter);
    });
  }

  const go = async (rel) => {
    const link = document.querySelector(`.pager a[rel="${rel}"]`);
    if (!link) return;
    await saveAll();
    if (!waiting().length) window.location.assign(link.href);
  };
  const letters = document.querySelector("[data-letters]");
  try { letters.checked = window.localStorage.getItem("banso:letters") !== "off"; } catch { /* stays on */ }
  letters.addEventListener("change", () => {
    try { window.localStorage.setItem("banso:letters", letters.checked ? "on" : "off"); } catch { /* for this page only */ }
  });
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.altKey && (event.key === "PageUp" || event.key === "PageDown")) {
      event.preventDefault();
      go(event.key === "PageUp" ? "prev" : "next");
      return;
    }
    const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
    if (typing || event.ctrlKey || event.altKey || event.metaKey || !letters.checked) return;
    if (event.key === "k") go("prev");
    if (event.key === "j") go("next");
  });

  // A link from a check or a search to a box leads into it, ready to be written; the browser's own jump comes first.
  const wanted = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  const box = wanted && (wanted.matches("[data-writing]") ? wanted.elements.namedItem("text") : wanted.id === "rating" && wanted.querySelector("input:checked, [type=text], textarea"));
  if (box) window.addEventListener("load", () => box.focus());

  document.body.addEventListener("htmx:afterSwap", () => {
    const said = document.getElementById("evidence-said");
    if (said) said.focus();
  });
})();
