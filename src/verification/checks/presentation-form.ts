import { asList, isJsonObject, type JsonObject } from '../../json.ts'
import { examinePresentation } from '../../openbadges/plain/presentation.ts'
import type { Canonicalizer } from '../../proof/canonicalizer.ts'
import { documentLimits } from '../limits.ts'
import type { Check } from '../verdict.ts'
import { canonicalizationFailure } from './conformance.ts'
import { line } from './context.ts'
import { withoutRepeatedContexts } from './proof-form.ts'

/** The line of steps 5 and 6 for a presentation: its shape, its contexts, and that every term is defined (VC-API section 7). */
export const checkPresentationForm = async (
  presentation: JsonObject,
  unsecured: JsonObject,
  heldContexts: ReadonlySet<string>,
  canonicalizer: Canonicalizer,
): Promise<Check> => {
  const problems = examinePresentation(withoutRepeatedContexts(presentation), { heldContexts })
  const wrong = problems.filter(({ rule }) => rule !== 'VCDM-CONTEXT-NOT-HELD')
  const [first] = wrong
  if (first !== undefined) {
    const items = wrong.slice(0, 20).map(({ rule, path, message }) => ({
      id: rule,
      status: 'failed' as const,
      code: 'conformance.presentation_malformed',
      detail: message,
      data: { path },
    }))
    return line('conformance', 'failed', 'conformance.presentation_malformed', { detail: first.message, path: first.path, items })
  }
  if (problems.length > 0) return line('conformance', 'not_determined', 'conformance.context_not_held', { path: '/@context' })
  if (containedIn(presentation).length > documentLimits.maxContained) {
    return line('conformance', 'failed', 'input.too_many_credentials', { path: '/verifiableCredential' })
  }
  return (await canonicalizationFailure(unsecured, canonicalizer)) ?? line('conformance', 'passed', 'conformance.passed')
}

/** The credentials in a presentation, whose shape was examined. */
export const containedIn = (presentation: JsonObject): JsonObject[] => asList(presentation['verifiableCredential']).filter(isJsonObject)

/** `holder` as a URL, or the `id` of a holder object. */
export const holderIdOf = (presentation: JsonObject): string | undefined => {
  const holder = presentation['holder']
  const id = isJsonObject(holder) ? holder['id'] : holder
  return typeof id === 'string' ? id : undefined
}
