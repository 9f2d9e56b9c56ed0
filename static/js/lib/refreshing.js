const PAUSE = 60 // ms
const BUSY = 300
const BAR = 60 // pixels that the bar covers

// What loads anew when others do something that is shown there, as threads do when others say something;
// the address is in data-href. What is typed stays, because the server sends its fields as ones to be
// preserved. Nothing is fetched that nobody would see: what the server gives out counts as read.
export class Refreshing {
  #root
  #address
  #swap
  #parts
  #things
  #timer
  #due = 0 // the edition that is wanted

  constructor(root, swap, { address = () => root.dataset.href, parts = ["talk"], things = ".comment" } = {}) {
    this.#root = root
    this.#swap = swap
    this.#address = address
    this.#parts = parts
    this.#things = things
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

  // What one has done oneself brought its answer along.
  shown(edition) {
    if (edition >= this.#due) this.#due = 0
  }

  now() {
    this.#due ||= 1
    return this.#load()
  }

  #heard = ({ detail: { parts, seq } }) => {
    if (!this.#parts.some((part) => parts.includes(part))) return
    this.#due = seq
    this.#wait(PAUSE)
  }

  #seen = () => this.#due && this.#wait(PAUSE)

  // Once for several changes, not before one's own is answered, and not while words are selected.
  #wait(time) {
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
    if (!this.#due) return
    this.#due = 0
    const open = [...this.#root.querySelectorAll(".talk-thread:not(details:not([open]))")].map(({ id }) => id)
    const [putBack, focus] = [looking(this.#root, this.#things), focused(this.#root)]
    await window.htmx.ajax("GET", this.#address(), { source: this.#root, target: this.#root, swap: this.#swap })
    for (const id of open) document.querySelector(`details#${id}`)?.setAttribute("open", "")
    putBack()
    focus()
  }
}

function looking(root, things) {
  const tops = [...root.querySelectorAll(things)].map(({ id, offsetParent }) => offsetParent && [id, topOf(id)])
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
    const now = focus.isConnected ? focus : document.getElementById(holder.id)
    const isLost = document.activeElement === document.body
    if (!now || !isLost) return
    // Another button in its place may do something else.
    const point = now.querySelectorAll(POINTS)[place]
    const isSame = point?.textContent === focus.textContent || !now.matches("[tabindex]")
    ;((isSame && point) || now).focus({ preventScroll: true })
  }
}
