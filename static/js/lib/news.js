// What others change, as it comes: by one open stream while the page can be seen, and where none can
// be held, by asking. Both go on from the last change that came, so none is missed and none comes twice.
const ASKS = 5_000 // ms
const ASKS_UNSEEN = 15_000
const LEAVES = 30_000 // ms out of sight until the stream is closed
const TRIES = [1_000, 30_000, 60_000, 120_000] // ms until a stream is tried again
const PATIENCE = 3_000 // ms without an answer until somebody is told
const QUIET = 60_000 // ms after which a silent stream is asked for a sign of life
const TICK = 1_000

export class News {
  #source = null
  #failures = 0
  #tryAt = 0
  #askAt = 0
  #lostAt = 0
  #ticked = Date.now()
  #heardAt = Date.now()
  #unseenAt = document.hidden ? Date.now() : 0
  #isAsking = false
  #isOver = false

  // `tell` has a function for each kind of news: change, reset, presence, gone, connected.
  constructor(address, since, stream, tell) {
    Object.assign(this, { address, seq: since, stream, tell })
    addEventListener("online", this.check)
    addEventListener("offline", this.#cut)
    addEventListener("pageshow", this.check)
    addEventListener("pagehide", this.#close)
    document.addEventListener("visibilitychange", this.#seen)
    this.timer = setInterval(this.#tick, TICK)
    this.#open()
  }

  stop() {
    this.#isOver = true
    this.#close()
    clearInterval(this.timer)
    removeEventListener("online", this.check)
    removeEventListener("offline", this.#cut)
    removeEventListener("pageshow", this.check)
    removeEventListener("pagehide", this.#close)
    document.removeEventListener("visibilitychange", this.#seen)
  }

  // At once, whatever was planned: the laptop has woken, the network is back.
  check = () => {
    if (this.#isOver) return
    this.#failures = 0
    this.#close()
    this.#tryAt = Date.now()
    this.#ask()
  }

  #seen = () => {
    this.#unseenAt = document.hidden ? Date.now() : 0
    if (!document.hidden && !this.#source) this.check()
  }

  #cut = () => {
    this.#close()
    this.#lost(PATIENCE)
  }

  // A clock that stood still means that the computer slept, and the stream with it.
  #tick = () => {
    const now = Date.now()
    const slept = now - this.#ticked > 20 * TICK
    this.#ticked = now
    if (slept && !document.hidden) return this.check()
    if (this.#source) {
      if (this.#unseenAt && now - this.#unseenAt > LEAVES) this.#close()
      else if (now - this.#heardAt > QUIET) this.#ask()
    } else if (!document.hidden && !this.#lostAt && now >= this.#tryAt) this.#open()
    else if (now >= this.#askAt) this.#ask()
  }

  #open() {
    this.#close()
    const source = new EventSource(`${this.address}?since=${this.seq}&stream=${this.stream}`)
    this.#source = source
    this.#heardAt = Date.now()
    const on = (name, act) => source.addEventListener(name, (event) => act(JSON.parse(event.data), event))
    on("change", (change) => this.#take(change))
    on("reset", (_, event) => this.#reset(Number(event.lastEventId)))
    on("presence", (presence) => this.tell.presence(presence))
    on("gone", () => this.#gone())
    source.addEventListener("open", () => this.#connected(true))
    source.addEventListener("error", () => source === this.#source && this.#failed())
  }

  // Why, an event source does not say: asking finds out.
  #failed() {
    this.#close()
    this.#tryAt = Date.now() + TRIES[Math.min(this.#failures, TRIES.length - 1)]
    this.#failures += 1
    this.#ask()
  }

  #close = () => {
    this.#source?.close()
    this.#source = null
  }

  async #ask() {
    if (this.#isAsking || this.#isOver) return
    this.#isAsking = true
    this.#heardAt = Date.now()
    this.#askAt = Date.now() + (document.hidden ? ASKS_UNSEEN : ASKS)
    try {
      const answer = await fetch(`${this.address}?ask&since=${this.seq}&stream=${this.stream}`, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(10_000) })
      if (answer.status === 404 || answer.type === "opaqueredirect") this.#gone()
      else if (answer.ok) this.#answered(await answer.json())
      else this.#lost(0)
    } catch {
      this.#close() // which may look open for long, though nothing comes any more
      this.#lost(0)
    }
    this.#isAsking = false
  }

  #answered({ edition, changes, presence, reset }) {
    if (this.#isOver) return
    this.#connected(false)
    for (const change of changes) this.#take(change)
    if (reset) this.#reset(edition)
    this.tell.presence(presence)
  }

  #take(change) {
    this.#heardAt = Date.now()
    if (change.seq <= this.seq) return
    this.seq = change.seq
    this.tell.change(change)
  }

  #reset(edition) {
    this.#heardAt = Date.now()
    if (!(edition > this.seq)) return
    this.seq = edition
    this.tell.reset(edition)
  }

  #connected(isStream) {
    const wasLost = this.#lostAt
    this.#lostAt = 0
    if (isStream) setTimeout(() => this.#source?.readyState === EventSource.OPEN && (this.#failures = 0), TICK)
    else if (wasLost) this.#tryAt = 0
    this.tell.connected(true)
  }

  // A server that is just being started anew is not worth a word.
  #lost(since) {
    this.#lostAt ||= Date.now() - since
    this.#askAt = Math.min(this.#askAt, Date.now() + TICK * 2)
    if (Date.now() - this.#lostAt >= PATIENCE) this.tell.connected(false)
  }

  #gone() {
    this.stop()
    this.tell.gone()
  }
}
