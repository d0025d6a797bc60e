import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import type { BadgeWeight, Outcome, OutcomeSide } from '../../src/domain/outcome.ts'
import { giveConsent, withdrawConsent } from '../../src/service/consents.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { readKpis } from '../../src/service/kpis.ts'
import { listLedger } from '../../src/service/list-ledger.ts'
import { confirmOutcome, disputeOutcome, type ReportOutcome, reportOutcome, withdrawOutcome } from '../../src/service/outcomes.ts'
import { actorBySecretLink } from '../../src/service/secret-links.ts'
import { takeOverOutcome } from '../../src/service/take-over-outcome.ts'
import { findOutcome } from '../../src/store/outcomes.ts'
import { loadPeople, outcomeOf, person } from '../support/moves.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
let made = 0
let badgeId = ''
const learner = person('learner', { participantId: 'P-0002' })
const employer = person('employer', { organisationId: 'emp-01' })
const agree = { noticeVersion: '2026-04-01', channel: 'web' } as const

const inState = (state: Outcome['state']): Promise<Outcome> => {
  made += 1
  return takeOverOutcome(world.deps, world.system, {
    content: {
      id: `OUT-${state}-${made}`,
      participantId: 'P-0002',
      employerId: 'emp-01',
      type: 'award',
      effectiveOn: '2026-11-10',
      text: { ja: '社長賞' },
      share: 'kpi_only',
      isDemo: true,
    },
    state,
    badgeWeight: 'none',
    badges: [],
    confirmedBy: state === 'employer_reported' ? ['employer'] : ['learner'],
    consentId: 'CON-060',
    endedOn: '2026-11-20',
  })
}
const moves: Record<string, (id: string, actor: Actor) => Promise<Outcome>> = {
  confirm: (id, actor) => confirmOutcome(world.deps, actor, { id, badgeWeight: 'one_of_factors' }),
  dispute: (id, actor) => disputeOutcome(world.deps, actor, { id }),
  withdraw: (id, actor) => withdrawOutcome(world.deps, actor, { id }),
}
/** By side and move; what is not named is refused. */
const allowed: Record<Outcome['state'], Record<string, string>> = {
  learner_reported: {
    'employer confirm': 'verified',
    'employer dispute': 'disputed',
    'employer withdraw': 'forbidden',
    'learner withdraw': 'withdrawn',
    'learner confirm': 'forbidden',
    'learner dispute': 'forbidden',
  },
  employer_reported: {
    'learner confirm': 'verified',
    'learner dispute': 'disputed',
    'learner withdraw': 'withdrawn',
    'employer withdraw': 'withdrawn',
    'employer confirm': 'forbidden',
    'employer dispute': 'forbidden',
  },
  verified: { 'learner withdraw': 'withdrawn', 'employer withdraw': 'forbidden' },
  disputed: { 'learner withdraw': 'withdrawn', 'employer withdraw': 'forbidden' },
  withdrawn: {},
}

