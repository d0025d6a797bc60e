import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import type { Course, Session } from '../domain/course.ts'
import type { CredentialRecord, IssuedCredential } from '../domain/credential.ts'
import type { Organisation } from '../domain/organisation.ts'
import type { Participant } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { defineAchievement } from './define-achievement.ts'
import { defineCourse } from './define-course.ts'
import type { Deps } from './deps.ts'
import { endorseCourse } from './endorse-course.ts'
import { endorseDeclaration } from './endorse-declaration.ts'
import { endorseHonour } from './endorse-honour.ts'
import { createCouncilIssuer } from './found-council.ts'
import { claimCredential, shareCredential } from './holder.ts'
import { issueCredential } from './issue-credential.ts'
import { issueNominatedBadge } from './issue-nominated-badge.ts'
import { type RecordCompletion, recordCompletion } from './record-completion.ts'
import { registerOrganisation } from './register-organisation.ts'
import { registerParticipant } from './register-participant.ts'
import { revokeCredential } from './revoke-credential.ts'
import { suspendCredential } from './suspend-credential.ts'
import { type RecordedDeclaration, takeOverDeclaration } from './take-over-declaration.ts'
import { type RecordedHonour, takeOverHonour } from './take-over-honour.ts'
import { type RecordedNomination, takeOverNomination } from './take-over-nomination.ts'

/** A whole programme, read and checked; `cli/read-programme.ts` makes one from a folder of files. */
export interface Programme {
  council: Organisation
  operators: Organisation[]
  employers: Organisation[]
  participants: { participant: Participant; employerId?: string }[]
  achievements: Omit<Achievement, 'id'>[]
  courses: { course: Course; sessions: Session[] }[]
  completions: (RecordCompletion & { id: string })[]
  badges: ProgrammeBadge[]
  declarations: RecordedDeclaration[]
  honours: RecordedHonour[]
  /** absent in a programme that awards courses alone */
  nominations?: RecordedNomination[]
  workplaceBadges?: ProgrammeWorkplaceBadge[]
}

/** What became of a completion: applied for, awarded, and what holder and issuer did with the badge. */
export interface ProgrammeBadge extends AwardedBadge {
  completionId: string
}

/** The same of a nomination. */
export interface ProgrammeWorkplaceBadge extends AwardedBadge {
  nominationId: string
}

interface AwardedBadge {
  appliedOn: string
  awardedOn: string
  validUntilOn?: string
  claim: CredentialRecord['claim']
  visibility: CredentialRecord['visibility']
  nameShown: boolean
  afterwards?: { kind: 'revoked' | 'suspended'; reason: string; on?: string }
}

export interface LoadReport {
  organisations: number
  participants: number
  achievements: number
  courses: number
  completions: number
  badges: number
  declarations: number
  nominations: number
  workplaceBadges: number
  /** records of nominations that lack what their state needs, and were left out */
  incompleteNominations: number
}

/**
 * Loads a programme through the same use cases that people and systems use: records first, with the endorsements that rest on them, then every badge is
 * really issued, those for achievements at work with the employer's signed confirmation. Safe to stop and to run
 * again: what is there stays, what is missing is added.
 *
 * @param progress - told after each step how many of all steps are done
 * @throws ServiceError of the step that failed
 */
