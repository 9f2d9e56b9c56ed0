import { articleText } from "./selecting.js"
import { send } from "./sending.js"

// Where the annotation of a card stands. Places count code points.
export function standingOf(card) {
  if (!card?.dataset.number) return null
  const spans = card.dataset.spans.trim().split(" ").filter(Boolean)
  const places = spans.map((span) => span.split("-").map(Number)).map(([start, end]) => ({ start, end }))
  return { card, label: card.dataset.a, number: card.dataset.number, version: card.dataset.version, places }
}

export const openStanding = () => standingOf(document.querySelector(".card.on"))

// The annotation with the shortest places that hold this stretch and more.
export function standingAround({ start, end }) {
  const length = ({ places }) => places.reduce((sum, place) => sum + place.end - place.start, 0)
  return [...document.querySelectorAll(".card[data-number]")]
    .map(standingOf)
    .filter(({ places }) => places.some((place) => place.start <= start && end <= place.end))
    .filter((standing) => length(standing) > end - start)
    .sort((a, b) => length(a) - length(b))[0] ?? null
}

// Let an annotation stand at these places and no others.
export const place = (standing, places) => reshape(standing, "passages", places)

// Make an annotation of its own of these places.
export const cut = (standing, places) => reshape(standing, "split", places)

async function reshape({ number, version }, noun, places) {
  const points = [...articleText().textContent]
  const address = document.getElementById("stage").dataset.address
  await send(`${address}annotations/${number}/${noun}/`, {
    version,
    start: places.map(({ start }) => start),
    end: places.map(({ end }) => end),
    quote: places.map(({ start, end }) => points.slice(start, end).join("")),
  })
  keepWording(number, version)
}

// A form that is open in the card words what has just been moved by the same hand.
function keepWording(number, version) {
  const field = document.querySelector(`#form-${number} [name=version]`)
  const now = document.querySelector(`.card[data-number="${number}"]`)?.dataset.version
  if (field?.value === version && now) field.value = now
}
