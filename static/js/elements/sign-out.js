import { articleOf, draftsOf, dropDraft } from "../lib/drafts.js"

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
    if (!count) return
    event.preventDefault()
    this.#form = event.target
    const whose = count === 1 ? "one article" : `${count} articles`
    this.querySelector("p").textContent = `Text of ${whose} is saved nowhere but in this browser. If it stays here, you find it again when you sign in; others who use this browser could find it too.`
    const dialog = this.querySelector("dialog")
    dialog.returnValue = ""
    dialog.showModal()
  }

  #answered = ({ target: { returnValue } }) => {
    if (!returnValue) return
    if (returnValue === "remove") for (const { key } of draftsOf(this.dataset.user)) dropDraft(key)
    this.#form.submit()
  }
})
