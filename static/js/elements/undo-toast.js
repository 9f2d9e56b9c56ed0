const STAYS = 10_000 // ms; as long as wanted while it is pointed at or has the focus

// A notice that goes by itself. What it tells of can be undone here, or later in the list of annotations.
customElements.define("undo-toast", class extends HTMLElement {
  #timer = 0

  connectedCallback() {
    this.addEventListener("click", this.#dismiss)
    for (const event of ["mouseenter", "focusin"]) this.addEventListener(event, this.#stay)
    for (const event of ["mouseleave", "focusout"]) this.addEventListener(event, this.#start)
    this.#start()
  }

  disconnectedCallback() {
    this.#stay()
  }

  #stay = () => clearTimeout(this.#timer)

  #start = () => {
    this.#stay()
    if (!("problem" in this.dataset)) this.#timer = setTimeout(this.#leave, STAYS)
  }

  #leave = () => {
    if (this.matches(":hover, :focus-within")) return
    this.remove()
  }

  #dismiss = (event) => {
    if (event.target.closest("[data-dismiss]")) this.remove()
  }
})

// The last change, or the one of a notice: once, so that pressing u again goes on to the one before. The
// notice may have given way to the next before it is sent.
document.addEventListener("click", ({ target }) => {
  const undo = target.closest("#undo, undo-toast [data-undo]")
  if (!undo) return
  undo.form.querySelector("input[name=seq]").value = undo.value
  delete undo.dataset.undo
})
