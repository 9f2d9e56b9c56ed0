// What somebody typed beside texts and nobody has saved: changes that wait in this browser, and forms
// that were left in this tab. Both have the person's name in theirs.
const KINDS = ["outbox", "typed"]

export const leftBy = (name) => stores().flatMap((store) => namesIn(store, name))

export function dropLeftBy(name) {
  for (const store of stores()) for (const key of namesIn(store, name)) store.removeItem(key)
}

function stores() {
  try {
    return [localStorage, sessionStorage]
  } catch {
    return [] // forbidden: then nothing was kept either
  }
}

const namesIn = (store, name) => Object.keys(store).filter((key) => KINDS.some((kind) => key.startsWith(`crux:${kind}:${name}:`)))
