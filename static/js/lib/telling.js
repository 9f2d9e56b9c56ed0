// What has just happened elsewhere, in few words: several changes that come together are told together.
const PAUSE = 400 // ms
const STAYS = 8_000
const MOST = 2 // sentences

export class Teller {
  #sentences = []
  #timer = 0
  #gone = 0

  constructor(place) {
    this.place = place
  }

  tell(words, by) {
    if (!this.place || !words) return
    this.#sentences.push({ words, by })
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#show, PAUSE)
  }

  #show = () => {
    const words = this.#short()
    this.#sentences = []
    this.place.replaceChildren(...words.map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })))
    clearTimeout(this.#gone)
    this.#gone = setTimeout(() => this.place.replaceChildren(), STAYS)
  }

  #short() {
    const said = [...new Set(this.#sentences.map(({ words }) => words))]
    if (said.length <= MOST) return said
    const names = [...new Set(this.#sentences.map(({ by }) => by))].filter(Boolean)
    const who = names.length === 1 ? said[0].slice(0, said[0].indexOf(" ")) : `${names.length} people`
    return [said.at(-1), `${who} made ${this.#sentences.length} changes.`]
  }
}
