import type { InputProblem } from '../errors.ts'
import { addDays, addMonths, type Day } from './japanese-date.ts'
import { type Recognition, recognitionProblems } from './recognition.ts'
import { type Reason, refuseActor, refuseMove, refuseProblems, requireReason } from './refusal.ts'
import type { Text } from './text.ts'

/** One version of an employer's リスキリング推進宣言, whatever became of it. */
export interface DeclarationContent {
  id: string
  employerId: string
  corporateNumber: string
  /** 1 for the first; renewing makes the next */
  version: number
  /** the version before, if there is one */
  previousId?: string
  statement: Text
  /** activity codes such as `study_time`; not result measures */
  measures: string[]
  badgeRecognitions: Recognition[]
  /** the employer says explicitly that no badge counts yet */
  noRecognitionYet: boolean
  contact?: Text & { email?: string }
  isDemo: boolean
}

interface Published {
  submittedOn: Day
  publishedOn: Day
  /** last day */
  validUntil: Day
  publishedBy: string
}

/** draft → submitted → published → published v+1; returned; withdrawn. *renewal_due* and *expired by date* are derived, never stored. */
export type Declaration = DeclarationContent &
  (
    | { state: 'draft' }
    | { state: 'submitted'; submittedOn: Day }
    | { state: 'returned'; submittedOn: Day; returnedOn: Day; reason: Reason; problems: InputProblem[] }
    | ({ state: 'published' } & Published)
    /** the next version took its place on `endedOn` */
    | ({ state: 'expired'; endedOn: Day } & Published)
    | ({ state: 'withdrawn'; withdrawnOn: Day; reason: Reason } & Partial<Published>)
  )

type In<State extends Declaration['state']> = Extract<Declaration, { state: State }>

/** Days before the end from which a renewal is due. */
export const renewalDueDays = 60
/** Months of a declaration, unless the secretariat sets another end. */
export const declarationMonths = 24

const thing = (declaration: Declaration): string => `declaration ${declaration.id}`

const contentOf = (declaration: Declaration): DeclarationContent => ({
  id: declaration.id,
  employerId: declaration.employerId,
  corporateNumber: declaration.corporateNumber,
  version: declaration.version,
  ...(declaration.previousId === undefined ? {} : { previousId: declaration.previousId }),
  statement: declaration.statement,
  measures: declaration.measures,
  badgeRecognitions: declaration.badgeRecognitions,
  noRecognitionYet: declaration.noRecognitionYet,
  ...(declaration.contact === undefined ? {} : { contact: declaration.contact }),
  isDemo: declaration.isDemo,
})

/** Everything that keeps a declaration from being published. */
export const declarationProblems = (declaration: DeclarationContent): InputProblem[] => {
  const problems: InputProblem[] = []
  if (declaration.statement.ja.trim() === '')
    problems.push({ path: '/statement', code: 'STATEMENT_MISSING', message: '宣言文を記入してください。' })
  if (declaration.badgeRecognitions.length === 0 && !declaration.noRecognitionYet) {
    problems.push({
      path: '/badgeRecognitions',
      code: 'RECOGNITION_MISSING',
      message: 'バッジの扱いを1件以上書くか、「まだない」を選んでください。',
    })
  }
  if (declaration.badgeRecognitions.length > 0 && declaration.noRecognitionYet) {
    problems.push({
      path: '/noRecognitionYet',
      code: 'RECOGNITION_CONTRADICTED',
      message: 'バッジの扱いがあるので「まだない」は選べません。',
    })
  }
  for (const [i, recognition] of declaration.badgeRecognitions.entries())
    problems.push(...recognitionProblems(recognition, `/badgeRecognitions/${i}`))
  return problems
}

/** Changes a draft or a returned declaration. */
export const editDeclaration = (
  declaration: Declaration,
  change: Partial<Pick<DeclarationContent, 'statement' | 'measures' | 'badgeRecognitions' | 'noRecognitionYet' | 'contact'>>,
): Declaration => {
  if (declaration.state !== 'draft' && declaration.state !== 'returned')
    return refuseMove(thing(declaration), declaration.state, 'edit', ['draft', 'returned'])
  return { ...declaration, ...change }
}

/**
 * draft or returned → submitted; → returned at once where it is incomplete: a guarantee without amount, start, rule or staff comes back
 * with `EFFECT_INCOMPLETE` and the missing members, without waiting for a person (DOMAIN section 7).
 */
export const submitDeclaration = (declaration: Declaration, on: Day): In<'submitted' | 'returned'> => {
  if (declaration.state !== 'draft' && declaration.state !== 'returned') {
    return refuseMove(thing(declaration), declaration.state, 'submit', ['draft', 'returned'])
  }
  const problems = declarationProblems(declaration)
  const content = contentOf(declaration)
  if (problems.length === 0) return { ...content, state: 'submitted', submittedOn: on }
  const code = problems.some((problem) => problem.code === 'EFFECT_INCOMPLETE') ? 'EFFECT_INCOMPLETE' : (problems[0]?.code ?? 'INCOMPLETE')
  const reason = { code, text: [...new Set(problems.map(({ message }) => message))].join('') }
  return { ...content, state: 'returned', submittedOn: on, returnedOn: on, reason, problems }
}

