import { rangeAt, unitsOf } from "./offsets.js"

export const articleText = () => document.getElementById("text")

export const languageOf = (text) => text.closest("[lang]")?.lang ?? "en"

// The selected range, if any of the article's words are in it.
export function selectedRange() {
  const selection = document.getSelection()
  const text = articleText()
  if (!text || !selection.rangeCount || selection.isCollapsed) return null
  const range = selection.getRangeAt(0)
  if (!range.intersectsNode(text)) return null
  const { from, to } = unitsOf(text, range)
  return text.textContent.slice(from, to).trim() ? range : null
}

export function selectUnits({ from, to }) {
  const range = rangeAt(articleText(), from, to)
  document.getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset)
  return range
}

// Keys belong to whoever types, and to nobody when the reader has switched single keys off.
export const isTyping = (event) =>
  Boolean(event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open], annotation-editor, talk-panel"))

export const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey
