import { sentenceOf, steps } from "../lib/steps.js"

const SVG = "http://www.w3.org/2000/svg"
const GAP = 12
const JOINT = 12 // px around a joint or sign that take a further premise

// For editors the links of the map can be pointed at, pressed and dropped on; what can be done to
// one opens beside it. The server draws the links thin: here they get wide, unseen bands.
customElements.define("step-panel", class extends HTMLElement {
  #number = null

  connectedCallback() {
    document.addEventListener("parts:changed", this.#renew)
    document.addEventListener("map:changed", this.#renew)
    document.addEventListener("click", this.#click)
    document.addEventListener("pointerdown", this.#outside)
    addEventListener("keydown", this.#key, true)
    this.addEventListener("toggle", this.#unfolded, true)
    this.#draw()
  }

  disconnectedCallback() {
    document.removeEventListener("parts:changed", this.#renew)
    document.removeEventListener("map:changed", this.#renew)
    document.removeEventListener("click", this.#click)
    document.removeEventListener("pointerdown", this.#outside)
    removeEventListener("keydown", this.#key, true)
  }

  // What others change closes it only if its step is gone.
  #renew = ({ detail }) => {
    const isThere = steps().has(this.#number)
    if (!detail?.quiet || !isThere) this.#close(false)
    this.#draw()
    this.#chosen()
  }

  #draw() {
    const svg = document.querySelector("#argument svg.map")
    if (!svg || svg.querySelector(".edge-hits")) return
    const known = steps()
    const edges = [...svg.querySelectorAll(".edge[data-relation]")].filter((edge) => known.has(edge.dataset.relation) && !edge.matches(".proposed"))
    const group = shape("g", { class: "edge-hits", role: "group", "aria-label": "Steps" })
    group.append(...edges.map((edge) => this.#hit(edge, known.get(edge.dataset.relation), known, svg.dataset.mapKind)).filter(Boolean))
    group.firstChild?.setAttribute("tabindex", 0)
    svg.querySelector(".nodes").before(group)
  }

  // In the outline map far links are drawn in focus only, so they cannot be met there.
  #hit(edge, step, known, kind) {
    const lines = edge.querySelectorAll(kind === "rails" ? ".line:not(.reach, .far)" : ".line:not(.reach)")
    if (!lines.length) return null
    const hit = shape("g", { class: "edge-hit", role: "button", tabindex: -1, "data-relation": step.number, "data-kind": step.kind, "aria-label": `Step: ${sentenceOf(step, known)}` })
    hit.append(...[...lines].map((line) => shape("path", { class: "edge-band", d: line.getAttribute("d") })))
    const place = this.#joint(edge)
    if (place) hit.append(shape("circle", { class: "joint-hit", r: JOINT, ...place }))
    const title = shape("title", {})
    title.textContent = sentenceOf(step, known)
    hit.append(title)
    return hit
  }

  #joint(edge) {
    const joint = edge.querySelector(".joint")
    if (joint) return { cx: joint.getAttribute("cx"), cy: joint.getAttribute("cy") }
    const moved = edge.querySelector(".map-sign")?.getAttribute("transform").match(/-?[\d.]+/g)
    return moved && { cx: moved[0], cy: moved[1] }
  }

  #click = (event) => {
    if (event.defaultPrevented) return
    if (this.contains(event.target) && event.target.closest("[data-cancel]")) return this.#close(true)
    const hit = event.target.closest?.(".edge-hit")
    if (hit) this.#open(hit, { x: event.clientX, y: event.clientY })
  }

  async #open(hit, at) {
    this.#number = hit.dataset.relation
    this.hidden = false
    this.dataset.kind = hit.dataset.kind
    this.#chosen()
    const { address } = document.getElementById("stage").dataset
    await window.htmx.ajax("GET", `${address}relations/${this.#number}/?place=step`, { target: "#step", swap: "innerHTML" })
    if (this.hidden) return
    this.#place(at)
    document.getElementById("step-words")?.focus({ preventScroll: true })
  }

  #place({ x, y }) {
    const room = document.documentElement
    const below = y + GAP + this.offsetHeight < innerHeight
    this.style.left = `${Math.max(8, Math.min(room.clientWidth - this.offsetWidth - 8, x - 40))}px`
    this.style.top = `${Math.max(64, below ? y + GAP : Math.min(innerHeight - 8, y - GAP) - this.offsetHeight)}px`
  }

  // Whoever opens one of its forms wants to write.
  #unfolded = (event) => {
    const field = event.target.open && event.target.querySelector("input[data-first]")
    if (!field) return
    const { left, top } = this.getBoundingClientRect()
    this.style.top = `${Math.max(64, Math.min(top, innerHeight - this.offsetHeight - 8))}px`
    this.style.left = `${left}px`
    field.focus({ preventScroll: true })
  }

  #outside = (event) => {
    const isAway = !this.hidden && !this.contains(event.target) && !event.target.closest?.("[data-a], .edge-hit")
    if (isAway) this.#close(false)
  }

  #key = (event) => {
    const hit = event.target.closest?.(".edge-hit")
    if (hit && this.#walk(hit, event.key)) return event.preventDefault()
    if (event.key !== "Escape" || this.hidden || this.querySelector(":popover-open")) return
    event.preventDefault()
    event.stopPropagation()
    this.#close(true)
  }

  // Up and down from step to step, left to what it bears on, right to its first premise.
  #walk(hit, key) {
    const all = [...hit.parentElement.querySelectorAll(".edge-hit")]
    const step = steps().get(hit.dataset.relation)
    const at = all.indexOf(hit)
    const to = {
      ArrowUp: () => all[at - 1],
      ArrowDown: () => all[at + 1],
      ArrowLeft: () => (step.on ? all.find((other) => other.dataset.relation === step.on) : document.getElementById(`n-${step.target}`)),
      ArrowRight: () => document.getElementById(`n-${step.premises[0]}`),
      Enter: () => this.#press(hit),
      " ": () => this.#press(hit),
    }[key]?.()
    if (to?.matches(".edge-hit")) for (const other of all) other.setAttribute("tabindex", other === to ? 0 : -1)
    to?.focus()
    return to !== undefined
  }

  #press(hit) {
    const box = (hit.querySelector(".joint-hit") ?? hit).getBoundingClientRect()
    const at = { bubbles: true, cancelable: true, clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }
    hit.dispatchEvent(new MouseEvent("click", at))
    return null
  }

  #chosen() {
    for (const hit of document.querySelectorAll(".edge-hit")) hit.classList.toggle("on", !this.hidden && hit.dataset.relation === this.#number)
  }

  #close(isBack) {
    if (this.hidden) return
    this.hidden = true
    document.getElementById("step").replaceChildren()
    this.#chosen()
    if (isBack) document.querySelector(`.edge-hit[data-relation="${this.#number}"]`)?.focus({ preventScroll: true })
  }
})

function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}
