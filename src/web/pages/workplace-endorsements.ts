import type { IssuedCredential } from '../../domain/credential.ts'
import { englishDate, westernDate } from '../../domain/japanese-date.ts'
import { textIn } from '../../domain/text.ts'
import { readWorkplaceRecord } from '../../store/read-models/workplace-record.ts'
import type { EndorsementFacts } from '../views/endorsement-views.ts'
import type { WebDeps } from '../web-deps.ts'

/** Who confirmed a badge for an achievement at work: the employer its numbers, the council by its review; nobody for another badge. */
export const workplaceEndorsements = async (web: WebDeps, credential: IssuedCredential): Promise<EndorsementFacts[]> => {
  const record = await readWorkplaceRecord(web.deps.db, credential)
  if (record === undefined) return []
  const { confirmation, reviews, approvedOn } = record.nomination
  const { confirmedBy, confirmedOn } = confirmation
  const approvals = reviews.filter(({ decision }) => decision === 'approve').length
  return [
    {
      by: 'firm',
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
