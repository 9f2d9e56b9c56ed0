import { recall } from "../lib/store.js"

const KEYS = { n: 1, p: -1 }
const GAP = 20 // pixels between the bar and a change that was gone to

// Goes from change to change, by its links or by n and p, and says which one it is.
customElements.define("change-steps", class extends HTMLElement {
  #at = -1

  connectedCallback() {
    this.addEventListener("click", this.#click)
    document.addEventListener("keydown", this.#press)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#press)
  }

  #click = (event) => {
    const link = event.target.closest("[data-step]")
    if (!link) return
    event.preventDefault()
    this.#go(Number(link.dataset.step))
  }

  #press = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (!Object.hasOwn(KEYS, event.key) || recall("reading", {}).keys === false) return
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]")) return
    event.preventDefault()
    this.#go(KEYS[event.key])
  }

  #go(step) {
    const changes = [...document.querySelectorAll(".compared-change")]
    const to = Math.min(Math.max(this.#next(changes, step), 0), changes.length - 1)
    changes[this.#at]?.classList.remove("current")
    this.#at = to
    changes[to].classList.add("current")
    changes[to].focus({ preventScroll: true })
    scrollBy({ top: changes[to].getBoundingClientRect().top - this.#line, behavior: "instant" })
    this.querySelector("[data-count]").textContent = `Change ${to + 1} of ${changes.length}`
    history.replaceState(history.state, "", `#${changes[to].id}`)
  }

  // From the change gone to last, as long as it is in view; else from where the reader is.
  #next(changes, step) {
    const last = changes[this.#at]?.getBoundingClientRect()
    if (last && last.bottom > this.#line && last.top < innerHeight) return this.#at + step
    const tops = changes.map((change) => change.getBoundingClientRect().top)
    if (step < 0) return tops.findLastIndex((top) => top < this.#line - 1)
    const below = tops.findIndex((top) => top > this.#line - 1)
    return below < 0 ? changes.length - 1 : below
  }

  get #line() {
    return this.getBoundingClientRect().bottom + GAP
  }
})
