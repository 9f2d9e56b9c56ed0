import { unitsOf } from "../lib/offsets.js"
import { articleText, hasModifier, isTyping, languageOf, selectedRange, selectUnits } from "../lib/selecting.js"
import { allSentences, runsOf } from "../lib/sentences.js"
import { recall } from "../lib/store.js"

// Selecting without a mouse and without caret browsing: `a` selects a sentence, j and k go to the
// next and the one before, J and K let the selection grow and shrink, Shift and an arrow by a word.
customElements.define("sentence-cursor", class extends HTMLElement {
  #isOn = false

  connectedCallback() {
    document.addEventListener("keydown", this.#key, true)
    document.addEventListener("pointerdown", this.#off)
    document.addEventListener("selectionchange", this.#offWithoutSelection)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key, true)
    document.removeEventListener("pointerdown", this.#off)
    document.removeEventListener("selectionchange", this.#offWithoutSelection)
  }

  #off = () => {
    this.#isOn = false
  }

  #offWithoutSelection = () => {
    if (this.#isOn && document.getSelection().isCollapsed) this.#off()
  }

  #key = (event) => {
    if (hasModifier(event) || isTyping(event) || recall("reading", {}).keys === false) return
    const act = event.key === "a" ? () => this.#begin() : this.#isOn && this.#moves(event)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  #moves({ key, shiftKey }) {
    const byWord = (way) => () => document.getSelection().modify("extend", way, "word")
    return {
      j: () => this.#step(1),
      k: () => this.#step(-1),
      J: () => this.#grow(1),
      K: () => this.#grow(-1),
      ...(shiftKey ? { ArrowRight: byWord("right"), ArrowLeft: byWord("left") } : {}),
    }[key]
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
