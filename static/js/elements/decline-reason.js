// Whoever opens it means to write: the field gets the focus, and the button below it is seen.
customElements.define("decline-reason", class extends HTMLElement {
  connectedCallback() {
    this.closest("details").addEventListener("toggle", this.#toggled)
  }

  #toggled = ({ target }) => {
    if (!target.open) return
    this.querySelector("textarea").focus({ preventScroll: true })
    this.scrollIntoView({ block: "nearest", behavior: "instant" })
  }
})
