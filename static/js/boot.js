// Runs before the first paint, so that neither theme nor type jumps.
{
  const root = document.documentElement
  root.classList.add("js")
  let chosen = {}
  try {
    chosen = JSON.parse(localStorage.getItem("crux:reading")) ?? {}
  } catch {
    // Storage may be forbidden or hold something else: the defaults serve.
  }
  for (const name of ["theme", "face", "width", "highlights"]) {
    if (chosen[name]) root.dataset[name] = chosen[name]
  }
  if (chosen.size) root.style.setProperty("--size", `${chosen.size / 16}rem`)
}
