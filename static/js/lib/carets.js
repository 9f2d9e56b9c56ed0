// Between places in the article's words (UTF-16 units) and places on the screen.
import { rangeAt, unitsOf } from "./offsets.js"

// The thin box at which a stretch begins or ends, as its own writing direction has it.
export function caretBox(root, { from, to }, end) {
  const range = rangeAt(root, from, to)
  const caret = document.createRange()
  if (end === "start") caret.setStart(range.startContainer, range.startOffset)
  else caret.setStart(range.endContainer, range.endOffset)
  caret.collapse(true)
  const [box] = caret.getClientRects()
  return box ?? edge(range, end)
}

// Where the browser gives no box for a place, the edge of the words beside it.
function edge(range, end) {
  const boxes = [...range.getClientRects()].filter((box) => box.width)
  const box = end === "start" ? boxes[0] : boxes.at(-1)
  if (!box) return null
  const isRight = (directionAt(range.startContainer) === "rtl") === (end === "start")
  return new DOMRect(isRight ? box.right : box.left, box.top, 0, box.height)
}

export const directionAt = (node) => getComputedStyle(node.nodeType === Node.TEXT_NODE ? node.parentElement : node).direction

// The place in the text under a point of the window; null beside the text.
export function unitAtPoint(root, x, y) {
  const place = document.caretPositionFromPoint?.(x, y)
  const found = place ? { node: place.offsetNode, offset: place.offset } : placeOf(document.caretRangeFromPoint?.(x, y))
  if (!found || !root.contains(found.node)) return null
  const range = document.createRange()
  range.setStart(found.node, found.offset)
  return unitsOf(root, range).from
}

const placeOf = (range) => range && { node: range.startContainer, offset: range.startOffset }
