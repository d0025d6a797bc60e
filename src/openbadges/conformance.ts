import type { Json, JsonObject } from '../json.ts'
import { pointerTo, type SurveyedDocument, survey } from './closed/survey.ts'
import { VCDM_1 } from './contexts.ts'
import { kindOf } from './kind.ts'
import { examinePlainCredential } from './plain-credential.ts'
import type { Circumstances } from './precedent/precedent.ts'
import { Precedents } from './precedent/precedents.ts'
import { rulesFor } from './rules/all-rules.ts'
import type { Report } from './rules/rule.ts'
import type { RuleProblem } from './types.ts'

export interface ExamineOptions {
  /** URLs of the contexts that the registry holds */
  heldContexts: ReadonlySet<string>
  /** `issue`: our own document before it is signed; `verify`: somebody's document */
  purpose: 'issue' | 'verify'
  /** the document is the payload of a JWT, which repeats some members as claims (JW-2) */
  jwtClaims?: boolean
}

/** What the rules say about a document. It conforms when there is no problem and every context is held. */
export interface Conformance {
  kind: 'open-badge-3' | 'endorsement' | 'clr-2' | 'status-list' | 'credential'
  vcdm: '1.1' | '2.0'
  problems: RuleProblem[]
  /** context URLs that are not held: the result is not determined, never valid (D-4, D-10) */
  notHeld: string[]
}

const unheld = (contexts: Json | undefined, held: ReadonlySet<string>): string[] => {
  const missing: string[] = []
  for (const context of Array.isArray(contexts) ? contexts : [contexts]) {
    if (typeof context === 'string' && !held.has(context)) missing.push(context)
  }
  return missing
}

/** Runs every rule for the purpose over a document that was read along its closed schema. */
const problemsOf = (document: SurveyedDocument): RuleProblem[] => {
  const problems: RuleProblem[] = []
  let rule = ''
  const report: Report = (node, member, message) => {
    problems.push({ rule, path: pointerTo(node, member), message: `${member ?? node.class} ${message}` })
  }
  for (const candidate of rulesFor(document.purpose)) {
    rule = candidate.id
    candidate.check(document, report)
  }
  return problems
}

/** The rules for credentials that are no Open Badges. */
export type PlainExaminer = (document: JsonObject, options: ExamineOptions) => Pick<Conformance, 'problems' | 'notHeld'>

const CONTEXT_NOT_HELD = 'VCDM-CONTEXT-NOT-HELD'

/** A credential that is no Open Badge: its own rules, where a context that is not held is a problem of its own kind. */
const examinePlain: PlainExaminer = (document, options) => {
  const found = examinePlainCredential(document, options)
  const contexts = document['@context']
  const notHeld = Array.isArray(contexts) && found.some((problem) => problem.rule === CONTEXT_NOT_HELD)
  return {
    problems: found.filter((problem) => problem.rule !== CONTEXT_NOT_HELD),
    notHeld: notHeld ? unheld(contexts, options.heldContexts) : [],
  }
}

/** By purpose, and whether the documents are payloads of a JWT. */
const precedents = {
  issue: { document: new Precedents(), payload: new Precedents() },
  verify: { document: new Precedents(), payload: new Precedents() },
}

const isForeign = (context: Json): boolean => typeof context !== 'string'

/**
 * Examines a document by the closed profile of its kind and by every numbered rule, before any cryptography and before any signature
 * (SECURITY (b), steps 5 and 6; CONFORMANCE D-5).
 *
 * Where a context is not held, nothing can be said about the members, so only the list of contexts is judged.
 *
 * @param plain - the rules for documents of kind `credential`, where more than the document itself is to be known
 */
export const examine = (document: JsonObject, options: ExamineOptions, plain: PlainExaminer = examinePlain): Conformance => {
  const known = precedents[options.purpose][options.jwtClaims === true ? 'payload' : 'document']
  const precedent = known.find(document)
  if (precedent !== undefined && unheld(document['@context'], options.heldContexts).length === 0)
    return { kind: precedent.kind, vcdm: precedent.vcdm, problems: [], notHeld: [] }
  const conformance = examineAnew(document, options, plain)
  const { kind, vcdm, problems, notHeld } = conformance
  if (kind !== 'credential' && problems.length === 0 && notHeld.length === 0)
    known.add(document, { kind, vcdm, purpose: options.purpose, jwtClaims: options.jwtClaims === true })
  return conformance
}

/** The same by reading the document, whatever was read before. */
export const examineAnew = (document: JsonObject, options: ExamineOptions, plain: PlainExaminer = examinePlain): Conformance => {
  const contexts = document['@context']
  const vcdm: Circumstances['vcdm'] = (Array.isArray(contexts) ? contexts[0] : contexts) === VCDM_1 ? '1.1' : '2.0'
  const kind = kindOf(document)
  if (kind === 'credential') return { kind, vcdm, ...plain(document, options) }
  const notHeld = unheld(contexts, options.heldContexts)
  if (notHeld.length > 0) {
    const inline = Array.isArray(contexts) && contexts.some(isForeign)
    const problems = inline ? [{ rule: 'DM-1', path: '/@context', message: '@context holds something other than a URL' }] : []
    return { kind, vcdm, problems, notHeld }
  }
  const surveyed = survey(document, { kind, vcdm, purpose: options.purpose, jwtClaims: options.jwtClaims === true })
  return { kind, vcdm, problems: problemsOf(surveyed), notHeld }
}
