import { rangeOf } from "../lib/offsets.js"
import { isCalm, isPhone } from "../lib/passages.js"
import { articleText, hasModifier, isTyping } from "../lib/selecting.js"
import { recall } from "../lib/store.js"

const OPENS = { f: "findings", g: "suggestions", c: "passages" }
const isCramped = () => matchMedia("(max-width: 1240px)").matches
const FIRST = "[data-first]"
const PLACE = "[data-start], .side-row"

// What deserves a look, what may be marked and what a revision left in doubt, beside the article. The server makes the lists; this
// opens them, goes through them by keys, and shows in the text which words a row is about.
customElements.define("side-list", class extends HTMLElement {
  #list = "findings"

  connectedCallback() {
    this.addEventListener("keydown", this.#rowKey)
    this.addEventListener("click", this.#click)
    this.addEventListener("focusin", this.#enter)
    this.addEventListener("mouseover", this.#point)
    this.addEventListener("mouseleave", this.#unpoint)
    // Before anything else takes a click on a card for choosing it.
    document.addEventListener("click", this.#toggle, true)
    document.addEventListener("keydown", this.#key)
    document.addEventListener("parts:changed", this.#refresh)
    this.#button?.setAttribute("role", "button")
    this.#tell()
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#toggle, true)
    document.removeEventListener("keydown", this.#key)
    document.removeEventListener("parts:changed", this.#refresh)
  }

  get #button() {
    return document.getElementById("side-button")
  }

  get #isBeside() {
    return Boolean(this.#button && articleText())
  }

  #toggle = (event) => {
    const button = event.target.closest("#side-button, .card [data-list]")
    if (!button || !this.#isBeside || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const { list } = button.dataset
    if (list || this.hidden) this.#open(list ?? this.#list, undefined, button.closest(".card")?.dataset.a)
    else this.#close()
  }

  #key = (event) => {
    if (!this.#isBeside || event.defaultPrevented || hasModifier(event) || isTyping(event)) return
    if (event.key === " " && event.target === this.#button) return this.#toggle(event)
    const list = recall("reading", {}).keys !== false && Object.hasOwn(OPENS, event.key) && OPENS[event.key]
    if (!list) return
    event.preventDefault()
    this.#open(list)
  }

  // At the row of one annotation, where it has one, else at the first.
  async #open(list, address = this.dataset[list], label = "") {
    // A card that was open would cover the list where there is no room for both.
    if (isCramped()) document.dispatchEvent(new CustomEvent("passage:choose", { detail: { label: null } }))
    this.hidden = false
    this.#tell()
    await this.#load(list, address)
    const first = this.querySelector(`.side-row[data-label="${label}"] ${FIRST}`) ?? this.querySelector(`.side-rows > .side-row ${FIRST}`)
    const goal = first ?? document.getElementById("side-title")
    goal.focus({ preventScroll: true })
    goal.scrollIntoView({ block: "nearest" })
  }

  async #load(list, address) {
    this.#list = list
    await window.htmx.ajax("GET", address, { target: "#side-body", swap: "outerHTML" })
  }

  #close() {
    this.hidden = true
    this.#show(null)
    this.#tell()
    this.#button.focus()
  }

  // The style sheet makes room beside it.
  #tell() {
    this.#button?.setAttribute("aria-expanded", !this.hidden)
    document.documentElement.toggleAttribute("data-side", this.#isBeside && !this.hidden)
  }

  // After a change elsewhere on the page; an answer to a change made here brings the list along.
  // While somebody writes in it, what others change must wait.
  #refresh = async ({ detail }) => {
    if (this.hidden || !this.#isBeside) return
    if (detail?.quiet && this.contains(document.activeElement) && isTyping({ target: document.activeElement })) return
    const body = document.getElementById("side-body")
    if (body.dataset.edition === document.getElementById("side-count")?.dataset.edition) return
    const held = this.contains(document.activeElement) ? document.activeElement.id : ""
    await this.#load(this.#list, this.dataset[this.#list])
    if (held) document.getElementById(held)?.focus({ preventScroll: true })
  }

  #click = (event) => {
    if (event.target.closest("[data-close-side]")) return this.#close()
    if (event.target.closest("[data-choose]") && this.#isBeside) this.#showWhere(event.target.closest(".side-row"))
    const link = event.target.closest("[data-list] [data-list], [data-more], [data-step]")
    if (!link || !this.#isBeside || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if ("step" in link.dataset) this.#help(link)
    else this.#open(link.dataset.list ?? this.#list, link.href)
  }

  // Words that are lost stood near one point of the text: new ones are chosen around there.
  #showWhere({ dataset: { near } }) {
    const end = Math.max(1, Number(near))
    if (near) this.#reveal(rangeOf(articleText(), end - 1, end))
  }

  // Open the card of what can be helped, and in it the form that does.
  #help(link) {
    const { label } = link.closest("[data-label]").dataset
    document.dispatchEvent(new CustomEvent("passage:choose", { detail: { label, from: "map" } }))
    const slot = document.getElementById(link.dataset.target)
    if (!slot) return location.assign(link.href)
    // The answer moves the focus, too: this comes after it. Where the target is given, the reason is asked for.
    const wanted = link.href.includes("target=") ? ["input"] : [FIRST, "input"]
    document.addEventListener("focus:move", () => firstShown(slot, wanted)?.focus({ preventScroll: true }), { once: true })
    window.htmx.ajax("GET", link.href, { target: slot, swap: "innerHTML" })
  }

  #rowKey = (event) => {
    if (event.key === "Escape") return this.#escape(event)
    const row = event.target.closest(".side-row")
    if (!row || event.defaultPrevented || hasModifier(event) || event.target.matches("input, select, textarea")) return
    const act = this.#keys(row)[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  #escape(event) {
    const form = event.target.closest(".dismiss[open]")
    if (!form && !this.#isBeside) return
    event.preventDefault()
    event.stopPropagation()
    if (!form) return this.#close()
    form.open = false
    form.querySelector("summary").focus()
  }

  #keys(row) {
    const walk = { ArrowDown: () => this.#step(row, 1), ArrowUp: () => this.#step(row, -1) }
    const letters = { j: walk.ArrowDown, k: walk.ArrowUp, x: () => this.#dismiss(row), Delete: () => this.#dismiss(row) }
    const roles = row.querySelector(".accept-role")?.options ?? []
    const marks = [...roles].map(({ value }) => () => this.#accept(row, value))
    const offers = [...row.querySelectorAll("[data-offer]")].map((button) => () => button.click())
    const digits = [...marks, ...offers].map((act, at) => [`${at + 1}`, act])
    return { ...walk, ...letters, ...Object.fromEntries(digits) }
  }

  #step(row, by) {
    const rows = [...this.querySelectorAll(".side-rows > .side-row")].filter((other) => other.querySelector(FIRST))
    rows[rows.indexOf(row) + by]?.querySelector(FIRST).focus()
  }

  #accept(row, role) {
    row.querySelector(".accept-role").value = role
    row.querySelector(".accept").requestSubmit()
  }

  #dismiss(row) {
    const reject = row.querySelector(".reject")
    const short = row.querySelector(".dismiss:not(.mending-other)")
    if (reject || !short) return reject?.requestSubmit()
    short.open = true
    short.querySelector("select").focus()
  }

  #enter = (event) => {
    // Never between pressing a mouse button and letting it go: the click would miss.
    if (event.target.matches(":focus-visible")) {
      event.target.closest(".side-row")?.scrollIntoView({ block: "nearest" })
      event.target.scrollIntoView({ block: "nearest" })
    }
    this.#show(event.target.closest(PLACE), true)
  }

  #point = (event) => this.#show(event.target.closest(PLACE))

  #unpoint = () => this.#show(document.activeElement?.closest(PLACE))

  // The words that a row or an offer is about, lightly, while it is pointed at or has the focus.
  #show(row, scrolls = false) {
    const { start, end } = row?.dataset ?? {}
    const text = articleText()
    if (!start || !text) return void CSS.highlights?.delete("suggested")
    const range = rangeOf(text, Number(start), Number(end))
    CSS.highlights?.set("suggested", new Highlight(range))
    if (scrolls) this.#reveal(range)
  }

  #reveal(range) {
    const { top, bottom } = range.getBoundingClientRect()
    const bar = document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0
    const floor = isPhone() ? this.getBoundingClientRect().top : innerHeight
    if (top > bar + 20 && bottom < floor - 20) return
    scrollBy({ top: top - bar - (floor - bar) * 0.3, behavior: isCalm() ? "instant" : "smooth" })
  }
})

function firstShown(slot, names) {
  const found = names.flatMap((name) => [...slot.querySelectorAll(name)])
  return found.find((field) => field.offsetParent && field.type !== "radio")
}
