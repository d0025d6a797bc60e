import { achievementRules } from './achievement.ts'
import { contextRules } from './contexts.ts'
import { credentialRules } from './credential.ts'
import { endorsementRules } from './endorsement.ts'
import { formRules } from './form.ts'
import { profileRules } from './profile.ts'
import { proofRules } from './proof.ts'
import { resultRules } from './result.ts'
import type { Rule } from './rule.ts'
import { statusRules } from './status.ts'
import { subjectRules } from './subject.ts'

/** Every numbered rule about documents, in the order in which problems are told. */
export const allRules: readonly Rule[] = [
  ...contextRules,
  ...formRules,
  ...credentialRules,
  ...subjectRules,
  ...achievementRules,
  ...resultRules,
  ...profileRules,
  ...endorsementRules,
  ...statusRules,
  ...proofRules,
]

const verifyRules = allRules.filter(({ only }) => only === undefined)

/** The rules that hold for what we issue, or for what we verify. */
export const rulesFor = (purpose: 'issue' | 'verify'): readonly Rule[] => (purpose === 'issue' ? allRules : verifyRules)
