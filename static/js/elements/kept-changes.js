import { rangeOf } from "../lib/offsets.js"
import { forget, isAway, keep, KEY, newKey, refused, retry, waiting } from "../lib/outbox.js"
import { articleText } from "../lib/selecting.js"
import { sendKept, wordsOf } from "../lib/sending.js"
import { forgetTyped, keepTyping } from "../lib/typing.js"

const STAYS = 5_000 // ms
const AGAIN = 4_000 // ms until it is tried again where the server is there, but did not answer
const STEP = /\/(undo|redo)\/$/
const TYPED = ["gist", "note", "body", "why", "reason", "answer"]

// Whether the server is there, what waits for it, and what it could not do any more.
customElements.define("kept-changes", class extends HTMLElement {
  #isConnected
  #forms = new Map() // that were sent in vain: the key and what was sent, and the button that sent it
  #timer = 0
  #again = 0
  #endTyping

  connectedCallback() {
    document.addEventListener("live:connected", this.#heard)
    document.addEventListener("outbox:kept", this.#later)
    document.addEventListener("outbox:sent", this.#sent)
    document.addEventListener("htmx:configRequest", this.#sign)
    document.addEventListener("htmx:afterRequest", this.#answered)
    document.addEventListener("change:made", this.#made)
    document.addEventListener("input", this.#typed)
    document.addEventListener("form:left", this.#left)
    // Before those who would say that it is lost.
    document.addEventListener("htmx:sendError", this.#failed, true)
    document.addEventListener("htmx:responseError", this.#failed, true)
    addEventListener("storage", this.#elsewhere)
    document.addEventListener("parts:changed", this.#showWords)
    this.addEventListener("click", this.#decide)
    this.#endTyping = keepTyping()
    this.#draw()
  }

  disconnectedCallback() {
    this.#endTyping()
    document.removeEventListener("live:connected", this.#heard)
    document.removeEventListener("outbox:kept", this.#later)
    document.removeEventListener("outbox:sent", this.#sent)
    document.removeEventListener("htmx:configRequest", this.#sign)
    document.removeEventListener("htmx:afterRequest", this.#answered)
    document.removeEventListener("change:made", this.#made)
    document.removeEventListener("input", this.#typed)
    document.removeEventListener("form:left", this.#left)
    document.removeEventListener("htmx:sendError", this.#failed, true)
    document.removeEventListener("htmx:responseError", this.#failed, true)
    removeEventListener("storage", this.#elsewhere)
    document.removeEventListener("parts:changed", this.#showWords)
    clearTimeout(this.#again)
  }

  get #state() {
    return document.getElementById("live-state")
  }

  #heard = ({ detail: { isConnected } }) => {
    const isBack = isConnected && this.#isConnected === false
    this.#isConnected = isConnected
    if (isBack || (isConnected && !this.#again)) this.#sendAgain()
    if (isBack) document.querySelector("#notices [data-problem=away]")?.remove()
    if (isBack) this.#say("Connected again.")
    else if (!isConnected) this.#draw()
  }

  #later = () => {
    clearTimeout(this.#again)
    this.#again = setTimeout(this.#sendAgain, AGAIN)
    this.#draw()
  }

  // What another tab keeps, which may be gone before the server is back.
  #elsewhere = () => {
    if (!this.#again && waiting().length) this.#later()
    else this.#draw()
  }

  // While nobody is there it waits for live:connected.
  #sendAgain = () => {
    clearTimeout(this.#again)
    this.#again = 0
    if (!this.#isConnected) return
    if (waiting().length) sendKept()
    for (const [form, { key, button }] of this.#forms) {
      if (form.isConnected) form.requestSubmit(button?.form === form ? button : undefined)
      else this.#drop(form, key)
    }
  }

  // What is sent again as it was is the same change; so the server makes it once.
  #sign = ({ detail: { verb, headers, elt, formData } }) => {
    if (verb !== "post") return
    const before = this.#forms.get(elt)
    headers[KEY] = before && before.sent === wire(formData) ? before.key : newKey()
  }

  // It goes to the server again from here or, where this page is gone by then, from the next one. A form
  // keeps what is typed in it, and is sent as a form; anything else as it was. A step back is one from
  // here: on another page the last change may be another.
  #failed = (event) => {
    const { requestConfig: { verb, path, formData, headers, elt, triggeringEvent }, xhr } = event.detail
    if (verb !== "post" || !isAway(xhr?.status)) return
    const key = headers[KEY]
    const button = triggeringEvent?.submitter
    const form = elt.closest?.("form")
    const isStep = STEP.test(path) && !formData.get("seq")
    const isForm = isStep || Boolean(form?.querySelector("input:not([type=hidden]), textarea, select"))
    const words = wordsOf(Object.fromEntries(formData), button ?? form?.querySelector("button"))
    this.#drop(form, this.#forms.get(form)?.key)
    const isKept = !isStep && keep({ path, values: [...formData], words, key, isHeld: isForm })
    if (!isKept && !isForm) return
    if (isKept && isForm) forgetTyped(form)
    if (isForm) this.#forms.set(form, { key, button, sent: wire(formData) })
    else if (formData.has("start")) document.getSelection().removeAllRanges()
    event.preventDefault()
    document.dispatchEvent(new CustomEvent("live:check"))
    this.#later()
  }

  #answered = ({ detail: { requestConfig: { verb, elt }, xhr } }) => {
    const form = this.#forms.get(elt)
    if (verb !== "post" || !form || isAway(xhr.status)) return
    this.#drop(elt, form.key)
    this.#draw()
  }

  // Its answer was lost the first time.
  #made = ({ target }) => {
    this.#drop(target, this.#forms.get(target)?.key)
    const cancel = target.closest?.(".card, .comment-edit") && target.querySelector("[data-cancel]")
    if (cancel) cancel.click()
    else target.reset?.()
    this.#sent({ detail: { saved: 1 } })
  }

  // Whoever types on takes it back, and sends it again; whoever cancels takes it back for good.
  #typed = ({ target: { form } }) => this.#takeBack(form)

  #left = ({ detail: { form } }) => this.#takeBack(form)

  #takeBack(form) {
    if (!this.#forms.has(form)) return
    this.#drop(form, this.#forms.get(form).key)
    this.#draw()
  }

  #drop(form, key) {
    this.#forms.delete(form)
    if (key) forget(key)
  }

  #sent = ({ detail: { saved } }) => {
    if (saved) this.#say(`${saved === 1 ? "Your change is" : `Your ${saved} changes are`} saved.`)
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
    const isAwayNow = this.#isConnected === false
    const count = waiting().length + this.#forms.size
    const some = count === 1 ? "1 change waits." : count ? `${count} changes wait.` : ""
    if (isAwayNow || count) this.#tell(`${isAwayNow ? "Offline" : "Not saved yet"} – your changes are kept. ${some}`.trim(), true)
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

  // What could not be applied stays until somebody has decided about it.
  #list() {
    const rows = refused()
    const known = rows.map(({ key }) => key).join()
    if (this.dataset.rows === known) return
    this.dataset.rows = known
    this.replaceChildren(...rows.map(({ key, words, values, problem }) => {
      const row = document.createElement("div")
      row.append(
        element("p", `Could not be saved: ${words}. ${problem}`),
        ...values.filter(([name, value]) => TYPED.includes(name) && value).map(([, value]) => element("pre", value)),
        decision(key, "again", "Try again"),
        decision(key, "dismiss", "Dismiss"),
      )
      return row
    }))
  }

  #decide = ({ target: { dataset } }) => {
    if (!dataset.key) return
    if (dataset.act === "dismiss") forget(dataset.key)
    else {
      retry(dataset.key)
      sendKept()
    }
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

const wire = (formData) => new URLSearchParams([...formData]).toString()

const element = (name, textContent) => Object.assign(document.createElement(name), { textContent })

function decision(key, act, words) {
  const button = Object.assign(element("button", words), { type: "button", className: "button small" })
  Object.assign(button.dataset, { key, act })
  return button
}
