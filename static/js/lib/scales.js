// Two scales with the same number of marks, each rising: a place on one is a place on the other.

// How many marks lie before a value, and how far it has come to the next: 2.5 is half way from 2 to 3.
export function placeOn(scale, value) {
  let [low, high] = [0, scale.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (scale[middle] <= value) low = middle
    else high = middle
  }
  const room = scale[high] - scale[low]
  return low + (room > 0 ? Math.min(1, Math.max(0, (value - scale[low]) / room)) : 0)
}

export function valueAt(scale, place) {
  const low = Math.min(Math.floor(place), scale.length - 2)
  return scale[low] + (place - low) * (scale[low + 1] - scale[low])
}
