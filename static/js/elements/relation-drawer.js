import { oncePerFrame } from "../lib/frames.js"
import { goalAt, joinObstacle, likelyVerb, listed, markObstacles, obstacle, roleOf, showGoal, steps, stepWords } from "../lib/steps.js"
import { Thread } from "../lib/thread.js"

const SOURCES = "#argument .node, #argument .code-node, .rail .code-node, article-text .code"
const FAR = 6 // px that make a press a drag
const SHAKY = 10 // px that a finger may move while it presses
const HOLD = 420 // ms of pressing before a finger drags instead of scrolling
const STAYS = 3000 // ms for which a refusal can be read

// Draw a relation from one thing to another: nodes, codes, passages, and steps of the map. What is
// let go somewhere is handed on (relation:drawn): <relation-chooser> asks what it does there.
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
    document.addEventListener("relation:settled", this.#let)
    addEventListener("keydown", this.#key, true)
  }

  disconnectedCallback() {
    document.removeEventListener("pointerdown", this.#down, true)
    document.removeEventListener("dragstart", this.#ours)
    document.removeEventListener("selectstart", this.#ours)
    document.removeEventListener("contextmenu", this.#ours)
    document.removeEventListener("touchmove", this.#hold, { passive: false })
    document.removeEventListener("relation:settled", this.#let)
    removeEventListener("keydown", this.#key, true)
    this.#let()
  }

  #down = (event) => {
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
    if (this.#source && event.cancelable) event.preventDefault()
  }

  #move = (event) => {
    const { x, y, isTouch } = this.#press
    const way = Math.hypot(event.clientX - x, event.clientY - y)
    this.#point = { x: event.clientX, y: event.clientY }
    if (this.#source) return this.#follow()
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
    if (!this.#source) return
    const { x, y } = this.#point
    this.#aim(goalAt(document.elementFromPoint(x, y)))
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
    if (!this.#source) return void (this.#press = null)
    this.#swallowClick()
    this.#aim(goalAt(document.elementFromPoint(this.#point.x, this.#point.y)))
    const { problem } = this.#goal ? this.#said() : {}
    if (!this.#goal || problem) this.#refuse(problem)
    else this.#hand()
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
    this.#let()
    if (!problem) return
    document.getElementById("link-status").textContent = problem
    this.#thread.stay(this.#point, problem, STAYS)
  }

  #hand() {
    const detail = { source: this.#source, goal: this.#goal, point: this.#point }
    this.#settle()
    this.#thread.quiet()
    document.dispatchEvent(new CustomEvent("relation:drawn", { detail }))
  }

  #key = (event) => {
    if (!this.#source || event.key !== "Escape") return
    event.preventDefault()
    event.stopPropagation()
    addEventListener("pointerup", () => this.#swallowClick(), { capture: true, once: true })
    this.#let()
  }

  // Near an edge of the map or of the window what lies beyond comes into view.
  #scroll = () => {
    if (!this.#source) return
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

  // The page is as before; only the thread and its goal stay while somebody chooses.
  #settle() {
    this.#press = this.#source = null
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
  }
})

// How far to move for a pointer near one of two borders, at most 14 px a frame.
function pull(at, from, to) {
  const inside = Math.min(44, (to - from) / 4)
  if (at < from + inside) return -Math.ceil(((from + inside - at) / inside) * 14)
  return at > to - inside ? Math.ceil(((at - to + inside) / inside) * 14) : 0
}
