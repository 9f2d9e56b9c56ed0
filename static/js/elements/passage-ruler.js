import { oncePerFrame } from "../lib/frames.js"
import { positions, watchPositions } from "../lib/positions.js"

// The whole text as a narrow strip: where its passages lie, and which part is on the screen.
customElements.define("passage-ruler", class extends HTMLElement {
  #window = document.createElement("b")
  #stop = () => {}

  connectedCallback() {
    addEventListener("scroll", this.#move, { passive: true })
    this.#stop = watchPositions(this.#draw)
  }

  disconnectedCallback() {
    removeEventListener("scroll", this.#move)
    this.#stop()
  }

  #draw = oncePerFrame(() => {
    if (!this.offsetHeight) return
    const scale = this.offsetHeight / document.documentElement.scrollHeight
    const ticks = positions().map(({ role, top, bottom }) => {
      const tick = document.createElement("i")
      tick.dataset.role = role
      tick.style.top = `${top * scale}px`
      tick.style.height = `${Math.max(4, (bottom - top) * scale - 1)}px`
      return tick
    })
    this.replaceChildren(this.#window, ...ticks)
    this.#move()
  })

  #move = oncePerFrame(() => {
    const scale = this.offsetHeight / document.documentElement.scrollHeight
    this.#window.style.top = `${scrollY * scale}px`
    this.#window.style.height = `${innerHeight * scale}px`
  })
})
