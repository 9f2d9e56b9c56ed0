import { hasModifier, isTyping } from "../lib/selecting.js"
import { recall } from "../lib/store.js"

const STEPS = { j: 1, k: -1 }
const CHOICES = { a: "a", b: "b", 2: "both", s: "same", x: "out" }

// Where a form for merging begins: at what is wrong, or at the words, or at the role.
const FIRST = [".field:has(.field-error) :is(input, select)", "input:checked", "select"]

// Rows of a comparison, decided about one after the other, by keys as well.
customElements.define("decision-keys", class extends HTMLElement {
  #decided = ""

  connectedCallback() {
    document.addEventListener("keydown", this.#press)
    this.addEventListener("htmx:beforeSwap", this.#leave)
    this.addEventListener("htmx:afterSwap", this.#arrive)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#press)
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
    if (key === "u") return document.querySelector("#agreement-undo button")
    if (key === "m") return row?.querySelector("a[hx-get]")
    return Object.hasOwn(CHOICES, key) ? row?.querySelector(`button[value="${CHOICES[key]}"]`) : null
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
    const form = target.querySelector(".agreement-merge")
    if (form) return this.#enter(form)
    if (!target.id || target.id !== this.#decided) return
    const rows = this.#rows
    const next = target.querySelector("[role=alert]") ? target : this.#open(rows.slice(rows.indexOf(target) + 1))
    ;(next ?? target).focus()
  }
})
