// Text that is saved nowhere else yet: kept in this browser for one person and one article.
import { forget, recall, remember } from "./store.js"

const nameOf = (who) => `draft:${who}`

// Whether it could be kept: a private window may forbid it, and there is only so much room.
export function keepDraft(who, draft) {
  remember(nameOf(who), draft)
  return recall(nameOf(who), null)?.time === draft.time
}

export function draftOf(who) {
  const draft = recall(nameOf(who), null)
  return typeof draft?.source === "string" ? draft : null
}

export const dropDraft = (who) => forget(nameOf(who))
