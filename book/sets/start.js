// The first script of a problem set's page and of the progress page. The others are modules, which a browser
// does not load from a folder: there the page keeps its text, and a sentence says why it has no buttons.
(() => {
  const here = document.currentScript.src;
  const page = document.getElementById("set-release")
    ? "page.js"
    : document.getElementById("set-progress") && "progress.js";
  if (!page) return;
  if (location.protocol === "file:") {
    document.querySelectorAll(".set-lite").forEach((link) => link.remove());
    const state = document.querySelector(".set-state, #set-overview p");
    state.textContent =
      "Answers and checks need the site from a server. From a folder, do the set as a notebook in Jupyter.";
    return;
  }
  import(new URL(page, here)).then((module) => module.begin());
})();
