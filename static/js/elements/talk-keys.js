import { hasModifier, isTyping } from "../lib/selecting.js"
import { recall } from "../lib/store.js"

// d opens the discussion of the open annotation, or closes it.
customElements.define("talk-keys", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.#key)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
  }

  #key = (event) => {
    const isAtHead = event.target.closest?.(".talk-head")
    if (event.key !== "d" || event.defaultPrevented || (isTyping(event) && !isAtHead) || hasModifier(event)) return
    if (recall("reading", {}).keys === false) return
    const opener = document.querySelector(".card.on .card-discuss")
    if (!opener) return
    event.preventDefault()
    opener.click()
  }
})
