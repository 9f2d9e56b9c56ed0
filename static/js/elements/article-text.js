import { oncePerFrame } from "../lib/frames.js"
import { isPhone } from "../lib/passages.js"

const LINE = 25 // px that one code needs in the gutter

// The article's words. Where two passages begin on one line, the second code steps down.
customElements.define("article-text", class extends HTMLElement {
  #watch = new ResizeObserver(() => this.#spread())

  connectedCallback() {
    this.#watch.observe(this)
    document.addEventListener("parts:moved", this.#spread)
  }

  disconnectedCallback() {
    this.#watch.disconnect()
    document.removeEventListener("parts:moved", this.#spread)
  }

  #spread = oncePerFrame(() => {
    const codes = [...this.querySelectorAll(".code:not(.off)")]
    for (const code of codes) code.style.translate = ""
    if (isPhone()) return
    const tops = codes.map((code) => code.getBoundingClientRect().top)
    let free = -Infinity
    codes.forEach((code, at) => {
      const shift = Math.max(0, free - tops[at])
      if (shift) code.style.translate = `0 ${shift}px`
      free = tops[at] + shift + LINE
    })
  })
})
