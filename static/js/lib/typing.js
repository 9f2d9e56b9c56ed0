// What is typed in a form of a card and not sent yet stays in this tab, until it is sent or given up:
// a page that is loaded anew opens the form again, with everything in it.
const FORMS = ".card-form form, .talk-form"
const TOKEN = "csrfmiddlewaretoken"

const formOf = (element) => element?.closest?.(FORMS)

function prefix() {
  const { me } = document.getElementById("live")?.dataset ?? {}
  return `crux:typed:${me}:${document.getElementById("stage")?.dataset.address}:`
}

const names = new WeakMap()

// Taken while the form stands on its card: the answer to it has taken it away when it is forgotten.
function nameOf(form) {
  if (!names.has(form)) names.set(form, `${prefix()}${openerOf(form)}:${form.getAttribute("action")}`)
  return names.get(form)
}

// What opens it: a form that an answer has brought along stands where Edit would have put it.
const openerOf = (form) => form.closest("[data-opener]")?.dataset.opener ?? form.closest(".card")?.querySelector("[aria-keyshortcuts=e]")?.id ?? ""

function store(act) {
  try {
    return act(sessionStorage)
  } catch {
    return null // forbidden or full: then nothing outlives the page
  }
}

export const forgetTyped = (form) => store((kept) => kept.removeItem(nameOf(form)))

const recall = (name) => store((kept) => JSON.parse(kept.getItem(name))) ?? {}

function keep(form) {
  const pairs = [...new FormData(form)].filter(([name]) => name !== TOKEN)
  store((kept) => kept.setItem(nameOf(form), JSON.stringify({ pairs, time: Date.now() })))
}

function bringBack(form) {
  const { pairs } = recall(nameOf(form))
  if (!pairs) return
  for (const field of form.elements) fill(field, pairs.filter(([name]) => name === field.name).map(([, value]) => value))
  form.dispatchEvent(new Event("input", { bubbles: true }))
  for (const list of form.querySelectorAll("select")) list.dispatchEvent(new Event("change", { bubbles: true }))
}

function fill(field, values) {
  if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value)
  else if (field.matches("select")) for (const option of field.options) option.selected = values.includes(option.value)
  else if (values.length && field.name) field.value = values[0]
}

const typed = ({ target }) => formOf(target) && keep(formOf(target))

// Escape and Cancel take a form away, and with it what was typed.
function left({ target, key = "Escape" }) {
  const form = key === "Escape" && formOf(target)
  if (form) setTimeout(() => form.isConnected || giveUp(form))
}

function giveUp(form) {
  forgetTyped(form)
  document.dispatchEvent(new CustomEvent("form:left", { detail: { form } }))
}

// A form as the server has it is filled again, but not if one asked for it in the form itself.
function opened({ target, detail: { requestConfig, target: place } }) {
  const opener = requestConfig?.elt
  if (requestConfig?.verb !== "get" || !opener.id || formOf(opener)) return
  place.dataset.opener = opener.id
  target.querySelectorAll(FORMS).forEach(bringBack)
}

function answered({ detail: { requestConfig, xhr } }) {
  const form = formOf(requestConfig.elt)
  if (form && requestConfig.verb === "post" && xhr.status >= 200 && xhr.status < 300) forgetTyped(form)
}

// The one that was typed in last, as it stood before the page was loaded anew.
function reopen() {
  const start = prefix()
  const names = store((kept) => Object.keys(kept).filter((name) => name.startsWith(start))) ?? []
  const last = names.sort((one, other) => recall(other).time - recall(one).time)[0]
  const opener = last && document.getElementById(last.slice(start.length).split(":")[0])
  const label = opener?.closest(".card")?.dataset.a
  if (!label || !window.htmx) return
  document.dispatchEvent(new CustomEvent("passage:choose", { detail: { label, from: "text" } }))
  opener.click()
}

const HEARS = { input: typed, change: typed, click: left, keydown: left, "htmx:afterSwap": opened, "htmx:afterRequest": answered }

// Until the function is called that this gives back.
export function keepTyping() {
  for (const [name, act] of Object.entries(HEARS)) document.addEventListener(name, act, true)
  if (document.readyState === "complete") reopen()
  else addEventListener("load", () => setTimeout(reopen), { once: true })
  return () => {
    for (const [name, act] of Object.entries(HEARS)) document.removeEventListener(name, act, true)
  }
}
