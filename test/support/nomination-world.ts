import type { Actor } from '../../src/domain/actor.ts'
import type { Measure } from '../../src/domain/measure.ts'
import type { Nomination } from '../../src/domain/nomination.ts'
import { type DraftNomination, draftNomination } from '../../src/service/draft-nomination.ts'
import { actorBySecretLink } from '../../src/service/secret-links.ts'
import type { World } from './world.ts'

/** What P-0001 reports of the work at emp-02 after the course of CMP-033. */
export const overtime = (change: Partial<Measure> = {}): Measure => ({
  name: { ja: '月平均時間外労働時間' },
  unit: '時間/人',
  before: { value: 15, operator: 'eq', period: '2026-01/2026-03', asSaid: '15' },
  after: { value: 10, operator: 'lt', period: '2026-08/2026-10', asSaid: '10' },
  method: { ja: '勤怠システムの集計' },
  scope: { ja: '運転者12名' },
  changeKind: 'relative',
  ...change,
})

export const draftCommand = (change: Partial<DraftNomination> = {}): DraftNomination => ({
  achievementId: '/achievements/oj-workstyle',
  participantId: 'P-0001',
  employerId: 'emp-02',
  basedOnCompletions: ['CMP-033'],
  title: { ja: '出庫時間データの分析' },
  role: { ja: '分析と改善案の作成を主導' },
  measures: [overtime()],
  publishPolicy: 'full',
  ...change,
})

/** A world in which P-0001 of emp-02 has the badge of a course and nominates a result; P-0003 works elsewhere. */
export interface NominationWorld {
  world: World
  learner: Actor
  otherLearner: Actor
  employer: Actor
  otherEmployer: Actor
  reviewers: [Actor, Actor, Actor]
  draft(change?: Partial<DraftNomination>): Promise<Nomination>
  /** the newest mail of a kind, with its secret and who comes by it */
  mail(kind: string): Promise<{ toAddress: string; data: Record<string, unknown>; secret: string; actor: Actor }>
  mails(): Promise<string[]>
}

export const newNominationWorld = async (world: World): Promise<NominationWorld> => {
  const { programme } = world
  await world.loadParts({
    operators: programme.operators,
    employers: programme.employers.filter(({ id }) => id === 'emp-02' || id === 'emp-05'),
    participants: programme.participants.filter(({ participant }) => ['P-0001', 'P-0003'].includes(participant.id)),
    achievements: programme.achievements,
    courses: programme.courses.filter(({ course }) => ['DS-ANALYSIS-R8', 'DS-MONO-R8'].includes(course.code)),
    completions: programme.completions.filter(({ id }) => id === 'CMP-033' || id === 'CMP-039'),
    badges: programme.badges.filter(({ completionId }) => completionId === 'CMP-033'),
    declarations: programme.declarations.filter(({ content }) => content.employerId === 'emp-02'),
  })
  const person = (id: string, role: 'learner' | 'employer' | 'reviewer' | 'secretariat', rest: object): Actor => ({
    kind: 'user',
    id,
    role,
    ...rest,
  })
  const learner = person('user-learner', 'learner', { participantId: 'P-0001' })
  const rows = async () => {
    const mails = await world.deps.db.selectFrom('outbox_mail').select(['kind', 'event', 'to_address', 'data']).execute()
    // The clock of the test stands still; the event says which state of the nomination a mail tells of.
    const round = ({ event }: { event: string }): number => Number(/ (\d+)$/.exec(event)?.[1] ?? 99)
    return mails.sort((a, b) => round(a) - round(b))
  }
  return {
    world,
    learner,
    otherLearner: person('user-other', 'learner', { participantId: 'P-0003' }),
    employer: person('user-hr', 'employer', { organisationId: 'emp-02' }),
    otherEmployer: person('user-hr-05', 'employer', { organisationId: 'emp-05' }),
    reviewers: [
      person('user-review-1', 'reviewer', { organisationId: 'op-01' }),
      person('user-review-2', 'secretariat', { organisationId: 'org-council' }),
      person('user-review-own', 'reviewer', { organisationId: 'emp-02' }),
    ],
    draft: (change) => draftNomination(world.deps, learner, draftCommand(change)),
    mails: async () => (await rows()).map(({ kind }) => kind),
    mail: async (kind) => {
      const row = (await rows()).filter((candidate) => candidate.kind === kind).at(-1)
      if (row === undefined) throw new Error(`no mail of kind ${kind}`)
      const data = JSON.parse(row.data) as { url: string }
      const secret = new URL(data.url).searchParams.get('k') ?? ''
      const found = await actorBySecretLink(world.deps, secret)
      return { toAddress: row.to_address, data, secret, actor: found?.actor ?? { kind: 'public' } }
    },
  }
}
