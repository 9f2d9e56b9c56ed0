import { hasModifier, isTyping } from "../lib/selecting.js"
import { inTurn } from "../lib/sending.js"
import { recall } from "../lib/store.js"

const FAILED = "This was not saved: the server did not answer, or you were signed out. Nothing you typed is lost; try again."

// The passages to look at on a page of their own: what the editing tools do beside the article.
customElements.define("passage-queue", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.#key)
    document.addEventListener("focus:move", this.#focus)
    document.addEventListener("htmx:confirm", inTurn)
    document.addEventListener("htmx:responseError", this.#failed)
    document.addEventListener("htmx:sendError", this.#failed)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
    document.removeEventListener("focus:move", this.#focus)
    document.removeEventListener("htmx:confirm", inTurn)
    document.removeEventListener("htmx:responseError", this.#failed)
    document.removeEventListener("htmx:sendError", this.#failed)
  }

  #key = (event) => {
    if (event.defaultPrevented || isTyping(event)) return
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey
    if (!isCommand && (hasModifier(event) || recall("reading", {}).keys === false)) return
    if (event.key === "ArrowDown" && !isCommand && event.target === document.body) return this.#begin(event)
    const name = isCommand ? { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()] : { u: "undo", r: "redo" }[event.key]
    if (!name) return
    event.preventDefault()
    this.#button(name).click()
  }

  // From nowhere to the first row: whoever has just saved a text has the focus nowhere.
  #begin(event) {
    event.preventDefault()
    this.querySelector("[data-first]")?.focus()
  }

  #button(name) {
    return (name === "undo" && this.querySelector("#notices [data-undo]")) || document.getElementById(name)
  }

  #focus = ({ detail: { to } }) => {
    const goal = document.getElementById(to) ?? document.getElementById("side-title")
    goal?.focus({ preventScroll: true })
    goal?.closest(".side-row")?.scrollIntoView({ block: "nearest", behavior: "instant" })
  }

  #failed = () => {
    const toast = document.createElement("undo-toast")
    const sentence = document.createElement("p")
    toast.className = "toast"
    toast.dataset.problem = ""
    sentence.setAttribute("role", "alert")
    sentence.textContent = FAILED
    toast.append(sentence)
    document.getElementById("notices").replaceChildren(toast)
  }
})
