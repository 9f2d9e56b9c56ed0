// Changes that could not be sent, kept in this browser in their order until the server is back. Each
// has a place of its own, under person:article:key, so that no tab can overwrite what another keeps.
import { recall, remember } from "./store.js"

const PREFIX = "crux:outbox:"
const AWAY = [502, 503, 504] // the server is gone behind its proxy, or has too much to do

// By its key the server knows a change that it was sent already: an answer may get lost.
export const KEY = "Idempotency-Key"

const held = new Set() // by key: what is sent again from its own form on this page

export const isAway = (status) => !status || AWAY.includes(status)

export const newKey = () => `${`${Date.now()}`.padStart(15, "0")}-${crypto.getRandomValues(new Uint32Array(1))}`

function mine() {
  const live = document.getElementById("live")?.dataset
  const address = document.getElementById("stage")?.dataset.address ?? live?.address
  return live?.me && address ? `outbox:${live.me}:${address}:` : null
}

// Whether there was room for it.
export function keep({ path, values, words, key = newKey(), isHeld = false }) {
  if (isHeld) held.add(key)
  return Boolean(mine()) && remember(`${mine()}${key}`, { path, values, words })
}

// In the order in which they were made; those that were refused have a `problem`.
export function kept() {
  const start = mine()
  if (!start) return []
  return keysFrom(`crux:${start}`).map((key) => ({ key, ...recall(`${start}${key}`, {}) })).filter(({ path }) => path?.startsWith("/"))
}

export const waiting = () => kept().filter(({ key, problem }) => !problem && !held.has(key))

export const refused = () => kept().filter(({ problem }) => problem)

export function forget(key) {
  held.delete(key)
  try {
    localStorage.removeItem(`crux:${mine()}${key}`)
  } catch {
    // Then nothing was kept either.
  }
}

// What was refused waits again.
export function retry(key) {
  const { path, values, words } = recall(`${mine()}${key}`, {})
  if (path) keep({ path, values, words, key })
}

// Sends what waits, by one tab at a time. What the server refuses stays, with its reason.
export async function sendWaiting() {
  if (!waiting().length) return
  const send = async () => {
    const result = { saved: 0, refused: 0 }
    for (const entry of waiting()) {
      const problem = await sent(entry)
      if (problem) result.refused += 1
      else result.saved += 1
    }
    return result
  }
  const result = await (navigator.locks ? navigator.locks.request(`${PREFIX}sending`, send) : send())
  document.dispatchEvent(new CustomEvent("outbox:sent", { detail: result }))
}

// Why it was refused, if it was. Throws where the server is still away.
async function sent({ key, path, values, words }) {
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers") ?? "{}"), "HX-Request": "true", "HX-Current-URL": location.href, [KEY]: key }
  const body = new URLSearchParams(values)
  const answer = await fetch(path, { method: "POST", headers, body, redirect: "manual" })
  if (isAway(answer.status) && answer.type !== "opaqueredirect") throw new Error("still away")
  if (answer.ok) return forget(key)
  const problem = reason(answer.status, await answer.text())
  remember(`${mine()}${key}`, { path, values, words, problem })
  return problem
}

function reason(status, html) {
  if (status >= 500) return "Something broke on our side."
  if (status !== 409 && status !== 422) return "It is not there any more, or you were signed out."
  const page = new DOMParser().parseFromString(html, "text/html")
  const said = [...page.querySelectorAll("[role=alert], .field-error, .form-error, .toast p")].map((part) => part.textContent.trim())
  return [...new Set(said)].filter(Boolean).join(" ") || "Somebody else has changed the same meanwhile."
}

// In their order, because a key begins with its time.
function keysFrom(start) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(start)).map((name) => name.slice(start.length)).sort()
  } catch {
    return []
  }
}
