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
  | 'productivity'
  | 'funnel'
  | 'survey'
  | 'organisations'
  | 'achievements'
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
  | 'apiKeys'

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
const presented: Section = { name: 'presented', path: '/console/presented' }
const outcomes: Section = { name: 'outcomes', path: '/console/outcomes' }
const productivity: Section = { name: 'productivity', path: '/console/productivity' }
const courses: Section = { name: 'courses', path: '/console/courses' }
const achievements: Section = { name: 'achievements', path: '/console/achievements' }
const honours: Section = { name: 'honours', path: '/console/honours' }
const funnel: Section = { name: 'funnel', path: '/console/funnel' }
const survey: Section = { name: 'survey', path: '/console/survey' }
const organisations: Section = { name: 'organisations', path: '/console/organisations' }
const users: Section = { name: 'users', path: '/console/users' }
const apiKeys: Section = { name: 'apiKeys', path: '/console/api-keys' }
const results: Section = { name: 'results', path: '/console/results' }

/** The sections of each role, in the order of its work. A section appears here when its pages exist. */
const sections: Partial<Record<Role, readonly Section[]>> = {
  administrator: [users, organisations, apiKeys, audit],
  operator: [sessions, imports, courses, achievements, outbox, funnel, apiKeys],
  secretariat: [
    reviews,
    courses,
    declarations,
    productivity,
    honours,
    outcomes,
    sessions,
    imports,
    outbox,
    requests,
    figures,
    funnel,
    survey,
    achievements,
    organisations,
    audit,
  ],
  reviewer: [reviews],
  employer: [presented, results, outcomes, productivity, declaration, apiKeys],
  learner: [
    { name: 'myBadges', path: '/console/badges' },
    { name: 'shares', path: '/console/shares' },
    { name: 'myData', path: '/console/data' },
  ],
}

export const sectionsOf = (role: Role): readonly Section[] => [home, ...(sections[role] ?? [])]
