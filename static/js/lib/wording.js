// Whole words and whole sentences around a stretch of text. Places count UTF-16 units.

// Without white space at its ends, and with no word and no sign (a flag, a family) cut in two.
export function wholeWords(text, stretch, language) {
  const { from, to } = trimmed(text, stretch)
  if (from >= to) return { from, to }
  const words = segmenter(language, "word").segment(text)
  const signs = segmenter(language, "grapheme").segment(text)
  const around = (at) => (words.containing(at).isWordLike ? words : signs).containing(at)
  const last = around(to - 1)
  return { from: around(from).index, to: last.index + last.segment.length }
}

// From the beginning of the sentence in which the stretch begins to the end of that in which it ends.
export function wholeSentence(text, { from, to }, language) {
  const sentences = sentencesOf(text, language)
  if (!sentences.length) return { from, to }
  const first = sentences.find((sentence) => sentence.to > from) ?? sentences.at(-1)
  const last = sentences.find((sentence) => sentence.to >= to) ?? sentences.at(-1)
  return { from: first.from, to: Math.max(last.to, first.to) }
}

// Line ends inside a paragraph are where its source happened to be broken, not ends of sentences.
export function sentencesOf(text, language) {
  const found = segmenter(language, "sentence").segment(text.replaceAll("\n", " "))
  return [...found]
    .map(({ index, segment }) => trimmed(text, { from: index, to: index + segment.length }))
    .filter(({ from, to }) => from < to)
}

export function trimmed(text, { from, to }) {
  const words = text.slice(from, to)
  return { from: from + words.length - words.trimStart().length, to: to - words.length + words.trimEnd().length }
}

// A language that the browser does not know is cut like English.
function segmenter(language, granularity) {
  try {
    return new Intl.Segmenter(language || "en", { granularity })
  } catch {
    return new Intl.Segmenter("en", { granularity })
  }
}
