import { keep, sendWaiting, waiting } from "./outbox.js"

// Changes go to the server one after the other, each with the values of the moment it was asked
// for: whoever marks the next words need not wait, and no answer overtakes another. What was kept
// while the server was away goes first.
let last = Promise.resolve()

export function send(path, values) {
  const source = document.querySelector("editing-tools")
  const post = () => window.htmx.ajax("POST", path, { source, target: "#notices", swap: "innerHTML", values })
  // What went wrong is told by htmx's own events.
  last = last.then(keptFirst).then(() => (waiting().length ? keepToo(path, values) : post())).catch(() => {})
  return last
}

// The same for what a form sends by itself: it waits at htmx:confirm until its turn has come.
export function inTurn(event) {
  const { verb, etc, issueRequest } = event.detail
  if (verb !== "post" || etc.returnPromise) return
  event.preventDefault()
  etc.returnPromise = true
  last = last.then(keptFirst).then(() => issueRequest(true)).catch(() => {})
}

// As soon as the server is back, whatever else is sent by then.
export function sendKept() {
  last = last.then(keptFirst)
  return last
}

const keptFirst = () => sendWaiting().catch(() => document.dispatchEvent(new CustomEvent("outbox:kept")))

function keepToo(path, values) {
  const pairs = Object.entries(values).flatMap(([name, all]) => [all].flat().map((value) => [name, value]))
  keep({ path, values: pairs, words: wordsOf(Object.fromEntries(pairs)) })
  document.dispatchEvent(new CustomEvent("outbox:kept"))
}

// What a change was, for whoever reads later that it could not be made.
export function wordsOf({ quote, role, gist }, button) {
  const what = [role && `${role[0].toUpperCase()}${role.slice(1)}`, quote ? `“${short(quote)}”` : gist && `“${short(gist)}”`].filter(Boolean).join(" ")
  const card = button?.closest(".card")?.dataset.a
  return what || [card, button?.getAttribute("aria-label") ?? button?.textContent.trim()].filter(Boolean).join(": ") || "A change"
}

const short = (words) => (words.length > 60 ? `${words.slice(0, 59).trimEnd()}…` : words)

// What a form would send, when this button of it is pressed.
export function valuesOf(form, button) {
  const data = new FormData(form, button)
  return Object.fromEntries([...new Set(data.keys())].map((name) => [name, data.getAll(name)]))
}
