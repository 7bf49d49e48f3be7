() => {
  // Dark mode: the system decides, until the user does.
  const dark = localStorage.getItem("coach-dark") ?? String(matchMedia("(prefers-color-scheme: dark)").matches);
  document.body.classList.toggle("dark", dark === "true");

  document.addEventListener("click", (event) => {
    if (event.target.closest("#toggle-dark")) {
      const on = document.body.classList.toggle("dark");
      localStorage.setItem("coach-dark", String(on));
      return;
    }
    // A link to a page of ours, in the middle of an answer, stays in this tab.
    const inside = event.target.closest('#coach-chat a[href^="/"]');
    if (inside) { event.preventDefault(); location.assign(inside.getAttribute("href")); return; }
    // A citation opens its passage beside the chat; on a phone as a sheet, which the next tap closes.
    const link = event.target.closest('a[href*="#cite-"]');
    if (!link) { if (!event.target.closest(".src.on")) document.body.classList.remove("cited"); return; }
    event.preventDefault();
    const passage = document.getElementById(link.getAttribute("href").split("#")[1]);
    if (!passage) return;
    const group = passage.closest(".group");
    document.querySelectorAll("#coach-sources .group").forEach((g) => g.classList.toggle("on", g === group));
    document.querySelectorAll(".src").forEach((s) => s.classList.toggle("on", s === passage));
    document.body.classList.add("cited");
    passage.tabIndex = -1;
    passage.scrollIntoView({ block: "nearest" });
    passage.focus({ preventScroll: true });
  }, true);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") document.body.classList.remove("cited"); });

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
    if (event.target.closest("#interview-send")) localStorage.removeItem(key("interview-answer"));
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

  // Names that Gradio leaves out, and a log that is not read aloud word by word.
  new MutationObserver(() => {
    document.querySelectorAll("[role=log][aria-live=polite]").forEach((log) => log.setAttribute("aria-live", "off"));
    document.querySelectorAll("button.submit-button:not([aria-label])").forEach((b) => b.setAttribute("aria-label", "Send"));
  }).observe(document.body, { childList: true, subtree: true });

  // A visible clock, where minutes were set.
  setInterval(() => {
    const clock = document.querySelector(".clock[data-ends]");
    if (!clock) return;
    const left = Math.max(0, Math.round((Number(clock.dataset.ends) - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`;
  }, 500);
}
