const SVG = "http://www.w3.org/2000/svg"
const FROM_POINTER = 18

// The thread that follows the pointer from where a relation begins, with what it means in words.
export class Thread {
  #svg = null
  #said = null
  #source = null
  #timer = 0

  begin(source) {
    this.end()
    this.#source = source
    this.#svg = document.createElementNS(SVG, "svg")
    this.#svg.setAttribute("class", "thread")
    this.#svg.setAttribute("aria-hidden", "true")
    this.#svg.append(document.createElementNS(SVG, "path"), document.createElementNS(SVG, "circle"))
    if (source.dataset.role) this.#svg.dataset.role = source.dataset.role
    this.#label()
    document.body.append(this.#svg, this.#said)
  }

  to({ x, y }, { words, problem }) {
    const box = this.#source.getBoundingClientRect()
    const from = { x: x > box.left + box.width / 2 ? box.right : box.left, y: box.top + box.height / 2 }
    const [path, knot] = this.#svg.children
    const bend = Math.max(24, Math.abs(x - from.x) / 2) * (x > from.x ? 1 : -1)
    path.setAttribute("d", `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${x - bend} ${y} ${x} ${y}`)
    knot.setAttribute("cx", x)
    knot.setAttribute("cy", y)
    knot.setAttribute("r", 5)
    this.#svg.classList.toggle("cannot", Boolean(problem))
    this.#say({ x, y }, problem ?? words, Boolean(problem))
  }

  // The thread stays while somebody chooses; the words make room.
  quiet() {
    this.#said.hidden = true
  }

  // The reason alone, for long enough to be read.
  stay(point, words, time) {
    this.#label()
    document.body.append(this.#said)
    this.#say(point, words, true)
    this.#timer = setTimeout(() => this.end(), time)
  }

  end() {
    clearTimeout(this.#timer)
    this.#svg?.remove()
    this.#said?.remove()
    this.#svg = this.#said = this.#source = null
  }

  #label() {
    this.#said = document.createElement("p")
    this.#said.className = "thread-words"
    this.#said.setAttribute("aria-hidden", "true")
  }

  #say({ x, y }, words, isProblem) {
    this.#said.textContent = words
    this.#said.classList.toggle("cannot", isProblem)
    const widest = document.documentElement.clientWidth - this.#said.offsetWidth - 8
    this.#said.style.left = `${Math.max(8, Math.min(widest, x + FROM_POINTER))}px`
    this.#said.style.top = `${Math.min(innerHeight - this.#said.offsetHeight - 8, y + FROM_POINTER)}px`
  }
}
