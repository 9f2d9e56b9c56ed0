import { News } from "../lib/news.js"
import { adopt, lookForOvertaken, openSlots, putBackLost } from "../lib/open-forms.js"
import { Replacing } from "../lib/replacing.js"
import { Teller } from "../lib/telling.js"

const ALL = ["details", "text", "argument", "cards", "talk"]
const SIGNED_OUT = "You were signed out, or may not see this article any more."
const NO_PART = "You were signed out, or have no part in this article any more."
const STAYS = "What is here may be out of date; what you typed is still there."
const FLASH = 1_600 // ms
const SETTLED = 1_000 // ms after which an answer is in its place

// What others change appears by itself: this hears of it, fetches the parts of the page that are
// concerned and puts them in their places, one answer at a time.
customElements.define("live-changes", class extends HTMLElement {
  #news = null
  #teller = null
  #shown = {} // the edition of each part that is not as old as the page
  #wanted = new Map()
  #fresh = new Set() // numbers of annotations to point out
  #told = new Map() // what was last said of each
  #isBusy = false
  #isPressed = false
  #posting = new Set()
  #presence = null

  connectedCallback() {
    const { address } = (document.getElementById("stage") ?? this).dataset
    const stream = crypto.getRandomValues(new Uint32Array(2)).join("-")
    this.#teller = new Teller(document.getElementById("live-news"))
    document.addEventListener("edition:shown", this.#note)
    document.addEventListener("live:check", this.#check)
    document.addEventListener("pointerdown", this.#press)
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, this.#release)
    document.addEventListener("htmx:beforeRequest", this.#sent)
    document.addEventListener("htmx:afterRequest", this.#answered)
    document.addEventListener("parts:changed", this.#decorate)
    this.dataset.stream = stream
    this.#news = new News(address.replace("/a/", "/live/"), Number(this.dataset.edition), stream, {
      change: (change) => this.#heard(change),
      reset: (edition) => this.#reset(edition),
      presence: (presence) => this.#present(presence),
      connected: (isSo) => this.#tellState(isSo),
      gone: () => this.#gone(SIGNED_OUT),
    })
  }

  disconnectedCallback() {
    this.#news.stop()
    document.removeEventListener("edition:shown", this.#note)
    document.removeEventListener("live:check", this.#check)
    document.removeEventListener("pointerdown", this.#press)
    for (const name of ["pointerup", "pointercancel"]) removeEventListener(name, this.#release)
    document.removeEventListener("htmx:beforeRequest", this.#sent)
    document.removeEventListener("htmx:afterRequest", this.#answered)
    document.removeEventListener("parts:changed", this.#decorate)
  }

  #check = () => this.#news.check()

  // One's own change has brought its parts along.
  #note = ({ detail: { edition, parts = [] } }) => {
    for (const part of parts) this.#shown[part] = Math.max(this.#shown[part] ?? 0, edition)
  }

  #heard({ seq, parts, by, words, annotations = [] }) {
    const isMine = by && by === this.dataset.me
    if (!isMine) {
      this.#teller.tell(words, by)
      for (const number of annotations) {
        this.#fresh.add(number)
        if (words) this.#told.set(number, words)
      }
    }
    document.dispatchEvent(new CustomEvent("live:change", { detail: { parts, by, seq } }))
    this.#want(parts, seq)
  }

  // Too much was missed to be told one by one.
  #reset(edition) {
    document.dispatchEvent(new CustomEvent("live:change", { detail: { parts: ALL, by: "", seq: edition } }))
    this.#want(ALL, edition)
  }

  // A page of the discussion alone has none of the parts, and looks after itself.
  #want(parts, seq) {
    if ("alone" in this.dataset) return this.#fresh.clear()
    this.#ask(parts.map((part) => [part, seq]))
    this.#load()
  }

  // Not between pressing and letting go, when words are being selected or something is dragged; and not
  // before one's own change is answered, which may be the very one that was heard of.
  #load = async () => {
    if (this.#isBusy || this.#isPressed || this.#posting.size) return
    const parts = [...this.#wanted].filter(([part, seq]) => (this.#shown[part] ?? Number(this.dataset.edition)) < seq)
    const due = new Map(parts)
    this.#wanted.clear()
    if (!due.size) return this.#fresh.clear()
    this.#isBusy = true
    const isDone = await this.#replace(due)
    this.#isBusy = false
    if (isDone) return this.#load()
    this.#ask(due)
    setTimeout(this.#load, 2_000)
  }

  #ask(due) {
    for (const [part, seq] of due) this.#wanted.set(part, Math.max(seq, this.#wanted.get(part) ?? 0))
  }

  async #replace(due) {
    const replacing = await Replacing.of([...due.keys()])
    if (!replacing) return false
    await this.#rest()
    // One's own change may have been answered meanwhile: then these parts are older than what is shown.
    if ([...due.keys()].some((part) => this.#shown[part] > replacing.edition)) {
      this.#ask(due)
      return true
    }
    const slots = openSlots()
    replacing.apply()
    putBackLost(slots)
    for (const part of due.keys()) this.#shown[part] = Math.max(replacing.edition, this.#shown[part] ?? 0)
    document.dispatchEvent(new CustomEvent("parts:changed", { detail: { quiet: true } }))
    replacing.settle()
    adopt(slots)
    this.#flash()
    return true
  }

  #rest() {
    return new Promise((go) => {
      const look = () => (this.#isPressed || this.#posting.size ? setTimeout(look, 50) : go())
      look()
    })
  }

  #flash() {
    for (const number of this.#fresh) {
      for (const thing of thingsOf(number)) {
        thing.classList.add("came")
        if (thing.matches("mark")) thing.classList.add("flash")
        setTimeout(() => thing.classList.remove("came", "flash"), FLASH)
      }
    }
    this.#fresh.clear()
  }

  #press = () => {
    this.#isPressed = true
  }

  // Only after those who wait for the same have done their part.
  #release = () => setTimeout(() => {
    this.#isPressed = false
    this.#load()
  })

  // Of a form that is gone from the page by then, nobody is told that it was answered.
  #sent = ({ detail: { requestConfig, xhr } }) => {
    if (requestConfig.verb !== "post") return
    this.#posting.add(xhr)
    xhr.addEventListener("loadend", () => setTimeout(() => this.#answered({ detail: { xhr } }), SETTLED))
  }

  #answered = ({ detail: { xhr } }) => {
    if (this.#posting.delete(xhr)) this.#load()
  }

  #present(presence) {
    if (!presence) return this.dataset.me && this.#gone(NO_PART)
    this.#presence = presence
    document.dispatchEvent(new CustomEvent("live:presence", { detail: presence }))
  }

  #decorate = () => {
    lookForOvertaken(this.#told)
    if (this.#presence) document.dispatchEvent(new CustomEvent("live:presence", { detail: this.#presence }))
  }

  #tellState(isConnected) {
    this.toggleAttribute("data-connected", isConnected)
    document.dispatchEvent(new CustomEvent("live:connected", { detail: { isConnected } }))
  }

  #gone(why) {
    this.#news.stop()
    const state = document.getElementById("live-state")
    if (!state) return
    state.hidden = false
    state.dataset.problem = ""
    state.textContent = `${why} ${STAYS}`
  }
})

function thingsOf(number) {
  const ends = new RegExp(`^[A-Z][a-z]?${number}$`)
  return [...document.querySelectorAll("[data-a]:not(.tie)")].filter((thing) => ends.test(thing.dataset.a))
}
