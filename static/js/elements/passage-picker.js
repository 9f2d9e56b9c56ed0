import { revealAbove } from "../lib/docking.js"
import { offsetsOf, unitsOf } from "../lib/offsets.js"
import { articleText, hasModifier, isTyping, languageOf, selectedRange, selectUnits } from "../lib/selecting.js"
import { send, valuesOf } from "../lib/sending.js"
import { sentenceAround } from "../lib/sentences.js"
import { cut, openStanding, place, standingAround } from "../lib/standings.js"
import { inShort } from "../lib/saying.js"
import { recall } from "../lib/store.js"
import { wholeWords } from "../lib/wording.js"

const PAUSE = 140 // ms of quiet before a selection counts as made
const GAP = 10
const EDGE = 8

// Offers the roles for the words that are selected, by mouse, touch, keyboard or screen reader alike:
// all of them change the one selection. The form saves; this fills it in and puts it in its place.
// Beside the roles it offers what the selection can do to an annotation that is there already.
customElements.define("passage-picker", class extends HTMLElement {
  #pause = 0
  #isDrawing = false
  #isPressed = false
  #sent = new Set()
  #acts = {}

  connectedCallback() {
    document.addEventListener("selectionchange", this.#later)
    document.addEventListener("pointerdown", this.#down)
    document.addEventListener("pointerup", this.#up)
    document.addEventListener("pointercancel", this.#up)
    document.addEventListener("keydown", this.#key, true)
    document.addEventListener("parts:changed", this.#follow)
    this.addEventListener("mousedown", this.#keepSelection)
    this.addEventListener("click", this.#press)
    this.addEventListener("submit", this.#submit)
    this.addEventListener("htmx:afterSwap", this.#asked)
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

  get #roles() {
    return [...this.querySelectorAll(".picker-role")]
  }

  // One row of tools at a time is walked through by arrows.
  get #buttons() {
    const row = document.activeElement.closest?.(".picker [role]") ?? this.querySelector("[role=toolbar]")
    return [...row.querySelectorAll("button")].filter((button) => !button.hidden)
  }

  // Whether just these words are on their way to the server.
  wasSent({ start, end }) {
    return this.#sent.has(`${start}-${end}`)
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
    if (isNew) this.#begin({ start, end })
    elements.start.value = start
    elements.end.value = end
    elements.quote.value = quote
    elements.revision.value = articleText().dataset.revision
    this.hidden = false
    this.#offer({ start, end })
    this.#place(range)
    if (isNew) this.#announce(quote)
  }

  #begin({ start, end }) {
    this.#sent.delete(`${start}-${end}`)
    this.querySelector("#twin").replaceChildren()
  }

  // A question takes the place of the roles, and may need another one on the screen.
  #asked = () => {
    const range = selectedRange()
    if (range) this.#place(range)
  }

  // What the words can do to the annotation whose card is open, or to the one that they stand in.
  #offer(span) {
    if (!this.querySelector(".picker-acts")) return // whoever only proposes changes nothing that is there
    const open = openStanding()
    const holds = open?.places.some((place) => place.start <= span.start && span.end <= place.end)
    const touched = open?.places.some((place) => place.start < span.end && span.start < place.end)
    const isAll = open?.places.length === 1 && open.places[0].start >= span.start && open.places[0].end <= span.end
    this.#acts = {
      add: open && !holds ? { standing: open, run: () => place(open, [...open.places, span]) } : null,
      cut: this.#cutting(touched && !isAll ? open : standingAround(span), span),
    }
    for (const [name, act] of Object.entries(this.#acts)) this.#label(name, act)
    this.querySelector(".picker-acts").hidden = !Object.values(this.#acts).some(Boolean)
  }

  #cutting(standing, span) {
    return standing && { standing, run: () => cut(standing, [span]) }
  }

  #label(name, act) {
    const button = this.querySelector(`[data-act=${name}]`)
    button.hidden = !act
    if (act) button.querySelector("b").textContent = act.standing.label
  }

  // Above the selection; under it where the bar leaves no room. Under a finger the style sheet docks it.
  #place(range) {
    if (getComputedStyle(this).position === "fixed") return revealAbove(this, range)
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
    const keys = recall("reading", {}).keys === false ? "Tab leads to the roles." : "1 to 7 marks, s takes the whole sentence."
    const { add, cut } = this.#acts
    const more = [add && `p adds it to ${add.standing.label}.`, cut && `x cuts it out of ${cut.standing.label}.`]
    this.querySelector("[role=status]").textContent = [`${inShort(quote)} selected.`, keys, ...more].filter(Boolean).join(" ")
  }

  // A press on a button must not take the selection away. Only mice: touch needs its own default.
  #keepSelection = (event) => event.preventDefault()

  #key = (event) => {
    if (this.hidden || hasModifier(event) || isTyping(event)) return
    const isInside = this.contains(event.target)
    const act = this.#keys(isInside)[event.key]
    if (!act || (event.shiftKey && event.key !== "Tab" && event.key !== "+")) return
    if (act(event) === false) return
    event.preventDefault()
    event.stopPropagation()
  }

  #keys(isInside) {
    const isQuiet = recall("reading", {}).keys === false && !isInside
    const digits = this.#roles.map((button, at) => [`${at + 1}`, () => this.#mark(button)])
    const acts = { p: () => this.#act("add"), "+": () => this.#act("add"), x: () => this.#act("cut") }
    return {
      Escape: () => this.#letGo(),
      Tab: (event) => (event.shiftKey || !this.#isReading(event) ? false : this.#buttons[0].focus()),
      ...(isQuiet ? {} : { ...Object.fromEntries(digits), ...acts, s: () => this.#takeSentence() }),
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

  // A question is taken back first, then the selection.
  #letGo() {
    const question = this.querySelector("#twin")
    if (question.childElementCount) {
      question.replaceChildren()
      return document.getElementById("article").focus({ preventScroll: true })
    }
    const wasInside = this.contains(document.activeElement)
    document.getSelection().removeAllRanges()
    this.hidden = true
    if (wasInside) document.getElementById("article")?.focus({ preventScroll: true })
  }

  #press = ({ target }) => {
    if (target.closest("[data-sentence]")) this.#takeSentence()
    const act = target.closest("[data-act]")
    if (act) this.#act(act.dataset.act)
  }

  #act(name) {
    const act = this.#acts[name]
    if (!act) return false
    this.#noteSent()
    act.run()
  }

  #submit = (event) => {
    event.preventDefault()
    if (event.submitter.matches(".picker-role")) this.querySelector("#twin").replaceChildren()
    this.#noteSent()
    const form = event.target
    send(form.getAttribute("action"), valuesOf(form, event.submitter))
    document.dispatchEvent(new CustomEvent("passage:marked"))
  }

  #noteSent() {
    const { elements } = this.querySelector("form")
    this.#sent.add(`${elements.start.value}-${elements.end.value}`)
  }

  #takeSentence() {
    const range = selectedRange()
    const text = articleText()
    if (range) this.#show(selectUnits(sentenceAround(text, unitsOf(text, range), languageOf(text))))
  }
})
