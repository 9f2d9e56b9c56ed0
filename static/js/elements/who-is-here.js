const MOST = 4
const EDITED = /^annotation (\d+)$/

// Who else works on this article just now, and on which annotation; the others hear from here what
// is being edited on this page.
customElements.define("who-is-here", class extends HTMLElement {
  #doing = ""
  #watch = new MutationObserver(() => this.#look())
  #presence = null

  connectedCallback() {
    document.addEventListener("live:presence", this.#show)
    addEventListener("pagehide", this.#leave)
    const stage = document.getElementById("stage")
    if (stage) this.#watch.observe(stage, { childList: true, subtree: true })
    this.#look()
  }

  disconnectedCallback() {
    document.removeEventListener("live:presence", this.#show)
    removeEventListener("pagehide", this.#leave)
    this.#watch.disconnect()
  }

  #look() {
    const form = document.querySelector(".card .card-form form")
    const number = form?.closest(".card").dataset.a.match(/\d+$/)[0]
    this.#tell(number ? `annotation ${number}` : "")
  }

  #leave = () => this.#tell("")

  #tell(doing) {
    if (doing === this.#doing) return
    this.#doing = doing
    const { stream } = document.getElementById("live").dataset
    const { address } = document.getElementById("stage").dataset
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")
    const body = new URLSearchParams({ stream: stream ?? "", doing })
    // Who is here matters less than whatever else goes wrong then.
    fetch(`${address}presence/`, { method: "POST", headers, body, keepalive: true }).catch(() => {})
  }

  #show = ({ detail }) => {
    const isNew = JSON.stringify(detail) !== JSON.stringify(this.#presence)
    this.#presence = detail
    const others = distinct(detail.people.filter(({ me }) => !me))
    if (isNew) this.#draw(others, detail.readers)
    this.#markCards(others)
  }

  #draw(others, readers) {
    const shown = others.slice(0, MOST).map(({ initials, name }) => badge(initials, name))
    const rest = others.slice(MOST)
    if (rest.length) shown.push(badge(`+${rest.length}`, rest.map(({ name }) => name).join(", ")))
    if (readers) shown.push(reading(readers))
    this.replaceChildren(...shown)
    this.hidden = !shown.length
  }

  #markCards(others) {
    for (const old of document.querySelectorAll(".doing")) old.remove()
    for (const { name, initials, doing } of others) {
      const number = doing?.match(EDITED)?.[1]
      const card = number && [...document.querySelectorAll(".card")].find(({ dataset }) => dataset.a.match(/\d+$/)[0] === number)
      if (!card) continue
      const mark = badge(initials, `${name} is editing this`)
      mark.classList.add("doing")
      card.querySelector(".card-editor")?.before(mark)
    }
  }
})

// One person may have several tabs: what they do in any of them counts.
function distinct(people) {
  const known = new Map()
  for (const person of people) if (!known.get(person.username)?.doing) known.set(person.username, person)
  return [...known.values()]
}

function badge(short, words) {
  const mark = Object.assign(document.createElement("span"), { className: "here-who", title: words })
  mark.append(
    Object.assign(document.createElement("span"), { textContent: short, ariaHidden: "true" }),
    Object.assign(document.createElement("span"), { textContent: words, className: "unseen" }),
  )
  return mark
}

function reading(count) {
  const words = `${count} ${count === 1 ? "reader" : "readers"}`
  return Object.assign(document.createElement("span"), { className: "here-readers", textContent: words, title: `${words} here now` })
}
