const MOST = 14 // words that are said in full
const ENDS = 5

// Selected words as a screen reader should hear them: “Shade saves … in summer”, 40 words.
export function inShort(quote) {
  const words = quote.trim().split(/\s+/)
  const count = `${words.length} ${words.length === 1 ? "word" : "words"}`
  const said = words.length <= MOST ? words : [...words.slice(0, ENDS), "…", ...words.slice(-ENDS)]
  return `“${said.join(" ")}”, ${count}`
}
