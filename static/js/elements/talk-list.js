import { Refreshing } from "../lib/refreshing.js"

// The threads of a page of their own. Those that are there stay, also when they are no longer what
// the page was asked for: read, or resolved by somebody else.
customElements.define("talk-list", class extends HTMLElement {
  #refreshing = new Refreshing(this, "innerHTML", { address: () => this.#address() })

  connectedCallback() {
    this.#refreshing.start()
  }

  disconnectedCallback() {
    this.#refreshing.stop()
  }

  #address() {
    const shown = [...this.querySelectorAll(".talk-thread")].map(({ id }) => id.replace("thread-", ""))
    return this.dataset.href + (shown.length && "keeps" in this.dataset ? `&keep=${shown.join()}` : "")
  }
})
