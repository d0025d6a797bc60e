import { afterEach, describe, expect, test } from 'vitest'
import type { PublishPolicy } from '../../src/domain/measure.ts'
import type { Nomination } from '../../src/domain/nomination.ts'
import { jstDateTime } from '../../src/openbadges/jst-day.ts'
import { issueWorkplaceCredential } from '../../src/service/issue-workplace-credential.ts'
import { loadProgramme } from '../../src/service/load-programme.ts'
import { type RecordedNomination, takeOverNomination } from '../../src/service/take-over-nomination.ts'
import { findNomination, listNominations, saveNomination } from '../../src/store/nominations.ts'
import { verifyText } from '../support/verifier.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

const award = { nominationId: 'NOM-01', awardedOn: '2026-11-16' }

/** NOM-01 as recorded, changed where the test needs it. */
const recorded = (change: Partial<RecordedNomination> = {}, content: Partial<RecordedNomination['content']> = {}): RecordedNomination => {
  const found = world.programme.nominations?.find((nomination) => nomination.content.id === 'NOM-01')
  if (found === undefined) throw new Error('the demo programme has no NOM-01')
  return { ...found, ...change, content: { ...found.content, ...content } }
}

/** What NOM-01 needs: its person, its employer, its course with the badge of the completion, and its definition. */
const newWorkplace = async (dialect: (typeof dialects)[number], nomination: () => RecordedNomination = recorded): Promise<void> => {
  world = await newWorld({ dialect })
  const { programme } = world
  const courses = programme.courses.filter(({ course }) => course.code === 'DS-ANALYSIS-R8')
  await loadProgramme(world.deps, world.system, {
    ...programme,
    employers: programme.employers.filter(({ id }) => id === 'emp-02'),
    participants: programme.participants.filter(({ participant }) => participant.id === 'P-0001'),
    achievements: programme.achievements.filter(({ slug }) => ['oj-workstyle', 'ds-analysis-r8'].includes(slug)),
    courses,
    completions: programme.completions.filter(({ id }) => id === 'CMP-033'),
    badges: programme.badges.filter(({ completionId }) => completionId === 'CMP-033'),
    declarations: [],
    honours: [],
    nominations: [nomination()],
    workplaceBadges: [],
  })
}

const issuedDocument = async (): Promise<{ text: string; subject: Record<string, unknown>; document: Record<string, unknown> }> => {
  const { document } = await issueWorkplaceCredential(world.deps, world.secretariat, award)
  const parsed = JSON.parse(document.text)
  return { text: document.text, document: parsed, subject: parsed.credentialSubject }
}

const valuesOf = (subject: Record<string, unknown>): string[] =>
  ((subject['result'] ?? []) as { value: string }[]).map((result) => result.value)

