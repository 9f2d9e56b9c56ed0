import { unitAtPoint } from "../lib/carets.js"
import { oncePerFrame } from "../lib/frames.js"
import { topsOf, unitsAt } from "../lib/mirror.js"
import { isCalm } from "../lib/passages.js"
import { placeInWritten } from "../lib/same-word.js"
import { placeOn, valueAt } from "../lib/scales.js"

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, blockquote, pre, td, th, dt, dd, caption"
const EDGE = 2 // px by which a place may be off and still be ours

// The preview follows the text by what is written, not by how long it is: the blocks of both are
// the marks of two scales. A click on a word leads to it in the text.
customElements.define("revise-preview", class extends HTMLElement {
  #place = 0
  #share = 0
  #set = 0
  #textScale = null
  #ownScale = null
  #watch = new ResizeObserver(() => this.#resized())

  connectedCallback() {
    this.#field.addEventListener("scroll", this.#scrolled)
    this.#field.addEventListener("input", this.#typed)
    this.addEventListener("click", this.#clicked)
    document.addEventListener("htmx:oobAfterSwap", this.#swapped)
    document.addEventListener("revise:tab", this.#tabbed)
    this.#watch.observe(this)
    this.#watch.observe(this.#field)
  }

  disconnectedCallback() {
    this.#watch.disconnect()
    document.removeEventListener("htmx:oobAfterSwap", this.#swapped)
    document.removeEventListener("revise:tab", this.#tabbed)
  }

  get #field() {
    return document.getElementById("revise-source")
  }

  get #content() {
    return this.querySelector("#revise-preview")
  }

  get #anchors() {
    return JSON.parse(this.#content.dataset.anchors ?? "[]")
  }

  get #units() {
    return unitsAt(this.#field.value, this.#anchors.map(([point]) => point))
  }

  get #blocks() {
    return [...this.#content.querySelectorAll(`.prose :is(${BLOCKS})`)]
  }

  #typed = () => {
    this.#textScale = null
  }

  #resized() {
    this.#textScale = this.#ownScale = null
    this.#follow()
  }

  // Whoever looks at something else in the preview while a new one comes goes on looking at it.
  #swapped = ({ detail: { target } }) => {
    if (target.id !== "revise-preview") return
    const isFollowing = Math.abs(this.scrollTop - this.#set) < EDGE
    this.#textScale = this.#ownScale = null
    if (isFollowing) this.#scrolled()
  }

  #scrolled = oncePerFrame(() => {
    const { scrollTop, scrollHeight, clientHeight } = this.#field
    if (!clientHeight) return
    this.#share = Math.min(1, scrollTop / Math.max(1, scrollHeight - clientHeight))
    this.#textScale ??= [0, ...topsOf(this.#field, this.#units), scrollHeight]
    this.#place = placeOn(this.#textScale, scrollTop + this.#share * clientHeight)
    this.#follow()
  })

  // At the top of the text the upper edges meet, at its end the lower ones.
  #follow() {
    if (!this.clientHeight) return
    this.#ownScale ??= this.#measured()
    if (this.#place > this.#ownScale.length - 1) return
    this.scrollTop = valueAt(this.#ownScale, this.#place) - this.#share * this.clientHeight
    this.#set = this.scrollTop
  }

  #measured() {
    const blocks = this.#blocks
    const top = this.getBoundingClientRect().top - this.scrollTop
    let last = 0
    // Cells of one row begin at one height, and a picture may float: no mark goes back.
    const tops = this.#anchors.map(([, number]) => (last = Math.max(last, (blocks[number]?.getBoundingClientRect().top ?? top) - top)))
    return [0, ...tops, this.scrollHeight]
  }

  #clicked = (event) => {
    if (event.target.closest("a")) event.preventDefault()
    if (!document.getSelection().isCollapsed) return
    const blocks = this.#blocks
    const number = blocks.indexOf(event.target.closest(BLOCKS))
    const at = this.#anchors.findLastIndex(([, block]) => block <= number)
    if (number < 0 || at < 0) return
    const detail = { unit: this.#written(at, blocks, event), height: event.clientY - this.getBoundingClientRect().top }
    this.dispatchEvent(new CustomEvent("revise:goto", { bubbles: true, detail }))
  }

  // The place in the text that says what was clicked, in the stretch that such a block comes from.
  #written(at, blocks, { clientX, clientY }) {
    const [from, to] = this.#units.slice(at, at + 2)
    const prose = this.#content.querySelector(".prose")
    const clicked = unitAtPoint(prose, clientX, clientY)
    const start = document.createRange()
    start.setStart(prose, 0)
    start.setEndBefore(blocks[this.#anchors[at][1]])
    const begins = start.toString().length
    if (clicked === null || clicked < begins) return from
    return from + placeInWritten(this.#field.value.slice(from, to), prose.textContent.slice(begins), clicked - begins)
  }

  #tabbed = () => this.#resized()

  show(mark) {
    mark.scrollIntoView({ block: "center", behavior: isCalm() ? "instant" : "smooth" })
    mark.classList.add("flash")
    setTimeout(() => mark.classList.remove("flash"), 1200)
  }
})
