// Changes go to the server one after the other, each with the values of the moment it was asked
// for: whoever marks the next words need not wait, and no answer overtakes another.
let last = Promise.resolve()

export function send(path, values) {
  const source = document.querySelector("editing-tools")
  const post = () => window.htmx.ajax("POST", path, { source, target: "#notices", swap: "innerHTML", values })
  // What went wrong is told by htmx's own events.
  last = last.then(post).catch(() => {})
  return last
}

// The same for what a form sends by itself: it waits at htmx:confirm until its turn has come.
export function inTurn(event) {
  const { verb, etc, issueRequest } = event.detail
  if (verb !== "post" || etc.returnPromise) return
  event.preventDefault()
  etc.returnPromise = true
  last = last.then(() => issueRequest(true)).catch(() => {})
}

// What a form would send, when this button of it is pressed.
export function valuesOf(form, button) {
  const data = new FormData(form, button)
  return Object.fromEntries([...new Set(data.keys())].map((name) => [name, data.getAll(name)]))
}
