import { hasModifier, isTyping } from "../lib/selecting.js"
import { Refreshing } from "../lib/refreshing.js"
import { recall } from "../lib/store.js"

const STEPS = { j: 1, k: -1 }
const CHOICES = { a: "a", b: "b", 2: "both", s: "same", x: "out" }

// Where a form for merging begins: at what is wrong, or at the words, or at the role.
const FIRST = [".field:has(.field-error) :is(input, select)", "input:checked", "select"]

// Rows of a comparison, decided about one after the other, by keys as well. What others decide
// appears by itself.
customElements.define("decision-keys", class extends HTMLElement {
  #decided = ""
  #refreshing = new Refreshing(this, "none", { parts: ["rounds", "cards"], things: ".agreement-row" })

  connectedCallback() {
    document.addEventListener("keydown", this.#press)
    this.addEventListener("htmx:beforeSwap", this.#leave)
    this.addEventListener("htmx:afterSwap", this.#arrive)
    this.addEventListener("htmx:configRequest", this.#tell)
    this.addEventListener("click", this.#cancel)
    this.addEventListener("htmx:oobBeforeSwap", this.#keep)
    document.addEventListener("decisions:shown", this.#shown)
    document.addEventListener("decision:undone", this.#goBack)
    this.#refreshing.start()
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#press)
    document.removeEventListener("decisions:shown", this.#shown)
    document.removeEventListener("decision:undone", this.#goBack)
    this.#refreshing.stop()
  }

  get #rows() {
    return [...this.querySelectorAll(".agreement-row")]
  }

  #press = (event) => {
    const merging = event.target.closest?.(".agreement-merge")
    if (merging && event.key === "Escape") return merging.querySelector("a").click()
    if (event.defaultPrevented || isTyping(event) || hasModifier(event)) return
    if (recall("reading", {}).keys === false) return
    const row = document.activeElement?.closest(".agreement-row")
    const target = Object.hasOwn(STEPS, event.key) ? this.#beside(row, STEPS[event.key]) : this.#means(row, event.key)
    if (!target) return
    event.preventDefault()
    if (target.matches(".agreement-row")) target.focus()
    else target.click()
  }

  #beside(row, step) {
    if (!row) return this.#open(this.#rows)
    return this.#rows[this.#rows.indexOf(row) + step]
  }

  #means(row, key) {
    if (key === "u") return this.#undo
    if (key === "m") return row?.querySelector("a[hx-get]")
    return Object.hasOwn(CHOICES, key) ? row?.querySelector(`button[value="${CHOICES[key]}"]`) : null
  }

  get #undo() {
    return this.querySelector("#agreement-undo button")
  }

  #open(rows) {
    return rows.find((row) => !("decided" in row.dataset))
  }

  #enter(form) {
    form.scrollIntoView({ block: "nearest" })
    FIRST.map((field) => form.querySelector(field)).find(Boolean)?.focus({ preventScroll: true })
  }

  #leave = ({ detail: { target } }) => {
    this.#decided = target.id
  }

  // The button that was pressed is gone: on to the next row, or into the form that has come.
  #arrive = ({ target }) => {
    const form = target.matches(".agreement-verdict") && target.querySelector(".agreement-merge")
    if (form) return this.#enter(form)
    if (!target.id || target.id !== this.#decided) return
    this.#decided = ""
    if (!target.matches(".agreement-row")) return document.activeElement === document.body && this.#undo?.focus()
    const rows = this.#rows
    const next = target.querySelector("[role=alert]") ? target : this.#open(rows.slice(rows.indexOf(target) + 1))
    ;(next ?? target).focus()
  }

  // The server answers with the rows that are not like that any more.
  #tell = ({ detail: { parameters } }) => {
    parameters.had = this.#rows.map(({ id, dataset: { state } }) => `${id.replace(/^[a-z]+-/, "")}:${state}`).join(" ")
  }

  // Whoever is merging goes on, below what somebody else has decided meanwhile.
  #keep = ({ target, detail: { fragment } }) => {
    const merging = target.querySelector(".agreement-merge")
    const verdict = fragment.querySelector(".agreement-verdict")
    if (!merging || !verdict) return
    verdict.querySelector("form")?.remove()
    verdict.append(merging)
  }

  // The row comes as it is by now, because it is said to be shown as nothing.
  #cancel = (event) => {
    const merging = event.target.closest(".agreement-merge a")?.closest(".agreement-merge")
    if (!merging || hasModifier(event)) return
    event.preventDefault()
    const row = merging.closest(".agreement-row")
    merging.remove()
    row.dataset.state = "none"
    row.focus()
    this.#refreshing.now()
  }

  #shown = ({ detail: { edition } }) => this.#refreshing.shown(edition)

  #goBack = ({ detail: { place } }) => (document.getElementById(place) ?? this.#undo)?.focus()
})
