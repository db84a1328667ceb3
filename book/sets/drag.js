// Cards that are dragged from list to list by mouse, pen or finger.

/**
 * Let cards be dragged from list to list by mouse, pen or finger: drop(letter, list, letter that it comes
 * before).
 */
export function drag(lists, drop) {
  let held, ghost, target;
  const over = (y, list) =>
    [...list.children].find((card) => {
      const { top, height } = card.getBoundingClientRect();
      return card !== held && y < top + height / 2;
    });

  function start(event) {
    const grip = event.target.closest(".proof-card");
    if (!grip || event.button || event.target.closest(".proof-tools, a")) return;
    if (event.pointerType === "touch" && !event.target.closest(".proof-grip")) return; // a finger scrolls
    event.preventDefault();
    held = grip;
    ghost = document.createElement("li");
    ghost.className = "proof-gap";
    held.setPointerCapture(event.pointerId);
    held.classList.add("held");
  }

  function follow(event) {
    if (!held) return;
    const near = (list) =>
      Math.max(
        list.getBoundingClientRect().top - event.clientY,
        event.clientY - list.getBoundingClientRect().bottom,
        0,
      );
    const list = near(lists[0]) <= near(lists[1]) ? lists[0] : lists[1];
    target = [list, over(event.clientY, list)];
    list.insertBefore(ghost, target[1] ?? null);
    if (event.clientY < 80) scrollBy(0, -12);
    if (event.clientY > innerHeight - 80) scrollBy(0, 12);
  }

  function end(event) {
    if (!held) return;
    const letter = held.dataset.letter,
      dropped = event.type === "pointerup" && target;
    held.classList.remove("held");
    ghost.remove();
    held = undefined;
    if (dropped) drop(letter, target[0], target[1]?.dataset.letter);
    target = undefined;
  }
  for (const list of lists) {
    list.addEventListener("pointerdown", start);
    list.addEventListener("pointermove", follow);
    list.addEventListener("pointerup", end);
    list.addEventListener("pointercancel", end);
  }
}
