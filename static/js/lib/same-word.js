const WORD = /[\p{L}\p{N}\p{M}]+/gu

// Where a written text has what a shown one has at a place: the same word, counted from the start,
// and the same letter of it. Markdown has more signs than what it becomes, but the same words.
export function placeInWritten(written, shown, at) {
  const words = [...shown.matchAll(WORD)]
  const n = words.findIndex((word) => word.index + word[0].length >= at)
  if (n < 0) return written.trimEnd().length
  const { 0: wanted, index } = words[n]
  const before = words.slice(0, n).filter((word) => word[0] === wanted).length
  const places = [...written.matchAll(WORD)].filter((word) => word[0] === wanted)
  const place = places[Math.min(before, places.length - 1)]
  return place ? place.index + Math.max(0, at - index) : 0
}
