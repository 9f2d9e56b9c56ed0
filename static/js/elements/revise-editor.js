import { draftOf, dropDraft, keepDraft } from "../lib/drafts.js"
import { topsOf } from "../lib/mirror.js"
import { codePoints } from "../lib/offsets.js"

const PAUSE = 400 // ms without a key before the text is kept

// The text while it is revised: kept in this browser until it is saved, offered again after a
// reload, and never lost to a connection that fails or a page that is left.
customElements.define("revise-editor", class extends HTMLElement {
  #saved = ""
  #offered = null
  #timer = 0
  #isLeaving = false

  connectedCallback() {
    this.#saved = "unsaved" in this.dataset ? null : this.#field.value
    this.addEventListener("input", this.#typed)
    this.addEventListener("change", this.#tabbed)
    this.addEventListener("submit", this.#sent)
    this.addEventListener("click", this.#clicked)
    this.addEventListener("revise:goto", this.#go)
    this.addEventListener("htmx:confirm", this.#asked)
    this.addEventListener("htmx:beforeOnLoad", this.#answered)
    this.addEventListener("htmx:afterRequest", this.#done)
    for (const name of ["sendError", "responseError", "timeout"]) this.addEventListener(`htmx:${name}`, this.#failed)
    document.addEventListener("keydown", this.#key)
    addEventListener("beforeunload", this.#leaving)
    addEventListener("pagehide", this.#keep)
    addEventListener("online", this.#look)
    this.#offer()
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
    removeEventListener("beforeunload", this.#leaving)
    removeEventListener("pagehide", this.#keep)
    removeEventListener("online", this.#look)
    clearTimeout(this.#timer)
    // A conflict has taken this place: whoever works by keyboard goes on there.
    document.getElementById("main")?.focus()
  }

  get #form() {
    return this.querySelector("#revise-form")
  }

  get #field() {
    return this.querySelector("#revise-source")
  }

  get #isChanged() {
    return this.#field.value !== this.#saved
  }

  #typed = ({ target }) => {
    if (!target.matches("[name=source], [name=summary]")) return
    this.#say(this.#isChanged ? "Unsaved changes" : "")
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#keep, PAUSE)
  }

  // What is offered stays as it was until somebody has decided about it.
  #keep = () => {
    clearTimeout(this.#timer)
    if (this.#offered || this.#isLeaving) return
    if (!this.#isChanged) return dropDraft(this.dataset.draft)
    const { source, base, summary } = this.#form.elements
    const draft = { source: source.value, base: base.value, summary: summary.value, time: Date.now() }
    const isKept = keepDraft(this.dataset.draft, draft)
    if (!this.#form.matches(".htmx-request")) this.#say(isKept ? "Unsaved changes, kept in this browser" : "Unsaved changes")
  }

  #offer() {
    if (this.#isChanged) return this.#keep()
    const draft = draftOf(this.dataset.draft)
    if (draft?.source === this.#saved) return dropDraft(this.dataset.draft)
    if (!draft) return
    this.#offered = draft
    const box = this.querySelector("#revise-offer")
    const newer = draft.base === this.dataset.head ? "" : ` The text is at revision ${this.dataset.head} now; saving brings both together.`
    box.querySelector("p").textContent = `You have unsaved text from ${whenWas(draft.time)}, written upon revision ${draft.base}.${newer}`
    box.hidden = false
  }

  #clicked = (event) => {
    const button = event.target.closest("[data-continue], [data-discard], [data-show]")
    if (!button) return
    if (button.matches("[data-show]")) return this.#show(event, button)
    const draft = this.#offered
    this.#offered = null
    this.querySelector("#revise-offer").hidden = true
    if (button.matches("[data-continue]")) this.#take(draft)
    else this.#keep()
    this.#field.focus()
  }

  #take({ source, base, summary }) {
    const { elements } = this.#form
    Object.assign(elements.source, { value: source })
    Object.assign(elements.base, { value: base })
    Object.assign(elements.summary, { value: summary })
    this.#keep()
    this.#look()
  }

  #look = () => this.querySelector("#revise-read").dispatchEvent(new Event("revise:look"))

  // Without htmx the form is sent as any other.
  #sent = (event) => {
    if (!event.defaultPrevented) this.#isLeaving = true
  }

  #show(event, link) {
    event.preventDefault()
    this.#turnTo("preview")
    const mark = document.getElementById(link.hash.slice(1))
    if (mark) this.querySelector("revise-preview").show(mark)
  }

  // On a phone, text and preview take turns.
  #turnTo(pane) {
    this.querySelector(`[data-tab][value=${pane}]`).checked = true
    this.#tabbed()
  }

  #tabbed = () => document.dispatchEvent(new CustomEvent("revise:tab"))

  #go = ({ detail: { unit, height } }) => {
    this.#turnTo("write")
    const field = this.#field
    field.focus({ preventScroll: true })
    field.setSelectionRange(unit, unit)
    field.scrollTop = topsOf(field, [unit])[0] - height
  }

  #key = (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    this.#form.requestSubmit(this.querySelector("#revise-save"))
  }

  // What is far too long need not travel to be refused.
  #asked = (event) => {
    const most = Number(this.dataset.most)
    const length = this.#field.value.length > most ? codePoints(this.#field.value) : 0
    const isSaving = event.target === this.#form
    if (length > most) {
      event.preventDefault()
      const words = `The text has ${length.toLocaleString("en")} characters; the most we take is ${most.toLocaleString("en")}.`
      return this.#problem(isSaving ? NOT_SAVED : NOT_SHOWN, words)
    }
    if (isSaving) this.#hold()
    if (isSaving || this.querySelector("#revise-problems [data-passing]")) this.querySelector("#revise-problems").replaceChildren()
  }

  // What is typed while the text is on its way would be on no side.
  #hold() {
    this.#keep()
    this.#say("Saving …")
    this.#field.readOnly = true
  }

  #answered = ({ detail: { xhr, elt } }) => {
    if (elt !== this.#form || !xhr.getResponseHeader("HX-Redirect")) return
    this.#isLeaving = true
    clearTimeout(this.#timer)
    if (!this.#offered) dropDraft(this.dataset.draft)
    this.#say("Saved")
  }

  #done = ({ detail: { elt } }) => {
    if (elt === this.#form && !this.#isLeaving) {
      this.#field.readOnly = false
      this.#keep()
    }
    this.querySelector(".revise-upon").textContent = `revision ${this.#form.elements.base.value}`
    const line = this.querySelector("#revise-effects [data-said]")?.dataset.said ?? ""
    const said = this.querySelector("#revise-said")
    if (elt !== this.#form && line && said.textContent !== line) said.textContent = line
  }

  #failed = ({ detail: { elt, xhr } }) => {
    if (elt !== this.#form) return this.#say("Unsaved changes; the preview waits for the server")
    this.#problem(NOT_SAVED, REASONS[xhr?.status] ?? "The server did not answer. Save again in a moment.")
  }

  #problem(...sentences) {
    const box = document.createElement("div")
    box.className = "form-error"
    if (sentences[0] === NOT_SHOWN) box.dataset.passing = ""
    box.setAttribute("role", "alert")
    box.append(...sentences.map((words) => Object.assign(document.createElement("p"), { textContent: words })))
    this.querySelector("#revise-problems").replaceChildren(box)
  }

  #leaving = (event) => {
    if (this.#isChanged && !this.#isLeaving) event.preventDefault()
  }

  #say(words) {
    this.querySelector("#revise-state").textContent = words
  }
})

const NOT_SAVED = "It was not saved. Everything you typed is still here."
const NOT_SHOWN = "There is no preview of so much text. Everything you typed is still here."
const REASONS = {
  403: "Your sign-in has changed since this page was opened. Copy your text, or load the page again and continue with what this browser has kept.",
  404: "You are signed out, or you may not edit this article any more. Sign in in another tab, then save again.",
  413: "This is more than can be sent at once.",
  500: "Something broke on our side. It has been noted; save again in a moment.",
}

function whenWas(time) {
  const date = new Date(time)
  const clock = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday ? clock : `${date.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, ${clock}`
}
