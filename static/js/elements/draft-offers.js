import { changedLines, draftOf, draftsOf, dropDraft, dropForgotten, keepDraft, markOffered, openDrafts, sizeOf } from "../lib/drafts.js"

const MOST = 3 // offered at once

// The unsaved texts of this article that this browser keeps from pages that are closed.
customElements.define("draft-offers", class extends HTMLElement {
  #dropped = new Map()
  #listed = null

  connectedCallback() {
    this.addEventListener("click", this.#clicked)
  }

  // What stands on the page already, saved or kept, need not be offered again.
  async list(own, held) {
    const open = await openDrafts()
    dropForgotten(this.dataset.who)
    const closed = draftsOf(this.dataset.who).filter(({ key }) => key !== own && !open.has(key))
    for (const { key, source } of closed) if (source === held) dropDraft(key)
    this.#draw(closed.filter(({ source }) => source !== held))
  }

  // Drawn anew only if it is another list: somebody may be reading, or be about to press a button.
  #draw(drafts) {
    const shown = drafts.slice(0, MOST)
    shown.forEach(markOffered)
    for (const { key } of drafts) this.#dropped.delete(key)
    const rows = [...shown, ...this.#dropped.values()].sort((one, other) => other.time - one.time)
    const listed = rows.map(({ key, time }) => `${key} ${time} ${this.#dropped.has(key)}`).join()
    if (listed === this.#listed) return
    this.#listed = listed
    const list = this.querySelector("ul")
    const key = document.activeElement.closest("[data-key]")?.dataset.key
    list.replaceChildren(...rows.map((draft) => this.#row(draft)))
    if (key) list.querySelector(`[data-key="${CSS.escape(key)}"] button:not([hidden])`)?.focus()
    const rest = drafts.length - shown.length
    this.querySelector(".offers-rest").textContent = rest ? `${rest} more from before ${rest === 1 ? "is" : "are"} kept too.` : ""
    if (this.hidden && rows.length) document.getElementById("revise-said").textContent = "Unsaved text is offered above the text."
    this.hidden = rows.length === 0
  }

  #row(draft) {
    const isDropped = this.#dropped.has(draft.key)
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true)
    const time = whenWas(draft.time)
    row.dataset.key = draft.key
    row.querySelector("p").textContent = isDropped ? `The unsaved text from ${time} is discarded.` : this.#words(draft, time)
    for (const name of row.querySelectorAll(".unseen")) name.textContent = ` the text from ${time}`
    for (const button of row.querySelectorAll("button")) button.hidden = button.matches("[data-undo]") !== isDropped
    return row
  }

  #words({ source, base }, time) {
    const { head, saved } = this.#here
    const newer = base === head ? "" : ` The text is at revision ${head} now; saving brings both together.`
    return `Unsaved text from ${time}, written upon revision ${base}, ${sizeOf(source, saved)}.${newer}`
  }

  get #here() {
    return { head: this.dataset.head, saved: document.getElementById("revise-source").defaultValue }
  }

  #clicked = async ({ target }) => {
    const button = target.closest("button")
    const row = button?.closest("[data-key]")
    const draft = row && (draftOf(row.dataset.key) ?? this.#dropped.get(row.dataset.key))
    if (!row) return
    if (button.matches("[data-look]")) return this.#look(row, button, draft)
    if (button.matches("[data-undo]")) keepDraft(draft.key, draft)
    else if (!draft || (await openDrafts()).has(draft.key)) return this.#gone(row)
    else if (button.matches("[data-continue]")) return this.#send("draft:continue", draft)
    else this.#drop(draft)
    this.#send("draft:changed")
  }

  #drop(draft) {
    this.#dropped.set(draft.key, draft)
    dropDraft(draft.key)
  }

  #look(row, button, draft) {
    const box = row.querySelector("pre")
    box.hidden = !box.hidden
    button.setAttribute("aria-expanded", !box.hidden)
    if (!box.hidden) box.textContent = (draft && changedLines(draft.source, this.#here.saved)) || "Only words were taken out."
  }

  #gone(row) {
    row.querySelector("p").textContent = "This text is open in another tab by now, or was decided about there."
    for (const button of row.querySelectorAll("button")) button.hidden = true
  }

  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }))
  }
})

function whenWas(time) {
  const date = new Date(time)
  const clock = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday ? clock : `${date.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, ${clock}`
}
