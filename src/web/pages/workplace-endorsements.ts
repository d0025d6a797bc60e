import type { IssuedCredential } from '../../domain/credential.ts'
import { englishDate, westernDate } from '../../domain/japanese-date.ts'
import { textIn } from '../../domain/text.ts'
import { credentialUrl, endorsementUrl } from '../../service/urls.ts'
import { listEndorsementsOf } from '../../store/read-models/endorsements.ts'
import { readWorkplaceRecord } from '../../store/read-models/workplace-record.ts'
import type { EndorsementFacts } from '../views/endorsement-views.ts'
import type { WebDeps } from '../web-deps.ts'

/**
 * Who confirmed a badge for an achievement at work: the employer its numbers, the council by its review; nobody for another badge.
 *
 * @param query - what opens a private badge to its holder, e.g. `?k=…`; the endorsement of it opens in the same way
 */
export const workplaceEndorsements = async (web: WebDeps, credential: IssuedCredential, query: string): Promise<EndorsementFacts[]> => {
  const record = await readWorkplaceRecord(web.deps.db, credential)
  if (record === undefined) return []
  const { confirmation, reviews, approvedOn } = record.nomination
  const { confirmedBy, confirmedOn } = confirmation
  const approvals = reviews.filter(({ decision }) => decision === 'approve').length
  const signed = (await listEndorsementsOf(web.deps.db, credentialUrl(web.deps.publicUrl, credential.id))).find(
    ({ kind, state }) => kind === 'confirmation' && state === 'issued',
  )
  // Whoever sees a private badge by another link than the holder's cannot open its endorsement.
  const isReadable = credential.visibility !== 'private' || query !== ''
  return [
    {
      by: 'firm',
      ...(signed === undefined || !isReadable ? {} : { signed: signedFacts(web, signed.id, query) }),
      who: record.employer.name,
      what: {
        ja: `${confirmedBy.ja}が、数値と役割を社内の記録で確認（${westernDate(confirmedOn)}）`,
        en: `Figures and role confirmed against its own records on ${englishDate(confirmedOn)} by: ${textIn('en', confirmedBy)}`,
      },
      declared: record.declared,
      honoured: record.honoured,
    },
    {
      by: 'council',
      who: record.council.name,
      what: {
        ja: `審査員${approvals}名が審査し、${westernDate(approvedOn)}に承認`,
        en: `Reviewed by ${approvals} reviewers and approved on ${englishDate(approvedOn)}`,
      },
      declared: false,
      honoured: false,
    },
  ]
}

const signedFacts = (web: WebDeps, id: string, query: string): NonNullable<EndorsementFacts['signed']> => ({
  id: endorsementUrl(web.deps.publicUrl, id),
  path: `/endorsements/${id}${query}`,
})
