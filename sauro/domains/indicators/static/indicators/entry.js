/* The sheet of figures: moves like a spreadsheet, takes blocks from Excel, saves as it goes.
   A field whose value is not its default value is not saved yet; app.js keeps those in the browser. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const words = form.dataset;
  const shown = form.querySelector("[data-saved]");
  const progress = form.querySelector("[data-progress]");
  const rows = Array.from(form.querySelectorAll("tr[id^='row-']"));
  const keyOf = (row) => row.id.slice(4);
  const byRow = new Map(rows.map((row) => [keyOf(row), row]));
  const note = form.elements.namedItem("note");
  const seen = form.elements.namedItem("seen");
  const PLACES = { v: 1, b: 2, r: 3 };
  const PAUSE = 900;
  const SHORTEST = 3e3;
  const LONGEST = 6e4;
  let timer = 0;
  let retry = 0;
  let busy = false;
  let refused = false;

  const fieldsOf = (row) => Array.from(row.querySelectorAll("input"));
  const changed = (field) => field.value !== field.defaultValue;
  const waiting = () => rows.filter((row) => fieldsOf(row).some(changed));
  const unsaved = () => changed(note) || rows.some((row) => fieldsOf(row).some(changed));

  function say(text, isWaiting, link) {
    if (shown.textContent !== text || link) shown.textContent = text;
    shown.classList.toggle("is-waiting", Boolean(isWaiting));
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = link;
    anchor.textContent = words.signin;
    anchor.addEventListener("click", () => form.dispatchEvent(new CustomEvent("sauro:kept")));
    shown.append(" ", anchor);
  }

  /* Saving */
  function token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? decodeURIComponent(cookie[1]) : form.elements.namedItem("csrfmiddlewaretoken").value;
  }
  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }
  function lost() {
    say(words.offline, true);
    retry = Math.min(retry ? retry * 2 : SHORTEST, LONGEST);
    later(retry);
  }
  function expired() {
    const login = document.getElementById("live-message").dataset.login;
    say(words.expired, true, login + "?next=" + encodeURIComponent(location.pathname));
  }
  async function stopped(answer) {
    refused = true;
    let why = document.getElementById("live-message").dataset.forbidden;
    try { why = (await answer.json()).message; } catch { /* a page instead of words */ }
    say(words.refused + ": " + why, true);
  }
  async function save(event) {
    clearTimeout(timer);
    if (busy || refused || !unsaved()) return;
    busy = true;
    const sent = waiting().flatMap(fieldsOf).concat(changed(note) ? [note] : []).map((field) => [field, field.value]);
    say(words.saving, true);
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        redirect: "manual",
        keepalive: Boolean(event && event.leaving),
        headers: { Accept: "application/json", "X-CSRFToken": token() },
        body: new URLSearchParams(sent.map(([field, value]) => [field.name, value])),
      });
      busy = false;
      if (answer.type === "opaqueredirect" || answer.status === 401) expired();
      else if (answer.ok) settled(sent, await answer.json());
      else if (answer.status >= 500 || answer.status === 429) lost();
      else await stopped(answer);
    } catch {
      busy = false;
      lost();
    }
  }
  function settled(sent, told) {
    retry = 0;
    sent.forEach(([field, value]) => { field.defaultValue = value; });
    paint(told);
    if (unsaved()) { later(PAUSE); return; }
    say(told.saved);
    form.dispatchEvent(new CustomEvent("sauro:saved"));
  }
  /* Remarks beside their cells; the focus stays where it is. */
  function paint(told) {
    progress.textContent = told.progress;
    seen.value = told.seen;
    const cells = new Map(told.seen.split("\n").map((line) => line.split("\t")).map((cell) => [cell[0], cell]));
    rows.forEach((row) => take(row, cells.get(keyOf(row)) || []));
    Object.entries(told.rows).forEach(([pk, cell]) => {
      const row = byRow.get(pk);
      if (row) paintRow(row, cell);
    });
  }
  /* What somebody else has typed meanwhile, in cells that this person has not touched. */
  function take(row, cell) {
    fieldsOf(row).forEach((field) => {
      const held = cell[PLACES[field.name[0]]] || "";
      if (changed(field) || field === document.activeElement || field.value.trim() === held) return;
      field.value = held;
      field.defaultValue = held;
    });
  }
  function put(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }
  function paintRow(row, cell) {
    const figure = row.querySelector("[name^='v-']");
    const box = document.getElementById(figure.getAttribute("aria-describedby"));
    const bad = cell.said.some((one) => one.hard);
    if (box.textContent !== cell.said.map((one) => one.text).join("")) {
      box.replaceChildren(...cell.said.map((one) => {
        const line = document.createElement("p");
        line.className = one.hard ? "field-error" : "soft";
        line.textContent = one.text;
        return line;
      }));
    }
    row.classList.toggle("is-bad", bad);
    if (bad) figure.setAttribute("aria-invalid", "true");
    else figure.removeAttribute("aria-invalid");
    ask(row, figure, cell.said.some((one) => !one.hard));
    put(row.querySelector("[data-shown]") || (cell.shown ? placeAfter(figure) : null), cell.shown);
    put(row.querySelector("[data-parts]"), cell.parts);
  }
  /* How a figure was understood is only on the page where there is something to say. */
  function placeAfter(figure) {
    const place = document.createElement("p");
    place.dataset.shown = "";
    figure.after(place);
    return place;
  }
  /* The box for a reason comes when a remark asks for one, and stays while it holds something. */
  function ask(row, figure, isAsked) {
    let reason = row.querySelector(".reason");
    if (!reason && isAsked) {
      reason = document.getElementById("reason").content.firstElementChild.cloneNode(true);
      const box = reason.querySelector("input");
      box.id = box.name = "r-" + keyOf(row);
      reason.querySelector("label").htmlFor = box.id;
      reason.querySelector("label span").textContent = " " + row.querySelector("label").textContent;
      figure.parentElement.append(reason);
    }
    if (!reason) return;
    const typed = reason.querySelector("input");
    reason.hidden = !isAsked && !typed.value && typed !== document.activeElement;
  }

  /* Moving and pasting */
  const isCell = (field) => /^[vb]-\d+$/.test(field.name || "");
  function move(field, step) {
    const column = field.name[0] === "b" ? "b" : "v";
    const start = rows.indexOf(field.closest("tr"));
    for (let place = start + step; rows[place]; place += step) {
      const next = rows[place].querySelector("[name^='" + column + "-']");
      if (next) { next.focus(); next.select(); return; }
    }
  }
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !field.closest("tr[id]")) return;
    if (event.key === "Enter") {
      event.preventDefault();
      move(field, event.shiftKey ? -1 : 1);
    } else if (isCell(field) && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(field, event.key === "ArrowDown" ? 1 : -1);
    }
  });
  form.addEventListener("paste", (event) => {
    const field = event.target;
    if (!isCell(field)) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const first = rows.indexOf(field.closest("tr"));
    const columns = field.name[0] === "b" ? ["b"] : ["v", "b"];
    text.split("\n").forEach((line, down) => {
      const row = rows[first + down];
      line.split("\t").slice(0, row ? columns.length : 0).forEach((cell, right) => {
        const target = row.querySelector("[name^='" + columns[right] + "-']");
        if (target) { target.value = cell.trim(); target.dispatchEvent(new Event("input", { bubbles: true })); }
      });
    });
  });

  form.addEventListener("input", () => {
    if (refused) return;
    say(words.unsaved, true);
    later(PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  window.addEventListener("online", () => save());
  window.addEventListener("focus", () => save());
  document.addEventListener("visibilitychange", () => { if (document.hidden) save({ leaving: true }); });
  if (unsaved()) { say(words.unsaved, true); later(PAUSE); } /* kept in the browser from last time */
})();
