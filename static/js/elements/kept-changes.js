import { rangeOf } from "../lib/offsets.js"
import { forget, isAway, keep, refused, waiting } from "../lib/outbox.js"
import { articleText } from "../lib/selecting.js"
import { sendKept, wordsOf } from "../lib/sending.js"

const STAYS = 5_000 // ms

// Whether the server is there, what waits for it, and what it could not do any more.
customElements.define("kept-changes", class extends HTMLElement {
  #isConnected = true
  #forms = new Map() // that were sent in vain, each with the button that sent it
  #timer = 0

  connectedCallback() {
    document.addEventListener("live:connected", this.#heard)
    document.addEventListener("outbox:kept", this.#draw)
    document.addEventListener("outbox:sent", this.#sent)
    // Before those who would say that it is lost.
    document.addEventListener("htmx:sendError", this.#failed, true)
    document.addEventListener("htmx:responseError", this.#failed, true)
    addEventListener("storage", this.#draw)
    document.addEventListener("parts:changed", this.#showWords)
    this.addEventListener("click", this.#dismiss)
    this.#draw()
  }

  disconnectedCallback() {
    document.removeEventListener("live:connected", this.#heard)
    document.removeEventListener("outbox:kept", this.#draw)
    document.removeEventListener("outbox:sent", this.#sent)
    document.removeEventListener("htmx:sendError", this.#failed, true)
    document.removeEventListener("htmx:responseError", this.#failed, true)
    removeEventListener("storage", this.#draw)
    document.removeEventListener("parts:changed", this.#showWords)
  }

  get #state() {
    return document.getElementById("live-state")
  }

  #heard = ({ detail: { isConnected } }) => {
    const isBack = isConnected && !this.#isConnected
    this.#isConnected = isConnected
    if (isConnected && waiting().length) sendKept()
    if (isConnected) this.#sendForms()
    if (isBack) this.#say("Connected again.")
    else if (!isConnected) this.#draw()
  }

  // A form keeps what is typed in it and is sent again; anything else is kept as it was sent.
  #failed = (event) => {
    const { requestConfig: { verb, path, formData, elt, triggeringEvent }, xhr } = event.detail
    if (verb !== "post" || !isAway(xhr?.status)) return
    const form = elt.closest?.("form")
    const button = triggeringEvent?.submitter
    if (form?.querySelector("input:not([type=hidden]), textarea, select")) this.#forms.set(form, button)
    else if (!keep(path, [...formData], wordsOf(Object.fromEntries(formData), button ?? form?.querySelector("button")))) return
    event.preventDefault()
    document.dispatchEvent(new CustomEvent("live:check"))
    this.#draw()
  }

  #sendForms() {
    const forms = [...this.#forms]
    this.#forms.clear()
    for (const [form, button] of forms) if (form.isConnected) form.requestSubmit(button?.form === form ? button : undefined)
  }

  #sent = ({ detail: { saved } }) => {
    if (saved) this.#say(`Connected again. ${saved === 1 ? "Your change is" : `Your ${saved} changes are`} saved.`)
    this.#draw()
    document.dispatchEvent(new CustomEvent("live:check"))
  }

  #say(words) {
    clearTimeout(this.#timer)
    this.#tell(words)
    this.#timer = setTimeout(() => {
      this.#timer = 0
      this.#draw()
    }, STAYS)
  }

  #draw = () => {
    const count = waiting().length + this.#forms.size
    const isAwayNow = !this.#isConnected || count
    const some = count === 1 ? "1 change waits." : count ? `${count} changes wait.` : ""
    if (isAwayNow) this.#tell(`Offline – your changes are kept. ${some}`.trim(), true)
    else if (!this.#timer && this.#state && !("problem" in this.#state.dataset)) this.#state.hidden = true
    this.#list()
    this.#showWords()
  }

  #tell(words, isAwayNow = false) {
    const state = this.#state
    if (!state || "problem" in state.dataset) return
    state.hidden = false
    state.classList.toggle("away", isAwayNow)
    if (state.textContent !== words) state.textContent = words
  }

  // What could not be applied stays until somebody has read it.
  #list() {
    this.replaceChildren(...refused().map(({ key, words, problem }) => {
      const row = document.createElement("p")
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Dismiss" })
      button.dataset.key = key
      row.append(Object.assign(document.createElement("span"), { textContent: `Could not be saved: ${words}. ${problem}` }), button)
      return row
    }))
  }

  #dismiss = ({ target }) => {
    if (!target.dataset.key) return
    forget(target.dataset)
    this.#draw()
  }

  // The words that are to be marked, until they are.
  #showWords = () => {
    const text = articleText()
    const ranges = text ? waiting().map(({ values }) => Object.fromEntries(values)).filter(({ start, revision }) => start && revision === text.dataset.revision).map(({ start, end }) => rangeOf(text, Number(start), Number(end))) : []
    if (ranges.length) CSS.highlights?.set("waiting", new Highlight(...ranges))
    else CSS.highlights?.delete("waiting")
  }
})
