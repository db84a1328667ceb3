// What is wider than its place scrolls inside it. The keyboard can only scroll what it can focus, so such a box
// becomes a stop of the tab key, with a name, and stops being one as soon as all of it fits.
(() => {
  const boxes = {
    'mjx-container[display="true"]': "Formula", ".drawing": "Figure", ".pst-scrollable-table-container": "Table",
    "div.highlight pre": "Code", ".cell_output .output": "Output",
  };
  const mark = () => {
    for (const [selector, name] of Object.entries(boxes)) {
      for (const box of document.querySelectorAll(selector)) {
        const scrolls = box.scrollWidth > box.clientWidth + 1;
        if (scrolls && box.tabIndex < 0) {
          box.tabIndex = 0;
          box.setAttribute("role", "group");
          box.setAttribute("aria-label", `${name}, scrolls sideways`);
        } else if (!scrolls && box.getAttribute("role") === "group") {
          box.removeAttribute("tabindex");
          box.removeAttribute("role");
          box.removeAttribute("aria-label");
        }
      }
    }
  };
  addEventListener("load", () => {
    mark();
    window.MathJax?.startup?.promise.then(mark);
    document.addEventListener("toggle", mark, true);
  });
  addEventListener("resize", mark);
})();
