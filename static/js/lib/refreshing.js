const PAUSE = 60 // ms
const BUSY = 300
const BAR = 60 // pixels that the bar covers

// Threads that load anew when others say something; their address is in data-href. What is typed stays,
// because the server sends its fields as ones to be preserved. Nothing is fetched that nobody would
// see: what the server gives out counts as read.
export class Refreshing {
  #root
  #address
  #swap
  #timer
  #isDue = false

  constructor(root, swap, address = () => root.dataset.href) {
    this.#root = root
    this.#swap = swap
    this.#address = address
  }

  start() {
    document.addEventListener("live:change", this.#heard)
    document.addEventListener("visibilitychange", this.#seen)
  }

  stop() {
    document.removeEventListener("live:change", this.#heard)
    document.removeEventListener("visibilitychange", this.#seen)
    clearTimeout(this.#timer)
  }

  #heard = ({ detail }) => detail.parts.includes("talk") && this.#wait(PAUSE)

  #seen = () => this.#isDue && this.#wait(PAUSE)

  // Once for several changes, not before one's own is answered, and not while words are selected.
  #wait(time) {
    this.#isDue = true
    clearTimeout(this.#timer)
    if (!document.hidden) this.#timer = setTimeout(() => (this.#isBusy() ? this.#wait(BUSY) : this.#load()), time)
  }

  #isBusy() {
    const selection = getSelection()
    const isSelected = !selection.isCollapsed && this.#root.contains(selection.anchorNode)
    return isSelected || this.#root.querySelector(".htmx-request")
  }

  // What is open stays open, also when somebody has resolved it, and what is looked at stays where it is.
  async #load() {
    this.#isDue = false
    const open = [...this.#root.querySelectorAll(".talk-thread:not(details:not([open]))")].map(({ id }) => id)
    const [putBack, focus] = [looking(this.#root), focused(this.#root)]
    await window.htmx.ajax("GET", this.#address(), { source: this.#root, target: this.#root, swap: this.#swap })
    for (const id of open) document.querySelector(`details#${id}`)?.setAttribute("open", "")
    putBack()
    focus()
  }
}

function looking(root) {
  const tops = [...root.querySelectorAll(".comment")].map(({ id, offsetParent }) => offsetParent && [id, topOf(id)])
  const [id, top] = tops.find((place) => place && place[1] > BAR) ?? []
  return () => {
    if (id && document.getElementById(id)) scrollBy({ top: topOf(id) - top, behavior: "instant" })
  }
}

function topOf(id) {
  return document.getElementById(id).getBoundingClientRect().top
}

const POINTS = "a, button, summary, textarea"

// A link or button has no id of its own: it is found again by its place in the comment or thread.
function focused(root) {
  const focus = document.activeElement
  const holder = root.contains(focus) ? focus.closest("[id]") : null
  if (!holder) return () => {}
  const place = [...holder.querySelectorAll(POINTS)].indexOf(focus)
  return () => {
    const now = document.getElementById(holder.id)
    const isLost = document.activeElement === document.body
    if (now && isLost) (now.querySelectorAll(POINTS)[place] ?? now).focus({ preventScroll: true })
  }
}
