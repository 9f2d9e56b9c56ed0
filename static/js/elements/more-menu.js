// The menu of whatever card is open: one for all of them, filled in when it is asked for. Without
// script the link that opens it leads to the annotation's page, where all of it stands, too.
customElements.define("more-menu", class extends HTMLElement {
  #opener = null

  connectedCallback() {
    document.addEventListener("click", this.#click)
    this.addEventListener("click", this.#choose)
    this.addEventListener("keydown", this.#key)
    document.addEventListener("parts:changed", this.#close)
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#click)
    document.removeEventListener("parts:changed", this.#close)
  }

  get #items() {
    return [...this.querySelectorAll("button, a")].filter((item) => !item.hidden)
  }

  // It stays open while others change something, if its card is still there.
  #close = ({ detail }) => {
    const opener = detail?.quiet && this.#opener?.id && document.getElementById(this.#opener.id)
    if (opener) this.#opener = opener
    else this.hidePopover()
  }

  #click = (event) => {
    const opener = event.target.closest(".card-more")
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.#open(opener)
  }

  #open(opener) {
    const { a: label, number, spans } = opener.closest(".card").dataset
    this.#opener = opener
    this.querySelector("[data-more=title]").textContent = label
    this.querySelector("[data-more=borders]").hidden = !spans.trim()
    this.querySelector("[data-more=history]").href = `${this.dataset.history}?of=${label}`
    this.querySelector("[data-more=page]").href = `${this.dataset.address}${number}/`
    this.showPopover({ source: opener })
    this.#place(opener.getBoundingClientRect())
    this.#items[0].focus()
  }

  // Above the button that opens it, for cards lie at the lower edge; else below.
  #place({ left, top, bottom, right }) {
    const { offsetWidth: width, offsetHeight: height } = this
    const isRight = left + width > innerWidth - 8
    this.style.setProperty("--x", `${Math.max(8, isRight ? right - width : left)}px`)
    this.style.setProperty("--y", `${top - height - 6 > 8 ? top - height - 6 : Math.min(bottom + 6, innerHeight - height - 8)}px`)
  }

  #choose = (event) => {
    const what = event.target.closest("[data-more]")?.dataset.more
    const number = this.#opener?.closest(".card")?.dataset.number
    if (what === "borders") this.#leave(() => document.querySelector("passage-borders").begin())
    if (what === "merge") this.#leave(() => this.#merge(number))
  }

  #merge(number) {
    return window.htmx.ajax("GET", `${this.dataset.address}${number}/merge/`, { source: this.#opener, target: `#form-${number}`, swap: "innerHTML" })
  }

  #leave(then) {
    this.hidePopover()
    then()
  }

  #key = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const items = this.#items
    items[(items.indexOf(document.activeElement) + by + items.length) % items.length].focus()
  }
})
