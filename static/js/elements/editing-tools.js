import { offsetsOf, rangeOf } from "../lib/offsets.js"
import { isAway } from "../lib/outbox.js"
import { articleText, hasModifier, isTyping, selectedRange } from "../lib/selecting.js"
import { inTurn } from "../lib/sending.js"
import { recall } from "../lib/store.js"

const ACTIONS = 64 // px at a card's lower edge where the buttons of its form stay

const KEYS = {
  e: () => document.querySelector(".card.on [aria-keyshortcuts=e]"),
  l: () => document.querySelector(".card.on [aria-keyshortcuts=l]"),
  b: () => document.querySelector(".card.on") && document.querySelector("more-menu [data-more=borders]"),
  ".": () => document.querySelector(".card.on .card-more"),
  u: () => document.querySelector("#notices [data-undo]") ?? document.getElementById("undo"),
  r: () => document.getElementById("redo"),
  w: () => document.getElementById("revise-link"),
}

// What belongs to no single tool: the editor's single keys, where the focus goes after a change,
// what outlives a swap, and what to say when the server does not answer.
customElements.define("editing-tools", class extends HTMLElement {
  #kept = null
  #scrolled = 0

  connectedCallback() {
    document.addEventListener("keydown", this.#key)
    document.addEventListener("focus:move", this.#focus)
    document.addEventListener("htmx:oobBeforeSwap", this.#keep)
    document.addEventListener("parts:changed", this.#restore)
    document.addEventListener("htmx:confirm", inTurn)
    document.addEventListener("htmx:beforeRequest", this.#keepTyped)
    document.addEventListener("htmx:configRequest", this.#tellKind)
    document.addEventListener("htmx:afterRequest", this.#done)
    document.addEventListener("htmx:responseError", this.#failed)
    document.addEventListener("htmx:sendError", this.#failed)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
    document.removeEventListener("focus:move", this.#focus)
    document.removeEventListener("htmx:oobBeforeSwap", this.#keep)
    document.removeEventListener("parts:changed", this.#restore)
    document.removeEventListener("htmx:confirm", inTurn)
    document.removeEventListener("htmx:beforeRequest", this.#keepTyped)
    document.removeEventListener("htmx:configRequest", this.#tellKind)
    document.removeEventListener("htmx:afterRequest", this.#done)
    document.removeEventListener("htmx:responseError", this.#failed)
    document.removeEventListener("htmx:sendError", this.#failed)
  }

  #key = (event) => {
    if (event.defaultPrevented || isTyping(event)) return
    if (event.ctrlKey || event.metaKey) return this.#change(event)
    if (hasModifier(event)) return
    if (recall("reading", {}).keys === false) return
    const tool = Object.hasOwn(KEYS, event.key) && KEYS[event.key]()
    if (!tool) return
    event.preventDefault()
    tool.click()
  }

  // What every editor's fingers know: Ctrl+Z, and Ctrl+Y or Ctrl+Shift+Z.
  #change(event) {
    const key = event.key.toLowerCase()
    if (event.altKey || !(key === "z" || (key === "y" && !event.shiftKey))) return
    event.preventDefault()
    KEYS[key === "z" && !event.shiftKey ? "u" : "r"]()?.click()
  }

  // To an element, into a form, or, without either, to the card that is open. Whoever is selecting
  // the next words already is left alone.
  #focus = ({ detail: { to, within } }) => {
    if (this.querySelector("sentence-cursor").goesOn(to) || (!within && selectedRange())) return
    const goal = (within ? firstField(document.getElementById(within)) : document.getElementById(to)) ?? elsewhere()
    goal?.focus({ preventScroll: true })
    if (goal?.matches("input")) goal.select()
    if (goal) reveal(goal)
  }

  // The next words may be selected before the answer for the last ones has come.
  #keep = (event) => {
    const { target } = event.detail
    if (target.id === "argument") this.#scrolled = target.querySelector(".pane-outline")?.scrollTop ?? 0
    const range = target.id === "text" && selectedRange()
    if (range) this.#kept = offsetsOf(target, range)
  }

  #restore = () => {
    const outline = document.querySelector("#argument .pane-outline")
    if (outline) outline.scrollTop = this.#scrolled
    const { kept, text } = { kept: this.#kept, text: articleText() }
    this.#kept = null
    if (!kept || this.querySelector("passage-picker").wasSent(kept)) return
    const range = rangeOf(text, kept.start, kept.end)
    if (range.toString() === kept.quote) document.getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset)
  }

  // A form in which something was typed does not give way to another one: it gets the focus.
  #keepTyped = (event) => {
    const { elt, target, requestConfig } = event.detail
    const typed = requestConfig.verb === "get" && target.querySelector?.(":scope > annotation-editor[data-unsaved]")
    if (!typed || typed.contains(elt)) return
    event.preventDefault()
    firstField(typed)?.focus()
  }

  // Another annotation may change which kind of map is drawn unasked: the one that is shown stays.
  #tellKind = ({ detail: { headers } }) => {
    const shown = document.querySelector("[data-kind-of-map][aria-current]")
    const url = new URL(location.href)
    if (shown) url.searchParams.set("kind", shown.dataset.kindOfMap)
    headers["HX-Current-URL"] = url.href
  }

  #done = ({ detail: { elt, xhr } }) => {
    if (!elt.matches?.("form[popover]") || xhr.status >= 400) return
    elt.reset()
    elt.hidePopover()
  }

  // What was kept or is sent again needs no word from here.
  #failed = ({ detail: { xhr, requestConfig }, defaultPrevented }) => {
    if (defaultPrevented) return
    const isReading = requestConfig?.verb === "get"
    const gone = xhr?.status === 404 || xhr?.status === 403
    const what = isReading ? "This cannot be opened" : "This was not saved"
    const why = gone ? "it is not there any more, or you were signed out." : "the server did not answer."
    const then = gone ? "" : isReading ? " Try again in a moment." : " Nothing you typed is lost; try again."
    this.#say(`${what}: ${why}${then}`, isAway(xhr?.status))
  }

  #say(words, isAwayNow) {
    const toast = document.createElement("undo-toast")
    const sentence = document.createElement("p")
    toast.className = "toast"
    toast.dataset.problem = isAwayNow ? "away" : ""
    sentence.setAttribute("role", "alert")
    sentence.textContent = words
    const dismiss = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Dismiss" })
    dismiss.dataset.dismiss = ""
    toast.append(sentence, dismiss)
    document.getElementById("notices").replaceChildren(toast)
  }
})

const elsewhere = () => document.querySelector(".card.on") ?? document.getElementById("article")

// What is wrong, else what the form asks for first.
function firstField(slot) {
  const shown = (names) => [...slot?.querySelectorAll(names) ?? []].find((field) => field.offsetParent)
  return shown("[aria-invalid=true]") ?? shown("[data-first]") ?? shown("input:not([type=radio]), select, textarea")
}

function reveal(goal) {
  if (goal.id === "article") return
  const box = goal.getBoundingClientRect()
  const room = goal.parentElement.closest(".card")?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight }
  const below = goal.closest(".card-form") ? ACTIONS : 0
  const isSeen = box.top >= Math.max(0, room.top) && box.bottom <= Math.min(innerHeight, room.bottom) - below
  if (!isSeen) goal.scrollIntoView({ block: "nearest", behavior: "instant" })
}
