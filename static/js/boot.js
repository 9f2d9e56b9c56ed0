// Runs before the first paint, so that neither theme nor type jumps.
{
  const root = document.documentElement
  root.classList.add("js")
  let chosen = {}
  try {
    if (root.dataset.kept) {
      // What this person chose while signed in counts here too; the rest of the scripts asks the storage.
      chosen = JSON.parse(root.dataset.kept)
      if (chosen.keys) chosen.keys = chosen.keys !== "off"
      localStorage.setItem("crux:reading", JSON.stringify(chosen))
    } else chosen = JSON.parse(localStorage.getItem("crux:reading")) ?? {}
  } catch {
    // Storage may be forbidden or hold something else: the defaults serve.
  }
  for (const name of ["theme", "face", "width", "highlights", "size"]) {
    if (chosen[name]) root.dataset[name] = chosen[name]
  }
}
