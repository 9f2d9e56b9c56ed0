import { currentLabel, partnersOf } from "./passages.js"

// What bears on what, by codes, as the code map draws it: that one is whole, also where branches of
// the map are folded. An undercut is on another step; every other step has a target.
export function steps() {
  const edges = [...document.querySelectorAll("#argument .code-map .edge[data-relation]")]
  const found = new Map(edges.map(({ dataset }) => [dataset.relation, { number: dataset.relation, kind: dataset.kind, on: dataset.on, ends: dataset.ends.split(" ") }]))
  for (const step of found.values()) {
    const attacked = found.get(step.on)?.ends ?? step.ends.slice(-1)
    step.premises = step.ends.filter((end) => !attacked.includes(end))
    step.target = step.on ? null : step.ends.at(-1)
  }
  return found
}

export const listed = (words) => [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(" and ")

// The step from P2 and E3 to C1
export function stepWords({ premises, target }) {
  return target ? `the step from ${listed(premises)} to ${target}` : `the undercut by ${listed(premises)}`
}

// P2 and E3 support C1
export function sentenceOf(step, known = steps()) {
  const verb = { support: "support", attack: "attack", undercut: "undercut" }[step.kind]
  const goal = step.target ?? stepWords(known.get(step.on) ?? { premises: ["another step"] })
  return `${listed(step.premises)} ${verb}${step.premises.length > 1 ? "" : "s"} ${goal}`
}

// What is under a pointer or has the focus: an annotation { label }, or a step { step, isJoint }.
export function goalAt(element) {
  const hit = element?.closest?.(".edge-hit, .map-tie")
  if (hit) return { step: hit.dataset.relation, isJoint: Boolean(element.closest(".joint-hit")) }
  const thing = element?.closest?.("[data-a]")
  return thing ? { label: thing.dataset.a } : null
}

// Why one annotation cannot bear on something, in words; nothing where it can.
export function obstacle({ label, role }, goal, known = steps()) {
  if (role === "rhetoric") return `${label} is rhetoric: it gives no reason. Its card says what it leans on.`
  if (goal.label === label) return `${label} cannot bear on itself.`
  const isDouble = ({ premises, target, on }) => premises.length === 1 && premises[0] === label && (goal.step ? on === goal.step : target === goal.label)
  const double = [...known.values()].find(isDouble)
  return double ? `This is there already: ${sentenceOf(double, known)}.` : ""
}

// Why it cannot work together with the premises of a step.
export function joinObstacle({ label, role }, step) {
  if (role === "rhetoric") return `${label} is rhetoric: it gives no reason.`
  if (step.premises.includes(label)) return `${label} is already part of this step.`
  return step.target === label ? `${label} cannot bear on itself.` : ""
}

// What an annotation of this role most often does to another, as the server suggests it.
export function likelyVerb(role, goalRole) {
  if (role === "counterclaim") return "attacks"
  return role === "rebuttal" && goalRole === "counterclaim" ? "attacks" : "supports"
}

export const roleOf = (label) => document.getElementById(`c-${currentLabel(label)}`)?.dataset.role

export const gistOf = (label) => document.querySelector(`#c-${CSS.escape(label)} .card-gist`)?.textContent ?? ""

// Lights what a relation would lead to, wherever the page shows it.
export function showGoal(goal) {
  for (const old of document.querySelectorAll(".drop")) old.classList.remove("drop")
  const hits = goal?.step ? document.querySelectorAll(`:is(.edge-hit, .map-tie)[data-relation="${goal.step}"]`) : goal?.label && partnersOf(goal.label)
  for (const hit of hits || []) hit.classList.add("drop")
}

// Shows which things of the page cannot be bound to an annotation, until it is given nothing.
export function markObstacles(source) {
  const known = source && steps()
  for (const thing of document.querySelectorAll(".node, .code-node, article-text .code")) {
    thing.classList.toggle("source", thing.dataset.a === source?.label)
    thing.classList.toggle("cannot", Boolean(source && obstacle(source, { label: thing.dataset.a }, known)))
  }
}
