/* Đôn Đốc: makes server-rendered pages quicker. Every page works without it. */
(function () {
  "use strict";
  const doc = document, body = doc.body, conf = body.dataset;
  const all = (sel, from) => Array.from((from || doc).querySelectorAll(sel));
  const one = (sel, from) => (from || doc).querySelector(sel);
  const box = {
    get(k) { try { return localStorage.getItem("dondoc." + k); } catch (e) { return null; } },
    set(k, v) { try { localStorage.setItem("dondoc." + k, v); } catch (e) { /* private window */ } }
  };
  doc.documentElement.classList.add("js");
  const meta = one('meta[name="form-token"]');
  const token = meta ? meta.content : "";
  const post = (url, data, more) => fetch(url, Object.assign({
    method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "dondoc" }
  }, more));

  /* A form is sent once. The buttons come back when the page is shown again. */
  let held = [];
  doc.addEventListener("submit", (e) => {
    const form = e.target;
    if (e.defaultPrevented || !form.matches || !form.matches("[data-once]")) return;
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => {
      Array.from(form.elements).forEach((b) => {
        if (b.type === "submit" && !b.disabled) { b.disabled = true; held.push(b); }
      });
    }, 0);
    setTimeout(release, 15000);
  });
  function release() {
    held.forEach((b) => { b.disabled = false; });
    held = [];
    all("form[data-sent]").forEach((f) => { delete f.dataset.sent; });
  }
  window.addEventListener("pageshow", release);

  /* What is typed is kept: two seconds after the last key the form goes to the draft address. */
  const drafts = new Map();
  function keep(form, leaving) {
    const d = drafts.get(form);
    if (!d || !d.dirty || !conf.draftUrl) return Promise.resolve();
    clearTimeout(d.timer);
    d.dirty = false;
    const data = new URLSearchParams();
    new FormData(form).forEach((v, k) => {
      const el = form.elements[k];
      if (typeof v === "string" && !(el && el.type === "password")) data.append(k, v);
    });
    data.set("_token", token || data.get("_token") || "");
    return post(conf.draftUrl, data, { keepalive: !!leaving }).then((r) => {
      if (!r.ok) throw new Error(String(r.status));
      say(form, "Đã giữ bản nháp lúc " + clock(new Date()) + ".");
    }).catch(() => {
      d.dirty = true;
      say(form, "Chưa giữ được bản nháp. Nội dung vẫn còn trên trang.");
    });
  }
  const keepAll = (leaving) => Promise.all(Array.from(drafts.keys(), (f) => keep(f, leaving)));
  const clock = (t) => String(t.getHours()).padStart(2, "0") + ":" + String(t.getMinutes()).padStart(2, "0");
  function say(form, words) {
    const note = one("[data-draft-note]", form);
    if (note) note.textContent = words;
  }
  const unsent = new Set();
  doc.addEventListener("input", (e) => {
    const form = e.target.form;
    if (!form) return;
    if (form.matches("[data-unsaved]")) unsent.add(form);
    if (!form.matches("[data-draft]") || !conf.draftUrl) return;
    const d = drafts.get(form) || {};
    drafts.set(form, d);
    d.dirty = true;
    clearTimeout(d.timer);
    d.timer = setTimeout(() => keep(form), 2000);
  });
  doc.addEventListener("submit", (e) => {
    unsent.delete(e.target);
    const d = drafts.get(e.target);
    if (d) { clearTimeout(d.timer); d.dirty = false; }
  });
  doc.addEventListener("visibilitychange", () => { if (doc.hidden) keepAll(true); });
  window.addEventListener("beforeunload", (e) => {
    if (Array.from(unsent).some((f) => !drafts.has(f) || drafts.get(f).dirty)) e.preventDefault();
  });

  /* Days are typed; 1/6/2023 and 01062023 become 01/06/2023. */
  doc.addEventListener("change", (e) => {
    if (!e.target.matches("[data-date]")) return;
    const m = e.target.value.trim().match(/^(\d{1,2})[\s./-]?(\d{1,2})[\s./-]?(\d{4})$/);
    if (m) e.target.value = m[1].padStart(2, "0") + "/" + m[2].padStart(2, "0") + "/" + m[3];
  });

  /* Rows: a press anywhere in a row opens it, unless words are being selected. */
  doc.addEventListener("click", (e) => {
    const row = e.target.closest && e.target.closest("[data-rows] .row");
    all("details.who[open], details.filter-more[open]").forEach((d) => { if (!d.contains(e.target)) d.open = false; });
    if (!row || e.target.closest("a,button,input,label,select,textarea,summary,abbr")) return;
    const link = one("a.row-link", row);
    if (!link || String(getSelection())) return;
    if (e.ctrlKey || e.metaKey) window.open(link.href); else link.click();
  });

  /* Keys */
  const keysOff = () => conf.keys === "off" || box.get("keys") === "off";
  const cards = () => all(".finding[data-row]").filter((r) => r.offsetParent);
  const rows = () => { const found = cards(); return found.length ? found : all("[data-rows] .row, .para[data-row]").filter((r) => r.offsetParent); };
  const at = () => one(".at") || one(".finding[aria-current]") || one('.para[aria-current], .row[aria-current]');

  /* A card and its words in the text are seen together, where both columns are. */
  const side = one(".beside-cards");
  const twoColumns = () => side && getComputedStyle(side).position === "sticky";
  function together(card) {
    if (card) doc.dispatchEvent(new CustomEvent("dondoc:card", { detail: card })); /* for sheets.js */
    if (!card || !twoColumns()) return false;
    const badge = one('.doc a.n-badge[href$="#' + card.id + '"]');
    const words = badge && badge.closest(".para");
    if (words) words.scrollIntoView({ block: "center" });
    side.scrollTop += card.getBoundingClientRect().top - side.getBoundingClientRect().top - 8;
    return true;
  }
  if (/^#(f-|p|m-|doan)/.test(location.hash)) window.addEventListener("load", () => {
    const card = one(".finding.open"), here = one(".para.current");
    if (card) together(card); else if (here) here.scrollIntoView({ block: "center" });
  });
  function move(step) {
    const list = rows();
    if (!list.length) return;
    const old = at();
    let i = list.indexOf(old);
    i = i < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, i + step));
    if (old) old.classList.remove("at");
    const row = list[i];
    row.classList.add("at");
    const to = one("a.row-link", row) || row;
    if (!to.href && !to.hasAttribute("tabindex")) to.tabIndex = -1;
    to.focus({ preventScroll: true });
    if (!row.matches(".finding") || !together(row)) row.scrollIntoView({ block: "nearest" });
  }
  function keyed(key) {
    const want = key.toLowerCase();
    const list = all("[data-key]").filter((el) => el.dataset.key.toLowerCase().split(" ").includes(want) && el.offsetParent && !el.disabled);
    const row = at();
    const own = list.find((el) => row && row.contains(el));
    if (own) return own;
    const rest = list.find((el) => !el.closest("[data-rows] .row"));
    /* A letter never acts on another card than the one that is marked: it opens that one. */
    if (rest && row && row.matches(".finding") && rest.closest(".finding")) return one("a.row-link", row);
    return rest;
  }
  const keysBox = one("#keys");
  function showKeys() {
    if (!keysBox || !keysBox.showModal) return;
    const list = one("#keys-list");
    all("[data-extra]", list).forEach((el) => el.remove());
    const seen = {};
    all("[data-key]").forEach((el) => {
      const key = el.dataset.key.split(" ")[0];
      if (seen[key] || !el.offsetParent) return;
      seen[key] = true;
      const dt = doc.createElement("dt"), dd = doc.createElement("dd"), kbd = doc.createElement("kbd");
      kbd.textContent = key.length === 1 ? key.toUpperCase() : key;
      const copy = el.cloneNode(true);
      all("kbd", copy).forEach((k) => k.remove());
      dd.textContent = (el.getAttribute("aria-label") || copy.textContent).trim();
      dt.append(kbd);
      dt.dataset.extra = dd.dataset.extra = "1";
      list.append(dt, dd);
    });
    labelKeys();
    keysBox.showModal();
  }
  const offButton = one("#keys-off");
  function labelKeys() {
    if (!offButton) return;
    offButton.textContent = keysOff() ? "Bật phím chữ cái" : "Tắt phím chữ cái";
    offButton.setAttribute("aria-pressed", String(keysOff()));
  }
  if (offButton) offButton.addEventListener("click", () => { box.set("keys", keysOff() ? "on" : "off"); conf.keys = ""; labelKeys(); });
  const opener = one("#keys-open");
  if (opener) opener.addEventListener("click", showKeys);
  doc.addEventListener("keydown", (e) => {
    if (e.key === "Escape") {
      all("details.who[open], details.filter-more[open]").forEach((d) => { d.open = false; one("summary", d).focus(); });
      if (e.target.matches(".finding input, .finding textarea, .finding select")) e.target.blur(); /* letters are keys again */
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || keysOff() || one("dialog[open]")) return;
    const t = e.target;
    if (t.matches("input,textarea,select,[contenteditable]")) return;
    if (e.key === "Enter") {
      if (t.closest("a[href],button,summary")) return;
      const row = at();
      const link = row && !row.hasAttribute("aria-current") && (one("a.row-link", row) || one("a.n-badge", row));
      const hit = link || keyed("Enter");
      if (hit) { e.preventDefault(); hit.click(); }
      return;
    }
    const hit = e.key.length === 1 && keyed(e.key);
    if (hit) {
      e.preventDefault();
      if (hit.matches("input,textarea,select")) hit.focus(); else hit.click();
    } else if (e.key === "/") {
      const s = one("[data-search]");
      if (s) { e.preventDefault(); s.focus(); s.select(); }
    } else if (e.key === "?") { e.preventDefault(); showKeys(); }
    else if (e.key === "j" || e.key === "J") move(1);
    else if (e.key === "k" || e.key === "K") move(-1);
  });

  const focus = one("[data-focus]");
  if (focus) {
    focus.focus();
    /* An address with #… takes the focus away again while the page is shown. */
    window.addEventListener("load", () => setTimeout(() => { if (doc.activeElement === body) focus.focus({ preventScroll: true }); }, 0));
  }

  /* The end of an idle session: asked about 60 seconds before, in every tab at once. */
  const limit = Number(conf.idleSeconds) * 1000, dialog = one("#idle");
  if (!limit || !dialog) return;
  const warn = Math.min(Number(conf.idleWarn || 60) * 1000, limit / 2);
  const pace = Math.min(60000, limit / 4);
  const channel = window.BroadcastChannel ? new BroadcastChannel("dondoc") : null;
  const left = one("#idle-left"), voice = one("#idle-say"), title = doc.title;
  let alive = 0, acted = 0, asking = false, said = 0, over = false;
  function lives(t, quiet) {
    if (t <= alive) return;
    alive = t;
    if (quiet) return;
    box.set("alive", String(t));
    if (channel) channel.postMessage(t);
  }
  if (channel) channel.onmessage = (e) => { lives(Number(e.data), true); tick(); };
  window.addEventListener("storage", (e) => { if (e.key === "dondoc.alive") { lives(Number(e.newValue), true); tick(); } });
  function ping() {
    if (asking || !conf.pingUrl) return;
    asking = true;
    const started = Date.now();
    post(conf.pingUrl, new URLSearchParams({ _token: token })).then((r) => {
      if (r.status === 401) { leave(); return; }
      if (r.ok) lives(started);
    }).catch(() => { /* no network: the count goes on */ }).then(() => { asking = false; tick(); });
  }
  function leave() {
    if (over) return;
    over = true;
    unsent.clear();
    const go = () => location.assign(conf.loginUrl + "?het-phien=1&tiep=" + encodeURIComponent(location.pathname + location.search));
    /* The server allows a little longer than this page; without this, the sign-in page would send back in. */
    const end = () => conf.pingUrl && post(conf.pingUrl + "/het", new URLSearchParams({ _token: token }), { keepalive: true });
    Promise.race([keepAll(true).then(end), new Promise((done) => setTimeout(done, 1500))]).then(go, go);
  }
  function act() {
    acted = Date.now();
    if (!dialog.open && acted - alive >= pace) ping();
  }
  ["keydown", "pointerdown", "pointermove", "wheel"].forEach((n) => doc.addEventListener(n, act, { passive: true }));
  function tick() {
    if (over) return;
    lives(Number(box.get("alive")) || 0, true);
    const now = Date.now();
    /* What was done before the machine slept does not keep the session now. */
    if (!dialog.open && acted > alive && now - acted < 2 * pace && now - alive >= pace) ping();
    const rest = limit - (now - alive);
    if (rest <= 0) { leave(); return; }
    if (rest > warn) {
      if (dialog.open) { dialog.close(); doc.title = title; voice.textContent = ""; said = 0; }
      return;
    }
    const s = Math.ceil(rest / 1000);
    left.textContent = String(s);
    if (!dialog.open) {
      const other = one("dialog[open]");
      if (other) other.close();
      dialog.showModal();
      one("#idle-stay").focus();
      keepAll();
    }
    doc.title = "Còn " + s + " giây · " + title;
    const step = s <= 10 ? 10 : s <= 30 ? 30 : 60;
    if (step !== said) { said = step; voice.textContent = "Còn " + s + " giây trước khi hết phiên làm việc."; }
  }
  one("#idle-stay").addEventListener("click", ping);
  dialog.addEventListener("cancel", (e) => { e.preventDefault(); ping(); });
  doc.addEventListener("visibilitychange", tick);
  lives(Date.now());
  setInterval(tick, 1000);
})();
