// The roadmap by mouse, finger and keyboard: bars are links to their form; here they can also be moved directly.
"use strict";

(() => {
  const table = document.querySelector("table.gantt[data-editable]");
  const dialog = document.getElementById("step-dialog");
  if (!table || !dialog) return;
  const region = table.closest(".scroll");
  const heads = [...table.querySelectorAll("thead th[data-year]")];
  const years = heads.map((head) => Number(head.dataset.year));
  const word = (year) => heads[years.indexOf(year)].textContent;
  const words = (first, last) => (first === last ? word(first) : `${word(first)}～${word(last)}`);

  const withEdges = (root) => {
    for (const bar of root.querySelectorAll(".bar[data-move]")) {
      if (bar.querySelector(".bar-edge")) continue;
      for (const edge of ["first", "last"]) {
        const handle = document.createElement("span");
        handle.className = `bar-edge bar-edge-${edge}`;
        handle.dataset.edge = edge;
        bar.append(handle);
      }
    }
  };
  withEdges(table);

  // The frame that shows where the bar would go.
  let ghost = null;
  const drawGhost = (bar, first, last) => {
    if (!ghost) {
      ghost = document.createElement("div");
      ghost.className = "bar-ghost";
      ghost.setAttribute("aria-hidden", "true");
      region.append(ghost);
    }
    const frame = region.getBoundingClientRect();
    const from = heads[years.indexOf(first)].getBoundingClientRect();
    const to = heads[years.indexOf(last)].getBoundingClientRect();
    ghost.style.left = `${from.left - frame.left + region.scrollLeft}px`;
    ghost.style.width = `${to.right - from.left}px`;
    ghost.style.top = `${bar.getBoundingClientRect().top - frame.top + region.scrollTop}px`;
    ghost.textContent = words(first, last);
  };
  const removeGhost = () => {
    if (ghost) ghost.remove();
    ghost = null;
  };

  const spanOf = (bar) => ({ first: Number(bar.dataset.first), last: Number(bar.dataset.last) });
  const same = (bar, span) => span.first === Number(bar.dataset.first) && span.last === Number(bar.dataset.last);

  // A span after moving the whole bar or one edge by so many years, kept inside the plan.
  const moved = (span, edge, by) => {
    const low = years[0], high = years[years.length - 1];
    if (edge === "first") return { first: Math.min(Math.max(span.first + by, low), span.last), last: span.last };
    if (edge === "last") return { first: span.first, last: Math.max(Math.min(span.last + by, high), span.first) };
    const step = Math.min(Math.max(by, low - span.first), high - span.last);
    return { first: span.first + step, last: span.last + step };
  };

  const save = (bar, span) => {
    removeGhost();
    if (same(bar, span)) return;
    window.htmx.ajax("POST", bar.dataset.move, {
      source: "#span-form", target: "#span-form", swap: "none",
      values: { first_year: span.first, last_year: span.last },
      headers: { "X-Banso-Based-On": window.banso.basedOn(bar) },
    });
  };

  // Dragging
  let drag = null;
  let dragged = false;
  const columnAt = (x) => {
    const place = heads.findIndex((head) => x < head.getBoundingClientRect().right);
    return place < 0 ? heads.length - 1 : place;
  };
  table.addEventListener("pointerdown", (event) => {
    dragged = false;
    const bar = event.target.closest(".bar[data-move]");
    const edge = event.target.dataset.edge || null;
    // A finger on the middle of a bar scrolls the page.
    if (!bar || event.button !== 0 || (!edge && event.pointerType === "touch")) return;
    drag = { bar, edge, x: event.clientX, column: columnAt(event.clientX), span: spanOf(bar), started: false };
  });
  window.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.started && Math.abs(event.clientX - drag.x) < 5) return;
    drag.started = true;
    dragged = true;
    event.preventDefault();
    drag.now = moved(drag.span, drag.edge, columnAt(event.clientX) - drag.column);
    drawGhost(drag.bar, drag.now.first, drag.now.last);
  });
  window.addEventListener("pointerup", () => {
    if (drag && drag.started) save(drag.bar, drag.now);
    drag = null;
    // The click that ends a drag comes before the timer; any later one is meant.
    window.setTimeout(() => { dragged = false; }, 0);
  });
  window.addEventListener("pointercancel", () => {
    drag = null;
    removeGhost();
  });
  // What ends a drag is no click on the link.
  table.addEventListener("click", (event) => {
    if (dragged && event.target.closest(".bar")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      dragged = false;
    }
  }, true);
  table.addEventListener("dragstart", (event) => event.preventDefault());

  // Keys: the change is sent when the keys rest, so that three presses are one deed.
  let pending = null;
  const settle = () => {
    if (!pending) return;
    const { bar, span, timer } = pending;
    window.clearTimeout(timer);
    pending = null;
    save(bar, span);
  };
  const KEYS = { ArrowLeft: [null, -1], ArrowRight: [null, 1], ArrowUp: ["last", 1], ArrowDown: ["last", -1] };
  table.addEventListener("keydown", (event) => {
    const bar = event.target.closest(".bar");
    if (!bar || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      if (pending) window.clearTimeout(pending.timer);
      pending = null;
      removeGhost();
    } else if (event.shiftKey && KEYS[event.key] && bar.dataset.move) {
      event.preventDefault();
      const [edge, by] = KEYS[event.key];
      if (pending && pending.bar !== bar) settle();
      if (pending) window.clearTimeout(pending.timer);
      const span = moved(pending ? pending.span : spanOf(bar), edge, by);
      pending = { bar, span, timer: window.setTimeout(settle, 900) };
      drawGhost(bar, span.first, span.last);
      window.banso.say(words(span.first, span.last));
    } else if (!event.shiftKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const bars = [...table.querySelectorAll(".bar")];
      const next = bars[bars.indexOf(bar) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  });
  table.addEventListener("focusout", settle);
  window.addEventListener("scroll", removeGhost, { passive: true });
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) {
      drag = null;
      removeGhost();
    }
  });

  // The form of a step opens in a dialog; a saved one gives the focus back to its bar.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "step-place" && !dialog.open) dialog.showModal();
  });
  document.body.addEventListener("htmx:oobAfterSwap", () => withEdges(table));
  document.body.addEventListener("banso-saved", (event) => {
    if (dialog.open) dialog.close();
    withEdges(table);
    window.banso.say(event.detail.message, "success");
    const bar = document.getElementById(event.detail.focus);
    if (bar) bar.focus();
  });
})();
