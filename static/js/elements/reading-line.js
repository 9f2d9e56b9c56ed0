import { oncePerFrame } from "../lib/frames.js"
import { positions, watchPositions } from "../lib/positions.js"
import { recall, remember } from "../lib/store.js"

const LINE = 0.38 // of the window's height: about where people look
const WORTH_RESUMING = 3 // blocks
const OFFER = 15_000 // ms

// How far the reader is: the bar's thin line, the passage being read, the heading, the place kept.
customElements.define("reading-line", class extends HTMLElement {
  #now = null
  #seen = new Set()
  #place = `place:${location.pathname}`
  #stop = () => {}

  connectedCallback() {
    addEventListener("scroll", this.#read, { passive: true })
    addEventListener("pagehide", this.#keepPlace)
    document.addEventListener("map:changed", this.#again)
    this.#stop = watchPositions(this.#again)
    this.#offerToResume()
  }

  disconnectedCallback() {
    removeEventListener("scroll", this.#read)
    removeEventListener("pagehide", this.#keepPlace)
    document.removeEventListener("map:changed", this.#again)
    this.#stop()
  }

  // The parts are new: what was marked on the old ones must be marked anew.
  #again = () => {
    this.#now = null
    this.#seen = new Set()
    this.#read()
  }

  #read = oncePerFrame(() => {
    const scrollable = document.documentElement.scrollHeight - innerHeight
    document.documentElement.style.setProperty("--read-so-far", scrollable > 0 ? scrollY / scrollable : 0)
    document.body.classList.toggle("past", scrollY > 220)
    this.#markSeen()
    this.#markNow()
    this.#markHeading()
  })

  #markSeen() {
    const [top, bottom] = [scrollY + 60, scrollY + innerHeight - 20]
    const seen = new Set(positions().filter((at) => at.bottom > top && at.top < bottom).map((at) => at.label))
    for (const label of this.#seen) if (!seen.has(label)) this.#mark(label, "seen", false)
    for (const label of seen) if (!this.#seen.has(label)) this.#mark(label, "seen", true)
    this.#seen = seen
  }

  #markNow() {
    const line = scrollY + innerHeight * LINE
    const away = ({ top, bottom }) => Math.abs((top + bottom) / 2 - line)
    const nearest = positions().reduce((best, at) => (!best || away(at) < away(best) ? at : best), null)
    const label = scrollY < 80 ? null : (nearest?.label ?? null)
    if (label === this.#now) return
    if (this.#now) this.#mark(this.#now, "now", false)
    this.#now = label
    if (!label) return
    this.#mark(label, "now", true)
    document.dispatchEvent(new CustomEvent("passage:now", { detail: { label } }))
  }

  #mark(label, name, on) {
    for (const prefix of ["n", "k", "o"]) document.getElementById(`${prefix}-${label}`)?.classList.toggle(name, on)
  }

  #markHeading() {
    const links = [...document.querySelectorAll(".contents-list a")]
    const line = innerHeight * LINE + 10
    const passed = links.filter((link) => document.getElementById(decodeURIComponent(link.hash.slice(1)))?.getBoundingClientRect().top < line)
    const current = passed.at(-1)?.hash
    for (const link of links) link.classList.toggle("now", link.hash === current)
  }

  #blocks = () => [...(document.getElementById("text")?.children ?? [])]

  #keepPlace = () => {
    const line = innerHeight * LINE
    remember(this.#place, this.#blocks().findLastIndex((block) => block.getBoundingClientRect().top < line))
  }

  #offerToResume() {
    const at = recall(this.#place, 0)
    const button = document.getElementById("resume")
    const block = this.#blocks()[at]
    if (!button || !block || at < WORTH_RESUMING || scrollY || location.hash || location.search.includes("focus=")) return
    button.hidden = false
    button.addEventListener("click", () => {
      block.scrollIntoView({ block: "center" })
      button.hidden = true
    })
    setTimeout(() => (button.hidden = true), OFFER)
  }
})
