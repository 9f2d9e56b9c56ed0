import { sentencesOf, wholeSentence } from "./wording.js"

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, dt, dd, pre, blockquote, caption, figcaption, div, article-text"

// The text in runs of one block each: a sentence never reaches from one paragraph, list item or
// table cell into the next. Places count UTF-16 units of root.textContent.
export function runsOf(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const runs = []
  let at = 0
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode
    const block = parentElement.closest(BLOCKS)
    if (runs.at(-1)?.block === block) runs.at(-1).text += data
    else runs.push({ block, from: at, text: data })
    at += data.length
  }
  return runs.filter(({ text }) => text.trim())
}

export function allSentences(root, language) {
  return runsOf(root).flatMap((run) => sentencesOf(run.text, language).map((sentence) => moved(sentence, run.from)))
}

// From the beginning of the sentence in which the stretch begins to the end of that in which it ends.
export function sentenceAround(root, { from, to }, language) {
  const runs = runsOf(root)
  const first = runs.find((run) => run.from + run.text.length > from)
  const last = runs.findLast((run) => run.from < to)
  if (!first || !last) return { from, to }
  const start = wholeSentence(first.text, { from: from - first.from, to: from - first.from }, language)
  const end = wholeSentence(last.text, { from: to - last.from, to: to - last.from }, language)
  return { from: first.from + start.from, to: last.from + end.to }
}

const moved = ({ from, to }, by) => ({ from: from + by, to: to + by })
