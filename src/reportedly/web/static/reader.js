// Opens the card of a statement while its words are under the pointer or the focus, and keeps it open once they are
// clicked. Without this every link leads to the card, and from it back to the words.
document.documentElement.classList.add("js");
const text = document.querySelector("article.text");
let pinned = null;
let waiting = 0;

const entry = (number) => document.getElementById(`s${number}`)?.closest(".entry");
const numberOf = (at) => at.closest("[data-s]")?.dataset.s.split(" ").pop() ?? at.closest("[data-entry]")?.dataset.entry;

const light = (selector) => {
  for (const lit of text.querySelectorAll(".on")) lit.classList.remove("on");
  if (selector) for (const part of text.querySelectorAll(selector)) part.classList.add("on");
};

const open = (number) => {
  if (number && entry(number).classList.contains("open")) return; // it stays where it is, under the pointer
  for (const one of text.querySelectorAll(".entry.open")) one.classList.remove("open");
  light(number && `p [data-s~="${number}"]`);
  if (!number) return;
  const card = entry(number).querySelector(".card");
  entry(number).classList.add("open");
  card.style.marginTop = "";
  const { top, bottom } = card.getBoundingClientRect();
  const over = bottom - innerHeight + 12;
  // Up as far as it needs to be whole, and no further than the top of the window.
  if (over > 0 && getComputedStyle(card).position === "absolute") card.style.marginTop = `${-Math.min(over, top - 12)}px`;
};

const soon = (number, delay) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => open(number ?? pinned), delay);
};

const leave = () => {
  const number = pinned;
  pinned = null;
  document.getElementById(`t${number}`)?.focus({ preventScroll: true });
  open(null); // after the focus, which would open it again
};

const start = () => {
  // A pointer would show it over the card; a screen reader says it all the same.
  for (const mark of text.querySelectorAll("[data-s][title]")) {
    mark.setAttribute("aria-description", mark.title);
    mark.removeAttribute("title");
  }
  text.addEventListener("mouseover", ({ target }) => {
    const fact = target.closest("[data-e]:not([data-s])");
    if (fact) return light(`p [data-e~="${fact.dataset.e}"]`);
    const number = numberOf(target);
    if (number || !pinned) soon(number, number ? 90 : 250);
  });
  text.addEventListener("mouseleave", () => soon(null, 250));
  text.addEventListener("focusin", ({ target }) => {
    const number = numberOf(target);
    if (number) open(number);
  });
  text.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const number = link?.hash.match(/^#s(\d+)$/)?.[1];
    if (link?.classList.contains("close")) {
      event.preventDefault();
      leave();
    } else if (number && entry(number)) {
      event.preventDefault();
      clearTimeout(waiting);
      pinned = number;
      open(number);
      entry(number).querySelector(".card").focus({ preventScroll: true });
    }
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && text.querySelector(".entry.open")) leave();
  });
  const openAsked = () => {
    const asked = location.hash.match(/^#s(\d+)$/)?.[1];
    // Once the browser has gone there: how much room there is depends on that.
    if (asked && entry(asked)) requestAnimationFrame(() => open((pinned = entry(asked).dataset.entry)));
  };
  window.addEventListener("hashchange", openAsked);
  openAsked();
};

if (text) start();
// One key for each answer to the first suggestion.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  document.querySelector("[data-keys] form")?.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});
// “/” goes to the search, as on most sites with one.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  document.getElementById("words").focus();
});
// What plays seconds of a recording does so in the page's player. Without this the browser opens the recording there.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-play]");
  const player = document.getElementById("player");
  if (!link || !player || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  player.src = link.href; // with the seconds, after which the browser stops
  player.setAttribute("aria-label", link.getAttribute("aria-label"));
  player.play().catch(() => {}); // which the player itself tells
});
