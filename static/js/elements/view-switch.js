// Text, map, outline and margin are views of one page: switching needs no load, only an address.
customElements.define("view-switch", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#click)
    document.addEventListener("view:switch", this.#asked)
    addEventListener("popstate", this.#restore)
  }

  disconnectedCallback() {
    document.removeEventListener("view:switch", this.#asked)
    removeEventListener("popstate", this.#restore)
  }

  #click = (event) => {
    const link = event.target.closest("a[data-view]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.#switch(link)
  }

  #asked = (event) => {
    const link = this.querySelector(`a[data-view="${event.detail}"]`)
    if (link) this.#switch(link)
  }

  #switch(link) {
    history.pushState(null, "", link.getAttribute("href") + location.hash)
    this.#show(link.dataset.view)
  }

  #restore = () => this.#show(new URLSearchParams(location.search).get("view") ?? this.dataset.default)

  #show(view) {
    const place = this.#reading()
    document.documentElement.dataset.view = view
    for (const link of this.querySelectorAll("a")) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "page")
      else link.removeAttribute("aria-current")
    }
    place?.block.scrollIntoView()
    if (place) scrollBy({ top: -place.top + place.block.getBoundingClientRect().top, behavior: "instant" })
    document.dispatchEvent(new CustomEvent("view:changed"))
  }

  // The views break lines differently: what was at the top stays at the top.
  #reading() {
    const blocks = [...document.getElementById("text").children]
    const block = blocks.find((candidate) => candidate.getBoundingClientRect().bottom > 80)
    return block && scrollY > 0 ? { block, top: block.getBoundingClientRect().top } : null
  }
})