/** submitted → returned by the secretariat, with a reason. */
export const returnDeclaration = (declaration: Declaration, returned: { on: Day; reason: Reason }): In<'returned'> => {
  if (declaration.state !== 'submitted') return refuseMove(thing(declaration), declaration.state, 'return', ['submitted'])
  requireReason(returned.reason)
  return {
    ...contentOf(declaration),
    state: 'returned',
    submittedOn: declaration.submittedOn,
    returnedOn: returned.on,
    reason: returned.reason,
    problems: declarationProblems(declaration),
  }
}

/**
 * submitted → published; the version before, if it is published still, ends that day.
 *
 * @param publication - `validUntil`: last day; 24 months from `on` unless given
 * @param previous - the version before
 * @throws ServiceError `forbidden` where the publisher belongs to the employer, `invalid_input` where it is incomplete
 */
export const publishDeclaration = (
  declaration: Declaration,
  publication: { on: Day; validUntil?: Day; publisher: { id: string; organisationId?: string } },
  previous?: Declaration,
): { declaration: In<'published'>; previous?: In<'expired'> } => {
  if (declaration.state !== 'submitted') return refuseMove(thing(declaration), declaration.state, 'publish', ['submitted'])
  if (publication.publisher.organisationId === declaration.employerId)
    return refuseActor('An employer does not publish its own declaration.')
  refuseProblems('The declaration is incomplete.', declarationProblems(declaration))
  const validUntil = publication.validUntil ?? addMonths(publication.on, declarationMonths)
  if (validUntil < publication.on)
    refuseProblems('The end lies before the publication.', [{ path: '/validUntil', message: `${validUntil} is before ${publication.on}.` }])
  const published: In<'published'> = {
    ...contentOf(declaration),
    state: 'published',
    submittedOn: declaration.submittedOn,
    publishedOn: publication.on,
    validUntil,
    publishedBy: publication.publisher.id,
  }
  return previous?.state === 'published'
    ? { declaration: published, previous: { ...previous, state: 'expired', endedOn: publication.on } }
    : { declaration: published }
}

/** A draft of the next version with the contents of a published, expired or withdrawn one. */
export const renewDeclaration = (declaration: Declaration, id: string): In<'draft'> => {
  if (declaration.state !== 'published' && declaration.state !== 'expired' && declaration.state !== 'withdrawn') {
    return refuseMove(thing(declaration), declaration.state, 'renew', ['published', 'expired', 'withdrawn'])
  }
  return { ...contentOf(declaration), id, version: declaration.version + 1, previousId: declaration.id, state: 'draft' }
}

/** draft, submitted, returned or published → withdrawn, by the employer. Promises already earned stay visible: see {@link promiseEarned}. */
export const withdrawDeclaration = (
  declaration: Declaration,
  withdrawal: { on: Day; reason: Reason; by: { organisationId?: string } },
): In<'withdrawn'> => {
  if (declaration.state === 'withdrawn' || declaration.state === 'expired') {
    return refuseMove(thing(declaration), declaration.state, 'withdraw', ['draft', 'submitted', 'returned', 'published'])
  }
  if (withdrawal.by.organisationId !== declaration.employerId) return refuseActor('Only the employer withdraws its declaration.')
  requireReason(withdrawal.reason)
  const published =
    declaration.state === 'published'
      ? {
          submittedOn: declaration.submittedOn,
          publishedOn: declaration.publishedOn,
          validUntil: declaration.validUntil,
          publishedBy: declaration.publishedBy,
        }
      : {}
  return { ...contentOf(declaration), ...published, state: 'withdrawn', withdrawnOn: withdrawal.on, reason: withdrawal.reason }
}

export type DeclarationStanding = 'draft' | 'submitted' | 'returned' | 'published' | 'renewal_due' | 'expired' | 'withdrawn'

/** The standing on a day: `renewal_due` from 60 days before the end (it still counts as published), `expired` after the last day. */
export const declarationStandingOn = (declaration: Declaration, day: Day): DeclarationStanding => {
  if (!('publishedOn' in declaration) || declaration.publishedOn === undefined) return declaration.state
  if (declaration.state === 'withdrawn' && day >= declaration.withdrawnOn) return 'withdrawn'
  if (!wasDeclaredOn(declaration, day)) return day < declaration.publishedOn ? 'submitted' : 'expired'
  return day >= addDays(declaration.validUntil ?? day, -renewalDueDays) ? 'renewal_due' : 'published'
}

/** Whether the employer was declared on that day: published, not yet ended, not withdrawn. */
export const wasDeclaredOn = (declaration: Declaration, day: Day): boolean => {
  if (!('publishedOn' in declaration) || declaration.publishedOn === undefined || declaration.validUntil === undefined) return false
  const end =
    declaration.state === 'withdrawn' ? declaration.withdrawnOn : declaration.state === 'expired' ? declaration.endedOn : undefined
  return declaration.publishedOn <= day && day <= declaration.validUntil && (end === undefined || day < end)
}

/**
 * Whether a badge awarded on `awardedOn` has earned a promise: the recognition was guaranteed and the declaration stood on that day. It
 * stays visible, with its dates, after expiry and withdrawal. The service never says that the employer owes money.
 */
export const promiseEarned = (
  declaration: Declaration,
  recognition: Recognition,
  badge: { achievementId: string; awardedOn: Day },
): boolean =>
  recognition.strength === 'guaranteed' &&
  recognition.achievements.includes(badge.achievementId) &&
  wasDeclaredOn(declaration, badge.awardedOn)
