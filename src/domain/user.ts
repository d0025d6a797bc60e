import type { Role } from './actor.ts'

/** A person who signs in. Whoever learns needs no account of their own making: the address in the participant record is enough. */
export interface User {
  id: string
  email: string
  name: string
  disabledAt?: Date
  isDemo: boolean
}

/** What a person may be, one at a time. */
export interface Membership {
  id: string
  userId: string
  role: Exclude<Role, 'issuer'>
  organisationId?: string
  participantId?: string
}

/**
 * How a session was opened: a mail link shows that one reads the mail box, an office account (`oidc`) that one may use it. A passkey is more than that, and so
 * is an office account whose provider says that it asked for a second factor (`oidc_second_factor`).
 */
export type SignInFactor = 'mail' | 'passkey' | 'oidc' | 'oidc_second_factor'

/** Whether a sign-in of this kind stands for two factors. */
export const isSecondFactor = (factor: SignInFactor): boolean => factor === 'passkey' || factor === 'oidc_second_factor'

/** Roles that see other people's data or decide for the programme: a mail link or an office account alone does not open them (SECURITY T30). */
const rolesWithSecondFactor: ReadonlySet<Role> = new Set(['administrator', 'secretariat', 'reviewer'])

/** Whether a session that was opened this way may act in this role. People of the demo programme are invented and have no devices. */
export const factorSuffices = (role: Role, factor: SignInFactor, user: Pick<User, 'isDemo'>): boolean =>
  isSecondFactor(factor) || user.isDemo || !rolesWithSecondFactor.has(role)

/** A session ends this long after its last request, and this long after its beginning whatever happens. */
export const sessionLimits = { idleMinutes: 120, absoluteHours: 12 } as const

/** Whether a session still counts. */
export const sessionLives = (session: { createdAt: Date; seenAt: Date }, now: Date): boolean =>
  now.getTime() - session.seenAt.getTime() < sessionLimits.idleMinutes * 60_000 &&
  now.getTime() - session.createdAt.getTime() < sessionLimits.absoluteHours * 3_600_000

/** A mail link to sign in opens this long. */
export const SIGN_IN_LINK_MINUTES = 15

/** So often may somebody ask for a link for one account and from one network address, and so often may a sign-in from one address fail. */
export const signInAttempts = { count: 10, windowMinutes: 60 } as const
