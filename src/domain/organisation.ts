import type { Text } from './text.ts'

/** The secretariat of the council, a course operator, or an employer (DOMAIN section 3). */
export interface Organisation {
  id: string
  /** short name in URLs, e.g. `op-01` in `/issuers/op-01` */
  slug: string
  kind: 'secretariat' | 'operator' | 'employer'
  name: Text & { kana?: string }
  /** 13 digits with a valid check digit; absent where unknown */
  corporateNumber?: string
  /** title and name of the person who signs for it */
  official?: Text
  url?: string
  email?: string
  isDemo: boolean
}
