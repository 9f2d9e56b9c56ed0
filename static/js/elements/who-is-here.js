const MOST = 4
const EDITED = /^annotation (\d+)$/
const SVG = "http://www.w3.org/2000/svg"

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
    this.#mark(others)
  }

  #draw(others, readers) {
    const shown = others.slice(0, MOST).map((person) => {
      const { initials, name } = person
      const label = cardOf(person)?.dataset.a
      return label ? badge(`${initials} · ${label}`, `${name} is editing ${label}`) : badge(initials, name)
    })
    const rest = others.slice(MOST)
    if (rest.length) shown.push(badge(`+${rest.length}`, rest.map(({ name }) => name).join(", ")))
    if (readers) shown.push(reading(readers))
    this.replaceChildren(...shown)
    this.hidden = !shown.length
  }

  // Their initials stand on what they edit: on its card, and on the map.
  #mark(others) {
    for (const old of document.querySelectorAll(".doing")) old.remove()
    for (const person of others) {
      const card = cardOf(person)
      if (!card) continue
      const mark = badge(person.initials, `${person.name} is editing this`)
      mark.classList.add("doing")
      card.querySelector(".card-editor")?.before(mark)
      const sign = Object.assign(document.createElementNS(SVG, "tspan"), { textContent: ` · ${person.initials}` })
      sign.setAttribute("class", "doing")
      document.querySelector(`#n-${card.dataset.a} .node-code`)?.append(sign)
    }
  }
})

function cardOf({ doing }) {
  const number = doing?.match(EDITED)?.[1]
  return number && [...document.querySelectorAll(".card")].find(({ dataset }) => dataset.a.match(/\d+$/)[0] === number)
}

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
