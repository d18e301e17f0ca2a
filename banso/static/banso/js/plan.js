// The plan's tree by keyboard, its panel beside it, and the focus after each change.
"use strict";

(() => {
  const wide = window.matchMedia("(min-width: 64rem)");
  const work = () => document.getElementById("plan-work");
  const table = () => document.querySelector("[data-tree]");
  const shut = new Set(JSON.parse(window.sessionStorage.getItem(storeName()) || "[]"));

  function storeName() {
    return `banso-tree-${window.location.pathname}`;
  }
  const rows = () => [...table().tBodies[0].rows];
  const seen = () => rows().filter((row) => !row.hidden);
  const level = (row) => Number(row.dataset.level);

  // Rows below a closed one are hidden; a row's level tells where it belongs.
  const fold = () => {
    let closed = Infinity;
    for (const row of rows()) {
      row.hidden = level(row) > closed;
      if (!row.hidden) closed = Infinity;
      if (row.hasAttribute("data-children")) {
        const open = !shut.has(row.dataset.key);
        row.setAttribute("aria-expanded", String(open));
        row.querySelector(".twist").setAttribute("aria-label", open ? table().dataset.shut : table().dataset.open);
        if (!open && !row.hidden) closed = level(row);
      }
    }
    window.sessionStorage.setItem(storeName(), JSON.stringify([...shut]));
  };

  const aim = (row, focus = true) => {
    for (const each of table().querySelectorAll("tr[tabindex='0']")) each.tabIndex = -1;
    row.tabIndex = 0;
    if (focus) row.focus();
  };

  const dress = () => {
    const tree = table();
    if (!tree || tree.dataset.ready) return;
    tree.dataset.ready = "1";
    tree.setAttribute("role", "treegrid");
    document.querySelector(".tree-keys").hidden = false;
    for (const row of rows()) {
      const [place, places] = row.dataset.place.split("/");
      row.tabIndex = -1;
      row.setAttribute("aria-level", row.dataset.level);
      row.setAttribute("aria-posinset", place);
      row.setAttribute("aria-setsize", places);
      const sign = document.createElement(row.hasAttribute("data-children") ? "button" : "span");
      if (sign.tagName === "BUTTON") {
        sign.type = "button";
        sign.tabIndex = -1;
      }
      sign.className = sign.tagName === "BUTTON" ? "twist" : "leaf";
      row.cells[0].prepend(sign);
      row.querySelector("a").tabIndex = -1;
    }
    fold();
    aim(tree.querySelector("tr[aria-current]") || rows()[0], false);
  };

  const open = (address) => {
    window.htmx.ajax("GET", address, { target: "#node-panel", swap: "outerHTML show:none" });
  };

  const show = (row) => {
    const link = row.querySelector("a");
    if (!wide.matches) {
      window.location.assign(link.href);
      return;
    }
    for (const each of table().querySelectorAll("[aria-current]")) each.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    work().classList.add("plan-open");
    open(link.href);
    const here = new URL(window.location.href);
    here.searchParams.set("node", row.dataset.key);
    here.searchParams.delete("do");
    window.history.replaceState(null, "", here);
  };

  const reorder = (row, step) => {
    const values = { key: row.dataset.key, step, back: "tree", view: window.location.search.slice(1) };
    again = row.dataset.key;
    window.htmx.ajax("POST", table().dataset.reorder, {
      source: table(), target: "#plan-work", select: "#plan-work", swap: "outerHTML show:none", values,
    });
  };

  const step = (row, by) => {
    const all = seen();
    const next = all[all.indexOf(row) + by];
    if (next) aim(next);
  };
  const parent = (row) => {
    let each = row.previousElementSibling;
    while (each && level(each) >= level(row)) each = each.previousElementSibling;
    return each;
  };

  const keys = {
    ArrowDown: (row) => step(row, 1),
    ArrowUp: (row) => step(row, -1),
    ArrowRight: (row) => {
      if (!row.hasAttribute("data-children")) return;
      if (shut.delete(row.dataset.key)) fold();
      else step(row, 1);
    },
    ArrowLeft: (row) => {
      if (row.hasAttribute("data-children") && !shut.has(row.dataset.key)) {
        shut.add(row.dataset.key);
        fold();
      } else if (parent(row)) aim(parent(row));
    },
    Home: () => aim(seen()[0]),
    End: () => aim(seen().at(-1)),
    Enter: (row) => show(row),
  };

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-tree] tbody tr");
    if (row && event.target === row) {
      if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        if (!table().dataset.reorder) return;
        event.preventDefault();
        reorder(row, event.key === "ArrowUp" ? "up" : "down");
      } else if (keys[event.key] && !event.altKey && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        keys[event.key](row);
      }
    } else if (event.key === "Escape" && event.target.closest("#node-panel") && table()) {
      const chosen = table().querySelector("tr[aria-current]");
      if (chosen) aim(chosen);
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) {
      event.target.closest(".said").remove();
      return;
    }
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const twist = event.target.closest(".twist");
    const link = event.target.closest("[data-tree] tbody th a");
    const inside = event.target.closest("[data-panel]");
    if (twist) {
      const row = twist.closest("tr");
      if (!shut.delete(row.dataset.key)) shut.add(row.dataset.key);
      fold();
      aim(row);
    } else if (link && wide.matches) {
      event.preventDefault();
      aim(link.closest("tr"), false);
      show(link.closest("tr"));
    } else if (inside && table() && wide.matches) {
      const key = decodeURIComponent(new URL(inside.href).pathname.split("/").at(-2)).replaceAll("%2F", "/").replaceAll("%25", "%");
      const row = rows().find((each) => each.dataset.key === key);
      event.preventDefault();
      if (row) {
        aim(row, false);
        show(row);
      } else open(inside.href);
    }
  });

  // Long lists of terms: a search narrows them; what is ticked stays in sight.
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const narrow = (field) => {
    const words = plain(field.querySelector("[type=search]").value).split(/\s+/).filter(Boolean);
    let seen = 0;
    let ticked = 0;
    for (const choice of field.querySelectorAll(".choice")) {
      const on = choice.querySelector("input").checked;
      const text = plain(choice.textContent);
      choice.hidden = !on && !words.every((word) => text.includes(word));
      seen += choice.hidden ? 0 : 1;
      ticked += on ? 1 : 0;
    }
    const told = field.querySelector("[data-count]");
    told.textContent = `${told.dataset.count.replace("#", seen)}・${told.dataset.chosen.replace("#", ticked)}`;
  };
  const widen = () => {
    for (const tools of document.querySelectorAll("[data-narrow] .narrow-tools[hidden]")) {
      tools.hidden = false;
      narrow(tools.closest("[data-narrow]"));
    }
  };
  document.addEventListener("input", (event) => {
    const field = event.target.closest("[data-narrow]");
    if (field) narrow(field);
  });
  document.addEventListener("keydown", (event) => {
    // Enter in the search does not send the form it stands in.
    if (event.key === "Enter" && event.target.matches("[data-narrow] [type=search]")) event.preventDefault();
  });

  // Where the focus goes after a swap: the moved row, the form's first field, the panel's heading.
  let again = null;
  const settle = (target) => {
    dress();
    widen();
    for (const close of document.querySelectorAll("[data-close][hidden]")) close.hidden = false;
    if (again !== null && table()) {
      const row = rows().find((each) => each.dataset.key === again);
      again = null;
      if (row) aim(row);
      return;
    }
    if (target && target.id === "plan-tree") return;
    const panel = document.getElementById("node-panel");
    if (!panel || panel.hidden) return;
    if (table()) work().classList.add("plan-open");
    const aimed = panel.querySelector("[data-first]") || panel.querySelector("[data-panel-title]");
    if (aimed) aimed.focus({ preventScroll: wide.matches });
  };
  document.body.addEventListener("htmx:afterSettle", (event) => settle(event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => {
    dress();
    widen();
    for (const close of document.querySelectorAll("[data-close][hidden]")) close.hidden = false;
  });
})();
