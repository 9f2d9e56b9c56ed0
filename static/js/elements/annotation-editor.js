import { codePoints } from "../lib/offsets.js"

// A form in a card: Enter saves, Esc leaves, and the gist is counted while it is written.
customElements.define("annotation-editor", class extends HTMLElement {
  #watch = new ResizeObserver(() => document.dispatchEvent(new CustomEvent("parts:moved")))

  connectedCallback() {
    this.addEventListener("keydown", this.#key)
    this.addEventListener("input", this.#typed)
    this.addEventListener("click", this.#cancel)
    this.addEventListener("submit", this.#sent)
    this.addEventListener("htmx:sendError", this.#typed)
    this.addEventListener("htmx:responseError", this.#typed)
    addEventListener("beforeunload", this.#leaving)
    this.#watch.observe(this)
    this.#count()
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#leaving)
    this.#watch.disconnect()
    document.dispatchEvent(new CustomEvent("parts:moved"))
  }

  // Cards are replaced around an open form: moving it must not count as a new one.
  connectedMoveCallback() {}

  get #form() {
    return this.querySelector("form")
  }

  #key = (event) => {
    if (event.defaultPrevented || event.isComposing) return
    const isLine = event.target.matches("input:not([type=radio])")
    const saves = event.key === "Enter" && (isLine || event.ctrlKey || event.metaKey)
    if (!saves && event.key !== "Escape") return
    event.preventDefault()
    event.stopPropagation()
    if (saves) this.#form.requestSubmit(this.querySelector("[data-save]"))
    else this.#leave()
  }

  #cancel = (event) => {
    if (!event.target.closest("[data-cancel]") || !this.closest(".card")) return
    event.preventDefault()
    this.#leave()
  }

  #leave() {
    const card = this.closest(".card")
    if (!card) return
    this.parentElement.replaceChildren()
    const isTaken = !document.dispatchEvent(new CustomEvent("editing:left", { cancelable: true }))
    if (!isTaken) card.querySelector("[aria-keyshortcuts=e]")?.focus({ preventScroll: true })
  }

  #typed = () => {
    this.dataset.unsaved = ""
    this.#count()
  }

  #sent = () => delete this.dataset.unsaved

  // The browser asks before it throws away what is typed here.
  #leaving = (event) => {
    if ("unsaved" in this.dataset) event.preventDefault()
  }

  #count = () => {
    for (const field of this.querySelectorAll("[data-limit]")) {
      const output = document.getElementById(`${field.id}-count`)
      const count = codePoints(field.value.trim())
      output.value = `${count} / ${field.dataset.limit}`
      output.classList.toggle("over", count > Number(field.dataset.limit))
    }
  }
})
