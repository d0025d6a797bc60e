import type { Role } from '../../domain/actor.ts'

export type SectionName =
  | 'home'
  | 'courses'
  | 'imports'
  | 'badges'
  | 'outbox'
  | 'results'
  | 'declaration'
  | 'presented'
  | 'outcomes'
  | 'myBadges'
  | 'shares'
  | 'myData'
  | 'requests'
  | 'reviews'
  | 'declarations'
  | 'honours'
  | 'figures'
  | 'audit'
  | 'users'

export interface Section {
  name: SectionName
  path: string
}

const home: Section = { name: 'home', path: '/console' }

const sessions: Section = { name: 'badges', path: '/console/sessions' }
const declaration: Section = { name: 'declaration', path: '/console/declaration' }
const declarations: Section = { name: 'declarations', path: '/console/declarations' }
const imports: Section = { name: 'imports', path: '/console/imports' }
const outbox: Section = { name: 'outbox', path: '/console/outbox' }
const reviews: Section = { name: 'reviews', path: '/console/reviews' }
const requests: Section = { name: 'requests', path: '/console/requests' }
const figures: Section = { name: 'figures', path: '/console/figures' }

const audit: Section = { name: 'audit', path: '/console/audit' }

/** The sections of each role, in the order of its work. A section appears here when its pages exist. */
const sections: Partial<Record<Role, readonly Section[]>> = {
  operator: [sessions, imports, outbox],
  secretariat: [reviews, declarations, sessions, imports, outbox, requests, figures, audit],
  administrator: [audit],
  reviewer: [reviews],
  employer: [declaration],
  learner: [
    { name: 'myBadges', path: '/console/badges' },
    { name: 'shares', path: '/console/shares' },
    { name: 'myData', path: '/console/data' },
  ],
}

export const sectionsOf = (role: Role): readonly Section[] => [home, ...(sections[role] ?? [])]
