/** Who acts. Several roles are possible for a person, one is active at a time. */
export type Actor =
  | { kind: 'system'; reason: string }
  | { kind: 'public' }
  | { kind: 'user'; id: string; role: Role; organisationId?: string; participantId?: string }
  | { kind: 'api_key'; id: string; role: Role; organisationId?: string; issuerId?: string }
  /** someone who holds a secret link to one record, e.g. the holder's link to a badge */
  | { kind: 'link'; subject: string; id: string }

export type Role = 'administrator' | 'secretariat' | 'reviewer' | 'operator' | 'employer' | 'learner' | 'issuer'

/** How the audit log names an actor: no personal data. */
export const actorLabel = (actor: Actor): string => {
  switch (actor.kind) {
    case 'system':
      return `system:${actor.reason}`
    case 'public':
      return 'public'
    case 'user':
      return `user:${actor.id}`
    case 'api_key':
      return `api-key:${actor.id}`
    case 'link':
      return `link:${actor.subject}`
  }
}
