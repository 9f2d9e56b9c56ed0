import { recall } from "../lib/store.js"

const send = (name, detail) => () => document.dispatchEvent(new CustomEvent(name, { detail }))
const stage = () => document.getElementById("stage")

// Single keys for readers. They can be switched off (WCAG 2.1.4) and are listed on the sheet.
const KEYS = {
  j: () => stage()?.step(1),
  k: () => stage()?.step(-1),
  t: send("view:switch", "text"),
  m: send("view:switch", "map"),
  o: send("view:switch", "outline"),
  n: send("view:switch", "margin"),
  h: send("settings:highlights"),
  "+": send("map:zoom", 1.2),
  "=": send("map:zoom", 1.2),
  "-": send("map:zoom", 1 / 1.2),
  0: send("map:zoom", 0),
  "?": () => document.getElementById("keys")?.showModal(),
}

customElements.define("hot-keys", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.#press)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#press)
  }

  #press = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === "Escape") return this.#escape(event)
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open], annotation-editor")) return
    if (event.key === "Enter") return this.#enter(event)
    if (recall("reading", {}).keys === false || !Object.hasOwn(KEYS, event.key)) return
    event.preventDefault()
    KEYS[event.key]()
  }

  #escape(event) {
    if (document.querySelector("dialog[open], :popover-open") || event.target.closest?.("form")) return
    if (stage()?.chosen) stage().choose(null)
  }

  // From the text to the card and its node, from the node back to the text.
  #enter(event) {
    const source = event.target.closest?.(".code, .node, .code-node")
    if (!source) return
    event.preventDefault()
    const label = source.dataset.a
    stage()?.choose(label, { from: source.matches(".code") ? "text" : "map" })
    const partner = document.getElementById(source.matches(".code") ? `n-${label}` : `r-${label}`)
    if (partner?.getClientRects().length) partner.focus({ preventScroll: true })
  }
})
