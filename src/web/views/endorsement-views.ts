import type { EndorsementView } from '../../../templates/components/endorsements.tsx'
import type { VerdictState } from '../../../templates/components/verdict.tsx'
import type { Text } from '../../domain/text.ts'
import { isJsonObject } from '../../json.ts'
import type { Check, Verification } from '../../verification/verdict.ts'
import { codeText } from './code-text.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'
import { printable } from './safe-text.ts'

/** A confirmation or approval that our records hold for a badge, with what its signer was on the day of the award. */
export interface EndorsementFacts {
  by: 'firm' | 'council'
  who: Text
  what: Text
  declared: boolean
  honoured: boolean
  /** the signed endorsement that says it, and the path of its page */
  signed?: { id: string; path: string }
}

/** An endorsement that the document itself embeds, with what was found about it: the endorser is who its verified document names. */
export interface EmbeddedEndorsement {
  id?: string
  state: VerdictState
  who?: string
  what?: string
  /** what was found, where it is not simply valid */
  found?: { code: string; detail: string }
}

type Item = NonNullable<Check['items']>[number]

/** The embedded endorsements of a document, each with its own verdict; one of an unknown endorser is authentic and nothing more. */
export const embeddedEndorsements = (verification: Verification): EmbeddedEndorsement[] =>
  (verification.checks.find(({ id }) => id === 'endorsements')?.items ?? []).map((item) => {
    const endorser = isJsonObject(item.data?.['endorser']) ? item.data['endorser'] : {}
    const state = stateOfItem(item, endorser['recognised'] === true)
    const who = printable(endorser['name']) ?? printable(endorser['id'])
    // Of what is proved wrong, nothing is repeated but who is named in it.
    const what = state === 'invalid' ? undefined : printable(item.data?.['comment'])
    return {
      ...(item.id === undefined ? {} : { id: item.id }),
      state,
      ...(who === undefined ? {} : { who }),
      ...(what === undefined ? {} : { what }),
      ...(item.status === 'passed' ? {} : { found: { code: item.code, detail: item.detail } }),
    }
  })

const stateOfItem = ({ status, code }: Item, recognised: boolean): VerdictState => {
  if (status === 'passed') return recognised ? 'valid' : 'unknown'
  if (status !== 'failed') return 'unchecked'
  const states: Readonly<Record<string, VerdictState>> = {
    'status.revoked': 'revoked',
    'status.suspended': 'suspended',
    'validity.expired': 'expired',
    'validity.not_yet': 'not_yet',
  }
  return states[code] ?? 'invalid'
}

/** Who confirmed a badge: first what our records hold, each with the verdict of its signature where the badge embeds it, then what else the badge embeds. */
export const endorsementViews = (
  embedded: readonly EmbeddedEndorsement[],
  facts: readonly EndorsementFacts[],
  context: PageContext,
): EndorsementView[] => {
  const { badge: words, verdict } = wordsOf(context)
  return [
    ...facts.map((item): EndorsementView => {
      const verified = item.signed && embedded.find(({ id }) => id === item.signed?.id)
      const tags = [...(item.declared ? [words.declared] : []), ...(item.honoured ? [words.honoured] : [])]
      return {
        by: item.by,
        who: inLanguage(context, item.who),
        what: inLanguage(context, item.what),
        tags,
        ...(tags.length === 0 ? {} : { note: words.atAward }),
        ...(verified === undefined ? {} : { verdict: { state: verified.state, word: verdict.word[verified.state] } }),
        ...(item.signed === undefined
          ? {}
          : { link: { href: linkTo(context, item.signed.path), label: wordsOf(context).endorsement.open } }),
      }
    }),
    ...embedded
      .filter(({ id }) => id === undefined || !facts.some(({ signed }) => signed?.id === id))
      .map(
        (item): EndorsementView => ({
          by: 'firm',
          who: item.who ?? words.endorserUnnamed,
          what: item.what ?? '',
          tags: [],
          verdict: { state: item.state, word: verdict.word[item.state] },
          ...(item.found === undefined ? {} : { note: codeText(item.found, context) }),
        }),
      ),
  ]
}