describe.each(dialects)('the badge for an achievement at work on %s', (dialect) => {
  test('one nomination gives one badge, asked for again, at once and after its award', async () => {
    await newWorkplace(dialect)
    const atOnce = await Promise.all(Array.from({ length: 6 }, () => issueWorkplaceCredential(world.deps, world.secretariat, award)))
    const again = await issueWorkplaceCredential(world.deps, world.system, { nominationId: 'NOM-01' })
    expect(new Set([...atOnce, again].map(({ document }) => document.sha256)).size).toBe(1)
    expect(again).toMatchObject({ kind: 'workplace_achievement', nominationId: 'NOM-01', visibility: 'private', appliedOn: '2026-11-12' })
    expect(await findNomination(world.deps.db, 'NOM-01')).toMatchObject({ state: 'issued', credentialId: again.id, issuedOn: '2026-11-16' })
  })

  test('says results, role, employer, the measured time and the badge of the course, and verifies', async () => {
    await newWorkplace(dialect)
    const { text, subject, document } = await issuedDocument()
    expect(valuesOf(subject)).toEqual([
      '月平均時間外労働時間（運転者1人あたり）：18.0 時間/月',
      '月平均時間外労働時間（運転者1人あたり）：11.5 時間/月',
      '月平均時間外労働時間（運転者1人あたり）：-36.1 %（相対値）',
    ])
    expect(subject).toMatchObject({
      role: '配車担当（分析・改善案の作成を主導）',
      activityStartDate: jstDateTime('2026-01-01'),
      activityEndDate: jstDateTime('2026-09-30'),
      source: {
        name: '有限会社マツバガオカ陸送（デモ）',
        otherIdentifier: [{ identifier: '4999902000102', identifierType: 'ext:HoujinBangou' }],
      },
    })
    expect(subject['narrative']).toContain('2026年1月～3月の18.0 時間/月から、2026年7月～9月の11.5 時間/月へ。測定方法：勤怠システムの集計')
    const courseBadge = await world.deps.db
      .selectFrom('credential')
      .select('id')
      .where('completion_id', '=', 'CMP-033')
      .executeTakeFirstOrThrow()
    expect(document['evidence']).toMatchObject([
      { id: `https://badges.example/badges/${courseBadge.id}` },
      { genre: '測定記録', narrative: expect.stringContaining('測定範囲：運転者12名') },
    ])
    expect(document['awardedDate']).toBe('2026-11-15T15:00:00Z')
    expect((await verifyText(world.deps, text)).verdict).toBe('valid')
  })

  test.each<{ policy: PublishPolicy; results: number; says: RegExp }>([
    { policy: 'relative_only', results: 1, says: /-36\.1/ },
    { policy: 'text_only', results: 0, says: /運転者12名/ },
    { policy: 'none', results: 0, says: /配車担当/ },
  ])('under the policy $policy no figure of before or after is anywhere in the badge', async ({ policy, results, says }) => {
    await newWorkplace(dialect, () => recorded({}, { publishPolicy: policy }))
    const { text, subject } = await issuedDocument()
    expect(valuesOf(subject)).toHaveLength(results)
    expect(text).not.toMatch(/18\.0|11\.5/)
    expect(text).toMatch(says)
    expect(subject).toHaveProperty('achievement.resultDescription')
    expect('narrative' in subject).toBe(policy !== 'none')
    if (policy !== 'relative_only') expect(text).not.toContain('36.1')
    expect((await verifyText(world.deps, text)).verdict).toBe('valid')
  })

  test('a nomination that is not approved leads to no badge, whoever asks', async () => {
    await newWorkplace(dialect, () => recorded({ state: 'submitted' }))
    for (const actor of [world.system, world.secretariat])
      await expect(issueWorkplaceCredential(world.deps, actor, award)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('an approved nomination leads to no badge before the learner has consented', async () => {
    await newWorkplace(dialect, () => recorded({ state: 'approved', consent: undefined }))
    await expect(issueWorkplaceCredential(world.deps, world.system, award)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a text that changed after the consent leads to no badge', async () => {
    await newWorkplace(dialect)
    const approved = await findNomination(world.deps.db, 'NOM-01')
    await saveNomination(world.deps.db, { ...approved, title: { ja: '別の名称' } } as Nomination, world.deps.now())
    await expect(issueWorkplaceCredential(world.deps, world.system, award)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('an operator issues no badge for an achievement at work', async () => {
    await newWorkplace(dialect)
    await expect(issueWorkplaceCredential(world.deps, world.operator, award)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('the day of the award is not before the approval', async () => {
    await newWorkplace(dialect)
    const early = issueWorkplaceCredential(world.deps, world.system, { ...award, awardedOn: '2026-11-11' })
    await expect(early).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('taking nominations over', () => {
  test('a record that lacks what its state needs is left out, and what is missing is named', async () => {
    await newWorkplace('sqlite', () => recorded({ confirmation: undefined }))
    expect(await listNominations(world.deps.db)).toEqual([])
    expect(await takeOverNomination(world.deps, world.system, recorded({ confirmation: undefined }))).toEqual({
      kind: 'incomplete',
      missing: ['confirmation'],
    })
  })

  test('an approval of figures that were measured before the course began is refused', async () => {
    const measuredEarly = (): RecordedNomination => {
      const { content } = recorded()
      const measures = content.measures.map((measure) => ({
        ...measure,
        after: measure.after && { ...measure.after, period: '2026-04/2026-06' },
      }))
      return recorded({}, { measures })
    }
    await expect(newWorkplace('sqlite', measuredEarly)).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('every nomination that the demo programme records as issued has the record of its badge', async () => {
    world = await newWorld()
    const { nominations = [], workplaceBadges = [] } = world.programme
    expect(nominations).toHaveLength(11)
    const issued = nominations.filter(({ state }) => state === 'issued').map(({ content }) => content.id)
    expect(issued).toEqual(workplaceBadges.map(({ nominationId }) => nominationId))
  })
})
