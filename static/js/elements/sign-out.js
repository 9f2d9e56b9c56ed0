import { articleOf, draftsOf, dropDraft } from "../lib/drafts.js"
import { dropLeftBy, leftBy } from "../lib/leftovers.js"

// Nobody signs out without knowing that text stays behind in this browser, or by that loses it.
customElements.define("sign-out", class extends HTMLElement {
  #form = null

  connectedCallback() {
    document.addEventListener("submit", this.#asked)
    this.addEventListener("close", this.#answered, true) // which does not bubble
  }

  disconnectedCallback() {
    document.removeEventListener("submit", this.#asked)
  }

  #asked = (event) => {
    if (!event.target.matches("[data-signs-out]")) return
    const count = new Set(draftsOf(this.dataset.user).map(({ key }) => articleOf(key))).size
    if (!count && !leftBy(this.dataset.name).length) return
    event.preventDefault()
    this.#form = event.target
    const what = count === 1 ? "Text of one article" : count ? `Text of ${count} articles` : "Something you typed"
    this.querySelector("p").textContent = `${what} is saved nowhere but in this browser. If it stays here, you find it again when you sign in; others who use this browser could find it too.`
    const dialog = this.querySelector("dialog")
    dialog.returnValue = ""
    dialog.showModal()
  }

  #answered = ({ target: { returnValue } }) => {
    if (!returnValue) return
    if (returnValue === "remove") this.#remove()
    this.#form.submit()
  }

  #remove() {
    for (const { key } of draftsOf(this.dataset.user)) dropDraft(key)
    dropLeftBy(this.dataset.name)
  }
})
