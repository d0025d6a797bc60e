import type { InputProblem } from '../errors.ts'
import { refuseActor, refuseMove, refuseProblems } from './refusal.ts'

/** What of a badge a reader of the link sees beyond achievement, issuer, date and status. */
export const shareableFields = ['name', 'result', 'role', 'employer', 'evidence', 'confirmation'] as const
export type ShareableField = (typeof shareableFields)[number]

/** A link for one reader, made by the learner only (DOMAIN section 3; SECURITY (e) 1). */
export interface ShareLink {
  id: string
  participantId: string
  credentialIds: string[]
  /** in the learner's words, or an employer of the register */
  recipient: { text: string } | { employerId: string }
  fields: ShareableField[]
  createdAt: Date
  expiresAt: Date
  maxViews: number
  opened: { at: Date }[]
  withdrawnAt?: Date
  isDemo: boolean
}

export const shareLinkMaxDays = 90
export const shareLinkMaxViews = 200

export type ShareLinkState = 'open' | 'expired' | 'used_up' | 'withdrawn'

export const shareLinkStateAt = (link: ShareLink, now: Date): ShareLinkState => {
  if (link.withdrawnAt !== undefined && link.withdrawnAt <= now) return 'withdrawn'
  if (now >= link.expiresAt) return 'expired'
  return link.opened.length >= link.maxViews ? 'used_up' : 'open'
}

/**
 * A new share link.
 *
 * @param maker - who makes it; only the learner whose badges they are
 * @param owners - owner of each credential named
 */
export const makeShareLink = (
  link: Omit<ShareLink, 'opened' | 'withdrawnAt'>,
  maker: { participantId?: string },
  owners: ReadonlyMap<string, string>,
): ShareLink => {
  if (maker.participantId !== link.participantId || link.credentialIds.some((id) => owners.get(id) !== link.participantId)) {
    return refuseActor('Only the learner shares the own badges.')
  }
  const problems: InputProblem[] = []
  if (link.credentialIds.length === 0) problems.push({ path: '/credentialIds', message: 'Name at least one badge.' })
  const days = (link.expiresAt.getTime() - link.createdAt.getTime()) / 86_400_000
  if (!(days > 0 && days <= shareLinkMaxDays))
    problems.push({ path: '/expiresAt', message: `The link expires within ${shareLinkMaxDays} days.` })
  if (!Number.isInteger(link.maxViews) || link.maxViews < 1 || link.maxViews > shareLinkMaxViews) {
    problems.push({ path: '/maxViews', message: `Between 1 and ${shareLinkMaxViews} views.` })
  }
  if (link.fields.some((field) => !shareableFields.includes(field)))
    problems.push({ path: '/fields', message: `Fields are ${shareableFields.join(', ')}.` })
  refuseProblems('The share link is not acceptable.', problems)
  return { ...link, opened: [] }
}

/** The link with one more entry in its opened log. @throws ServiceError `conflict` unless it is open */
export const openShareLink = (link: ShareLink, now: Date): ShareLink => {
  const state = shareLinkStateAt(link, now)
  if (state !== 'open') return refuseMove('share link', state, 'open', ['open'])
  return { ...link, opened: [...link.opened, { at: now }] }
}

export const withdrawShareLink = (link: ShareLink, by: { participantId?: string }, now: Date): ShareLink => {
  if (by.participantId !== link.participantId) return refuseActor('Only the learner withdraws the own link.')
  if (link.withdrawnAt !== undefined) return refuseMove('share link', 'withdrawn', 'withdraw', ['open', 'expired', 'used_up'])
  return { ...link, withdrawnAt: now }
}
