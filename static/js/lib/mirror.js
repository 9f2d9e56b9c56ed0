// Where places of a text stand in its textarea, which tells nobody: a hidden copy of it does.
const COPIED = ["font", "letterSpacing", "lineHeight", "tabSize", "textIndent", "wordSpacing", "paddingInline", "paddingBlock", "direction"]

// The tops of places (in UTF-16 units, rising) in px from the top of everything that scrolls.
export function topsOf(field, units) {
  const mirror = document.createElement("div")
  const style = getComputedStyle(field)
  for (const name of COPIED) mirror.style[name] = style[name]
  Object.assign(mirror.style, { boxSizing: "border-box", inlineSize: `${field.clientWidth}px`, overflowWrap: "break-word", position: "absolute", top: 0, visibility: "hidden", whiteSpace: "pre-wrap" })
  const marks = units.map(() => document.createElement("span"))
  let at = 0
  units.forEach((unit, n) => {
    mirror.append(field.value.slice(at, unit), marks[n])
    at = unit
  })
  mirror.append(field.value.slice(at))
  field.parentElement.append(mirror)
  const tops = marks.map((mark) => mark.offsetTop)
  mirror.remove()
  return tops
}

// Code points, rising, as UTF-16 units of the same text.
export function unitsAt(text, points) {
  let [unit, point] = [0, 0]
  return points.map((wanted) => {
    for (; point < wanted && unit < text.length; point += 1) unit += text.codePointAt(unit) > 0xffff ? 2 : 1
    return unit
  })
}
