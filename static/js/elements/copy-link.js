// A button that copies an address of this site, or the words of an element, and says so.
customElements.define("copy-link", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#copy)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#copy)
  }

  #copy = async () => {
    const { href, of } = this.dataset
    const words = of ? document.getElementById(of).textContent : new URL(href, location.href).href
    const status = document.getElementById("status")
    try {
      await navigator.clipboard.writeText(words)
      this.#say(status, of ? "Copied." : "Address copied.")
    } catch {
      this.#say(status, `Could not copy: ${words}`)
    }
  }

  #say(status, words) {
    if (status) status.textContent = words
    const button = this.querySelector("button")
    const title = button.title
    button.classList.add("done")
    button.title = words
    setTimeout(() => {
      button.classList.remove("done")
      button.title = title
    }, 2000)
  }
})
