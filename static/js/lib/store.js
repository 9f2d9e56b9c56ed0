// localStorage that may be missing, full or spoilt.
export function recall(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(`crux:${name}`)) ?? fallback
  } catch {
    return fallback
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`crux:${name}`, JSON.stringify(value))
  } catch {
    // A private window may forbid it; the choice then lasts as long as the page.
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(`crux:${name}`)
  } catch {
    // Then nothing was kept either.
  }
}
