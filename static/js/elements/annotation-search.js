const MOST = 60 // options shown at once; typing narrows them down

const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

// A combobox (ARIA 1.2) over the <select> inside it: type a code or words, choose with arrows and
// Enter. The <select> keeps the value, so the form sends the same with and without script. Options
// are annotations, or things that explain themselves: "name · sentence", with data-name, data-example.
customElements.define("annotation-search", class extends HTMLElement {
  #input
  #list
  #chips
  #matches = []
  #active = -1
  #aimed = null

  connectedCallback() {
    if (!this.#input) this.#begin()
    addEventListener("scroll", this.#place, { capture: true, passive: true })
    document.addEventListener("pointerdown", this.#aim, true)
    document.addEventListener("click", this.#point, true)
  }

  #begin() {
    this.#build()
    this.#input.addEventListener("input", () => this.#open())
    this.#input.addEventListener("click", () => this.#open())
    this.#input.addEventListener("keydown", this.#key)
    this.#input.addEventListener("blur", this.#settle)
    this.#list.addEventListener("mousedown", this.#press)
    this.#chips?.addEventListener("click", this.#unchoose)
    this.closest("form").addEventListener("change", ({ target }) => (target.name === "verb" || target === this.#select) && this.#narrow())
    this.#narrow()
  }

  disconnectedCallback() {
    removeEventListener("scroll", this.#place, { capture: true })
    document.removeEventListener("pointerdown", this.#aim, true)
    document.removeEventListener("click", this.#point, true)
  }

  connectedMoveCallback() {}

  // For those who choose elsewhere on the page; tells whether that can be chosen here.
  pick(value) {
    const option = this.#options.find((option) => option.value === value)
    if (option) this.#choose(option)
    return Boolean(option)
  }

  get #select() {
    return this.querySelector("select")
  }

  get #verb() {
    return this.closest("form").elements.verb
  }

  #build() {
    const { id, multiple } = this.#select
    const label = this.querySelector("label")
    this.#input = make("input", { id: `${id}-search`, type: "text", role: "combobox", autocomplete: "off", placeholder: this.dataset.hint ?? (this.closest(".card, .step, .link-bar") ? "Code, words, or click it" : "Code or words"), "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-list` })
    for (const name of ["aria-invalid", "aria-describedby"]) if (this.#select.hasAttribute(name)) this.#input.setAttribute(name, this.#select.getAttribute(name))
    if ("first" in this.#select.dataset) this.#input.dataset.first = ""
    this.#list = make("ul", { id: `${id}-list`, role: "listbox", class: "combobox-list", popover: "manual", "aria-label": label.firstChild.textContent.trim() })
    this.#chips = multiple ? make("span", { class: "combobox-chips" }) : null
    const box = make("span", { class: "combobox" })
    box.append(...[this.#chips, this.#input, this.#list].filter(Boolean))
    this.#select.hidden = true
    this.#select.after(box)
    label.htmlFor = this.#input.id
  }

  get #options() {
    const here = [...this.#select.options].filter((option) => option.value)
    return here.filter((option) => !option.parentElement.disabled)
  }

  // An undercut attacks a step, everything else an annotation.
  #narrow = () => {
    const verb = this.#verb?.value
    for (const group of this.#select.querySelectorAll("optgroup[data-verbs]")) {
      group.disabled = !group.dataset.verbs.split(" ").includes(verb)
    }
    if (this.#select.selectedOptions[0]?.parentElement.disabled) this.#select.value = ""
    this.#show()
  }

  // Codes come first, then words of the gist.
  #found(typed) {
    const query = plain(typed).trim()
    const words = query.split(/\s+/)
    const code = (option) => plain(option.dataset.name ?? option.value)
    const ranks = (option) => {
      if (!query || code(option) === query) return 0
      if (code(option).startsWith(query)) return 1
      const text = plain([option.text, option.dataset.example, option.dataset.also].join(" "))
      return words.every((word) => text.includes(word)) ? 2 : 3
    }
    const ranked = this.#options.filter((option) => !this.#isChosen(option)).map((option) => ({ option, rank: ranks(option) }))
    return ranked.filter(({ rank }) => rank < 3).sort((a, b) => a.rank - b.rank).map(({ option }) => option)
  }

  #isChosen = (option) => this.#select.multiple && option.selected

  #open() {
    const isUntouched = !this.#select.multiple && this.#input.value === this.#label()
    this.#matches = this.#found(isUntouched ? "" : this.#input.value).slice(0, MOST)
    this.#list.replaceChildren(...this.#matches.flatMap((option, at) => [...this.#family(at, isUntouched), this.#item(option, at)]))
    if (!this.#matches.length) this.#list.append(make("li", { class: "combobox-none" }, "Nothing fits these words."))
    if (!this.#isOpen) this.#list.showPopover()
    this.#place()
    this.#input.setAttribute("aria-expanded", "true")
    const chosen = isUntouched ? this.#matches.indexOf(this.#select.selectedOptions[0]) : -1
    this.#activate(chosen >= 0 ? chosen : this.#input.value && !isUntouched && this.#matches.length ? 0 : -1)
  }

  get #isOpen() {
    return this.#list.matches(":popover-open")
  }

  // Under the field, or over it where there is more room.
  #place = () => {
    if (!this.#isOpen) return
    const field = this.#input.getBoundingClientRect()
    const { style } = this.#list
    style.left = `${field.left}px`
    style.width = `${Math.max(field.width, Math.min(300, innerWidth - field.left - 8))}px`
    const isBelow = innerHeight - field.bottom > Math.min(280, field.top)
    style.top = isBelow ? `${field.bottom + 4}px` : "auto"
    style.bottom = isBelow ? "auto" : `${innerHeight - field.top + 4}px`
  }

  // Where the whole list is shown, the name of each group of explained things stands over it.
  #family(at, isWhole) {
    const [option, before] = [this.#matches[at], this.#matches[at - 1]]
    const group = option.parentElement
    if (!isWhole && this.#input.value) return []
    if (!option.dataset.name || group.localName !== "optgroup" || group === before?.parentElement) return []
    return [make("li", { class: "combobox-family", role: "presentation" }, group.label)]
  }

  #item(option, at) {
    const [code, ...gist] = option.text.split(" · ")
    const item = make("li", { id: `${this.#list.id}-${at}`, role: "option", "aria-selected": "false" })
    if (option.dataset.role) item.dataset.role = option.dataset.role
    item.append(make("b", {}, code), " ", make("span", { dir: "auto" }, gist.join(" · ")))
    if (option.dataset.example) item.append(" ", make("q", { class: "combobox-example" }, option.dataset.example))
    return item
  }

  #activate(at) {
    this.#active = at
    const items = [...this.#list.querySelectorAll("[role=option]")]
    items.forEach((item, place) => item.setAttribute("aria-selected", place === at))
    if (items[at]) this.#input.setAttribute("aria-activedescendant", items[at].id)
    else this.#input.removeAttribute("aria-activedescendant")
    items[at]?.scrollIntoView({ block: "nearest" })
  }

  #close() {
    if (this.#isOpen) this.#list.hidePopover()
    this.#active = -1
    this.#input.setAttribute("aria-expanded", "false")
    this.#input.removeAttribute("aria-activedescendant")
  }

  #key = (event) => {
    const act = (this.#isOpen ? this.#openKeys : this.#closedKeys)[event.key]
    if (!act || event.isComposing) return
    if (act() === false) return
    event.preventDefault()
    event.stopPropagation()
  }

  #closedKeys = {
    ArrowDown: () => this.#open(),
    ArrowUp: () => this.#open(),
    Backspace: () => (this.#input.value || !this.#chips?.lastChild ? false : this.#chips.lastChild.click()),
  }

  #openKeys = {
    ArrowDown: () => this.#activate(Math.min(this.#active + 1, this.#matches.length - 1)),
    ArrowUp: () => this.#activate(Math.max(this.#active - 1, 0)),
    Enter: () => (this.#matches[this.#active] ? this.#choose(this.#matches[this.#active]) : false),
    Escape: () => this.#back(),
  }

  // The chips stay as they are: one of them may just be pressed.
  #back() {
    this.#close()
    this.#input.value = this.#select.multiple ? "" : this.#label()
  }

  #press = (event) => {
    event.preventDefault()
    const item = event.target.closest("[role=option]")
    if (item) this.#choose(this.#matches[[...this.#list.querySelectorAll("[role=option]")].indexOf(item)])
  }

  // While the field has the focus, a click on a passage, node or card elsewhere fills it in.
  #aim = (event) => {
    const label = document.activeElement === this.#input && this.#labelAt(event)
    this.#aimed = label ? this.#options.find((option) => option.value === label) : null
  }

  #point = (event) => {
    const option = this.#aimed
    this.#aimed = null
    if (!option || this.#labelAt(event) !== option.value || !document.getSelection().isCollapsed) return
    event.preventDefault()
    event.stopPropagation()
    this.#choose(option)
    this.#input.focus({ preventScroll: true })
  }

  #labelAt({ target }) {
    return this.contains(target) || target.closest("button, form") ? null : target.closest("[data-a]")?.dataset.a
  }

  // What is chosen is shown where the change is heard.
  #choose(option, isChosen = true) {
    option.selected = isChosen
    this.#close()
    this.#select.dispatchEvent(new Event("change", { bubbles: true }))
  }

  #unchoose = (event) => {
    const chip = event.target.closest("button")
    if (!chip) return
    this.#choose([...this.#select.options].find(({ value }) => value === chip.value), false)
    this.#input.focus()
  }

  // A code that was typed but not chosen counts; other unfinished words go back to what was chosen.
  #settle = () => {
    const typed = plain(this.#input.value).trim()
    const exact = this.#options.find((option) => plain(option.dataset.name ?? option.value) === typed)
    if (exact) return this.#choose(exact)
    if (!typed && !this.#select.multiple) this.#select.value = ""
    this.#back()
  }

  #label() {
    const option = this.#select.selectedOptions[0]
    return option?.value ? option.dataset.name ?? option.text : ""
  }

  #show() {
    this.#input.value = this.#select.multiple ? "" : this.#label()
    this.#chips?.replaceChildren(...[...this.#select.selectedOptions].map((option) => {
      const chip = make("button", { type: "button", class: "chip", value: option.value, "aria-label": `Leave out ${option.value}` }, option.value)
      chip.dataset.role = option.dataset.role
      return chip
    }))
  }
})

function make(tag, attributes, words = "") {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  if (words) element.textContent = words
  return element
}
