import { gistOf, joinObstacle, likelyVerb, listed, obstacle, roleOf, steps, stepWords } from "../lib/steps.js"

const GAP = 16

// Where something was let go: what it does there, by one key or click. The form saves.
customElements.define("relation-chooser", class extends HTMLElement {
  #source = null

  connectedCallback() {
    document.addEventListener("relation:drawn", this.#choose)
    addEventListener("pointerdown", this.#outside, true)
    addEventListener("keydown", this.#key, true)
    this.addEventListener("htmx:configRequest", this.#address)
    this.addEventListener("htmx:afterRequest", this.#saved)
  }

  disconnectedCallback() {
    document.removeEventListener("relation:drawn", this.#choose)
    removeEventListener("pointerdown", this.#outside, true)
    removeEventListener("keydown", this.#key, true)
  }

  get #form() {
    return this.querySelector("form")
  }

  get #buttons() {
    return [...this.querySelectorAll("[name=verb]:not([hidden])")]
  }

  #choose = ({ detail: { source, goal, point } }) => {
    const step = goal.step && steps().get(goal.step)
    this.#source = source
    this.#fill(source, goal, step)
    this.#offer(source, goal, step)
    this.#form.hidden = false
    this.#put(point)
    const wanted = step ? (goal.isJoint ? "joins" : "undercuts") : likelyVerb(source.role, roleOf(goal.label))
    const button = this.#buttons.find(({ value }) => value === wanted) ?? this.#buttons[0]
    button.focus({ preventScroll: true })
  }

  #fill({ label, place }, goal, step) {
    const { elements } = this.#form
    elements.premise.value = label
    elements.target.value = step ? `relation-${step.number}` : goal.label
    elements.place.value = place
    const end = step ? stepWords(step) : goal.label
    const words = [make("b", label), " → ", make("b", end), " ", make("bdi", step ? "" : gistOf(end))]
    this.querySelector(".drawer-words").replaceChildren(...words)
    this.querySelector(".said").replaceChildren()
  }

  #offer(source, goal, step) {
    const isOffered = {
      supports: !step,
      attacks: !step,
      undercuts: step && !obstacle(source, goal),
      joins: step && !joinObstacle(source, step),
    }
    for (const button of this.querySelectorAll("[name=verb]")) button.hidden = !isOffered[button.value]
    if (step) this.querySelector("[value=joins] .drawer-does").textContent = `works together with ${listed(step.premises)}`
  }

  #put({ x, y }) {
    const form = this.#form
    const below = y + GAP + form.offsetHeight < innerHeight
    form.style.left = `${Math.max(8, Math.min(document.documentElement.clientWidth - form.offsetWidth - 8, x - form.offsetWidth / 2))}px`
    form.style.top = `${below ? y + GAP : y - GAP - form.offsetHeight}px`
  }

  #key = (event) => {
    if (!this.#source || event.ctrlKey || event.metaKey || event.altKey) return
    const act = event.key === "Escape" ? () => this.#close(true) : this.#walk(event.key) ?? this.#named(event.key)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  #walk(key) {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key]
    const buttons = this.#buttons
    const at = buttons.indexOf(document.activeElement)
    return by && (() => buttons[(at + by + buttons.length) % buttons.length].focus())
  }

  #named(key) {
    const button = this.#buttons.find((button, place) => key === `${place + 1}` || button.querySelector("kbd").textContent === key)
    return button && (() => button.click())
  }

  #outside = (event) => {
    if (this.#source && !this.contains(event.target)) this.#close()
  }

  // Working together is said to the step itself.
  #address = ({ detail }) => {
    if (detail.parameters.verb !== "joins") return
    detail.path = `${detail.path}${detail.parameters.target.replace("relation-", "")}/`
    detail.parameters.at = detail.parameters.premise
  }

  #saved = ({ detail: { xhr, successful } }) => {
    if (successful && xhr.status < 400) this.#close()
  }

  #close(isBack = false) {
    if (!this.#source) return
    const { element } = this.#source
    this.#source = null
    this.#form.hidden = true
    document.dispatchEvent(new CustomEvent("relation:settled"))
    if (isBack) element.focus({ preventScroll: true })
  }
})

function make(tag, words) {
  const element = document.createElement(tag)
  element.textContent = words
  return element
}
