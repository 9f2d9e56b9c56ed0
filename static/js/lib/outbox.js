// Changes that could not be sent, kept in this browser in their order until the server is back. Each
// has a place of its own, under person:article:time, so that no tab can overwrite what another keeps.
import { recall, remember } from "./store.js"

const PREFIX = "crux:outbox:"
const AWAY = [502, 503, 504] // a proxy answers while the server behind it is gone

export const isAway = (status) => !status || AWAY.includes(status)

function mine() {
  const { me, slug } = document.getElementById("live")?.dataset ?? {}
  return me ? `outbox:${me}:${slug}:` : null
}

// Whether there was room for it.
export function keep(path, values, words) {
  const time = `${Date.now()}`.padStart(15, "0")
  const key = `${mine()}${time}-${crypto.getRandomValues(new Uint32Array(1))}`
  return Boolean(mine()) && remember(key, { path, values, words })
}

// In the order in which they were made; those that were refused have a `problem`.
export function kept() {
  const start = mine()
  if (!start) return []
  return keysFrom(`crux:${start}`).sort().map((key) => ({ key, ...recall(key.slice("crux:".length), {}) })).filter(({ path }) => path?.startsWith("/"))
}

export const waiting = () => kept().filter(({ problem }) => !problem)

export const refused = () => kept().filter(({ problem }) => problem)

export function forget({ key }) {
  try {
    localStorage.removeItem(key)
  } catch {
    // Then nothing was kept either.
  }
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
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers") ?? "{}"), "HX-Request": "true", "HX-Current-URL": location.href }
  const body = new URLSearchParams(values)
  const answer = await fetch(path, { method: "POST", headers, body, redirect: "manual" })
  if (isAway(answer.status) && answer.type !== "opaqueredirect") throw new Error("still away")
  if (answer.ok) return forget({ key })
  const problem = reason(answer.status, await answer.text())
  remember(key.slice("crux:".length), { path, values, words, problem })
  return problem
}

function reason(status, html) {
  if (status !== 409 && status !== 422) return "It is not there any more, or you were signed out."
  const page = new DOMParser().parseFromString(html, "text/html")
  const said = [...page.querySelectorAll("[role=alert], .field-error, .form-error, .toast p")].map((part) => part.textContent.trim())
  return [...new Set(said)].filter(Boolean).join(" ") || "Somebody else has changed the same meanwhile."
}

function keysFrom(start) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(start))
  } catch {
    return []
  }
}
