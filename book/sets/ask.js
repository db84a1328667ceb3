// A question with two answers, in the page's own window.

/** Return whether the reader says yes. */
export function ask(question, yes, no = "Cancel") {
  const dialog = document.createElement("dialog"),
    form = document.createElement("form");
  const text = document.createElement("p");
  dialog.className = "set-question";
  form.method = "dialog";
  text.textContent = question;
  text.id = "set-question";
  dialog.setAttribute("aria-labelledby", text.id);
  form.append(
    text,
    ...[no, yes].map((word) => {
      const button = document.createElement("button");
      Object.assign(button, { value: word, textContent: word });
      return button;
    }),
  );
  dialog.append(form);
  document.querySelector("article").append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === yes);
    });
  });
}

/** Let the reader choose files; return them. */
export function choose(multiple = false) {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept: ".ipynb,.json", multiple });
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve([...input.files]));
    input.click();
  });
}
