// What every page shares: the revision a change was based on, conflicts, messages, Ctrl+Z, shortcuts.
"use strict";

const banso = (() => {
  const body = document.body;

  const words = document.documentElement.lang === "en"
    ? { theirs: "Keep the current value", mine: "Use mine", close: "Close", ask: "Please decide",
        offline: "The server cannot be reached. Your input is kept on this page; try again when the connection is back.",
        signedOut: "You have been signed out. Your input is kept on this page: sign in again in another tab, then repeat." }
    : { theirs: "いまの値のままにする", mine: "自分の値にする", close: "閉じる", ask: "確認してください",
        offline: "サーバーにつながりません。入力はこの画面に残っています。つながってから、もう一度操作してください。",
        signedOut: "ログインが切れています。入力はこの画面に残っています。別のタブでログインし直してから、もう一度操作してください。" };

  // The cookie's token is the present one where somebody has signed in again in another tab.
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || body.dataset.csrf;

  const isSignIn = (address) => new URL(address, window.location.href).pathname.startsWith("/accounts/login");

  // The revision that the nearest part of the page was rendered at; a part swapped in carries its own.
  const basedOn = (element) => (element.closest("[data-revision]") || body).dataset.revision || "";

  // A message at the edge of the page; `action` ({ label, run }) puts one button into it.
  const say = (message, kind = "info", action = null) => {
    const region = document.getElementById("live");
    const toast = document.createElement("p");
    toast.className = `toast toast-${kind}`;
    toast.append(message);
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-plain button-small";
      button.textContent = action.label;
      button.addEventListener("click", () => {
        toast.remove();
        action.run();
      });
      toast.append(button);
    }
    region.replaceChildren(toast);
    // What can be pressed or went wrong stays longer, and as long as the focus is in it.
    const leave = () => (toast.contains(document.activeElement) ? window.setTimeout(leave, 4000) : toast.remove());
    window.setTimeout(leave, action || kind === "error" ? 20000 : 8000);
  };

  // A dialog with HTML that our own server rendered; resolves to the value of the button that closed it.
  const ask = (html, buttons) =>
    new Promise((resolve) => {
      const dialog = document.createElement("dialog");
      dialog.setAttribute("aria-label", words.ask);
      const content = document.createElement("div");
      content.innerHTML = html;
      const form = document.createElement("form");
      form.method = "dialog";
      form.className = "dialog-buttons";
      for (const { value, label, primary } of buttons) {
        const button = document.createElement("button");
        button.value = value;
        button.textContent = label;
        button.className = primary ? "button button-primary" : "button";
        form.append(button);
      }
      dialog.append(content, form);
      document.getElementById("dialog-place").append(dialog);
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue);
      });
      dialog.showModal();
    });

  // fetch with the token, the revision and JSON or fragments as answers. Network errors reject as they are; where the
  // person is signed out, the answer has status 401 and the page has said so.
  const send = async (path, { method = "POST", data = null, element = body, revision = null } = {}) => {
    const answer = await fetch(path, {
      method,
      headers: {
        "X-CSRFToken": token(),
        "X-Requested-With": "fetch",
        "X-Banso-Based-On": revision === null ? basedOn(element) : revision,
      },
      body: data,
      credentials: "same-origin",
    });
    if (!answer.redirected || !isSignIn(answer.url)) return answer;
    say(words.signedOut, "error");
    return new Response(words.signedOut, { status: 401 });
  };

  const takeBack = async () => {
    if (!body.dataset.undo) return;
    try {
      const answer = await send(body.dataset.undo, { data: new FormData() });
      if (answer.ok) {
        const { message } = await answer.json();
        window.sessionStorage.setItem("banso-said", message);
        window.location.reload();
      } else {
        const part = document.createElement("div");
        part.innerHTML = await answer.text();
        if (answer.status !== 401) say(part.textContent.trim(), "error");
      }
    } catch {
      say(words.offline, "error");
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const said = window.sessionStorage.getItem("banso-said");
    if (said) {
      window.sessionStorage.removeItem("banso-said");
      say(said);
    }
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !typing) {
      event.preventDefault();
      takeBack();
    } else if (event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      const box = document.querySelector("[data-shortcut='/']");
      const menu = box.closest("[popover]");
      if (menu && !box.checkVisibility()) menu.showPopover();
      box.focus();
    }
  });

  body.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = token();
    if (!event.detail.headers["X-Banso-Based-On"]) {
      event.detail.headers["X-Banso-Based-On"] = basedOn(event.detail.elt);
    }
  });

  // A refusal comes as a fragment: shown in a dialog, the page stays as it is.
  body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.responseURL && isSignIn(xhr.responseURL)) {
      event.detail.shouldSwap = false;
      say(words.signedOut, "error");
      return;
    }
    if (xhr.status < 400) return;
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    const conflict = xhr.status === 409;
    const buttons = conflict
      ? [{ value: "theirs", label: words.theirs, primary: true }, { value: "mine", label: words.mine }]
      : [{ value: "close", label: words.close, primary: true }];
    const config = event.detail.requestConfig;
    ask(xhr.responseText, buttons).then((choice) => {
      if (!conflict) return;
      if (choice === "mine") {
        const headers = { "X-Banso-Based-On": xhr.getResponseHeader("X-Banso-Revision") };
        // The form as it was sent: an object would keep one value of several with the same name.
        const values = config.formData || new FormData();
        window.htmx.ajax(config.verb.toUpperCase(), config.path, {
          source: config.elt, target: config.target, values, headers,
        });
      } else {
        window.location.reload();
      }
    });
  });
  body.addEventListener("htmx:sendError", () => say(words.offline, "error"));

  // Only one menu stands open; Escape closes it and gives the focus back.
  const menus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const each of menus()) if (!each.contains(event.target)) each.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const each of menus()) {
      each.open = false;
      each.querySelector("summary").focus();
    }
  });

  return { send, say, ask, basedOn, words, takeBack };
})();
window.banso = banso;
