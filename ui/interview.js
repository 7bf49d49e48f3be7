// Runs once, when the Interview page is loaded, inside an empty gr.HTML whose `trigger` reaches the server.
const at = (selector) => document.querySelector(selector);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
let touched = false; // until the user has done something, nothing takes the focus from where the browser put it
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { touched = true; }, true);

// --- What buttons in a report do is said by their ids; the focus comes back to where the click was.
let then = "";
document.addEventListener("click", (event) => {
  const button = event.target.closest("#interview-result button[id]");
  if (!button) return;
  const [name, ...numbers] = button.id.split("-");
  then = { count: `#point-${numbers.join("-")}`, grade: `#q-${numbers[0]} > summary` }[name] ?? "";
  trigger("select", { what: button.id });
});

// --- A window that is looked at again shows what happened meanwhile in another one.
const look = () => { if (document.visibilityState === "visible" && location.search) trigger("select", { what: "look" }); };
document.addEventListener("visibilitychange", look);
window.addEventListener("focus", look);
window.addEventListener("popstate", () => location.reload());

// --- Keys: Ctrl+Enter sends; who types while the question has the focus means the answer.
document.addEventListener("keydown", (event) => {
  const combined = event.ctrlKey || event.metaKey;
  if (combined && event.key === "Enter" && event.target.closest?.("#interview-answer")) {
    event.preventDefault();
    at("#interview-send")?.click();
  } else if (!combined && !event.altKey && event.key.length === 1 && event.key !== " " && event.target.matches?.("#interview-question .card")) {
    at("#interview-answer textarea")?.focus();
  }
});

// --- After a change: the focus goes to what is new, a report keeps what was unfolded, a sent draft is forgotten.
let shown = new Set();
const unfolded = {}; // by report and part
const place = (part) => `${part.closest(".report")?.id} ${part.id}`;
document.addEventListener("toggle", (event) => {
  if (event.target.id && event.target.closest?.(".report")) unfolded[place(event.target)] = event.target.open;
}, true);

const key = (one) => one.dataset.focus ?? one.id;

function follow() {
  const there = [...document.querySelectorAll("[data-focus], [id^='focus-']")].filter((one) => one.offsetParent);
  const fresh = there.filter((one) => !shown.has(key(one)));
  if (fresh.length) {
    const one = fresh[fresh.length - 1];
    if (touched) {
      one.focus({ preventScroll: true });
      if (one.matches(".title")) window.scrollTo(0, 0);
      else one.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }
    setTimeout(forgetDraft, 500);
  }
  shown = new Set(there.map(key));
}

function forgetDraft() {
  const key = `draft:interview-answer:${location.search}`;
  const draft = localStorage.getItem(key)?.trim();
  const field = at("#interview-answer textarea");
  const sent = [...document.querySelectorAll("#interview-said .you")].pop()?.textContent.trim();
  if (draft && (sent?.endsWith(draft) || (touched && field && !field.value))) localStorage.removeItem(key);
}

function mend() {
  follow();
  forgetDraft();
  for (const name of ["notes", "said", "feedback"]) at(`#interview-${name}`)?.setAttribute("aria-live", "polite");
  document.querySelectorAll("#interview-open time:not(.local)").forEach((time) => { // the server knows no time zone
    time.classList.add("local");
    time.textContent = new Date(time.dateTime).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  });
  document.querySelectorAll("#interview-result a[target]").forEach((link) => link.removeAttribute("target"));
  document.querySelectorAll("#interview-result pre:not([tabindex])").forEach((code) => { code.tabIndex = 0; }); // it scrolls
  document.querySelectorAll("#interview-result details[id]:not(.kept)").forEach((part) => {
    part.classList.add("kept");
    part.open = unfolded[place(part)] ??= part.open;
  });
  const back = then && at(then);
  if (back && !back.querySelector("button") && !document.activeElement?.closest("#interview-result")) {
    back.focus({ preventScroll: true });
    then = "";
  }
}
new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });

// --- A visible clock, where minutes were set. The words at zero are those of interview_html.clock_words.
setInterval(() => {
  const clock = at(".clock[data-ends]");
  if (!clock) return;
  const left = Math.round((Number(clock.dataset.ends) - Date.now()) / 1000);
  const words = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left` : "Time is up: this is the last question";
  if (clock.textContent !== words) clock.textContent = words;
}, 500);
