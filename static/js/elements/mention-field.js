const MOST = 8
const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
const TYPED = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}_.+-]{0,60})$/u

// A field in which @ offers the people who can be named: a listbox that the field points to
// (aria-activedescendant), chosen with arrows and Enter or Tab. Ctrl+Enter sends.
customElements.define("mention-field", class extends HTMLElement {
  #list
  #status
  #people = []
  #active = 0

  connectedCallback() {
    if (!this.#list) this.#build()
    addEventListener("scroll", this.#place, { capture: true, passive: true })
  }

  disconnectedCallback() {
    removeEventListener("scroll", this.#place, { capture: true })
  }

  connectedMoveCallback() {}

  get #field() {
    return this.querySelector("textarea")
  }

  #build() {
    const field = this.#field
    this.#list = make("ul", { id: `${field.id}-people`, role: "listbox", class: "combobox-list mention-list", popover: "manual", "aria-label": "People who can be named" })
    this.#status = make("span", { class: "unseen", role: "status" })
    for (const [name, value] of Object.entries({ "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": this.#list.id, autocomplete: "off" })) field.setAttribute(name, value)
    this.append(this.#list, this.#status)
    field.addEventListener("input", this.#offer)
    field.addEventListener("click", this.#offer)
    field.addEventListener("blur", () => this.#close())
    field.addEventListener("focus", this.#reveal)
    field.addEventListener("keydown", this.#key)
    this.#list.addEventListener("mousedown", this.#press)
  }

  // It grows when it is written in: its buttons come into sight with it.
  #reveal = () => requestAnimationFrame(() => this.closest("form")?.scrollIntoView({ block: "nearest", behavior: "instant" }))

  get #typed() {
    const { value, selectionStart, selectionEnd } = this.#field
    return selectionStart === selectionEnd ? TYPED.exec(value.slice(0, selectionStart)) : null
  }

  #offer = () => {
    const typed = this.#typed
    this.#people = typed ? fitting(typed[1]) : []
    if (!this.#people.length) return this.#close()
    this.#list.replaceChildren(...this.#people.map(({ value, text }, at) => {
      const item = make("li", { id: `${this.#list.id}-${at}`, role: "option" })
      item.append(make("b", {}, `@${value}`), " ", make("span", { dir: "auto" }, text))
      return item
    }))
    if (!this.#isOpen) this.#list.showPopover()
    this.#place()
    this.#activate(0)
    this.#status.textContent = `${this.#people.length} ${this.#people.length === 1 ? "person" : "people"}`
  }

  get #isOpen() {
    return this.#list.matches(":popover-open")
  }

  // Under the field, or over it where there is more room.
  #place = () => {
    if (!this.#isOpen) return
    const field = this.#field.getBoundingClientRect()
    const { style } = this.#list
    const room = window.visualViewport?.height ?? innerHeight
    style.left = `${Math.max(8, field.left)}px`
    style.width = `${Math.min(field.width, 320)}px`
    const isBelow = room - field.bottom > Math.min(200, field.top)
    style.top = isBelow ? `${field.bottom + 4}px` : "auto"
    style.bottom = isBelow ? "auto" : `${innerHeight - field.top + 4}px`
  }

  #activate(at) {
    this.#active = (at + this.#people.length) % this.#people.length
    const items = [...this.#list.children]
    items.forEach((item, place) => item.setAttribute("aria-selected", place === this.#active))
    this.#field.setAttribute("aria-activedescendant", items[this.#active].id)
    items[this.#active].scrollIntoView({ block: "nearest" })
  }

  #close() {
    if (this.#isOpen) this.#list.hidePopover()
    this.#field?.removeAttribute("aria-activedescendant")
    this.#status.textContent = ""
  }

  #key = (event) => {
    if (event.isComposing) return
    const act = this.#isOpen ? this.#openKeys[event.key] : null
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey)
    if (!act && !sends) return
    event.preventDefault()
    event.stopPropagation()
    if (sends) this.closest("form").requestSubmit()
    else act()
  }

  #openKeys = {
    ArrowDown: () => this.#activate(this.#active + 1),
    ArrowUp: () => this.#activate(this.#active - 1),
    Enter: () => this.#choose(this.#active),
    Tab: () => this.#choose(this.#active),
    Escape: () => this.#close(),
  }

  #press = (event) => {
    event.preventDefault()
    const item = event.target.closest("[role=option]")
    if (item) this.#choose([...this.#list.children].indexOf(item))
  }

  // As if typed, so that the browser can take it back.
  #choose(at) {
    const [field, typed] = [this.#field, this.#typed]
    if (!typed) return this.#close()
    field.setRangeText(`@${this.#people[at].value} `, field.selectionStart - typed[1].length - 1, field.selectionStart, "end")
    field.dispatchEvent(new Event("input", { bubbles: true }))
    this.#close()
    field.focus()
  }
})

// Those whose username or name begins with it, or a later word of the name.
function fitting(typed) {
  const start = plain(typed)
  const options = [...(document.querySelector("datalist.mention-people")?.options ?? [])]
  const fits = ({ value, text }) => plain(value).startsWith(start) || plain(text).split(/\s+/).some((word) => word.startsWith(start))
  return options.filter(fits).slice(0, MOST)
}

function make(tag, attributes, words = "") {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  if (words) element.textContent = words
  return element
}
