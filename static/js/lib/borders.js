// From one border of a word, or of a sign, to the next. Places count UTF-16 units.

const REACH = 400 // units that are looked at: longer than any word

// The next place at which a word ends (for an end) or begins (for a start), forwards or backwards.
export function nextWord(text, at, way, isEnd, language) {
  const { from, words } = segments(text, at, way, "word", language)
  const borders = words.filter(({ isWordLike }) => isWordLike).map(({ index, segment }) => from + index + (isEnd ? segment.length : 0))
  return nearest(borders, at, way) ?? (way > 0 ? Math.min(text.length, at + REACH) : Math.max(0, at - REACH))
}

// The same for what a reader sees as one character.
export function nextSign(text, at, way, language) {
  const { from, words } = segments(text, at, way, "grapheme", language)
  const borders = words.flatMap(({ index, segment }) => [from + index, from + index + segment.length])
  return nearest(borders, at, way) ?? at
}

function segments(text, at, way, granularity, language) {
  // Where the window cuts a word in two, that border is not the nearest one.
  const from = Math.max(0, at - REACH)
  const stretch = text.slice(from, at + REACH)
  return { from, words: [...new Intl.Segmenter(language, { granularity }).segment(stretch)] }
}

function nearest(borders, at, way) {
  return way > 0 ? borders.find((border) => border > at) : borders.findLast((border) => border < at)
}
