import { oncePerFrame } from "../lib/frames.js"
import { isPhone, markOf } from "../lib/passages.js"

const SVG = "http://www.w3.org/2000/svg"
const GAP = 8
const HEADLINE = 18 // px from a card's top to the middle of its first line

// The margin view: each card beside its passage, pushed down where there is no room, and brackets
// in lanes, as in a commit graph, for what bears on what.
customElements.define("margin-cards", class extends HTMLElement {
  #watch = new ResizeObserver(() => this.#place())

  connectedCallback() {
    document.addEventListener("passage:chosen", this.#place)
    document.addEventListener("view:changed", this.#place)
    document.addEventListener("parts:changed", this.#place)
    document.addEventListener("parts:moved", this.#place)
    const text = document.getElementById("text")
    if (text) this.#watch.observe(text)
  }

  disconnectedCallback() {
    document.removeEventListener("passage:chosen", this.#place)
    document.removeEventListener("view:changed", this.#place)
    document.removeEventListener("parts:changed", this.#place)
    document.removeEventListener("parts:moved", this.#place)
    this.#watch.disconnect()
  }

  get #isShown() {
    return document.documentElement.dataset.view === "margin" && !isPhone()
  }

  #place = oncePerFrame(() => {
    const cards = [...this.querySelectorAll(".card")]
    if (!this.#isShown) {
      for (const card of cards) card.style.top = card.style.left = ""
      return document.querySelector(".brackets")?.replaceChildren()
    }
    const stage = this.parentElement.getBoundingClientRect()
    const lane = innerWidth > 1240 ? 78 : 46
    const left = this.getBoundingClientRect().left - stage.left + lane
    const placed = this.#spread(this.#wishes(cards, stage))
    for (const { card, top } of placed) {
      card.style.top = `${top}px`
      card.style.left = `${left}px`
    }
    this.#bracket(placed, left, lane, stage)
  })

  #wishes(cards, stage) {
    let last = 0
    return cards
      .map((card) => {
        const mark = markOf(card.dataset.a)
        const wish = mark ? mark.getClientRects()[0].top - stage.top - 6 : last
        last = wish
        return { card, wish, height: card.offsetHeight }
      })
      .sort((a, b) => a.wish - b.wish)
  }

  // The chosen card stands exactly beside its passage; the others give way up and down.
  #spread(wishes) {
    const pinned = Math.max(0, wishes.findIndex(({ card }) => card.classList.contains("on")))
    const tops = wishes.map(({ wish }) => wish)
    for (let at = 1; at < wishes.length; at++) tops[at] = Math.max(tops[at], tops[at - 1] + wishes[at - 1].height + GAP)
    if (pinned) tops[pinned] = wishes[pinned].wish
    for (let at = pinned - 1; at >= 0; at--) tops[at] = Math.min(tops[at], tops[at + 1] - wishes[at].height - GAP)
    for (let at = pinned + 1; at < wishes.length; at++) tops[at] = Math.max(wishes[at].wish, tops[at - 1] + wishes[at - 1].height + GAP)
    return wishes.map((entry, at) => ({ ...entry, top: tops[at] }))
  }

  #bracket(placed, left, lane, stage) {
    const svg = document.querySelector(".brackets")
    svg.setAttribute("width", stage.width)
    svg.setAttribute("height", stage.height)
    const heights = new Map(placed.map(({ card, top }) => [card.dataset.a, top + HEADLINE]))
    const ties = placed.flatMap(({ card }) => this.#tiesOf(card, heights))
    ties.sort((a, b) => Math.abs(a.from - a.to) - Math.abs(b.from - b.to))
    const lanes = []
    const step = Math.min(9, (lane - 22) / 6)
    svg.replaceChildren(...ties.flatMap((tie) => this.#draw(tie, left - 2, left - 16 - this.#lane(tie, lanes) * step)))
  }

  #tiesOf(card, heights) {
    const from = heights.get(card.dataset.a)
    return [...card.querySelectorAll(".tie[data-mine]")]
      .filter((tie) => heights.has(tie.dataset.a) && tie.dataset.a !== card.dataset.a)
      .map((tie) => {
        const to = heights.get(tie.dataset.a)
        return { from, to: to + (from < to ? -6 : 6), kind: tie.dataset.kind, ends: `${card.dataset.a} ${tie.dataset.a}` }
      })
  }

  #lane({ from, to }, lanes) {
    const [low, high] = [Math.min(from, to), Math.max(from, to)]
    let lane = lanes.findIndex((taken) => taken.every(([start, end]) => high < start - 4 || low > end + 4))
    if (lane < 0) lane = lanes.push([]) - 1
    lanes[lane].push([low, high])
    return Math.min(lane, 6)
  }

  #draw({ from, to, kind, ends }, right, x) {
    const radius = Math.min(7, Math.abs(to - from) / 2)
    const down = from < to ? radius : -radius
    const line = `M${right} ${from}H${x + radius}Q${x} ${from} ${x} ${from + down}V${to - down}Q${x} ${to} ${x + radius} ${to}H${right - 5}`
    return [this.#path(line, "", kind, ends), this.#path(`M${right} ${to}l-7 -3.800v7.600z`, "head", kind, ends)]
  }

  #path(line, name, kind, ends) {
    const path = document.createElementNS(SVG, "path")
    path.setAttribute("d", line)
    path.setAttribute("class", name)
    path.dataset.kind = kind
    path.dataset.ends = ends
    return path
  }
})
