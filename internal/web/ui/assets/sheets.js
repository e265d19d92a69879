/* Pages of the original beside their cards: what is marked is brought into view, and both sides go together. */
(function () {
  "use strict";
  const doc = document;
  const all = (sel, from) => Array.from((from || doc).querySelectorAll(sel));
  const one = (sel, from) => (from || doc).querySelector(sel);
  const sheets = one(".sheets"), side = one(".beside-cards"), zoom = one(".sheets-zoom");
  if (!sheets || !side) return;
  const of = (card) => all('a[data-card="' + card.id + '"]', sheets);
  const twoColumns = () => getComputedStyle(side).position === "sticky";

  let led = 0; /* until when what moves was moved by the other side */
  const lead = (ms) => { led = Date.now() + ms; };
  const bringCard = (el) => { side.scrollTop += el.getBoundingClientRect().top - side.getBoundingClientRect().top - 8; };
  function bringPage(spot, smooth) {
    const r = spot.getBoundingClientRect();
    if (twoColumns()) {
      spot.scrollIntoView({ block: r.height < innerHeight / 2 ? "center" : "start", behavior: smooth ? "smooth" : "auto" });
      return;
    }
    const frame = sheets.getBoundingClientRect(); /* on a phone the pages move within their frame */
    sheets.scrollTop += r.top - frame.top - Math.max(8, (frame.height - r.height) / 2);
    sheets.scrollLeft += r.left - frame.left - 8;
  }
  function show(card) {
    const spots = of(card);
    all("a.lit", sheets).forEach((a) => a.classList.remove("lit"));
    spots.forEach((a) => a.classList.add("lit"));
    lead(250);
    if (spots.length) bringPage(spots[0]);
  }
  doc.addEventListener("dondoc:card", (e) => show(e.detail));
  window.addEventListener("load", () => {
    const card = one(".finding.open"), spot = one(".s-passage", sheets), here = one(".para.current", side);
    if (/^#to-/.test(location.hash) || !location.hash && twoColumns()) return;
    lead(250);
    if (card) show(card); else if (spot) bringPage(spot);
    if (!card && here && twoColumns()) bringCard(here.closest(".doc"));
  });

  /* The cards go with the pages, and the pages with the cards; never under somebody's hands. */
  const often = (fn) => { let due = 0; return () => { due = due || setTimeout(() => { due = 0; fn(); }, 100); }; };
  const afterwards = (fn) => { let due = 0; return () => { clearTimeout(due); due = setTimeout(fn, 150); }; };
  const free = () => twoColumns() && Date.now() >= led && !doc.activeElement.matches("input,textarea,select");
  const inView = (r) => r.bottom > 0 && r.top < innerHeight;
  const off = (r) => Math.abs((Math.max(r.top, 0) + Math.min(r.bottom, innerHeight) - innerHeight) / 2);
  window.addEventListener("scroll", often(() => {
    if (!free() || side.matches(":hover")) return;
    let best = null;
    all("a[data-card]", sheets).forEach((a) => {
      const r = a.getBoundingClientRect(), card = inView(r) && doc.getElementById(a.dataset.card);
      if (card && (!best || off(r) < best.off)) best = { off: off(r), card: card };
    });
    if (best) bringCard(best.card);
  }), { passive: true });
  side.addEventListener("scroll", afterwards(() => {
    if (!free() || !side.matches(":hover")) return;
    const top = side.getBoundingClientRect().top - 8;
    const card = all(".finding", side).find((c) => c.getBoundingClientRect().top >= top);
    const spot = card && of(card)[0];
    if (spot) { lead(900); bringPage(spot, true); }
  }), { passive: true });

  if (!zoom) return;
  const key = "dondoc.zoom";
  const remembered = () => { try { return localStorage.getItem(key); } catch (e) { return null; } };
  const zoomed = (on) => {
    sheets.classList.toggle("zoom", on);
    zoom.setAttribute("aria-pressed", String(on));
    zoom.textContent = on ? "Thu nhỏ trang" : "Phóng to trang";
  };
  zoomed(remembered() === "on");
  zoom.addEventListener("click", () => {
    const on = !sheets.classList.contains("zoom"), spot = one("a.lit, a.current, .s-passage", sheets);
    try { localStorage.setItem(key, on ? "on" : "off"); } catch (e) { /* private window */ }
    zoomed(on);
    if (spot) bringPage(spot);
  });
})();
