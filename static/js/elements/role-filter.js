// The legend's boxes: take a role out of text, map and outline, or bring it back.
customElements.define("role-filter", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this.#apply)
    document.addEventListener("map:changed", this.#apply)
    document.addEventListener("parts:changed", this.#apply)
    this.#restore()
  }

  disconnectedCallback() {
    document.removeEventListener("map:changed", this.#apply)
    document.removeEventListener("parts:changed", this.#apply)
  }

  get #boxes() {
    return [...this.querySelectorAll("input[name=role]")]
  }

  #restore() {
    const wanted = new URLSearchParams(location.search).get("role")?.split(",")
    if (!wanted) return
    for (const box of this.#boxes) box.checked = wanted.includes(box.value)
    this.#apply()
  }

  #apply = (event) => {
    const shown = new Set(this.#boxes.filter((box) => box.checked).map((box) => box.value))
    for (const thing of document.querySelectorAll(":is(mark, .code, .node, .code-node, .outline-item)[data-role]")) {
      thing.classList.toggle("off", !shown.has(thing.dataset.role))
    }
    if (event?.type === "change") this.#record(shown)
    document.dispatchEvent(new CustomEvent("parts:moved"))
  }

  #record(shown) {
    const url = new URL(location.href)
    if (shown.size === this.#boxes.length) url.searchParams.delete("role")
    else url.searchParams.set("role", [...shown].join(","))
    history.replaceState(null, "", url)
  }
})
