import { passages, pieces } from "./passages.js"

let known = null

// Where each passage lies on the page, measured once until something moves: scrolling then costs
// no layout, however many passages there are.
export function positions() {
  known ??= passages().map(({ label, mark }) => {
    const last = mark.classList.contains("last") ? mark : [...pieces(label)].at(-1)
    const top = mark.getBoundingClientRect().top + scrollY
    const bottom = last.getBoundingClientRect().bottom + scrollY
    return { label, role: mark.dataset.role, top, bottom }
  })
  return known
}

export function forgetPositions() {
  known = null
}

// Calls back when the text has changed its shape, after forgetting where things were.
export function watchPositions(changed) {
  const moved = () => {
    forgetPositions()
    changed()
  }
  const watch = new ResizeObserver(moved)
  const text = document.getElementById("text")
  if (text) watch.observe(text)
  for (const name of ["parts:changed", "parts:moved", "view:changed"]) document.addEventListener(name, moved)
  return () => {
    watch.disconnect()
    for (const name of ["parts:changed", "parts:moved", "view:changed"]) document.removeEventListener(name, moved)
  }
}
