// Asks before a page is left on which something was typed that is saved nowhere yet, and sends a
// form only once, however often its button is pressed.
customElements.define("unsaved-form", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this.#typed)
    this.addEventListener("submit", this.#sent)
    addEventListener("beforeunload", this.#leaving)
    addEventListener("pageshow", this.#shown)
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#leaving)
    removeEventListener("pageshow", this.#shown)
  }

  #typed = () => {
    this.dataset.unsaved = ""
  }

  #sent = (event) => {
    if ("sent" in this.dataset) event.preventDefault()
    this.dataset.sent = ""
  }

  #leaving = (event) => {
    if ("unsaved" in this.dataset && !("sent" in this.dataset)) event.preventDefault()
  }

  // Back may bring the page as it was left.
  #shown = () => {
    delete this.dataset.sent
  }
})
