// The phone's dock: passage up and down, and the argument as a page of its own over the text.
customElements.define("passage-dock", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#press)
    document.addEventListener("click", this.#close)
    document.addEventListener("keydown", this.#key)
    document.addEventListener("passage:chosen", this.#chosen)
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#close)
    document.removeEventListener("keydown", this.#key)
    document.removeEventListener("passage:chosen", this.#chosen)
  }

  get #pane() {
    return document.getElementById("argument")
  }

  #press = (event) => {
    const button = event.target.closest("button")
    if (button?.dataset.step) document.getElementById("stage")?.step(Number(button.dataset.step))
    if (button?.dataset.open) this.#toggle(true)
  }

  #close = (event) => {
    if (event.target.closest("[data-close]")) this.#toggle(false)
  }

  #key = (event) => {
    if (event.key === "Escape" && this.#pane?.classList.contains("open")) this.#toggle(false)
  }

  #chosen = (event) => {
    if (event.detail.from === "map") this.#toggle(false)
  }

  #toggle(open) {
    const pane = this.#pane
    if (!pane || pane.classList.contains("open") === open) return
    pane.classList.toggle("open", open)
    for (const other of document.querySelectorAll(".bar, #article, .dock")) other.inert = open
    if (open) pane.querySelector(".pane-close")?.focus()
    else this.querySelector("[data-open]")?.focus()
  }
})
