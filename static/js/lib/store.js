// localStorage that may be missing, full or spoilt.
export function recall(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(`crux:${name}`)) ?? fallback
  } catch {
    return fallback
  }
}

// Whether it could be kept: a private window may forbid it (the choice then lasts as long as the
// page), and there is only so much room.
export function remember(name, value) {
  try {
    localStorage.setItem(`crux:${name}`, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
