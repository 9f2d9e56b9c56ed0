import { draftOf, dropDraft, handOver, holdDraft, keepDraft, keyToGoOn, newDraft, takeOver } from "../lib/drafts.js"
import { topsOf } from "../lib/mirror.js"
import { codePoints } from "../lib/offsets.js"
import "./draft-offers.js"

const PAUSE = 400 // ms without a key before the text is kept

// The text while it is revised: kept in this browser until it is saved, offered again after a
// reload, and never lost to a connection that fails or a page that is left.
customElements.define("revise-editor", class extends HTMLElement {
  #saved = ""
  #draft = "" // the key under which this page keeps its text, and no other page does
  #from = null // the draft of the page whose form led here
  #release = () => {}
  #time = Date.now()
  #timer = 0
  #isLeaving = false
  #isRenewed = false

  connectedCallback() {
    this.#saved = "unsaved" in this.dataset ? null : this.#field.value
    const from = takeOver(this.dataset.draft)
    if (this.#isChanged) this.#from = from
    this.#writeAs(newDraft(this.dataset.draft))
    this.addEventListener("input", this.#typed)
    this.addEventListener("change", this.#tabbed)
    this.addEventListener("submit", this.#sent)
    this.addEventListener("click", this.#clicked)
    this.addEventListener("draft:continue", this.#take)
    this.addEventListener("draft:changed", this.#offer)
    this.addEventListener("revise:goto", this.#go)
    this.addEventListener("htmx:confirm", this.#asked)
    this.addEventListener("htmx:beforeOnLoad", this.#answered)
    this.addEventListener("htmx:afterRequest", this.#done)
    for (const name of ["sendError", "responseError", "timeout"]) this.addEventListener(`htmx:${name}`, this.#failed)
    document.addEventListener("keydown", this.#key)
    document.addEventListener("visibilitychange", this.#seen)
    addEventListener("beforeunload", this.#leaving)
    addEventListener("pagehide", this.#left)
    addEventListener("pageshow", this.#back)
    addEventListener("online", this.#look)
    this.#offer()
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
    document.removeEventListener("visibilitychange", this.#seen)
    removeEventListener("beforeunload", this.#leaving)
    removeEventListener("pagehide", this.#left)
    removeEventListener("pageshow", this.#back)
    removeEventListener("online", this.#look)
    clearTimeout(this.#timer)
    // A conflict has taken this place: whoever works by keyboard goes on there.
    document.getElementById("main")?.focus()
    document.querySelector(".conflict-page")?.addEventListener("submit", () => handOver(this.#draft))
    addEventListener("pagehide", this.#release)
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
    this.#time = Date.now()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#keep, PAUSE)
  }

  #writeAs(key) {
    const release = this.#release
    this.#draft = key
    this.#release = holdDraft(key)
    return release()
  }

  // Whether what stands here is safe, should the page be gone the next moment.
  #keep = () => {
    clearTimeout(this.#timer)
    if (this.#isLeaving) return true
    if (!this.#isChanged) {
      dropDraft(this.#draft)
      return true
    }
    const { source, base, summary } = this.#form.elements
    const draft = { source: source.value, base: base.value, summary: summary.value, time: this.#time }
    const isKept = keepDraft(this.#draft, draft)
    if (!this.#form.matches(".htmx-request")) this.#say(isKept ? "Unsaved changes, kept in this browser" : NOT_KEPT)
    return isKept
  }

  #offer = () => {
    const isSafe = this.#keep()
    return this.querySelector("draft-offers").list(this.#draft, isSafe ? this.#field.value : null)
  }

  // Another tab may have been closed meanwhile.
  #seen = () => {
    if (document.visibilityState === "visible" && !this.#isLeaving) this.#offer()
  }

  // The two change places: what was typed here stays kept, and is offered in its turn.
  #take = async ({ detail: { key, source, base, summary, time } }) => {
    if (this.#field.readOnly) return
    if (!this.#keep()) return this.#problem(NOT_TAKEN)
    const { elements } = this.#form
    const released = this.#writeAs(keyToGoOn(key, this.dataset.draft))
    this.#from = null
    this.#time = time
    Object.assign(elements.source, { value: source })
    Object.assign(elements.base, { value: base })
    Object.assign(elements.summary, { value: summary })
    this.#look()
    this.#field.focus()
    await released
    this.#offer()
  }

  #look = () => this.querySelector("#revise-read").dispatchEvent(new Event("revise:look"))

  // Without htmx the form is sent as any other.
  #sent = (event) => {
    if (event.defaultPrevented) return
    this.#keep()
    handOver(this.#draft)
    this.#isLeaving = true
  }

  #left = () => {
    this.#keep()
    this.#release()
  }

  // Back may bring the page as it was left, with its text.
  #back = ({ persisted }) => {
    if (!persisted) return
    this.#isLeaving = false
    this.#field.readOnly = false
    this.#writeAs(this.#draft)
    this.#offer()
  }

  #clicked = (event) => {
    const link = event.target.closest("a[data-show]")
    if (link) this.#show(event, link)
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
    this.#saved = this.#field.value
    dropDraft(this.#draft)
    if (this.#from && draftOf(this.#from.key)?.time === this.#from.time) dropDraft(this.#from.key)
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

  #failed = async ({ detail: { elt, xhr } }) => {
    if (elt !== this.#form) return this.#say("Unsaved changes; the preview waits for the server")
    if (xhr?.status === 403 && (await this.#hasNewToken())) return this.#form.requestSubmit()
    this.#problem(NOT_SAVED, REASONS[xhr?.status] ?? "The server did not answer. Save again in a moment.")
  }

  // Whoever signed in anew in another tab has another token; this page asks for it once.
  async #hasNewToken() {
    if (this.#isRenewed) return false
    this.#isRenewed = true
    const answer = await fetch(this.#form.action).catch(() => null)
    const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html")
    const token = page.querySelector("#revise-form [name=csrfmiddlewaretoken]")?.value
    if (token) this.#form.elements.csrfmiddlewaretoken.value = token
    return Boolean(token)
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
const NOT_KEPT = "Unsaved changes; they cannot be kept in this browser"
const NOT_TAKEN = "What stands here cannot be kept in this browser, so the other text was not put in its place. Save first, or copy it."
const NOT_SHOWN = "There is no preview of so much text. Everything you typed is still here."
const REASONS = {
  403: "Your sign-in has changed since this page was opened. Copy your text, or load the page again and continue with what this browser has kept.",
  404: "You are signed out, or you may not edit this article any more. Sign in in another tab, then save again.",
  413: "This is more than can be sent at once.",
  500: "Something broke on our side. It has been noted; save again in a moment.",
}
