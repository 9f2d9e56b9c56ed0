// Where the passages of the text are, and what shows the same annotation elsewhere.

export const isPhone = () => matchMedia("(max-width: 820px)").matches

export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches

export const partnersOf = (label) => document.querySelectorAll(`[data-a="${CSS.escape(label)}"]:not(.tie)`)

// The first mark of an annotation in the text; lost words stand on its card, under the same id.
export const markOf = (label) => document.querySelector(`article-text #p-${CSS.escape(label)}`)

// One entry for each annotation in the order of the text: its label and its first mark.
export function passages() {
  return [...document.querySelectorAll("article-text .code:not(.off)")]
    .filter((code) => !/-\d+$/.test(code.id))
    .map((code) => ({ label: code.dataset.a, code, mark: markOf(code.dataset.a) }))
    .filter(({ mark }) => mark)
}

export const pieces = (label) => document.querySelectorAll(`article-text mark[data-a="${CSS.escape(label)}"]`)

// A label stays good when the annotation is recast: the letter changes, the number does not.
export function currentLabel(wanted) {
  const number = wanted?.match(/^[A-Z][a-z]?(\d+)$/)?.[1]
  if (!number) return null
  const labels = [...document.querySelectorAll(".card")].map((card) => card.dataset.a)
  return labels.find((label) => label === wanted) ?? labels.find((label) => label.match(/\d+$/)[0] === number) ?? null
}

// Children and parent of each annotation, read from the nested lists of the outline.
export function family() {
  const parent = new Map()
  const children = new Map()
  for (const item of document.querySelectorAll("#outline .outline-item")) {
    const above = item.parentElement.parentElement.closest("li")?.querySelector(":scope > .outline-item")
    const key = above?.dataset.a ?? null
    parent.set(item.dataset.a, key)
    children.set(key, [...(children.get(key) ?? []), item.dataset.a])
  }
  return { parent, children }
}
