// Lights up a statement wherever it stands; on a wide screen, brings its entry into view without moving the article.
// The page is whole without it: every link works by itself.
const aside = document.querySelector("aside");
const light = (number) => {
  for (const lit of document.querySelectorAll(".on")) lit.classList.remove("on");
  if (number) for (const part of document.querySelectorAll(`[data-s~="${number}"]`)) part.classList.add("on");
};
for (const type of ["mouseover", "focusin"]) {
  document.addEventListener(type, (event) => light(event.target.closest("[data-s]")?.dataset.s.split(" ").pop()));
}
document.addEventListener("click", (event) => {
  const entry = aside.querySelector(event.target.closest('a[href^="#"]')?.hash || ":not(*)");
  if (!entry || getComputedStyle(aside).position !== "sticky") return;
  event.preventDefault();
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
});
