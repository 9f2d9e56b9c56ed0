import { recall, remember } from "../lib/store.js"

const PLACE = "list-scroll"

// A list whose entries are chosen and changed together: all, none, ranges by Shift, a count; words
// and roles that are looked for sift it at once. The forms work without any of this.
customElements.define("annotation-list", class extends HTMLElement {
  #last = null

  connectedCallback() {
    this.addEventListener("click", this.#click)
    this.addEventListener("change", this.#change)
    this.addEventListener("input", this.#sift)
    this.addEventListener("submit", this.#sent)
    this.#count()
    this.#return()
  }

  get #boxes() {
    return [...this.querySelectorAll(".choose")]
  }

  get #shown() {
    return this.#boxes.filter((box) => !box.closest("li").hidden)
  }

  // Shift takes everything between the last box that was clicked and this one.
  #click = (event) => {
    const box = event.target.closest(".choose")
    if (!box) return
    const shown = this.#shown
    const [from, to] = [shown.indexOf(this.#last), shown.indexOf(box)].sort((a, b) => a - b)
    if (event.shiftKey && from >= 0) for (const other of shown.slice(from, to + 1)) other.checked = box.checked
    this.#last = box
    this.#count()
  }

  #change = (event) => {
    if (event.target.matches("[data-all]")) for (const box of this.#shown) box.checked = event.target.checked
    if (event.target.matches("#list-role")) this.#sift(event)
    this.#count()
  }

  #count() {
    const chosen = this.#boxes.filter((box) => box.checked)
    const shown = this.#shown
    const hidden = chosen.filter((box) => box.closest("li").hidden).length
    const all = this.querySelector("[data-all]")
    if (!all) return
    all.checked = shown.length > 0 && shown.every((box) => box.checked)
    all.indeterminate = !all.checked && chosen.length > 0
    const words = `${chosen.length} chosen${hidden ? `, ${hidden} of them not shown` : ""}`
    this.querySelector("[data-count]").value = chosen.length ? words : `Choose all ${shown.length}`
  }

  #sift = ({ target }) => {
    const form = target.closest(".list-filter")
    if (!form) return
    const words = form.elements.q.value.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    const role = form.elements.role.value
    for (const row of this.querySelectorAll(".marked-row")) {
      const said = row.textContent.toLocaleLowerCase()
      row.hidden = (role && row.dataset.role !== role) || !words.every((word) => said.includes(word))
    }
    const none = this.querySelector(".none-found")
    if (none) none.hidden = this.#shown.length > 0
    this.#count()
  }

  // A change loads the list anew: it should not jump under the hand that works in it.
  #sent = () => remember(PLACE, { y: scrollY, at: Date.now() })

  #return() {
    const place = recall(PLACE, null)
    if (!place || Date.now() - place.at > 10_000) return
    scrollTo({ top: place.y, behavior: "instant" })
  }
})
