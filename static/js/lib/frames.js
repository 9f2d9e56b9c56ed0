// A function that runs at most once for each frame, however often it is called.
export function oncePerFrame(run) {
  let waiting = false
  return () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      run()
    })
  }
}
