import { recall, remember } from "../lib/store.js"

const SIZES = { least: 15, most: 28 }

// Theme, type and highlights. boot.js applies the same choices before the first paint.
customElements.define("reading-settings", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#choose)
    this.addEventListener("change", this.#toggle)
    document.addEventListener("settings:highlights", this.#nextHighlights)
    this.#show()
  }

  disconnectedCallback() {
    document.removeEventListener("settings:highlights", this.#nextHighlights)
  }

  get #chosen() {
    return recall("reading", {})
  }

  #choose = (event) => {
    const button = event.target.closest("button")
    if (button?.dataset.set) this.#set(button.dataset.set, button.dataset.value)
    if (button?.dataset.step) this.#resize(Number(button.dataset.step))
  }

  #toggle = (event) => {
    if (event.target.dataset.toggle) this.#save({ [event.target.dataset.toggle]: event.target.checked })
  }

  #set(name, value) {
    if (value) document.documentElement.dataset[name] = value
    else delete document.documentElement.dataset[name]
    this.#save({ [name]: value })
  }

  #resize(step) {
    const size = Math.min(SIZES.most, Math.max(SIZES.least, this.#size + step))
    document.documentElement.dataset.size = size
    this.#save({ size })
  }

  get #size() {
    const size = getComputedStyle(document.documentElement).getPropertyValue("--size")
    return Math.round(parseFloat(size) * 16)
  }

  #nextHighlights = () => {
    const states = ["", "line", "off"]
    const now = document.documentElement.dataset.highlights ?? ""
    this.#set("highlights", states[(states.indexOf(now) + 1) % states.length])
  }

  #save(change) {
    remember("reading", { ...this.#chosen, ...change })
    this.#send()
    this.#show()
    document.dispatchEvent(new CustomEvent("parts:moved"))
  }

  // Whoever has signed in finds the same on every other device.
  #send() {
    const form = this.querySelector("form")
    if (!form) return
    const body = new FormData(form)
    for (const [name, value] of Object.entries(this.#chosen)) body.set(name, value)
    body.set("keys", this.#chosen.keys === false ? "off" : "")
    // It goes out also when the next page is asked for at once; without an answer this device knows.
    fetch(form.action, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } }).catch(() => {})
  }

  #show() {
    for (const button of this.querySelectorAll("[data-set]")) {
      const value = document.documentElement.dataset[button.dataset.set] ?? ""
      button.setAttribute("aria-pressed", value === button.dataset.value)
    }
    const output = this.querySelector("output")
    if (output) output.value = this.#size
    const keys = this.querySelector("[data-toggle=keys]")
    if (keys) keys.checked = this.#chosen.keys !== false
  }
})
