import { family, isCalm } from "../lib/passages.js"

const SMALLEST = 0.3
const LARGEST = 2.5
const READABLE = 0.9 // 13 px type stays above 11.5 px
const SHORT = 5 // px
const HANDS_OFF = 4000 // ms after the reader touched the map before it follows the text again

// What outlives a change of the map's parts: where the reader had moved it.
const memory = { view: null, follow: true }

// Pan, zoom, fold and walk the map. The drawing itself comes from the server, and reads without this.
customElements.define("argument-map", class extends HTMLElement {
  #view = { x: 0, y: 0, scale: 1 }
  #touched = 0
  #isHeld = false
  #resize = new ResizeObserver(() => {
    if (memory.view || this.#isHeld) this.#show()
    else this.#fit(false)
    this.#isHeld = false
  })

  connectedCallback() {
    this.#prepare()
    this.addEventListener("pointerdown", this.#grab)
    this.addEventListener("wheel", this.#wheel, { passive: false })
    this.addEventListener("keydown", this.#walk)
    this.addEventListener("click", this.#fold)
    this.#pane.addEventListener("click", this.#tool)
    document.addEventListener("passage:now", this.#follow)
    document.addEventListener("passage:chosen", this.#reveal)
    document.addEventListener("map:zoom", this.#zoomed)
    document.addEventListener("map:nudge", this.#nudged)
    addEventListener("beforeprint", this.#paper)
    addEventListener("afterprint", this.#show)
    this.#resize.observe(this)
  }

  disconnectedCallback() {
    document.removeEventListener("passage:now", this.#follow)
    document.removeEventListener("passage:chosen", this.#reveal)
    document.removeEventListener("map:zoom", this.#zoomed)
    document.removeEventListener("map:nudge", this.#nudged)
    removeEventListener("beforeprint", this.#paper)
    removeEventListener("afterprint", this.#show)
    this.#resize.disconnect()
  }

  get view() {
    return this.#view
  }

  // Whoever puts another drawing in this place brings the view along.
  set view(view) {
    this.#view = view
    this.#isHeld = true
    this.#show()
  }

  get #pane() {
    return this.closest(".pane") ?? this.parentElement
  }

  get #svg() {
    return this.querySelector("svg.map")
  }

  #prepare() {
    const svg = this.#svg
    if (!svg) return
    svg.dataset.whole ??= svg.getAttribute("viewBox")
    const nodes = [...svg.querySelectorAll(".node")]
    nodes.forEach((node, at) => node.setAttribute("tabindex", at ? -1 : 0))
    if (memory.view) this.#view = { ...memory.view }
    this.#pressFollow()
  }

  get #whole() {
    const [x, y, width, height] = this.#svg.dataset.whole.split(" ").map(Number)
    return { x, y, width, height }
  }

  #show = () => {
    const svg = this.#svg
    if (!svg || !this.clientWidth) return
    const { x, y, scale } = this.#kept()
    svg.setAttribute("viewBox", `${x} ${y} ${this.clientWidth / scale} ${this.clientHeight / scale}`)
    const output = this.#pane.querySelector("[data-map=scale]")
    if (output) output.value = `${Math.round(scale * 100)}%`
  }

  // The view, kept so that some of the map can always be seen; a map that fits is centred.
  #kept() {
    const { x, y, width, height } = this.#whole
    const { scale } = this.#view
    const keep = (at, start, length, room) => {
      if (length <= room) return start - (room - length) / 2
      return Math.min(Math.max(at, start), start + length - room)
    }
    this.#view.x = keep(this.#view.x, x, width, this.clientWidth / scale)
    this.#view.y = keep(this.#view.y, y, height, (this.clientHeight - this.#covered()) / scale)
    return this.#view
  }

  // The chosen card lies over the lower edge of the pane.
  #covered() {
    const card = document.querySelector(".card.on")
    if (!card || document.documentElement.dataset.view !== "map") return 0
    const box = card.getBoundingClientRect()
    const mine = this.getBoundingClientRect()
    return box.left < mine.right && box.right > mine.left ? Math.max(0, mine.bottom - box.top + 12) : 0
  }

  #fit(all) {
    const svg = this.#svg
    if (!svg || !this.clientWidth) return
    const { x, y, width, height } = this.#whole
    const whole = Math.min(this.clientWidth / width, this.clientHeight / height)
    const readable = Math.max(READABLE, Math.min(1, this.clientWidth / width))
    const scale = all ? Math.min(1.1, whole) : whole >= READABLE ? Math.min(1, whole) : readable
    this.#view = { x, y, scale: Math.max(SMALLEST / 2, scale) }
    if (!all) this.#centreOnRoot()
    this.#show()
    if (!all) this.#bring(document.querySelector(".card.on")?.dataset.a)
  }

  // A tree taller than the pane begins where its first claim stands.
  #centreOnRoot() {
    const root = this.#svg.querySelector(".node")?.getBBox()
    if (root) this.#view.y = root.y + root.height / 2 - this.clientHeight / this.#view.scale / 2
  }

  #zoom(factor, at = { x: this.clientWidth / 2, y: this.clientHeight / 2 }) {
    const before = this.#view.scale
    const scale = Math.min(LARGEST, Math.max(SMALLEST, before * factor))
    this.#view.x += at.x / before - at.x / scale
    this.#view.y += at.y / before - at.y / scale
    this.#view.scale = scale
    this.#keep()
  }

  #keep() {
    this.#touched = Date.now()
    this.#show()
    memory.view = { ...this.#view }
  }

  // Whoever drags something to an edge of the map wants what lies beyond.
  #nudged = ({ detail: { x, y } }) => {
    this.#view.x += x / this.#view.scale
    this.#view.y += y / this.#view.scale
    this.#keep()
  }

  #zoomed = (event) => (event.detail ? this.#zoom(event.detail) : this.#refit())

  #refit() {
    this.#fit(true)
    memory.view = { ...this.#view }
  }

  #tool = (event) => {
    const tool = event.target.closest("[data-map]")?.dataset.map
    if (tool === "in") this.#zoom(1.2)
    if (tool === "out") this.#zoom(1 / 1.2)
    if (tool === "fit") this.#refit()
    if (tool === "follow") {
      memory.follow = !memory.follow
      this.#pressFollow()
    }
    const kind = event.target.closest("[data-kind-of-map]")
    if (kind) this.#load(event, kind.href)
  }

  #pressFollow() {
    this.#pane.querySelector("[data-map=follow]")?.setAttribute("aria-pressed", memory.follow)
  }

  // A mouse pans by the ground, a finger from anywhere. A short move is still a press on what is there.
  #grab = (event) => {
    if (!event.isPrimary || (event.pointerType === "mouse" && event.target.closest("a"))) return
    const start = { x: event.clientX, y: event.clientY, view: { ...this.#view } }
    const move = (to) => {
      const isShort = Math.hypot(to.clientX - start.x, to.clientY - start.y) < SHORT
      if (isShort && !this.hasPointerCapture(to.pointerId)) return
      this.setPointerCapture(to.pointerId)
      this.#view.x = start.view.x - (to.clientX - start.x) / this.#view.scale
      this.#view.y = start.view.y - (to.clientY - start.y) / this.#view.scale
      this.#keep()
    }
    const done = new AbortController()
    const end = () => done.abort()
    this.addEventListener("pointermove", move, { signal: done.signal })
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end, { signal: done.signal })
    document.addEventListener("relation:drawing", end, { signal: done.signal })
  }

  #wheel = (event) => {
    event.preventDefault()
    const box = this.getBoundingClientRect()
    if (event.ctrlKey || event.metaKey) {
      return this.#zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1, { x: event.clientX - box.left, y: event.clientY - box.top })
    }
    this.#view.x += event.deltaX / this.#view.scale
    this.#view.y += event.deltaY / this.#view.scale
    this.#keep()
  }

  #follow = (event) => {
    this.#scrollOutline(event.detail.label)
    const idle = Date.now() - this.#touched > HANDS_OFF
    if (memory.follow && idle && !document.querySelector(".card.on")) this.#bring(event.detail.label)
  }

  #reveal = (event) => {
    this.#show()
    if (event.detail.quiet) return
    if (event.detail.label) this.#bring(event.detail.label)
    if (event.detail.label) this.#scrollOutline(event.detail.label)
  }

  #scrollOutline(label) {
    const list = this.#pane.querySelector(".pane-outline")
    const item = memory.follow && list?.offsetParent && document.getElementById(`o-${label}`)
    if (!item) return
    const box = item.getBoundingClientRect()
    const room = list.getBoundingClientRect()
    if (box.top > room.top + 8 && box.bottom < room.bottom - 8) return
    list.scrollBy({ top: box.top - room.top - room.height * 0.35, behavior: isCalm() ? "auto" : "smooth" })
  }

  // Moves the map just so far that the node can be seen.
  #bring(label) {
    const node = label && this.#svg?.querySelector(`#n-${CSS.escape(label)}`)
    if (!node || !this.clientWidth) return
    const box = node.getBBox()
    const { scale } = this.#view
    const margin = 20 / scale
    const room = { x: this.clientWidth / scale, y: (this.clientHeight - this.#covered()) / scale }
    const into = (at, start, length, space) =>
      start - margin < at ? start - margin : start + length + margin > at + space ? start + length + margin - space : at
    this.#view.x = into(this.#view.x, box.x, box.width, room.x)
    this.#view.y = into(this.#view.y, box.y, box.height, room.y)
    this.#show()
  }

  // One stop for Tab; arrows follow the argument.
  #walk = (event) => {
    const node = event.target.closest(".node")
    if (!node) return
    const { parent, children } = family()
    const label = node.dataset.a
    const beside = children.get(parent.get(label)) ?? []
    const at = beside.indexOf(label)
    const to = {
      ArrowLeft: () => parent.get(label),
      ArrowRight: () => children.get(label)?.[0],
      ArrowUp: () => beside[at - 1],
      ArrowDown: () => beside[at + 1],
      Home: () => children.get(null)?.[0],
    }[event.key]
    if (!to) return
    event.preventDefault()
    this.#focusNode(to())
  }

  #focusNode(label) {
    const node = label && this.#svg.querySelector(`#n-${CSS.escape(label)}`)
    if (!node) return
    for (const other of this.#svg.querySelectorAll(".node")) other.setAttribute("tabindex", other === node ? 0 : -1)
    node.focus({ preventScroll: true })
    this.#bring(label)
  }

  #fold = (event) => {
    const fold = event.target.closest(".fold")
    if (fold) this.#load(event, fold.getAttribute("href"))
  }

  // Another drawing of the same map: folded, unfolded or of the other kind.
  async #load(event, href) {
    if (event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const url = this.#merged(href)
    const answer = await fetch(this.#partAt(url), { headers: { "HX-Request": "true" } })
    if (!answer.ok) return location.assign(url)
    this.innerHTML = await answer.text()
    history.replaceState(null, "", url.search + location.hash)
    memory.view = null
    this.#prepare()
    this.#fit(false)
    this.#pressKind(url.searchParams.get("kind"))
    document.dispatchEvent(new CustomEvent("map:changed"))
  }

  #partAt(url) {
    const { address, wide } = document.getElementById("stage").dataset
    const part = new URL(`${address}map/${url.search}`, url)
    if (wide !== undefined) part.searchParams.set("wide", "")
    return part
  }

  // The address of the page with what the link changes: view and filter stay as they are.
  #merged(href) {
    const wanted = new URL(href, location.href).searchParams
    const url = new URL(location.href)
    if (!wanted.has("kind")) url.searchParams.delete("fold")
    for (const [name, value] of wanted) url.searchParams.set(name, value)
    return url
  }

  #pressKind(kind) {
    if (!kind) return
    for (const link of this.#pane.querySelectorAll("[data-kind-of-map]")) {
      link.toggleAttribute("aria-current", link.dataset.kindOfMap === kind)
    }
  }

  #paper = () => this.#svg?.setAttribute("viewBox", this.#svg.dataset.whole)
})
