import { hasModifier, isTyping } from "../lib/selecting.js"
import { goalAt, likelyVerb, listed, markObstacles, obstacle, roleOf, showGoal, steps, stepWords } from "../lib/steps.js"
import { recall } from "../lib/store.js"

const VERBS = { s: "supports", a: "attacks", u: "undercuts" }
const PICKED = ".node, .code-node, .code, mark, .outline-item, .edge-hit, .card, .map-tie"

// `l`, and then whatever is clicked, or reached with Tab and taken with Enter, is what the open
// annotation bears on. All that dragging does, without dragging.
customElements.define("link-mode", class extends HTMLElement {
  #label = null
  #origin = null
  #field = null

  connectedCallback() {
    addEventListener("keydown", this.#key, true)
    document.addEventListener("pointerdown", this.#aim, true)
    addEventListener("click", this.#click, true)
    this.addEventListener("change", this.#changed)
    this.addEventListener("htmx:afterRequest", this.#answered)
  }

  disconnectedCallback() {
    removeEventListener("keydown", this.#key, true)
    document.removeEventListener("pointerdown", this.#aim, true)
    removeEventListener("click", this.#click, true)
    document.documentElement.classList.remove("linking")
  }

  get #form() {
    return this.querySelector("form")
  }

  #key = (event) => {
    if (hasModifier(event) || event.isComposing) return
    const act = this.hidden ? this.#begins(event) : this.#keys(event)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  #begins(event) {
    if (event.key !== "l" || isTyping(event) || recall("reading", {}).keys === false) return null
    const at = goalAt(document.activeElement?.closest(".node, .code-node, .code, .outline-item")) ?? goalAt(document.querySelector(".card.on"))
    return at?.label ? () => this.#enter(at.label) : null
  }

  #keys(event) {
    if (event.key === "Escape") return document.querySelector(":popover-open") ? null : () => this.#leave(true)
    if (isTyping(event)) return null
    if (event.key === "Enter") {
      const goal = !this.contains(event.target) && event.target.closest?.(PICKED) && goalAt(event.target)
      return goal ? () => this.#pick(goal) : null
    }
    return this.#form && VERBS[event.key] ? () => this.#take(VERBS[event.key]) : null
  }

  async #enter(label) {
    this.#origin = document.activeElement
    this.#label = label
    const source = { label, role: roleOf(label) }
    this.hidden = false
    if (source.role === "rhetoric") return this.#refuse(obstacle(source, {}))
    document.documentElement.classList.add("linking")
    markObstacles(source)
    const { address } = document.getElementById("stage").dataset
    await window.htmx.ajax("GET", `${address}relations/?place=bar&premise=${encodeURIComponent(label)}`, { target: "#link-bar", swap: "innerHTML" })
    if (this.hidden || !this.#form) return
    this.#say(`Linking ${label}. ${this.#sentence() ? `${this.#sentence()}? Enter saves. Or type` : "Type"} another code, or go to a passage, node or step and press Enter. Escape leaves.`)
    if (matchMedia("(pointer: coarse)").matches) document.activeElement.blur()
  }

  // The form of the card goes on as a bar.
  #leaveCard(card) {
    card.querySelector(".card-form").replaceChildren()
    card.querySelector("[id^=connect-]")?.focus({ preventScroll: true })
    this.#enter(card.dataset.a)
  }

  #refuse(words) {
    const sentence = document.createElement("p")
    sentence.className = "form-error"
    sentence.textContent = words
    document.getElementById("link-bar").replaceChildren(sentence)
    this.#say(words)
    setTimeout(() => this.#form || this.#leave(false), 4000)
  }

  // A press takes the focus away before the click arrives.
  #aim = () => {
    this.#field = document.activeElement?.closest(".together-field")
  }

  #click = (event) => {
    const begin = event.target.closest?.("[data-link]")
    if (begin) return this.#done(event, () => this.#leaveCard(begin.closest(".card")))
    if (this.hidden) return
    if (this.contains(event.target)) return void (event.target.closest("[data-cancel]") && this.#leave(true))
    if (event.target.closest(".fold, button, form, copy-link")) return
    const goal = goalAt(event.target)
    if (goal) this.#done(event, () => this.#pick(goal))
  }

  #done(event, act) {
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  #pick(goal) {
    if (!this.#form) return
    if (this.#field && goal.label) return this.#together(goal.label)
    const problem = obstacle({ label: this.#label, role: roleOf(this.#label) }, goal)
    if (problem) return this.#hint(problem, true)
    const { verb } = this.#form.elements
    if (goal.step) this.#take("undercuts")
    else if (verb.value === "undercuts") this.#take(likelyVerb(roleOf(this.#label), roleOf(goal.label)))
    this.querySelector(".target-field").pick(goal.label ?? `relation-${goal.step}`)
    this.querySelector("[data-save]").focus({ preventScroll: true })
    this.#tell()
  }

  #together(label) {
    const field = this.#field
    this.#field = null
    if (label === this.#label || !field.pick(label)) this.#hint(`${label} cannot be a premise beside ${this.#label}.`, true)
    field.querySelector("input").focus({ preventScroll: true })
  }

  #take(verb) {
    for (const radio of this.#form.elements.verb) radio.checked = radio.value === verb
    this.#form.elements.verb[0].dispatchEvent(new Event("change", { bubbles: true }))
  }

  #changed = (event) => {
    if (["verb", "target", "together"].includes(event.target.name)) this.#tell()
  }

  #sentence() {
    const { verb, target, together } = this.#form.elements
    if (!target.value) return ""
    const others = [...together.selectedOptions].map(({ value }) => value)
    const company = others.length ? ` together with ${listed(others)}` : ""
    const step = steps().get(target.value.replace("relation-", ""))
    return `${this.#label} ${verb.value} ${target.value.startsWith("relation-") && step ? stepWords(step) : target.value}${company}`
  }

  #tell() {
    const { value } = this.#form.elements.target
    showGoal(value.startsWith("relation-") ? { step: value.replace("relation-", "") } : { label: value })
    const sentence = this.#sentence()
    const asked = `Choose what it ${this.#form.elements.verb.value}: click a passage, node, step or card, or type a code.`
    this.#hint(sentence ? `${sentence}? Enter saves.` : asked, false)
  }

  #hint(words, isProblem) {
    const hint = this.querySelector(".link-hint")
    hint.textContent = words
    hint.classList.toggle("cannot", isProblem)
    this.#say(words)
  }

  #say(words) {
    document.getElementById("link-status").textContent = words
  }

  #answered = ({ detail: { xhr, elt } }) => {
    if (elt === this.#form && xhr.status < 400) this.#leave(false)
  }

  #leave(isBack) {
    this.hidden = true
    document.getElementById("link-bar").replaceChildren()
    document.documentElement.classList.remove("linking")
    markObstacles(null)
    showGoal(null)
    if (!isBack) return
    this.#say("Nothing linked.")
    const origin = this.#origin?.isConnected ? this.#origin : document.getElementById(`n-${this.#label}`)
    origin?.focus({ preventScroll: true })
  }
})
