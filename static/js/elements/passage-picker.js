import { offsetsOf, unitsOf } from "../lib/offsets.js"
import { articleText, hasModifier, isTyping, languageOf, selectedRange, selectUnits } from "../lib/selecting.js"
import { sentenceAround } from "../lib/sentences.js"
import { recall } from "../lib/store.js"
import { wholeWords } from "../lib/wording.js"

const PAUSE = 140 // ms of quiet before a selection counts as made
const GAP = 10
const EDGE = 8

// Offers the roles for the words that are selected, by mouse, touch, keyboard or screen reader alike:
// all of them change the one selection. The form saves; this fills it in and puts it in its place.
customElements.define("passage-picker", class extends HTMLElement {
  #pause = 0
  #isDrawing = false
  #isPressed = false

  connectedCallback() {
    document.addEventListener("selectionchange", this.#later)
    document.addEventListener("pointerdown", this.#down)
    document.addEventListener("pointerup", this.#up)
    document.addEventListener("pointercancel", this.#up)
    document.addEventListener("keydown", this.#key, true)
    document.addEventListener("parts:changed", this.#follow)
    this.addEventListener("mousedown", this.#keepSelection)
    this.addEventListener("click", this.#sentence)
    addEventListener("resize", this.#later)
  }

  disconnectedCallback() {
    clearTimeout(this.#pause)
    document.removeEventListener("selectionchange", this.#later)
    document.removeEventListener("pointerdown", this.#down)
    document.removeEventListener("pointerup", this.#up)
    document.removeEventListener("pointercancel", this.#up)
    document.removeEventListener("keydown", this.#key, true)
    document.removeEventListener("parts:changed", this.#follow)
    removeEventListener("resize", this.#later)
  }

  get #buttons() {
    return [...this.querySelectorAll("[role=toolbar] button")]
  }

  #later = () => {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(this.#follow, PAUSE)
  }

  // A mouse is still drawing until it is let go; a finger on the picker may take the selection away
  // before its tap arrives.
  #follow = () => {
    if (this.#isDrawing || this.#isPressed) return
    const range = selectedRange()
    if (range) this.#show(range)
    else if (!this.contains(document.activeElement)) this.hidden = true
  }

  #down = (event) => {
    this.#isPressed = this.contains(event.target)
    this.#isDrawing = event.pointerType === "mouse" && !this.#isPressed
  }

  #up = (event) => {
    const drew = this.#isDrawing && event.pointerType === "mouse"
    this.#isDrawing = this.#isPressed = false
    if (drew) this.#snap()
    this.#later()
  }

  #snap() {
    const range = selectedRange()
    if (!range) return
    const text = articleText()
    const drawn = unitsOf(text, range)
    const whole = wholeWords(text.textContent, drawn, languageOf(text))
    if (whole.from !== drawn.from || whole.to !== drawn.to) selectUnits(whole)
  }

  #show(range) {
    const { start, end, quote } = offsetsOf(articleText(), range)
    const { elements } = this.querySelector("form")
    const isNew = this.hidden || elements.start.value !== String(start) || elements.end.value !== String(end)
    elements.start.value = start
    elements.end.value = end
    elements.quote.value = quote
    elements.revision.value = articleText().dataset.revision
    this.hidden = false
    this.#place(range)
    if (isNew) this.#announce(quote)
  }

  // Above the selection; under it where the bar leaves no room. On phones the style sheet docks it.
  #place(range) {
    const lines = [...range.getClientRects()].filter((rect) => rect.width)
    const around = range.getBoundingClientRect()
    const [first, last] = [lines[0] ?? around, lines.at(-1) ?? around]
    const bar = document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0
    const above = first.top - this.offsetHeight - GAP
    const below = Math.min(last.bottom + GAP, innerHeight - this.offsetHeight - EDGE)
    const middle = around.left + around.width / 2 - this.offsetWidth / 2
    const widest = document.documentElement.clientWidth - this.offsetWidth - EDGE
    this.style.setProperty("--x", `${Math.max(EDGE, Math.min(widest, middle)) + scrollX}px`)
    this.style.setProperty("--y", `${(above > bar + EDGE ? above : Math.max(bar + EDGE, below)) + scrollY}px`)
  }

  #announce(quote) {
    const count = quote.trim().split(/\s+/).length
    const keys = recall("reading", {}).keys === false ? "Tab leads to the roles." : "1 to 7 marks, s takes the whole sentence."
    this.querySelector("[role=status]").textContent = `${count} ${count === 1 ? "word" : "words"} selected. ${keys}`
  }

  // A press on a button must not take the selection away. Only mice: touch needs its own default.
  #keepSelection = (event) => event.preventDefault()

  #key = (event) => {
    if (this.hidden || hasModifier(event) || isTyping(event)) return
    const isInside = this.contains(event.target)
    const act = this.#keys(isInside)[event.key]
    if (!act || (event.shiftKey && event.key !== "Tab")) return
    if (act(event) === false) return
    event.preventDefault()
    event.stopPropagation()
  }

  #keys(isInside) {
    const isQuiet = recall("reading", {}).keys === false && !isInside
    const digits = this.#buttons.slice(0, 7).map((button, at) => [`${at + 1}`, () => this.#mark(button)])
    return {
      Escape: () => this.#letGo(),
      Tab: (event) => (event.shiftKey || !this.#isReading(event) ? false : this.#buttons[0].focus()),
      ...(isQuiet ? {} : { ...Object.fromEntries(digits), s: () => this.#takeSentence() }),
      ...(isInside ? { ArrowRight: () => this.#walk(1), ArrowLeft: () => this.#walk(-1), Home: () => this.#buttons[0].focus(), End: () => this.#buttons.at(-1).focus() } : {}),
    }
  }

  // A digit may follow the selection faster than the pause.
  #mark(button) {
    const range = selectedRange()
    if (range) this.#show(range)
    button.click()
  }

  // From the text Tab leads to the picker, wherever that stands in the document.
  #isReading({ target }) {
    return target === document.body || Boolean(target.closest?.("#article"))
  }

  #walk(by) {
    const buttons = this.#buttons
    const at = buttons.indexOf(document.activeElement)
    buttons[(at + by + buttons.length) % buttons.length].focus()
  }

  #letGo() {
    const wasInside = this.contains(document.activeElement)
    document.getSelection().removeAllRanges()
    this.hidden = true
    if (wasInside) document.getElementById("article")?.focus({ preventScroll: true })
  }

  #sentence = (event) => {
    if (event.target.closest("[data-sentence]")) this.#takeSentence()
  }

  #takeSentence() {
    const range = selectedRange()
    const text = articleText()
    if (range) this.#show(selectUnits(sentenceAround(text, unitsOf(text, range), languageOf(text))))
  }
})
