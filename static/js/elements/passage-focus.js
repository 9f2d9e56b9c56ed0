import { currentLabel, isCalm, isPhone, markOf, partnersOf, passages, pieces } from "../lib/passages.js"

const ADDRESS = /^#[prnkoc]-([A-Z][a-z]?\d+)/

// Keeps text, map, outline and cards together: what is lit or chosen in one is so in all of them.
customElements.define("passage-focus", class extends HTMLElement {
  #chosen = null

  connectedCallback() {
    document.addEventListener("mouseover", this.#hover)
    document.addEventListener("focusin", this.#hover)
    document.addEventListener("click", this.#click)
    document.addEventListener("parts:changed", this.#again)
    addEventListener("popstate", this.#followAddress)
    document.addEventListener("passage:choose", this.#asked)
    requestAnimationFrame(this.#followAddress)
  }

  disconnectedCallback() {
    document.removeEventListener("mouseover", this.#hover)
    document.removeEventListener("focusin", this.#hover)
    document.removeEventListener("click", this.#click)
    document.removeEventListener("parts:changed", this.#again)
    removeEventListener("popstate", this.#followAddress)
    document.removeEventListener("passage:choose", this.#asked)
  }

  get chosen() {
    return this.#chosen
  }

  // Others ask by an event: document.dispatchEvent(new CustomEvent("passage:choose", { detail: { label, from } }))
  #asked = (event) => this.choose(event.detail.label, event.detail)

  choose(label, { from = "", record = true, quiet } = {}) {
    const same = label === this.#chosen
    this.#chosen = label
    this.#mark("on", label)
    this.#markNeighbours(label)
    this.#light(null)
    if (label && from !== "text") this.#scrollTo(label)
    if (record && !same) this.#record(label)
    document.dispatchEvent(new CustomEvent("passage:chosen", { detail: { label, from, quiet } }))
    if (label && !quiet) this.#announce(label)
  }

  #click = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.target.closest(".card-close")) return this.#let(event)
    const source = event.target.closest("[data-a]")
    if (!source || event.target.closest("button, input, textarea, select, form, summary, copy-link, .fold")) return
    if (!document.getSelection().isCollapsed) return
    if (event.target.closest("mark")?.closest("a[href]:not([data-a])")) return
    event.preventDefault()
    const from = source.closest("article-text") ? "text" : source.closest(".card:not(.on)") ? "card" : "map"
    this.choose(from === "text" ? this.#innermost(event) : source.dataset.a, { from })
  }

  #let(event) {
    event.preventDefault()
    const code = document.getElementById(`r-${this.#chosen}`)
    this.choose(null)
    code?.focus({ preventScroll: true })
  }

  // Where passages overlap a click takes the smallest; clicking again goes on to the next larger.
  #innermost(event) {
    const here = []
    for (let at = event.target.closest("[data-a]"); at; at = at.parentElement?.closest("mark")) here.push(at.dataset.a)
    const length = (label) => [...pieces(label)].reduce((sum, piece) => sum + piece.textContent.length, 0)
    here.sort((a, b) => length(a) - length(b))
    return here[(here.indexOf(this.#chosen) + 1) % here.length]
  }

  #hover = (event) => {
    const source = event.target.closest?.("[data-a]")
    this.#light(source?.dataset.a ?? null)
  }

  #light(label) {
    this.#mark("hot", label)
    const lit = label ?? this.#chosen
    for (const map of document.querySelectorAll(".map, .brackets")) map.classList.toggle("dim", Boolean(lit))
    for (const edge of document.querySelectorAll("[data-ends]")) {
      edge.classList.toggle("hot", Boolean(lit) && edge.dataset.ends.split(" ").includes(lit))
    }
  }

  #mark(name, label) {
    for (const old of document.querySelectorAll(`[data-a].${name}`)) old.classList.remove(name)
    if (label) for (const partner of partnersOf(label)) partner.classList.add(name)
  }

  #markNeighbours(label) {
    for (const old of document.querySelectorAll("mark.near")) old.classList.remove("near")
    if (!label) return
    for (const tie of document.querySelectorAll(`#c-${CSS.escape(label)} .tie`)) {
      for (const piece of pieces(tie.dataset.a)) piece.classList.add("near")
    }
  }

  #scrollTo(label) {
    const mark = markOf(label)
    if (!mark) return this.#showCard(label)
    if (!mark.offsetParent) return
    const top = mark.getBoundingClientRect().top + scrollY - innerHeight * (isPhone() ? 0.2 : 0.34)
    scrollTo({ top, behavior: isCalm() ? "auto" : "smooth" })
    mark.classList.add("flash")
    mark.addEventListener("animationend", () => mark.classList.remove("flash"), { once: true })
  }

  // What the text does not say has a place among the cards of the margin all the same.
  #showCard(label) {
    const isInMargin = document.documentElement.dataset.view === "margin" && !isPhone()
    const card = isInMargin && document.getElementById(`c-${label}`)
    if (!card) return
    const show = () => card.scrollIntoView({ block: "center", behavior: isCalm() ? "auto" : "smooth" })
    // Only then does it stand where it belongs.
    requestAnimationFrame(() => requestAnimationFrame(show))
  }

  #record(label) {
    const place = markOf(label) ? "p" : "c"
    const hash = label ? `#${place}-${label}` : ""
    if (location.hash === hash) return
    history.pushState(null, "", hash || location.pathname + location.search)
  }

  #followAddress = () => {
    const wanted = location.hash.match(ADDRESS)?.[1] ?? new URLSearchParams(location.search).get("focus")
    const label = currentLabel(wanted)
    if (label || this.#chosen) this.choose(label, { record: false, from: "address" })
  }

  // Quietly, where nobody here has done anything.
  #again = ({ detail }) => {
    const label = currentLabel(this.#chosen)
    if (this.#chosen) this.choose(label, { record: false, from: "text", quiet: detail?.quiet })
  }

  #announce(label) {
    const card = document.getElementById(`c-${label}`)
    const status = document.getElementById("status")
    if (card && status) status.textContent = `${card.getAttribute("aria-label")}. ${card.querySelector(".card-gist").textContent}`
  }

  // The passage before or after the one that is chosen or being read.
  step(by) {
    const all = passages()
    if (!all.length) return
    const current = this.#chosen ?? document.querySelector(".outline-item.now")?.dataset.a
    const at = all.findIndex(({ label }) => label === current)
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))
    this.choose(all[next].label, { from: "keys" })
    all[next].code.focus({ preventScroll: true })
  }
})