export const loadProgramme = async (
  deps: Deps,
  actor: Actor,
  programme: Programme,
  progress: (done: number, total: number, what: string) => void = () => undefined,
): Promise<LoadReport> => {
  permit(actor, 'programme.load')
  const { nominations = [], workplaceBadges = [] } = programme
  const organisations = [programme.council, ...programme.operators, ...programme.employers]
  const steps =
    organisations.length +
    programme.participants.length +
    programme.achievements.length +
    programme.courses.length +
    programme.completions.length +
    programme.badges.length +
    programme.declarations.length +
    programme.honours.length +
    nominations.length +
    workplaceBadges.length
  let done = 0
  const each = async <T>(items: T[], what: string, step: (item: T) => Promise<unknown>): Promise<void> => {
    for (const item of items) {
      await step(item)
      done += 1
      progress(done, steps, what)
    }
  }

  await each(organisations, 'organisations', (organisation) => registerOrganisation(deps, actor, organisation))
  await createCouncilIssuer(deps, actor, programme.council)
  await each(programme.participants, 'participants', ({ participant, employerId }) =>
    registerParticipant(deps, actor, {
      participant,
      employment: employerId === undefined ? undefined : { employerId, source: 'programme' },
    }),
  )
  await each(programme.achievements, 'badge definitions', (achievement) => defineAchievement(deps, actor, achievement))
  await each(programme.courses, 'courses', async (command) => endorseCourse(deps, await defineCourse(deps, actor, command)))
  await each(programme.completions, 'completions', (completion) => recordCompletion(deps, actor, completion))
  await each(inVersionOrder(programme.declarations), 'declarations', async (declaration) =>
    endorseDeclaration(deps, await takeOverDeclaration(deps, actor, underOwnAddress(deps, declaration))),
  )
  await each(programme.honours, 'honours', async (honour) => endorseHonour(deps, await takeOverHonour(deps, actor, honour)))
  await each(programme.badges, 'badges issued', (badge) => issueAsRecorded(deps, actor, badge))
  // After the badges of courses, because a badge for an achievement at work names the one of the course that led to it.
  let incomplete = 0
  await each(nominations, 'nominations', async (nomination) => {
    if ((await takeOverNomination(deps, actor, nomination)).kind === 'incomplete') incomplete += 1
  })
  await each(workplaceBadges, 'badges for achievements at work', async (badge) =>
    handleAsRecorded(deps, actor, badge, await issueNominatedBadge(deps, actor, badge)),
  )
  return {
    organisations: organisations.length,
    participants: programme.participants.length,
    achievements: programme.achievements.length,
    courses: programme.courses.length,
    completions: programme.completions.length,
    badges: programme.badges.length,
    declarations: programme.declarations.length,
    nominations: nominations.length - incomplete,
    workplaceBadges: workplaceBadges.length,
    incompleteNominations: incomplete,
  }
}

/** Publishing a version ends the one before, so the earlier one comes first. */
const inVersionOrder = (declarations: readonly RecordedDeclaration[]): RecordedDeclaration[] =>
  [...declarations].sort((a, b) => a.content.version - b.content.version)

/** Records name definitions by the path that they have everywhere; here they stand under our own address. */
const underOwnAddress = (deps: Deps, declaration: RecordedDeclaration): RecordedDeclaration => ({
  ...declaration,
  content: {
    ...declaration.content,
    badgeRecognitions: declaration.content.badgeRecognitions.map((recognition) => ({
      ...recognition,
      achievements: recognition.achievements.map((id) => `${deps.publicUrl}${new URL(id).pathname}`),
    })),
  },
})

const issueAsRecorded = async (deps: Deps, actor: Actor, badge: ProgrammeBadge): Promise<void> =>
  handleAsRecorded(deps, actor, badge, await issueCredential(deps, actor, badge))

/** What holder and issuer did with a badge after its award. */
const handleAsRecorded = async (deps: Deps, actor: Actor, badge: AwardedBadge, credential: IssuedCredential): Promise<void> => {
  const holder: Actor = { kind: 'link', subject: 'holder', id: credential.id }
  if (badge.claim !== 'unclaimed' && credential.claim === 'unclaimed')
    await claimCredential(deps, holder, { id: credential.id, claim: badge.claim })
  if (credential.visibility !== badge.visibility || credential.nameShown !== badge.nameShown)
    await shareCredential(deps, holder, { id: credential.id, visibility: badge.visibility, nameShown: badge.nameShown })
  if (badge.afterwards?.kind === 'revoked' && credential.state !== 'revoked')
    await revokeCredential(deps, actor, { id: credential.id, reason: badge.afterwards.reason, recordedOn: badge.afterwards.on })
  if (badge.afterwards?.kind === 'suspended' && credential.state === 'issued')
    await suspendCredential(deps, actor, { id: credential.id, reason: badge.afterwards.reason, recordedOn: badge.afterwards.on })
}
