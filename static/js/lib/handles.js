import { caretBox } from "./carets.js"
import { rangeAt } from "./offsets.js"
import { articleText } from "./selecting.js"

// What is drawn over the text at the borders of passages: two handles for each, and a wash over the
// words between them while they move.

export function putHandles(layer, count) {
  layer.replaceChildren(...[...Array(count).keys()].flatMap((at) => [handle(at, "start"), handle(at, "end")]))
}

export function placeHandles(layer, stretches, chosen) {
  for (const grip of layer.querySelectorAll(".border-handle")) {
    const { at, end } = grip.dataset
    const box = articleText().offsetParent && caretBox(articleText(), stretches[at], end)
    grip.hidden = !box
    grip.classList.toggle("chosen", Number(at) === chosen)
    if (box) lay(grip, { x: box.left + scrollX, y: box.top + scrollY, height: box.height })
  }
}

export function putWash(layer, stretches) {
  for (const old of layer.querySelectorAll(".border-wash")) old.remove()
  for (const { from, to } of stretches) {
    for (const box of rangeAt(articleText(), from, to).getClientRects()) if (box.width) layer.append(wash(box))
  }
}

function handle(at, end) {
  const grip = document.createElement("span")
  grip.className = "border-handle"
  Object.assign(grip.dataset, { at, end })
  return grip
}

function wash({ left, top, width, height }) {
  const box = document.createElement("span")
  box.className = "border-wash"
  lay(box, { left: left + scrollX, top: top + scrollY, width, height })
  return box
}

function lay(element, places) {
  for (const [name, value] of Object.entries(places)) element.style.setProperty(`--${name}`, `${value}px`)
}
