import { nextSign, nextWord } from "../lib/borders.js"
import { caretBox, directionAt, unitAtPoint } from "../lib/carets.js"
import { revealAbove } from "../lib/docking.js"
import { oncePerFrame } from "../lib/frames.js"
import { placeHandles, putHandles, putWash } from "../lib/handles.js"
import { codePoints, rangeAt, rangeOf, unitsOf } from "../lib/offsets.js"
import { isPhone, markOf } from "../lib/passages.js"
import { inShort } from "../lib/saying.js"
import { articleText, languageOf } from "../lib/selecting.js"
import { openStanding, place } from "../lib/standings.js"
import { wholeWords } from "../lib/wording.js"

const EDGE = 70 // px at the window's edges where a drag scrolls on
const QUIET = 200 // ms before moved borders are said
const MOVED = ["passage:chosen", "parts:changed", "parts:moved", "view:changed"]

// The borders of the passages whose card is open: handles to drag, and a panel that moves them by
// buttons and keys. A drag saves where it ends; the panel saves by Enter.
customElements.define("passage-borders", class extends HTMLElement {
  #standing = null
  #stretches = [] // in UTF-16 units
  #at = 0
  #isOn = false
  #drag = null
  #layer = null
  #saying = 0

  connectedCallback() {
    this.#layer ??= this.appendChild(Object.assign(document.createElement("div"), { className: "borders-layer", ariaHidden: "true" }))
    for (const name of MOVED) document.addEventListener(name, this.#again)
    document.addEventListener("passage:chosen", this.#uncover)
    document.addEventListener("click", this.#remove)
    document.addEventListener("keydown", this.#escape)
    addEventListener("resize", this.#again)
    this.#layer.addEventListener("pointerdown", this.#grab)
    this.#layer.addEventListener("pointermove", this.#pull)
    this.#layer.addEventListener("pointerup", this.#drop)
    this.#layer.addEventListener("pointercancel", this.#giveUp)
    this.#panel.addEventListener("keydown", this.#key)
    this.#panel.addEventListener("click", this.#press)
  }

  disconnectedCallback() {
    for (const name of MOVED) document.removeEventListener(name, this.#again)
    document.removeEventListener("passage:chosen", this.#uncover)
    document.removeEventListener("click", this.#remove)
    document.removeEventListener("keydown", this.#escape)
    removeEventListener("resize", this.#again)
  }

  get #panel() {
    return this.querySelector(".borders-panel")
  }

  get #stretch() {
    return this.#stretches[this.#at]
  }

  // Asked for by the menu of the card, or by its key.
  begin() {
    this.#read()
    if (!this.#stretches.length) return
    this.#isOn = true
    document.documentElement.dataset.borders = ""
    this.#panel.hidden = false
    this.#show()
    this.#panel.focus({ preventScroll: true })
    this.#reveal()
    this.#say(`Borders of ${this.#standing.label}: ${this.#words()}. Arrows move the end, with Shift the start, Enter saves.`)
  }

  #again = () => {
    if (this.#drag) return
    const wanted = openStanding()
    const isSame = this.#isOn && wanted?.label === this.#standing?.label && wanted?.version === this.#standing?.version
    if (this.#isOn && !isSame) this.#end()
    if (!isSame) this.#read()
    this.#draw()
  }

  // On phones the card comes up as a sheet: not over the passage that was tapped.
  #uncover = ({ detail: { label, from } }) => {
    const mark = from === "text" && isPhone() && markOf(label)
    if (!mark || !this.#stretches.length) return
    revealAbove(document.querySelector(".card.on"), rangeAt(articleText(), this.#stretches[0].from, this.#stretches[0].to))
  }

  #read() {
    const text = articleText()
    this.#standing = openStanding()
    this.#at = 0
    this.#stretches = (this.#standing?.places ?? []).map(({ start, end }) => unitsOf(text, rangeOf(text, start, end)))
  }

  #draw = oncePerFrame(() => {
    const isFree = this.#isOn || !document.querySelector(".card.on .card-form form")
    const shown = isFree ? this.#stretches : []
    this.#layer.dataset.role = this.#standing?.card.dataset.role ?? ""
    if (!this.#drag) putHandles(this.#layer, shown.length)
    placeHandles(this.#layer, this.#stretches, this.#isOn ? this.#at : -1)
    putWash(this.#layer, this.#isOn || this.#drag ? this.#stretches : [])
  })

  #grab = (event) => {
    const grip = event.target.closest(".border-handle")
    if (!grip || event.button) return
    event.preventDefault()
    const { at, end } = grip.dataset
    const box = caretBox(articleText(), this.#stretches[at], end)
    this.#drag = { at: Number(at), end, before: this.#stretches.map((stretch) => ({ ...stretch })), dx: box.left - event.clientX, dy: box.top + box.height / 2 - event.clientY }
    this.#at = Number(at)
    document.documentElement.dataset.borders = ""
    this.#layer.setPointerCapture(event.pointerId)
    this.#layer.classList.add("dragging")
  }

  #pull = (event) => {
    if (!this.#drag) return
    const { end, dx, dy } = this.#drag
    const unit = unitAtPoint(articleText(), event.clientX + dx, event.clientY + dy)
    if (unit !== null) this.#move(end, unit, event.altKey)
    const by = event.clientY < EDGE + 50 ? -14 : event.clientY > innerHeight - EDGE ? 14 : 0
    if (by) scrollBy({ top: by, behavior: "instant" })
    this.#draw()
  }

  #drop = () => {
    if (!this.#drag) return
    const { at, before } = this.#drag
    const isMoved = before[at].from !== this.#stretches[at].from || before[at].to !== this.#stretches[at].to
    this.#let()
    if (isMoved && !this.#isOn) this.#save()
    else this.#show()
  }

  #giveUp = () => {
    if (!this.#drag) return
    this.#stretches = this.#drag.before
    this.#let()
    this.#show()
  }

  #let() {
    this.#drag = null
    this.#layer.classList.remove("dragging")
    if (!this.#isOn) delete document.documentElement.dataset.borders
  }

  // A border never passes the other one; by words it never cuts one in two.
  #move(end, unit, isBySign) {
    const text = articleText()
    const old = this.#stretch
    const raw = end === "start" ? { from: Math.min(unit, old.to - 1), to: old.to } : { from: old.from, to: Math.max(unit, old.from + 1) }
    const whole = isBySign ? raw : wholeWords(text.textContent, raw, languageOf(text))
    if (whole.from >= whole.to) return
    this.#stretches[this.#at] = end === "start" ? { from: whole.from, to: old.to } : { from: old.from, to: whole.to }
  }

  #step(end, way, isBySign = false) {
    const text = articleText()
    const { from, to } = this.#stretch
    const at = end === "start" ? from : to
    const goal = isBySign ? nextSign(text.textContent, at, way, languageOf(text)) : nextWord(text.textContent, at, way, end === "end", languageOf(text))
    const next = end === "start" ? { from: goal, to } : { from, to: goal }
    if (next.from < next.to && text.textContent.slice(next.from, next.to).trim()) this.#stretches[this.#at] = next
    this.#show()
    this.#reveal(end)
    this.#sayLater()
  }

  #key = (event) => {
    if (event.ctrlKey || event.metaKey) return
    const act = this.#keys(event)[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  #keys({ shiftKey, altKey, target }) {
    const end = shiftKey ? "start" : "end"
    const way = directionAt(rangeAt(articleText(), this.#stretch.from, this.#stretch.to).startContainer) === "rtl" ? -1 : 1
    const step = (by) => () => this.#step(end, by * way, altKey)
    return {
      ArrowRight: step(1),
      ArrowLeft: step(-1),
      ArrowDown: () => this.#choose(1),
      ArrowUp: () => this.#choose(-1),
      Escape: () => this.#cancel(),
      ...(target === this.#panel ? { Enter: () => this.#save() } : {}),
    }
  }

  #press = ({ target }) => {
    const button = target.closest("button")
    const [end, way] = button?.dataset.move?.split(" ") ?? []
    if (end) return this.#step(end, Number(way))
    const acts = { next: () => this.#choose(1), save: () => this.#save(), cancel: () => this.#cancel() }
    acts[button?.dataset.borders]?.()
  }

  #choose(by) {
    const count = this.#stretches.length
    this.#at = (this.#at + by + count) % count
    this.#show()
    this.#reveal()
    this.#sayLater()
  }

  async #save() {
    const text = articleText().textContent
    const places = this.#stretches.map(({ from, to }) => {
      const start = codePoints(text.slice(0, from))
      return { start, end: start + codePoints(text.slice(from, to)) }
    })
    const standing = this.#standing
    this.#end()
    this.#draw()
    await place(standing, places)
    this.#read()
    this.#draw()
  }

  #escape = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !(this.#isOn || this.#drag)) return
    event.preventDefault()
    if (this.#drag) this.#giveUp()
    else this.#cancel()
  }

  #cancel() {
    const label = this.#standing?.number
    this.#end()
    this.#read()
    this.#draw()
    document.getElementById(`more-${label}`)?.focus({ preventScroll: true })
  }

  #end() {
    this.#isOn = false
    this.#panel.hidden = true
    clearTimeout(this.#saying)
    delete document.documentElement.dataset.borders
  }

  #show() {
    this.#draw()
    if (!this.#isOn) return
    const count = this.#stretches.length
    this.querySelector("[data-borders=label]").textContent = this.#standing.label
    this.querySelector("[data-borders=which]").textContent = count > 1 ? `passage ${this.#at + 1} of ${count}` : "borders"
    this.querySelector("[data-borders=next]").hidden = count < 2
  }

  // The border that moves stays on the screen, clear of the bar and of the panel.
  #reveal(end = "start") {
    const box = caretBox(articleText(), this.#stretch, end)
    if (!box || (box.top > 130 && box.bottom < innerHeight - 150)) return
    scrollBy({ top: box.top - innerHeight * 0.3, behavior: "instant" })
  }

  // Each passage in the card has a small button that takes it away.
  #remove = ({ target }) => {
    const button = target.closest("[data-remove-place]")
    if (!button) return
    const standing = openStanding()
    if (standing) place(standing, standing.places.filter((_, at) => at !== Number(button.dataset.removePlace)))
  }

  #words() {
    const { from, to } = this.#stretch
    return inShort(articleText().textContent.slice(from, to))
  }

  #sayLater() {
    clearTimeout(this.#saying)
    this.#saying = setTimeout(() => this.#say(this.#words()), QUIET)
  }

  #say(words) {
    this.querySelector("[role=status]").textContent = words
  }
})
