// Text that is saved nowhere else yet, kept in this browser. Every page keeps its own, under
// person:article:page, so that no page can overwrite or drop what another one keeps.
import { recall, remember } from "./store.js"

const MOST_DAYS = 60 // how long a text is kept that was offered and never taken up
const PREFIX = "draft:"
const HANDED = "crux:handed"

export const newDraft = (who) => `${who}:${crypto.getRandomValues(new Uint32Array(2)).join("-")}`

// Whether there was room for it. What was kept before under this key stays when there was not.
export const keepDraft = (key, draft) => remember(PREFIX + key, draft)

export const dropDraft = (key) => forget(PREFIX + key)

export function draftOf(key) {
  const draft = recall(PREFIX + key, null)
  return typeof draft?.source === "string" ? { ...draft, key } : null
}

// Of a person ("7"), or of that person's work on one article ("7:12"): the newest first.
export function draftsOf(who) {
  const keys = namesFrom(PREFIX).map((name) => name.slice(PREFIX.length))
  const drafts = keys.filter((key) => key === who || key.startsWith(`${who}:`)).map(draftOf)
  return drafts.filter(Boolean).sort((one, other) => other.time - one.time)
}

export const articleOf = (key) => key.split(":")[1]

// Somebody has seen that it is there: from now on its days are counted.
export const markOffered = ({ key, ...draft }) => draft.isOffered || keepDraft(key, { ...draft, isOffered: true })

export function dropForgotten(who) {
  const before = Date.now() - MOST_DAYS * 86_400_000
  for (const { key, isOffered, time } of draftsOf(who)) if (isOffered && time < before) dropDraft(key)
}

// Tells the other tabs that this page writes under this key, until the answer is called or the
// page is gone. (Browsers know such locks only over https; elsewhere every draft counts as closed.)
export function holdDraft(key) {
  let release
  const held = new Promise((resolve) => { release = resolve })
  const over = navigator.locks?.request(PREFIX + key, () => held).catch(() => {})
  return () => {
    release()
    return over
  }
}

// Under which key a page goes on with a draft. Where nobody can tell whether another tab writes
// there it gets a new one, and the old one goes as soon as the same words are kept under it.
export const keyToGoOn = (key, who) => navigator.locks ? key : newDraft(who)

export async function openDrafts() {
  const { held = [] } = (await navigator.locks?.query()) ?? {}
  return new Set(held.map(({ name }) => name.slice(PREFIX.length)))
}

// A form takes the text to the next page of this tab, which then knows which draft it came from.
export function handOver(key) {
  try {
    sessionStorage.setItem(HANDED, key)
  } catch {
    // Then the draft is offered on the next page.
  }
}

export function takeOver(who) {
  try {
    const key = sessionStorage.getItem(HANDED)
    sessionStorage.removeItem(HANDED)
    return key?.startsWith(`${who}:`) ? draftOf(key) : null
  } catch {
    return null
  }
}

const countWords = (text) => text.match(/\S+/gu)?.length ?? 0

// "34 words more"
export function sizeOf(source, saved) {
  const more = countWords(source) - countWords(saved)
  if (!more) return "as many words"
  return `${Math.abs(more).toLocaleString("en")} word${Math.abs(more) === 1 ? "" : "s"} ${more > 0 ? "more" : "fewer"}`
}

// The lines of a text from the first to the last that is not as saved; dots stand for the others.
export function changedLines(source, saved) {
  const [lines, old] = [source.split("\n"), saved.split("\n")]
  const least = Math.min(lines.length, old.length)
  let start = 0
  while (start < least && lines[start] === old[start]) start += 1
  let after = 0
  while (after < least - start && lines.at(-1 - after) === old.at(-1 - after)) after += 1
  const changed = lines.slice(start, lines.length - after)
  if (!changed.length) return ""
  return [...(start ? ["…"] : []), ...changed, ...(after ? ["…"] : [])].join("\n")
}

// Here and not beside the two that they go with: readers need neither, and load what is there.
function forget(name) {
  try {
    localStorage.removeItem(`crux:${name}`)
  } catch {
    // Then nothing was kept either.
  }
}

function namesFrom(start) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`crux:${start}`)).map((name) => name.slice("crux:".length))
  } catch {
    return []
  }
}
