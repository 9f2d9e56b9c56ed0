import { Refreshing } from "../lib/refreshing.js"

// The threads about one thing. They load anew by themselves when others say something.
customElements.define("talk-panel", class extends HTMLElement {
  #refreshing = new Refreshing(this, "outerHTML")

  connectedCallback() {
    this.#refreshing.start()
    this.addEventListener("click", this.#close)
    this.addEventListener("keydown", this.#escape)
    document.dispatchEvent(new CustomEvent("parts:moved"))
  }

  disconnectedCallback() {
    this.#refreshing.stop()
    document.dispatchEvent(new CustomEvent("parts:moved"))
  }

  // Cards are replaced around an open discussion: moving it must not count as a new one.
  connectedMoveCallback() {}

  #close = (event) => {
    if (event.target.closest("[data-close-talk]")) this.#leave()
  }

  #escape = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.target.closest(".comment-edit")) return
    event.preventDefault()
    event.stopPropagation()
    this.#leave()
  }

  #leave() {
    if (hasTyped(this)) return firstTyped(this).focus()
    const opener = this.closest(".card")?.querySelector(".card-discuss")
    this.remove()
    opener?.focus({ preventScroll: true })
  }
})

const firstTyped = (root) => [...root.querySelectorAll("textarea")].find((field) => field.value !== field.defaultValue)
const hasTyped = (root) => Boolean(firstTyped(root))

// The address leads to a comment, or an answer of the server tells where to go on.
document.addEventListener("talk:focus", ({ detail: { to } }) => {
  const place = document.getElementById(to)
  const goal = place?.querySelector(":scope textarea") ?? place
  const folded = goal?.closest("details:not([open])")
  const seen = folded ? folded.querySelector("summary") : goal
  seen?.focus({ preventScroll: true })
  seen?.scrollIntoView({ block: "nearest", behavior: "instant" })
})

// A second press on Discuss closes what the first one opened; another discussion does not take the
// place of one in which something is typed.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target, requestConfig } = event.detail
  if (requestConfig.verb !== "get" || !elt.matches?.(".card-discuss, .tie-talk, .step-talk a")) return
  const panel = target.querySelector("talk-panel")
  if (!panel) return
  const isSame = elt.getAttribute("hx-get").endsWith(`=${panel.dataset.about}`)
  if (!isSame && !hasTyped(panel)) return
  event.preventDefault()
  if (hasTyped(panel)) firstTyped(panel).focus()
  else panel.remove()
})

// Whoever opens a discussion goes on in it: at its heading, from where Tab leads to the first thread;
// where nobody has said anything, in the field (but a finger would call up the keyboard over the page).
document.addEventListener("htmx:afterSwap", ({ detail: { elt, requestConfig } }) => {
  if (!requestConfig?.elt?.matches?.(".card-discuss, .tie-talk, .step-talk a")) return
  const panel = elt.querySelector("talk-panel")
  const first = panel?.querySelector(".talk-none") && !matchMedia("(pointer: coarse)").matches ? "textarea" : ".talk-head h3"
  panel?.querySelector(first)?.focus({ preventScroll: true })
  panel?.scrollIntoView({ block: "nearest", behavior: "instant" })
})

// Edit forms close where they stand.
document.addEventListener("click", (event) => {
  const slot = event.target.closest?.("[data-cancel]")?.closest(".comment-edit")
  if (slot) leaveEdit(event, slot)
})
document.addEventListener("keydown", (event) => {
  const slot = event.key === "Escape" && !event.defaultPrevented && event.target.closest?.(".comment-edit")
  if (slot) leaveEdit(event, slot)
})

function leaveEdit(event, slot) {
  event.preventDefault()
  event.stopPropagation()
  const comment = slot.closest(".comment")
  slot.replaceChildren()
  comment.querySelector(".comment-tool")?.focus({ preventScroll: true })
}

// The browser asks before it throws away what is typed and not sent.
addEventListener("beforeunload", (event) => {
  const forms = [...document.querySelectorAll(".talk-form:not([data-sent])")]
  if (forms.some(hasTyped)) event.preventDefault()
})
document.addEventListener("submit", ({ target }) => {
  if (target.matches(".talk-form")) target.dataset.sent = ""
})
document.addEventListener("input", ({ target }) => delete target.closest?.(".talk-form")?.dataset.sent)
