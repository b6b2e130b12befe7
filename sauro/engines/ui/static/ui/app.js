/* Small comforts on top of pages that work without them: kept drafts, a warning before leaving, selection counts, errors of htmx. */
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.remove("no-js");
  const live = document.getElementById("live-message");
  const words = live ? live.dataset : {};

  function say(text, link) {
    if (!live) return;
    live.replaceChildren(document.createTextNode(text));
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.href;
      anchor.textContent = link.text;
      live.append(anchor);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = words.close;
    close.addEventListener("click", () => { live.hidden = true; });
    live.append(close);
    live.hidden = false;
  }

  /* Errors of partial requests are never silent. */
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) say(words.expired, { href: words.login + "?next=" + encodeURIComponent(location.pathname + location.search), text: words.signin });
    else if (status === 403) say(words.forbidden);
    else say(words.failed);
  });
  document.addEventListener("htmx:sendError", () => say(words.offline));
  document.addEventListener("htmx:timeout", () => say(words.offline));
  /* A session that ended answers a partial request with the log-in page: show that, do not paste it into the page. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const final = event.detail.xhr.responseURL || "";
    if (words.login && final.includes(words.login)) {
      event.detail.shouldSwap = false;
      say(words.expired, { href: words.login + "?next=" + encodeURIComponent(location.pathname + location.search), text: words.signin });
    }
  });
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));

  /* Menus made of <details>: one open at a time, closed by a click elsewhere or Escape. */
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
    const toggle = document.getElementById("nav-toggle");
    if (toggle && toggle.checked) { toggle.checked = false; toggle.focus(); }
  });

  /* Bulk selection: tick all of the page, say how many. */
  const ROW_BOX = 'input[type="checkbox"]:is([name="id"], [name="ids"])';
  function boxesOf(id) {
    return Array.from(document.querySelectorAll(ROW_BOX)).filter((box) => box.form && box.form.getAttribute("id") === id);
  }
  function count(id) {
    const boxes = boxesOf(id);
    const chosen = boxes.filter((box) => box.checked).length;
    document.querySelectorAll('[data-check-count="' + id + '"]').forEach((output) => {
      output.textContent = chosen ? words.selected.replace("{n}", String(chosen)) : "";
    });
    document.querySelectorAll('[data-check-all="' + id + '"]').forEach((all) => {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    });
  }
  document.addEventListener("change", (event) => {
    const target = event.target;
    if (target.dataset && target.dataset.checkAll) {
      boxesOf(target.dataset.checkAll).forEach((box) => { box.checked = target.checked; });
      count(target.dataset.checkAll);
    } else if (target.matches && target.matches(ROW_BOX) && target.form) {
      count(target.form.getAttribute("id"));
    }
  });

  /* Drafts: what is typed is kept in this browser per person and form until it is submitted. */
  const PREFIX = "sauro-draft:";
  const KEEP_DAYS = 14;
  const dirty = new Set();
  const keyOf = (form) => PREFIX + form.dataset.user + ":" + form.dataset.draft;
  const kept = (field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type) && field.name !== "csrfmiddlewaretoken";

  function valuesOf(form) {
    const values = {};
    /* A form that saves as it goes keeps only what the server does not hold yet. */
    const wanted = "draftChanged" in form.dataset ? (field) => kept(field) && field.value !== field.defaultValue : kept;
    Array.from(form.elements).filter(wanted).forEach((field) => {
      if (field.type === "checkbox" || field.type === "radio") { if (field.checked) (values[field.name] = values[field.name] || []).push(field.value); else values[field.name] = values[field.name] || []; }
      else if (field.multiple) values[field.name] = Array.from(field.selectedOptions, (option) => option.value);
      else values[field.name] = [field.value];
    });
    return values;
  }
  function fill(form, values) {
    Array.from(form.elements).filter(kept).forEach((field) => {
      const value = values[field.name];
      if (!value) return;
      if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
      else if (field.multiple) Array.from(field.options).forEach((option) => { option.selected = value.includes(option.value); });
      else if (value.length) field.value = value[0];
    });
  }
  function read(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  }
  function write(form) {
    if ("draftChanged" in form.dataset && !Object.keys(valuesOf(form)).length) { forget(keyOf(form)); dirty.delete(form); return; }
    try { localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values: valuesOf(form) })); } catch { /* storage full or forbidden: the form still works */ }
  }
  function forget(key) {
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  }
  function offer(form, draft) {
    const before = valuesOf(form);
    if (JSON.stringify(before) === JSON.stringify(draft.values)) return;
    fill(form, draft.values);
    if ("draftChanged" in form.dataset && !Object.keys(valuesOf(form)).length) { forget(keyOf(form)); return; }
    dirty.add(form);
    const note = document.createElement("div");
    note.className = "notice draft-note";
    note.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = words.restore.replace("{when}", new Date(draft.at).toLocaleString(root.lang));
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "btn-link";
    discard.textContent = words.discard;
    discard.addEventListener("click", () => {
      if ("draftChanged" in form.dataset) Object.keys(draft.values).forEach((name) => { const field = form.elements.namedItem(name); if (field) field.value = field.defaultValue; });
      fill(form, before);
      forget(keyOf(form));
      dirty.delete(form);
      note.remove();
    });
    note.append(text, discard);
    form.prepend(note);
  }
  const watched = new WeakSet();
  function watch(form) {
    if (watched.has(form)) return;
    watched.add(form);
    const key = keyOf(form);
    const draft = read(key);
    /* A form that came back with errors or a conflict already holds what was typed, and a newer version beside it. */
    if (draft && draft.values && !form.querySelector(".has-error") && !document.querySelector("[data-conflict]")) offer(form, draft);
    let timer = 0;
    form.addEventListener("input", () => {
      dirty.add(form);
      clearTimeout(timer);
      timer = setTimeout(() => write(form), 400);
    });
    form.addEventListener("sauro:saved", () => { clearTimeout(timer); forget(key); dirty.delete(form); form.querySelectorAll(".draft-note").forEach((note) => note.remove()); });
    form.addEventListener("sauro:kept", () => { clearTimeout(timer); write(form); dirty.delete(form); });
    form.addEventListener("submit", () => { clearTimeout(timer); write(form); dirty.delete(form); markSent(form); });
  }
  /* A draft goes once the server has taken the form: it said so, or led straight to a page without the form. */
  const SENT = "sauro-sent";
  function markSent(form) {
    try { sessionStorage.setItem(SENT, JSON.stringify({ key: keyOf(form), at: Date.now() })); } catch { /* storage forbidden */ }
  }
  function settle() {
    let sent = null;
    try { sent = JSON.parse(sessionStorage.getItem(SENT)); sessionStorage.removeItem(SENT); } catch { return; }
    if (!sent) return;
    if (document.body.dataset.status === "error" || (words.login && location.pathname.startsWith(words.login))) return;
    if (document.querySelector(".error-summary, .has-error, [data-conflict]")) return;
    const praised = document.querySelector("#messages .notice-success");
    const shown = Array.from(document.querySelectorAll("form[data-draft]")).some((form) => keyOf(form) === sent.key);
    if (praised || (!shown && Date.now() - sent.at < 6e4)) forget(sent.key);
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest ? event.detail.elt.closest("form[data-draft]") : null;
    if (!form) return;
    try { sessionStorage.removeItem(SENT); } catch { /* storage forbidden */ }
    if (event.detail.successful && !event.detail.xhr.responseText.includes("has-error")) forget(keyOf(form));
    else dirty.add(form);
  });
  function forgetOld() {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => {
        const draft = read(key);
        if (!draft || Date.now() - draft.at > KEEP_DAYS * 864e5) forget(key);
      });
    } catch { /* storage forbidden */ }
  }
  window.addEventListener("beforeunload", (event) => {
    if (Array.from(dirty).some((form) => form.isConnected)) { event.preventDefault(); event.returnValue = words.unsaved; }
  });

  function start(scope) {
    if (scope.matches && scope.matches("form[data-draft]")) watch(scope);
    scope.querySelectorAll("form[data-draft]").forEach(watch);
    const summary = scope.querySelector(".error-summary[data-focus]");
    if (summary) { summary.removeAttribute("data-focus"); summary.focus(); }
    scope.querySelectorAll("[data-check-count]").forEach((output) => count(output.dataset.checkCount));
    if (scope.querySelector("figure[data-chart]")) drawCharts();
  }

  /* The chart code is fetched only by pages that have a chart. */
  function drawCharts() {
    if (document.querySelector("script[data-chart-code]")) { document.dispatchEvent(new CustomEvent("sauro:charts")); return; }
    const script = document.createElement("script");
    script.src = root.dataset.charts;
    script.dataset.chartCode = "";
    document.head.append(script);
  }

  settle();
  forgetOld();
  start(document);
})();
