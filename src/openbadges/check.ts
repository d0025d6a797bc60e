import { examine } from './conformance.ts'
import type { CheckedCredential, RuleProblem, UnsignedCredential } from './types.ts'

/** Freezes a document with everything in it, so that what is signed is what was checked. */
const freezeDeeply = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const item of Array.isArray(value) ? value : Object.values(value)) freezeDeeply(item)
}

/**
 * Checks a document that is to be signed against every numbered rule and the closed profile of its kind. Only this function makes a
 * `CheckedCredential` (ARCHITECTURE, "Prepare, check, sign"); the document in it is frozen.
 *
 * @param heldContexts - URLs of the contexts that the registry holds
 * @returns the problems, each with its rule and place, when any rule is broken
 */
export const checkCredential = (
  document: UnsignedCredential,
  heldContexts: ReadonlySet<string>,
): { ok: true; credential: CheckedCredential } | { ok: false; problems: RuleProblem[] } => {
  const conformance = examine(document, { heldContexts, purpose: 'issue' })
  const problems = [
    ...conformance.problems,
    ...conformance.notHeld.map((url) => ({ rule: 'D-10', path: '/@context', message: `@context names ${url}, which is not held here` })),
  ]
  if (conformance.kind === 'credential')
    problems.push({ rule: 'DM-2', path: '/type', message: 'type makes this no badge, endorsement or list' })
  if (conformance.kind === 'clr-2') problems.push({ rule: 'CLR', path: '/type', message: 'learner records are read here, not issued' })
  if (problems.length > 0) return { ok: false, problems }
  freezeDeeply(document)
  return { ok: true, credential: { profile: conformance.kind, document } as CheckedCredential }
}
