// Keeping selected words clear of what is docked at the lower edge of the window, and of the menu
// that phones put beside a selection.
const MENU = 64 // px

export function revealAbove(dock, range) {
  const bar = document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0
  const { top, bottom } = range.getBoundingClientRect()
  const covered = bottom + MENU - dock.getBoundingClientRect().top
  const room = top - bar - MENU
  if (covered > 0 && room > 0) scrollBy({ top: Math.min(covered, room), behavior: "instant" })
}
