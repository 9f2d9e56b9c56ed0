// Forms that are open in cards while others change what they are about: nothing typed is lost, and
// whoever types is told.
const SLOT = ".card > .card-tools .card-form, .card > .card-form"

// The slots with something open, each with its card as it is now.
export function openSlots() {
  return [...document.querySelectorAll(SLOT)].filter((slot) => slot.querySelector("form")).map((slot) => ({ slot, card: slot.closest(".card") }))
}

// The card is gone from the page, and what was being typed on it must not go with it.
export function putBackLost(slots) {
  for (const { slot, card } of slots) {
    if (document.getElementById(slot.id)) continue
    card.classList.add("withdrawn")
    if (!card.contains(slot)) card.querySelector(".card-tools").append(slot)
    document.getElementById("cards")?.append(card)
    say(slot, `${card.dataset.a} has been withdrawn meanwhile. What you typed is still here; bring ${card.dataset.a} back to save it.`)
    window.htmx?.process(card)
  }
}

// A card that was put back lies open where it lay open.
export function adopt(slots) {
  for (const { card } of slots) {
    const isAlone = card.matches(".withdrawn") && card.isConnected && !document.querySelector(".card.on")
    if (isAlone) card.classList.add("on")
  }
}

// Forms that were opened upon an older version than their card shows by now. `told` has what was
// last heard of an annotation, by its number.
export function lookForOvertaken(told) {
  for (const { slot, card } of openSlots()) {
    const version = Number(slot.querySelector("form [name=version]")?.value)
    if (!version || !(Number(card.dataset.version) > version) || slot.querySelector(".overtaken, .sides")) continue
    const what = told.get(Number(card.dataset.number)) ?? `${card.dataset.a} has been changed.`
    say(slot, `Since you opened this: ${what} Save to bring both together.`)
  }
}

function say(slot, words) {
  if (slot.querySelector(".overtaken")?.textContent === words) return
  slot.querySelector(".overtaken")?.remove()
  const sentence = Object.assign(document.createElement("p"), { className: "overtaken", textContent: words })
  sentence.setAttribute("role", "status")
  slot.querySelector("form").prepend(sentence)
}
