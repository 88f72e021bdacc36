// Lights up a statement, or what else is known of it, wherever it stands; on a wide screen, brings its entry into view
// without moving the article. The page is whole without it: every link works by itself.
const aside = document.querySelector("aside");
const parts = (at) => {
  const fact = at.closest("aside [data-e]");
  if (fact) return `[data-e~="${fact.dataset.e}"]`;
  const number = at.closest("[data-s]")?.dataset.s.split(" ").pop();
  return number ? `[data-s~="${number}"]` : ":not(*)";
};
const light = (event) => {
  for (const lit of document.querySelectorAll(".on")) lit.classList.remove("on");
  for (const part of document.querySelectorAll(parts(event.target))) part.classList.add("on");
};
for (const type of ["mouseover", "focusin"]) document.addEventListener(type, light);
document.addEventListener("click", (event) => {
  const entry = aside.querySelector(event.target.closest('a[href^="#"]')?.hash || ":not(*)");
  if (!entry || getComputedStyle(aside).position !== "sticky") return;
  event.preventDefault();
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
});
