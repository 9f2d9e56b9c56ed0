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

export function forget(name) {
  try {
    localStorage.removeItem(`crux:${name}`)
  } catch {
    // Then nothing was kept either.
  }
}

export function namesFrom(start) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`crux:${start}`)).map((name) => name.slice("crux:".length))
  } catch {
    return []
  }
}
