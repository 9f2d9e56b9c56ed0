// Asks before a page is left on which something was typed that is saved nowhere yet.
customElements.define("unsaved-form", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this.#typed)
    this.addEventListener("submit", this.#sent)
    addEventListener("beforeunload", this.#leaving)
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#leaving)
  }

  #typed = () => {
    this.dataset.unsaved = ""
  }

  #sent = () => {
    delete this.dataset.unsaved
  }

  #leaving = (event) => {
    if ("unsaved" in this.dataset) event.preventDefault()
  }
})
