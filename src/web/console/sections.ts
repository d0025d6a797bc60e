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

const figures: Section = { name: 'figures', path: '/console/figures' }

/** The sections of each role, in the order of its work. A section appears here when its pages exist. */
const sections: Partial<Record<Role, readonly Section[]>> = {
  operator: [{ name: 'imports', path: '/console/imports' }],
  secretariat: [{ name: 'imports', path: '/console/imports' }, figures],
  learner: [
    { name: 'myBadges', path: '/console/badges' },
    { name: 'shares', path: '/console/shares' },
  ],
}

export const sectionsOf = (role: Role): readonly Section[] => [home, ...(sections[role] ?? [])]