describe.each(dialects)('outcomes on %s', (dialect) => {
  beforeAll(async () => {
    world = await newWorld({ dialect })
    await loadPeople(world)
    await world.loadLedger({
      productivity: [],
      outcomes: [],
      provisionRecords: [],
      survey: [],
      honours: [],
      consents: world.ledger.consents.filter(({ consentId }) => ['CON-060', 'CON-064'].includes(consentId)),
    })
    badgeId = (await issueCredential(world.deps, world.system, { completionId: 'CMP-013' })).id
  })
  afterAll(() => world.close())

  const table = Object.keys(allowed).flatMap((state) =>
    (['learner', 'employer'] as const).flatMap((side) => Object.keys(moves).map((move) => [state, side, move] as const)),
  )
  test.each(table)('%s: the %s may %s', async (state, side, move) => {
    const outcome = await inState(state as Outcome['state'])
    const actor = side === 'learner' ? learner : employer
    const reached = await outcomeOf((moves[move] as (id: string, actor: Actor) => Promise<Outcome>)(outcome.id, actor))
    expect(reached).toBe(allowed[state as Outcome['state']][`${side} ${move}`] ?? 'conflict')
    if (reached === 'conflict' || reached === 'forbidden') expect(await findOutcome(world.deps.db, outcome.id)).toEqual(outcome)
  })

  const report = (more: Partial<ReportOutcome> = {}): ReportOutcome => ({
    participantId: 'P-0002',
    employerId: 'emp-01',
    type: 'allowance',
    effectiveOn: '2026-11-01',
    text: { ja: '資格手当' },
    badgeIds: [badgeId],
    badgeWeight: 'decisive',
    share: 'kpi_only',
    ...more,
  })
  const secretIn = async (outcomeId: string): Promise<string> => {
    const mail = await world.deps.db
      .selectFrom('outbox_mail')
      .selectAll()
      .where('entity', '=', `outcome:${outcomeId}`)
      .executeTakeFirstOrThrow()
    return /k=(lk_[\w-]+)/.exec(JSON.stringify(mail))?.[1] ?? ''
  }

  test.each<[BadgeWeight, BadgeWeight, BadgeWeight, OutcomeSide]>([
    ['decisive', 'one_of_factors', 'one_of_factors', 'learner'],
    ['one_of_factors', 'none', 'none', 'learner'],
    ['decisive', 'unknown', 'unknown', 'employer'],
    ['one_of_factors', 'decisive', 'one_of_factors', 'employer'],
  ])('%s and %s make %s where the %s reported, by the link of a mail', async (first, second, weaker, side) => {
    const reported = await reportOutcome(world.deps, side === 'learner' ? learner : employer, report({ badgeWeight: first }))
    expect(reported.state).toBe(`${side}_reported`)
    const secret = await secretIn(reported.id)
    const link = await actorBySecretLink(world.deps, secret)
    expect(link?.actor).toEqual({ kind: 'link', subject: 'outcome', id: reported.id })
    const verified = await confirmOutcome(world.deps, link?.actor as Actor, { id: reported.id, badgeWeight: second, consent: agree })
    expect(verified).toMatchObject({ state: 'verified', badgeWeight: weaker, verifiedOn: '2026-11-23' })
    // The link did what it was for.
    expect(await actorBySecretLink(world.deps, secret)).toBeUndefined()
  })

  test('counts from its day once both sides confirmed and the learner’s consent is in force', async () => {
    const person3 = person('learner', { participantId: 'P-0017' })
    const badge = (await issueCredential(world.deps, world.system, { completionId: (await completionOf('P-0017')) ?? '' })).id
    const counted = async () => (await readKpis(world.deps, world.secretariat)).figures.badgeUse
    const command = report({ participantId: 'P-0017', badgeIds: [badge] })
    await expect(reportOutcome(world.deps, person3, command)).rejects.toMatchObject({ code: 'forbidden' })
    const held = await reportOutcome(world.deps, employer, command)
    expect((await counted()).notCounted).toContainEqual({ id: held.id, why: 'only one side confirmed' })
    await expect(confirmOutcome(world.deps, person3, { id: held.id, badgeWeight: 'decisive' })).rejects.toMatchObject({ code: 'forbidden' })
    const before = (await counted()).verifiedOutcomes
    const verified = await confirmOutcome(world.deps, person3, { id: held.id, badgeWeight: 'decisive', consent: agree })
    expect((await counted()).verifiedOutcomes).toBe(before + 1)
    expect((await readKpis(world.deps, world.secretariat, '2026-10-31')).figures.badgeUse.notCounted.map(({ id }) => id)).not.toContain(
      held.id,
    )
    await withdrawConsent(world.deps, person3, {
      consentId: verified.consentId ?? '',
      participantId: 'P-0017',
      channel: 'web',
    })
    expect((await counted()).notCounted).toContainEqual({ id: held.id, why: 'consent not in force' })
  })

  test('a badge of somebody else, a missing badge and another firm’s promise are refused by name', async () => {
    const codes = async (more: Partial<ReportOutcome>): Promise<(string | undefined)[]> => {
      try {
        await reportOutcome(world.deps, employer, report(more))
        return []
      } catch (error) {
        return (error as { problems: { code?: string }[] }).problems.map(({ code }) => code)
      }
    }
    expect(await codes({ participantId: 'P-0017' })).toEqual(['BADGE_UNKNOWN'])
    expect(await codes({ badgeIds: [] })).toEqual(['BADGE_MISSING'])
    expect(await codes({ badgeIds: [], badgeWeight: 'none' })).toEqual([])
    expect(await codes({ declarationId: 'DEC-02' })).toEqual(['DECLARATION_UNKNOWN'])
  })

  test('an employer speaks only of its people, or of those whose consent names it', async () => {
    const hire = (employerId: string) =>
      outcomeOf(
        reportOutcome(
          world.deps,
          person('employer', { organisationId: employerId }),
          report({ participantId: 'P-0030', employerId, type: 'hire', badgeIds: [], badgeWeight: 'unknown' }),
        ),
      )
    expect(await hire('emp-01')).toBe('participant_not_found')
    expect(await hire('emp-12')).toBe('employer_reported')
    expect(await outcomeOf(reportOutcome(world.deps, person('employer', { organisationId: 'emp-02' }), report()))).toBe('forbidden')
    expect(await outcomeOf(reportOutcome(world.deps, world.secretariat, report()))).toBe('forbidden')
  })

  test('each side lists its own', async () => {
    await giveConsent(world.deps, learner, {
      participantId: 'P-0002',
      purpose: 'outcome_reporting',
      items: ['outcome', 'employer'],
      recipient: 'secretariat',
      handler: 'secretariat',
      ...agree,
    })
    const own = await listLedger(world.deps, learner, 'outcome', {})
    expect(new Set(own.map(({ participantId }) => participantId))).toEqual(new Set(['P-0002']))
    await expect(listLedger(world.deps, learner, 'outcome', { participantId: 'P-0017' })).rejects.toMatchObject({ code: 'forbidden' })
    const firm = await listLedger(world.deps, employer, 'outcome', { state: 'withdrawn' })
    expect(firm.every(({ employerId, state }) => employerId === 'emp-01' && state === 'withdrawn')).toBe(true)
  })

  const completionOf = async (participantId: string): Promise<string | undefined> =>
    (
      await world.deps.db
        .selectFrom('completion')
        .select('id')
        .where('participant_id', '=', participantId)
        .where('status', '=', 'completed')
        .executeTakeFirst()
    )?.id
})
