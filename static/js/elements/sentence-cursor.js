import { unitsOf } from "../lib/offsets.js"
import { articleText, hasModifier, isTyping, languageOf, selectedRange, selectUnits } from "../lib/selecting.js"
import { allSentences, runsOf } from "../lib/sentences.js"
import { recall } from "../lib/store.js"

// Selecting without a mouse and without caret browsing: `a` selects a sentence, j and k go to the
// next and the one before, J and K let the selection grow and shrink, Shift and an arrow by a word.
// After what was selected so has been marked and worded, the cursor stands on the next sentence.
customElements.define("sentence-cursor", class extends HTMLElement {
  #isOn = false
  #marked = null // where the cursor stood when its words were marked

  connectedCallback() {
    document.addEventListener("keydown", this.#key, true)
    document.addEventListener("pointerdown", this.#off)
    document.addEventListener("selectionchange", this.#offWithoutSelection)
    document.addEventListener("passage:marked", this.#rest)
    document.addEventListener("editing:left", this.#back)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key, true)
    document.removeEventListener("pointerdown", this.#off)
    document.removeEventListener("selectionchange", this.#offWithoutSelection)
    document.removeEventListener("passage:marked", this.#rest)
    document.removeEventListener("editing:left", this.#back)
  }

  // Saved: on to the next sentence, if it was the cursor that marked.
  goesOn(to) {
    if (!this.#marked || !to?.startsWith("edit-")) return false
    const { to: end } = this.#marked
    const next = this.#sentences.find((sentence) => sentence.from >= end) ?? this.#sentences.at(-1)
    this.#land(next)
    return true
  }

  #rest = () => {
    const range = this.#isOn && selectedRange()
    this.#marked = range ? unitsOf(articleText(), range) : null
  }

  // Left unsaved: back to where the cursor stood.
  #back = (event) => {
    if (!this.#marked) return
    event.preventDefault()
    this.#land(this.#marked)
  }

  #land(stretch) {
    this.#marked = null
    document.getElementById("article").focus({ preventScroll: true })
    this.#take(stretch)
  }

  #off = () => {
    this.#isOn = false
    this.#marked = null
  }

  #offWithoutSelection = () => {
    if (this.#isOn && document.getSelection().isCollapsed) this.#isOn = false
  }

  #key = (event) => {
    const isBySign = this.#isOn && event.altKey && event.shiftKey && event.key.startsWith("Arrow")
    if ((hasModifier(event) && !isBySign) || isTyping(event) || recall("reading", {}).keys === false) return
    const act = event.key === "a" ? () => this.#begin() : this.#isOn && this.#moves(event)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  #moves({ key, shiftKey, altKey }) {
    const by = (way) => () => document.getSelection().modify("extend", way, altKey ? "character" : "word")
    return {
      j: () => this.#step(1),
      k: () => this.#step(-1),
      J: () => this.#grow(1),
      K: () => this.#grow(-1),
      o: () => this.#turn(),
      ...(shiftKey ? { ArrowRight: by("right"), ArrowLeft: by("left") } : {}),
    }[key]
  }

  // The other end of the selection is the one that moves from now on.
  #turn() {
    const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection()
    document.getSelection().setBaseAndExtent(focusNode, focusOffset, anchorNode, anchorOffset)
  }

  get #sentences() {
    return allSentences(articleText(), languageOf(articleText()))
  }

  #begin() {
    const range = selectedRange() ?? this.#rangeOfOpen()
    const from = range ? unitsOf(articleText(), range).from : this.#firstOnScreen()
    const here = this.#sentences.find((sentence) => sentence.to > from)
    if (here) this.#take(here)
  }

  #firstOnScreen() {
    const bar = document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0
    return runsOf(articleText()).find(({ block }) => block.getBoundingClientRect().top > bar)?.from ?? 0
  }

  #rangeOfOpen() {
    const mark = document.querySelector("article-text mark.on")
    if (!mark) return null
    const range = document.createRange()
    range.selectNodeContents(mark)
    return range
  }

  #step(by) {
    const sentences = this.#sentences
    const { from } = unitsOf(articleText(), selectedRange())
    const at = sentences.findIndex(({ to }) => to > from)
    this.#take(sentences[Math.max(0, Math.min(sentences.length - 1, at + by))])
  }

  #grow(by) {
    const sentences = this.#sentences
    const { from, to } = unitsOf(articleText(), selectedRange())
    const first = sentences.findIndex((sentence) => sentence.to > from)
    const last = sentences.findLastIndex((sentence) => sentence.from < to)
    const end = Math.max(first, Math.min(sentences.length - 1, last + by))
    this.#take({ from: sentences[first].from, to: sentences[end].to })
  }

  #take(stretch) {
    const range = selectUnits(stretch)
    this.#isOn = true
    const { top, bottom } = range.getBoundingClientRect()
    if (top < 140 || bottom > innerHeight - 40) scrollBy({ top: top - innerHeight * 0.34, behavior: "instant" })
  }
})
