// Watches an article while it is read: asks how far it is, and shows the page anew when that has changed.
const shown = document.getElementById("addition");

const ask = async () => {
  try {
    const answer = await fetch(shown.dataset.ask);
    if (!answer.ok || (await answer.json()).state !== shown.dataset.state) return location.reload();
  } catch {
    // The reader may be closed for a moment: asked again, like any other time.
  }
  setTimeout(ask, 400);
};

setTimeout(ask, 400);
