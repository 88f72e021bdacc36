// Searches as one types: asks for the same page with the form as it is now, and puts its results in place of the old
// ones. The address changes with them, so that it can be shared; the count is said aloud.
const form = document.querySelector("form[data-live]");
const results = document.getElementById(form.dataset.live);
let waiting = 0;
let asking = new AbortController();

const address = () => {
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(filled).toString();
  return form.action + (query ? `?${query}` : "");
};

const search = async () => {
  asking.abort();
  asking = new AbortController();
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address(), { signal: asking.signal });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(results.id);
    if (!answer.ok || !found) return form.submit();
    results.replaceChildren(...found.childNodes);
    history.replaceState(null, "", address());
    document.querySelector("header .search input").value = form.elements.words.value;
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  } finally {
    results.removeAttribute("aria-busy");
  }
};

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, 120);
});
// Empty fields say nothing in an address.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(address());
});
