import { offsetsOf, rangeAt, rangeOf } from "./offsets.js"
import { selectedRange } from "./selecting.js"

// What a reader would miss if parts of the page were replaced under their eyes: each function looks
// now, and returns one that puts it back afterwards.
const LINE = 0.38 // of the window's height: about where people look
const SCROLLED = ".pane-outline, #argument, #rail, .card.on, .card.on .card-form"

export function staying() {
  const kept = [place(), scrolled(), view(), selection(), focus(), typed(), opened()]
  return () => kept.forEach((putBack) => putBack())
}

const text = () => document.getElementById("text")

const blocks = () => [...(text()?.children ?? [])]

// The block of the text that is being read stays where it is, or else the next best that is still there.
function place() {
  const line = innerHeight * LINE
  const away = ({ top, bottom }) => Math.max(top - line, line - bottom, 0)
  const known = blocks()
    .map((block, at) => ({ at, words: block.textContent, box: block.getBoundingClientRect() }))
    .filter(({ box }) => box.bottom > -innerHeight && box.top < 2 * innerHeight)
    .sort((one, other) => away(one.box) - away(other.box))
    .map(({ at, words, box }) => ({ at, words, top: box.top }))
  return () => {
    const now = blocks()
    for (const { at, words, top } of known) {
      const same = now.map((block, place) => ({ block, place })).filter(({ block }) => block.textContent === words)
      const block = same.sort((one, other) => Math.abs(one.place - at) - Math.abs(other.place - at))[0]?.block
      if (!block) continue
      const by = block.getBoundingClientRect().top - top
      if (Math.abs(by) >= 1) scrollBy({ top: by, behavior: "instant" })
      return
    }
  }
}

function scrolled() {
  const kept = SCROLLED.split(", ").map((name) => [name, document.querySelector(name)?.scrollTop ?? 0])
  const isOpen = document.getElementById("argument")?.classList.contains("open")
  return () => {
    if (isOpen) document.getElementById("argument").classList.add("open")
    for (const [name, top] of kept) if (top) document.querySelector(name)?.scrollTo({ top, behavior: "instant" })
  }
}

// The map is where it was moved to; if what stands there has moved on the drawing, it goes along.
function view() {
  const map = document.querySelector("argument-map")
  if (!map?.view) return () => {}
  const at = { ...map.view }
  const nodes = [...map.querySelectorAll(".node")].map((node) => [node.dataset.a, node.getBBox()])
  const middle = { x: at.x + map.clientWidth / at.scale / 2, y: at.y + map.clientHeight / at.scale / 2 }
  const away = (box) => Math.hypot(box.x + box.width / 2 - middle.x, box.y + box.height / 2 - middle.y)
  nodes.sort(([, one], [, other]) => away(one) - away(other))
  return () => {
    const next = document.querySelector("argument-map")
    if (!next || next === map) return
    const [label, before] = nodes.find(([name]) => next.querySelector(`#n-${CSS.escape(name)}`)) ?? []
    const after = label && next.querySelector(`#n-${CSS.escape(label)}`).getBBox()
    next.view = after ? { ...at, x: at.x + after.x - before.x, y: at.y + after.y - before.y } : at
  }
}

// At the same place, or where the words stand now.
function selection() {
  const root = text()
  const range = selectedRange()
  if (!range || !root.contains(range.commonAncestorContainer)) return () => {}
  const { start, end, quote } = offsetsOf(root, range)
  const { anchorNode, anchorOffset } = document.getSelection()
  const isBackwards = anchorNode === range.endContainer && anchorOffset === range.endOffset
  return () => {
    const next = text()
    if (next === root) return
    const range = rangeWith(next, start, end, quote)
    if (!range) return
    const [from, to] = [[range.startContainer, range.startOffset], [range.endContainer, range.endOffset]]
    document.getSelection().setBaseAndExtent(...(isBackwards ? [...to, ...from] : [...from, ...to]))
  }
}

function rangeWith(root, start, end, quote) {
  const range = rangeOf(root, start, end)
  if (range.toString() === quote) return range
  const words = root.textContent
  const places = [words.lastIndexOf(quote, start), words.indexOf(quote, start)].filter((at) => at >= 0)
  const nearest = places.sort((one, other) => Math.abs(one - start) - Math.abs(other - start))[0]
  return nearest === undefined ? null : rangeAt(root, nearest, nearest + quote.length)
}

function focus() {
  const held = document.activeElement
  if (!held || held === document.body) return () => {}
  const { id, selectionStart, selectionEnd } = held
  const label = held.closest("[data-a]")?.dataset.a
  const card = held.closest(".card")?.id
  return () => {
    if (document.activeElement === held) return
    const goal = held.isConnected ? held : nearest(held, id, card, label)
    goal?.focus({ preventScroll: true })
    if (goal && selectionStart != null) goal.setSelectionRange?.(selectionStart, selectionEnd)
  }
}

// The same control, else the one that looks like it, else the card or the passage that it was on.
function nearest(held, id, card, label) {
  const same = id && document.getElementById(id)
  if (same) return same
  const room = card && document.getElementById(card)
  const likes = room ? [...room.querySelectorAll(held.tagName)] : []
  const like = likes.find((one) => one.textContent === held.textContent && one.className === held.className)
  return like ?? room ?? (label && document.getElementById(`r-${label}`)) ?? document.getElementById("article")
}

// In fields that no form of a card keeps anyway.
function typed() {
  const fields = [...document.querySelectorAll("#cards :is(input, textarea, select)[id], #argument :is(input, textarea, select)[id]")]
  const changed = fields.filter((field) => "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue)
  const kept = changed.map((field) => [field.id, field, field.value])
  return () => {
    for (const [id, field, value] of kept) {
      const next = document.getElementById(id)
      if (next && next !== field) next.value = value
    }
  }
}

function opened() {
  const room = (details) => details.closest("[id]")?.id
  const words = (details) => details.querySelector("summary")?.textContent
  const all = () => [...document.querySelectorAll("#cards details, #argument details")]
  const kept = all().filter((details) => details.open).map((details) => `${room(details)} ${words(details)}`)
  return () => {
    for (const details of kept.length ? all() : []) if (kept.includes(`${room(details)} ${words(details)}`)) details.open = true
  }
}
