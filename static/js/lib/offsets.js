// The border between the browser, which counts UTF-16 units, and the server, which counts code
// points. The words of the article are root.textContent, exactly as the server knows them.

// Where a range stands in the text, and what it says; what reaches outside the text is cut off.
export function offsetsOf(root, range) {
  const { from, to } = unitsOf(root, range)
  const text = root.textContent
  const start = codePoints(text.slice(0, from))
  const quote = text.slice(from, to)
  return { start, end: start + codePoints(quote), quote }
}

// The range of the code points from start up to end; places outside the text are cut off.
export function rangeOf(root, start, end) {
  const text = root.textContent
  const from = unitAt(text, start)
  return rangeAt(root, from, from + unitAt(text.slice(from), end - start))
}

// The same in UTF-16 units, for those who only look at the words. Never half of a surrogate pair.
export function unitsOf(root, range) {
  const text = root.textContent
  let from = unitOf(root, range.startContainer, range.startOffset)
  let to = unitOf(root, range.endContainer, range.endOffset)
  if (splitsPair(text, from)) from -= 1
  if (splitsPair(text, to)) to += 1
  return { from, to }
}

// Begins in the text node that holds the first unit and ends in the one that holds the last.
export function rangeAt(root, from, to) {
  const range = document.createRange()
  range.selectNodeContents(root)
  range.collapse()
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  let at = 0
  let isOpen = false
  while (texts.nextNode()) {
    const { length } = texts.currentNode
    if (!isOpen && (isOpen = from < at + length)) range.setStart(texts.currentNode, Math.max(0, from - at))
    if (isOpen) range.setEnd(texts.currentNode, Math.max(0, Math.min(length, to - at)))
    at += length
    if (isOpen && to <= at) break
  }
  return range
}

export function codePoints(text) {
  let count = 0
  for (const _ of text) count += 1
  return count
}

function unitOf(root, container, offset) {
  const before = document.createRange()
  before.selectNodeContents(root)
  const place = before.comparePoint(container, offset)
  if (place < 0) return 0
  if (place === 0) before.setEnd(container, offset)
  return before.toString().length
}

function unitAt(text, count) {
  let unit = 0
  for (let left = count; left > 0 && unit < text.length; left -= 1) unit += text.codePointAt(unit) > 0xffff ? 2 : 1
  return unit
}

function splitsPair(text, unit) {
  return unit > 0 && unit < text.length && text.codePointAt(unit - 1) > 0xffff
}
