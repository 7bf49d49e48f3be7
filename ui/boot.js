() => {
  // Light or dark: the system decides, until the user does.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => localStorage.getItem("coach-theme") ?? "system";
  const paint = () => document.body.classList.toggle("dark", theme() === "dark" || (theme() === "system" && system.matches));
  system.addEventListener("change", paint);
  addEventListener("storage", paint);  // chosen in another tab
  document.addEventListener("coach-theme", (event) => { localStorage.setItem("coach-theme", event.detail); paint(); });
  paint();

  const sheet = (on) => document.querySelectorAll(".src").forEach((s) => s.classList.toggle("sheet", s === on));
  const side = (open) => document.getElementById("coach-side")?.classList.toggle("open", open);
  const narrow = () => innerWidth <= 1180;
  // The list of conversations is a column on a wide screen, and lies over the page on a narrow one.
  const aside = () => document.querySelectorAll(".show-history").forEach((button) => {
    const column = document.getElementById("coach-side");
    const there = narrow() ? column?.classList.contains("open") : !column?.classList.contains("closed");
    if (button.getAttribute("aria-expanded") !== String(there)) button.setAttribute("aria-expanded", String(there));
  });
  const say = (words) => {
    const field = document.querySelector("#coach-box textarea");
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.getElementById("coach-send")?.click(), 60);
  };

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    if (at("#toggle-dark")) {
      localStorage.setItem("coach-theme", document.body.classList.contains("dark") ? "light" : "dark");
      paint();
      return;
    }
    if (at(".show-history")) {
      const column = document.getElementById("coach-side");
      if (narrow()) {
        side(!column.classList.contains("open"));
        column.querySelector("button")?.focus();
      } else {
        localStorage.setItem("coach-side", column.classList.toggle("closed") ? "closed" : "open");
      }
      aside();
      return;
    }
    if (!at("#coach-side") || at("#coach-new")) { side(false); aside(); }
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (at(".src .close")) { sheet(null); return; }
    // A link to a page of ours, in the middle of an answer, stays in this tab.
    const inside = at('#coach-chat a[href^="/"], #coach-sources a[href^="/"]');
    if (inside) { event.preventDefault(); location.assign(inside.getAttribute("href")); return; }
    if (at('#coach-chat a[href="#ask"]')) { event.preventDefault(); document.querySelector("#coach-box textarea")?.focus(); return; }
    if (at('#coach-chat a[href="#say"]')) { event.preventDefault(); say(at("a").textContent); return; }
    // A citation opens its passage beside the chat; on a phone as a sheet, which the next tap closes.
    const link = at('a[href*="#cite-"]');
    if (!link) { if (!at(".src.sheet")) sheet(null); return; }
    event.preventDefault();
    const place = link.getAttribute("href").split("#")[1];
    const mark = document.getElementById(place);
    if (!mark) return;
    const group = mark.closest(".group"), card = mark.closest(".src");
    document.querySelectorAll("#coach-sources .group").forEach((g) => g.classList.toggle("on", g === group));
    document.querySelectorAll(".src").forEach((s) => s.classList.toggle("on", s === card));
    document.querySelectorAll(".src mark").forEach((m) => m.classList.toggle("on", m.classList.contains(place)));
    sheet(card);
    mark.tabIndex = -1;
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
    card.dataset.from = place;
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const passage = event.target.closest?.(".src");
    document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    sheet(null);
    if (document.querySelector("#coach-side.open")) { side(false); aside(); document.querySelector(".show-history")?.focus(); }
    // Back to the citation that led here.
    if (passage?.dataset.from) document.querySelector(`#coach-chat a[href$="#${passage.dataset.from}"]`)?.focus();
  });

  // What was typed and not sent survives a reload and a restart of the server.
  const boxes = ["coach-box", "interview-answer"];
  const key = (id) => `draft:${id}:${location.search}`;
  document.addEventListener("input", (event) => {
    const box = boxes.find((id) => event.target.closest?.(`#${id}`));
    if (box) event.target.value ? localStorage.setItem(key(box), event.target.value) : localStorage.removeItem(key(box));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target.closest?.("#coach-box")) localStorage.removeItem(key("coach-box"));
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#coach-send")) localStorage.removeItem(key("coach-box"));
  }, true);
  const restore = () => boxes.forEach((id) => {
    const field = document.querySelector(`#${id} textarea`);
    const kept = localStorage.getItem(key(id));
    if (!field || !kept || field.value || field.dataset.restored) return;
    field.dataset.restored = "1";
    field.value = kept;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  [300, 1200, 3000].forEach((ms) => setTimeout(restore, ms));

  // A new question moves to the top of the conversation: its answer is read from the start, not from the end.
  let questions = 0;
  const follow = () => {
    const rows = document.querySelectorAll("#coach-chat .user-row");
    if (rows.length > questions) {
      const last = rows[rows.length - 1], scrolled = last.closest(".bubble-wrap");
      const move = () => scrolled.scrollTo({ top: scrolled.scrollTop + last.getBoundingClientRect().top - scrolled.getBoundingClientRect().top - 8 });
      [0, 400, 1200].forEach((ms) => setTimeout(move, ms));  // an answer that comes at once makes room for it
    }
    questions = rows.length;
  };

  // What was typed stays in the box until it is known to be on its way; what is typed meanwhile stays.
  let answered = null;
  const empty = () => {
    const now = document.querySelector("#coach-foot [data-said]");
    if (now === answered) return;
    answered = now;
    const field = document.querySelector("#coach-box textarea");
    if (!now || !field || field.value.trim() !== now.dataset.said.trim()) return;
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // Names that Gradio leaves out, and a log that is not read aloud word by word.
  new MutationObserver(() => {
    document.querySelectorAll("[role=log][aria-live=polite]").forEach((log) => log.setAttribute("aria-live", "off"));
    document.querySelectorAll("button.submit-button:not([aria-label])").forEach((b) => b.setAttribute("aria-label", "Send"));
    // Gradio reads the whole source of a message out, tags included.
    const named = { bot: "Answer of the coach", user: "Your message" };
    document.querySelectorAll("#coach-chat [data-testid=bot], #coach-chat [data-testid=user]").forEach((message) => {
      const name = named[message.dataset.testid];
      if (message.getAttribute("aria-label") !== name) message.setAttribute("aria-label", name);
    });
    document.querySelectorAll(".toast-title.error").forEach(({ firstChild: title }) => {
      if (title?.nodeValue?.trim() === "Error") title.nodeValue = document.querySelector(".top")?.dataset.failed;
    });
    const status = document.getElementById("coach-status");
    if (status && status.getAttribute("role") !== "status") status.setAttribute("role", "status");
    const column = document.getElementById("coach-side");
    if (column && !column.dataset.kept) {
      column.dataset.kept = "1";
      column.classList.toggle("closed", localStorage.getItem("coach-side") === "closed");
    }
    aside();
    follow();
    empty();
  }).observe(document.body, { childList: true, subtree: true });
}
