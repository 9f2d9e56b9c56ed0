import { staying } from "./staying.js"

// New parts of the page, fetched, and put in the places of the old ones while everything else stays.
export class Replacing {
  #putBack = () => {}

  // Nothing where the server did not answer as it should.
  static async of(parts) {
    const { address, wide } = document.getElementById("stage").dataset
    const more = wide === undefined ? "" : "&wide"
    try {
      const answer = await fetch(`${address}parts/?of=${parts.join()}${more}`, { headers: { "HX-Request": "true", "HX-Current-URL": here() }, redirect: "manual" })
      if (!answer.ok) return null
      return new Replacing(await answer.text(), Number(answer.headers.get("X-Edition")))
    } catch {
      return null
    }
  }

  constructor(html, edition) {
    this.html = html
    this.edition = edition
  }

  apply() {
    this.#putBack = staying()
    if (window.htmx) window.htmx.swap("#live", this.html, { swapStyle: "none" })
    else this.#swap()
  }

  // After those who keep text, map and cards together have seen the new parts.
  settle() {
    this.#putBack()
  }

  #swap() {
    const parts = new DOMParser().parseFromString(this.html, "text/html").body.children
    for (const part of [...parts]) document.getElementById(part.id)?.replaceWith(part)
  }
}

// The map that is shown stays of its kind, whatever else would be drawn unasked by now.
function here() {
  const shown = document.querySelector("[data-kind-of-map][aria-current]")
  const url = new URL(location.href)
  if (shown) url.searchParams.set("kind", shown.dataset.kindOfMap)
  return url.href
}
