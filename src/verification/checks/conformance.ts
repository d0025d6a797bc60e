import { publishedDigests } from '../../../contexts/published-digests.ts'
import { isJsonObject, type JsonObject } from '../../json.ts'
import { type Conformance, examine, type PlainExaminer } from '../../openbadges/conformance.ts'
import { examineRelatedResources } from '../../openbadges/plain/related-resource.ts'
import { examinePlainCredential } from '../../openbadges/plain-credential.ts'
import type { RuleProblem } from '../../openbadges/types.ts'
import { CanonicalizationError, type CanonicalizationFailure, type Canonicalizer } from '../../proof/canonicalizer.ts'
import type { CheckCode } from '../codes.ts'
import type { Check, CheckStatus } from '../verdict.ts'
import { line } from './context.ts'
import { judgeCredentialSchemas } from './credential-schema.ts'
import { withoutRepeatedContexts } from './proof-form.ts'

/** The line of steps 5 and 6, and whether the work may go on: nothing behind it ever sees a document that it stops. */
export interface ConformanceOutcome {
  check: Check
  conformance: Conformance
  goOn: boolean
}

/** Rules that one answer names; a document that breaks more is wrong in kind. */
const mostProblems = 20

/**
 * Holds a document to the closed rules of its kind, then to JSON-LD safe mode (SECURITY (b), steps 5 and 6; CONFORMANCE D-5).
 *
 * @param document - with its proofs, if it has any
 * @param unsecured - the same document without them: the object that is canonicalized now and when the signature is checked
 */
export const checkConformance = async (
  document: JsonObject,
  unsecured: JsonObject,
  heldContexts: ReadonlySet<string>,
  canonicalizer: Canonicalizer,
): Promise<ConformanceOutcome> => {
  const conformance = examine(withoutRepeatedContexts(document), { heldContexts, purpose: 'verify' }, examinePlain)
  const { notHeld, kind } = conformance
  const problems = kind === 'credential' ? conformance.problems : [...conformance.problems, ...relatedResourceProblems(document)]
  if (problems.length > 0) return { check: brokenRules(problems), conformance, goOn: false }
  if (notHeld.length > 0) {
    const detail = `The document uses a JSON-LD context that is not held here: ${notHeld[0]}`
    return {
      check: line('conformance', 'not_determined', 'conformance.context_not_held', { detail, path: '/@context' }),
      conformance,
      goOn: false,
    }
  }
  const failure = await canonicalizationFailure(unsecured, canonicalizer)
  if (failure !== undefined) return { check: failure, conformance, goOn: false }
  const items = judgeCredentialSchemas(document, kind)
  const open = items.find(({ status }) => status === 'not_determined')
  const check =
    open === undefined
      ? line('conformance', 'passed', 'conformance.passed', items.length === 0 ? {} : { items })
      : line('conformance', 'not_determined', 'conformance.schema_not_applied', { items })
  return { check, conformance, goOn: true }
}

const examinePlain: PlainExaminer = (document, { heldContexts, purpose }) => {
  const problems = examinePlainCredential(document, { heldContexts, purpose, publishedDigests })
  return {
    problems: problems.filter((problem) => !isUnheld(problem)),
    notHeld: problems.filter(isUnheld).map(({ path }) => contextAt(document, path)),
  }
}

/** Digests that a badge states of what is published and known here; for other credentials their own rules ask the same. */
const relatedResourceProblems = (document: JsonObject): RuleProblem[] =>
  document['relatedResource'] === undefined
    ? []
    : examineRelatedResources(document['relatedResource'], publishedDigests, '/relatedResource')

const isUnheld = ({ rule }: RuleProblem): boolean => rule === 'VCDM-CONTEXT-NOT-HELD'

const contextAt = (document: JsonObject, path: string): string => {
  const contexts = document['@context']
  const context = Array.isArray(contexts) ? contexts[Number(path.split('/').at(-1))] : undefined
  return typeof context === 'string' ? context : path
}

const brokenRules = (problems: RuleProblem[]): Check => {
  const items = problems.slice(0, mostProblems).map(({ rule, path, message }) => ({
    id: rule,
    status: 'failed' as const,
    code: 'conformance.rule_broken',
    detail: message,
    data: { path },
  }))
  const [first] = problems
  return line('conformance', 'failed', 'conformance.rule_broken', {
    ...(first === undefined ? {} : { detail: `${first.rule}: ${first.message}`, path: first.path }),
    items,
  })
}

const failures: Readonly<Record<CanonicalizationFailure, { status: CheckStatus; code: CheckCode }>> = {
  undefined_term: { status: 'failed', code: 'conformance.term_undefined' },
  malformed: { status: 'failed', code: 'conformance.malformed' },
  context_not_held: { status: 'not_determined', code: 'conformance.context_not_held' },
  too_slow: { status: 'not_determined', code: 'conformance.too_slow' },
  overloaded: { status: 'not_determined', code: 'conformance.overloaded' },
}

/** The line for a document that has no canonical form here; undefined when it has one. */
export const canonicalizationFailure = async (document: JsonObject, canonicalizer: Canonicalizer): Promise<Check | undefined> => {
  try {
    if (canonicalizer.digestNow?.(document) === undefined) await canonicalizer.digest(document)
    return undefined
  } catch (cause) {
    if (!(cause instanceof CanonicalizationError)) throw cause
    const { status, code } = failures[cause.failure]
    return line('conformance', status, code, status === 'failed' ? { detail: cause.message } : {})
  }
}

/** `issuer` as a URL, or the `id` of an issuer object. */
export const issuerIdOf = (document: JsonObject): string | undefined => {
  const issuer = document['issuer']
  const id = isJsonObject(issuer) ? issuer['id'] : issuer
  return typeof id === 'string' ? id : undefined
}
