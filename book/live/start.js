// Puts "Run" and "Edit" under every code cell of the page. Nothing else is fetched before one of them is
// used; then cells.js takes over. A plain script, not a module: a browser loads no module from a folder.
(() => {
  const home = new URL("live/", document.currentScript.src);
  const button = (name, text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `live-${name}`;
    made.textContent = text;
    return made;
  };

  const bars = [...document.querySelectorAll("div.cell:has(> .cell_input)")].map((cell, index) => {
    const bar = document.createElement("div");
    bar.className = "live-bar";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", `Cell ${index + 1}`);
    const parts = { cell, bar, number: index + 1, status: document.createElement("span"),
                    run: button("run", "Run"), stop: button("stop", "Stop"),
                    edit: button("edit", "Edit"), reset: button("reset", "Reset") };
    parts.stop.hidden = parts.reset.hidden = true;
    parts.status.className = "live-status";
    parts.status.setAttribute("role", "status");
    bar.append(parts.run, parts.stop, parts.edit, parts.reset, parts.status);
    cell.querySelector(":scope > .cell_input").after(bar);
    return parts;
  });

  let opening;
  const open = () => opening ??= import(new URL("cells.js", home)).then(
    (module) => module.open(bars, DOCUMENTATION_OPTIONS.pagename));
  for (const [index, bar] of bars.entries()) {
    for (const what of ["run", "edit"]) {
      bar[what].addEventListener("click", async () => {
        if (location.protocol === "file:") {
          bar.status.textContent = "Python runs in the page when the site comes from a server; from a folder "
            + "the browser forbids it.";
          return;
        }
        bar.status.textContent = bar.status.textContent || "…";
        try {
          (await open())[what](index);
        } catch {
          opening = undefined;
          bar.status.textContent = "Python could not be fetched: there is no network, or this copy of the "
            + "site has no Python.";
        }
      });
    }
  }
  // Who has used Python on another page of this visit finds it started, from the browser's own cache.
  if (bars.length && sessionStorage.getItem("live") && location.protocol !== "file:") {
    const seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        seen.disconnect();
        open().then((cells) => cells.warm()).catch(() => { opening = undefined; });
      }
    }, { rootMargin: "50%" });
    for (const { cell } of bars) seen.observe(cell);
  }
})();
