import { oncePerFrame } from "../lib/frames.js"
import { gistOf, goalAt, joinObstacle, likelyVerb, listed, markObstacles, obstacle, roleOf, showGoal, steps, stepWords } from "../lib/steps.js"
import { Thread } from "../lib/thread.js"

const SOURCES = "#argument .node, #argument .code-node, .rail .code-node, article-text .code"
const FAR = 6 // px that make a press a drag
const SHAKY = 10 // px that a finger may move while it presses
const HOLD = 420 // ms of pressing before a finger drags instead of scrolling
const STAYS = 3000 // ms for which a refusal can be read

// Draw a relation from one thing to another: nodes, codes, passages, and steps of the map. What is
// let go somewhere can be chosen there; the form saves.
customElements.define("relation-drawer", class extends HTMLElement {
  #press = null
  #source = null
  #goal = null
  #thread = new Thread()
  #timer = 0
  #point = { x: 0, y: 0 }

  connectedCallback() {
    document.addEventListener("pointerdown", this.#down, true)
    document.addEventListener("dragstart", this.#ours)
    document.addEventListener("selectstart", this.#ours)
    document.addEventListener("contextmenu", this.#ours)
    document.addEventListener("touchmove", this.#hold, { passive: false })
    addEventListener("keydown", this.#key, true)
    this.addEventListener("htmx:configRequest", this.#address)
    this.addEventListener("htmx:afterRequest", this.#saved)
  }

  disconnectedCallback() {
    document.removeEventListener("pointerdown", this.#down, true)
    document.removeEventListener("dragstart", this.#ours)
    document.removeEventListener("selectstart", this.#ours)
    document.removeEventListener("contextmenu", this.#ours)
    document.removeEventListener("touchmove", this.#hold, { passive: false })
    removeEventListener("keydown", this.#key, true)
    this.#let()
  }

  get #form() {
    return this.querySelector("form")
  }

  get #isDrawing() {
    return Boolean(this.#source) && this.#form.hidden
  }

  #down = (event) => {
    if (this.contains(event.target)) return
    if (this.#source) this.#close()
    const source = event.target.closest?.(SOURCES)
    if (!source || event.button || !event.isPrimary || document.documentElement.classList.contains("linking")) return
    this.#press = { source, x: event.clientX, y: event.clientY, id: event.pointerId, isTouch: event.pointerType === "touch" }
    if (this.#press.isTouch) this.#timer = setTimeout(() => this.#begin(), HOLD)
    document.addEventListener("pointermove", this.#move)
    document.addEventListener("pointerup", this.#up)
    document.addEventListener("pointercancel", this.#let)
  }

  // Links are dragged by the browser too, and text is selected: not from here.
  #ours = (event) => {
    const isHeld = event.type === "contextmenu" ? this.#press?.isTouch : this.#press && !this.#press.isTouch
    if (isHeld) event.preventDefault()
  }

  #hold = (event) => {
    if (this.#isDrawing && event.cancelable) event.preventDefault()
  }

  #move = (event) => {
    const { x, y, isTouch } = this.#press
    const way = Math.hypot(event.clientX - x, event.clientY - y)
    this.#point = { x: event.clientX, y: event.clientY }
    if (this.#isDrawing) return this.#follow()
    if (isTouch && way > SHAKY) return this.#let()
    if (!isTouch && way > FAR) this.#begin()
  }

  #begin() {
    const { source, id, x, y, isTouch } = this.#press
    const label = source.dataset.a
    this.#source = { label, role: roleOf(label), element: source, place: { n: "node", k: "key" }[source.id[0]] ?? "code" }
    if (isTouch) this.#point = { x, y }
    source.setPointerCapture(id)
    document.documentElement.classList.add("drawing")
    document.dispatchEvent(new CustomEvent("relation:drawing"))
    markObstacles(this.#source)
    this.#thread.begin(source)
    this.#follow()
    this.#scroll()
  }

  #follow = oncePerFrame(() => {
    if (!this.#isDrawing) return
    const { x, y } = this.#point
    const element = document.elementFromPoint(x, y)
    this.#aim(this.contains(element) ? null : goalAt(element))
    this.#thread.to(this.#point, this.#goal ? this.#said() : { words: `${this.#source.label}: let go on what it bears on` })
  })

  #aim(goal) {
    this.#goal = goal
    showGoal(goal)
  }

  // What letting go here would mean, or why it cannot be.
  #said() {
    const { label, role } = this.#source
    const goal = this.#goal
    if (goal.label) {
      const problem = obstacle(this.#source, goal)
      return problem ? { problem } : { words: `${label} ${likelyVerb(role, roleOf(goal.label))} ${goal.label}?` }
    }
    const step = steps().get(goal.step)
    const problem = goal.isJoint ? joinObstacle(this.#source, step) : obstacle(this.#source, goal)
    if (problem) return { problem }
    return { words: goal.isJoint ? `${label} works together with ${listed(step.premises)}?` : `${label} undercuts ${stepWords(step)}?` }
  }

  #up = () => {
    clearTimeout(this.#timer)
    this.#unlisten()
    if (!this.#isDrawing) return void (this.#press = null)
    this.#swallowClick()
    const { problem } = this.#goal ? this.#said() : {}
    if (!this.#goal || problem) this.#refuse(problem)
    else this.#choose()
  }

  // The click that ends a drag chooses nothing.
  #swallowClick() {
    const swallow = (event) => {
      event.preventDefault()
      event.stopPropagation()
    }
    addEventListener("click", swallow, { capture: true, once: true })
    setTimeout(() => removeEventListener("click", swallow, true), 60)
  }

  #refuse(problem) {
    if (problem) this.#tell(problem)
    this.#let()
    if (problem) this.#thread.stay(this.#point, problem, STAYS)
  }

  #tell(words) {
    document.getElementById("link-status").textContent = words
  }

  #choose() {
    const { label, role, place } = this.#source
    const { elements } = this.#form
    const step = this.#goal.step && steps().get(this.#goal.step)
    elements.premise.value = label
    elements.target.value = step ? `relation-${step.number}` : this.#goal.label
    elements.place.value = place
    const wanted = step ? (this.#goal.isJoint ? "joins" : "undercuts") : likelyVerb(role, roleOf(this.#goal.label))
    this.#offer(step)
    this.#settle()
    this.#form.hidden = false
    this.#thread.quiet()
    this.#put()
    const button = this.#buttons.find(({ value }) => value === wanted) ?? this.#buttons[0]
    button.focus({ preventScroll: true })
  }

  #offer(step) {
    const [first, second] = [this.#source.label, step ? stepWords(step) : this.#goal.label]
    const words = this.querySelector(".drawer-words")
    words.replaceChildren(make("b", first), " → ", make("b", second), " ", make("bdi", step ? "" : gistOf(second)))
    this.querySelector(".said").replaceChildren()
    const isOffered = {
      supports: !step,
      attacks: !step,
      undercuts: step && !obstacle(this.#source, this.#goal),
      joins: step && !joinObstacle(this.#source, step),
    }
    for (const button of this.querySelectorAll("[name=verb]")) button.hidden = !isOffered[button.value]
    if (step) this.querySelector("[value=joins] .drawer-does").textContent = `works together with ${listed(step.premises)}`
  }

  get #buttons() {
    return [...this.querySelectorAll("[name=verb]:not([hidden])")]
  }

  #put() {
    const form = this.#form
    const { x, y } = this.#point
    const below = y + 16 + form.offsetHeight < innerHeight
    form.style.left = `${Math.max(8, Math.min(document.documentElement.clientWidth - form.offsetWidth - 8, x - form.offsetWidth / 2))}px`
    form.style.top = `${below ? y + 16 : y - 16 - form.offsetHeight}px`
  }

  #key = (event) => {
    if (!this.#source) return
    if (event.key === "Escape") return this.#done(event, () => this.#close(true))
    if (this.#isDrawing || event.ctrlKey || event.metaKey || event.altKey) return
    const buttons = this.#buttons
    const at = buttons.indexOf(document.activeElement)
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
    if (by) return this.#done(event, () => buttons[(at + by + buttons.length) % buttons.length].focus())
    const named = buttons.find((button, place) => event.key === `${place + 1}` || button.querySelector("kbd").textContent === event.key)
    if (named) this.#done(event, () => named.click())
  }

  #done(event, act) {
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  // Working together is said to the step itself.
  #address = ({ detail }) => {
    if (detail.parameters.verb !== "joins") return
    const number = detail.parameters.target.replace("relation-", "")
    detail.path = `${detail.path}${number}/`
    detail.parameters.at = detail.parameters.premise
  }

  #saved = ({ detail: { xhr, successful } }) => {
    if (successful && xhr.status < 400) this.#close()
  }

  // Near an edge of the map or of the window what lies beyond comes into view.
  #scroll = () => {
    if (!this.#isDrawing) return
    const { x, y } = this.#point
    const map = document.querySelector("#argument argument-map")
    const bounds = map?.getBoundingClientRect()
    if (bounds && x > bounds.left && x < bounds.right && y > bounds.top && y < bounds.bottom) {
      const detail = { x: pull(x, bounds.left, bounds.right), y: pull(y, bounds.top, bounds.bottom) }
      if (detail.x || detail.y) document.dispatchEvent(new CustomEvent("map:nudge", { detail }))
    } else if (!document.elementFromPoint(x, y)?.closest(".pane")) {
      scrollBy({ top: pull(y, document.querySelector(".bar")?.offsetHeight ?? 0, innerHeight), behavior: "instant" })
    }
    this.#follow()
    requestAnimationFrame(this.#scroll)
  }

  #close(isBack = false) {
    const { element } = this.#source
    this.#let()
    if (isBack) element.focus({ preventScroll: true })
  }

  // The page is as before; only the thread stays while somebody chooses.
  #settle() {
    this.#press = null
    document.documentElement.classList.remove("drawing")
    markObstacles(null)
  }

  #unlisten() {
    document.removeEventListener("pointermove", this.#move)
    document.removeEventListener("pointerup", this.#up)
    document.removeEventListener("pointercancel", this.#let)
  }

  #let = () => {
    clearTimeout(this.#timer)
    this.#unlisten()
    this.#settle()
    this.#aim(null)
    this.#thread.end()
    this.#form.hidden = true
    this.#source = null
  }
})

// How far to move for a pointer near one of two borders, at most 14 px a frame.
function pull(at, from, to) {
  const inside = Math.min(44, (to - from) / 4)
  if (at < from + inside) return -Math.ceil(((from + inside - at) / inside) * 14)
  return at > to - inside ? Math.ceil(((at - to + inside) / inside) * 14) : 0
}

function make(tag, words) {
  const element = document.createElement(tag)
  element.textContent = words
  return element
}
