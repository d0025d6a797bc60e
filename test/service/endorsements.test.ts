import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { sriOfSha256 } from '../../src/openbadges/endorsement.ts'
import { confirmBadge } from '../../src/service/confirm-badge.ts'
import { type Endorse, endorse } from '../../src/service/endorse.ts'
import { endorseCourse, withdrawCourseEndorsements } from '../../src/service/endorse-course.ts'
import { endorseDeclaration, withdrawDeclarationEndorsements } from '../../src/service/endorse-declaration.ts'
import { endorseHonour, withdrawHonourEndorsement } from '../../src/service/endorse-honour.ts'
import { issueAllConsented } from '../../src/service/issue-consented.ts'
import { issueWorkplaceCredential } from '../../src/service/issue-workplace-credential.ts'
import { refreshCredential } from '../../src/service/refresh-credential.ts'
import { resumeEndorsing } from '../../src/service/sign-endorsement.ts'
import { withdrawEndorsement } from '../../src/service/withdraw-endorsement.ts'
import { findCourse } from '../../src/store/courses.ts'
import { findCredentialVersion } from '../../src/store/credential-versions.ts'
import { findDeclaration } from '../../src/store/declarations.ts'
import { findEndorsement, listEndorsementsOf, type SignedEndorsement } from '../../src/store/endorsements.ts'
import { findHonour } from '../../src/store/honours.ts'
import { findIssuerBySlug } from '../../src/store/issuers.ts'
import { findNomination, saveNomination } from '../../src/store/nominations.ts'
import { verifyText } from '../support/verifier.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

const base = 'https://badges.example'
const award = { nominationId: 'NOM-01', awardedOn: '2026-11-16' }
const because = { code: 'OTHER', text: '試験' }

/** One workplace badge can be issued, its employer has declared and is honoured, its course is certified. */
const newRegister = async (dialect: (typeof dialects)[number]): Promise<void> => {
  world = await newWorld({ dialect })
  const { programme } = world
  await world.loadParts({
    operators: programme.operators.filter(({ id }) => id === 'op-01' || id === 'op-02' || id === 'op-05'),
    employers: programme.employers.filter(({ id }) => id === 'emp-02'),
    participants: programme.participants.filter(({ participant }) => participant.id === 'P-0001'),
    achievements: programme.achievements,
    courses: programme.courses.filter(({ course }) => course.code === 'DS-ANALYSIS-R8'),
    completions: programme.completions.filter(({ id }) => id === 'CMP-033'),
    badges: programme.badges.filter(({ completionId }) => completionId === 'CMP-033'),
    declarations: programme.declarations.filter(({ content }) => content.employerId === 'emp-02'),
    honours: programme.honours.filter(({ content }) => content.employerId === 'emp-02'),
    nominations: (programme.nominations ?? []).filter(({ content }) => content.id === 'NOM-01'),
  })
}

const about = (path: string): Promise<SignedEndorsement[]> => listEndorsementsOf(world.deps.db, `${base}${path}`)
const only = async (path: string, kind: string): Promise<SignedEndorsement> => {
  const found = (await about(path)).filter((endorsement) => endorsement.kind === kind)
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} endorsements of kind ${kind} at ${path}`)
  return found[0]
}
const verdictOf = async ({ document }: Pick<SignedEndorsement, 'document'>): Promise<string> =>
  (await verifyText(world.deps, document.text)).verdict
const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('it is not there')
  return value
}

describe.each(dialects)('signed endorsements on %s', (dialect) => {
  test('a declaration is signed by the council about the employer, and by the employer about each badge that it counts', async () => {
    await newRegister(dialect)
    const declared = await only('/employers/emp-02', 'declared')
    expect(declared).toMatchObject({ state: 'issued', validFromOn: '2026-02-20', validUntilOn: '2028-02-20', basisId: 'DEC-02' })
    const recognition = await only('/achievements/oj-workstyle', 'recognition')
    const document = JSON.parse(recognition.document.text) as JsonObject
    expect(document).toMatchObject({
      id: `${base}/endorsements/${recognition.id}`,
      issuer: { id: 'did:web:badges.example:issuers:emp-02', name: '有限会社マツバガオカ陸送（デモ）' },
      validUntil: '2028-02-20T14:59:59Z',
      credentialSubject: { id: `${base}/achievements/oj-workstyle` },
    })
    const { endorsementComment } = document['credentialSubject'] as { endorsementComment: string }
    expect(endorsementComment).toMatch(/昇進・登用/)
    expect(endorsementComment).toContain(`${base}/declarations/DEC-02`)
    expect(await Promise.all([declared, recognition].map(verdictOf))).toEqual(['valid', 'valid'])
    expect((await about('/achievements/ds-analysis-r8')).map(({ kind }) => kind).sort()).toEqual(['approved_course', 'recognition'])
  })

  test('everything is signed once, however often it is asked for, also at once', async () => {
    await newRegister(dialect)
    const declaration = present(await findDeclaration(world.deps.db, 'DEC-02'))
    const before = await endorseDeclaration(world.deps, declaration)
    const again = await Promise.all([endorseDeclaration(world.deps, declaration), endorseDeclaration(world.deps, declaration)])
    for (const endorsements of again) expect(endorsements.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    const honour = present(await findHonour(world.deps.db, 'HON-R8-01'))
    expect((await endorseHonour(world.deps, honour))?.id).toBe((await only('/employers/emp-02', 'honoured')).id)
  })

  test('a withdrawn declaration withdraws what rests on it, and nothing else', async () => {
    await newRegister(dialect)
    const withdrawn = await withdrawDeclarationEndorsements(world.deps, 'DEC-02', because)
    expect(withdrawn).toHaveLength(8)
    for (const id of withdrawn) {
      const endorsement = present(await findEndorsement(world.deps.db, id))
      expect(endorsement).toMatchObject({ state: 'revoked', reason: because })
    }
    expect(await verdictOf(await only('/employers/emp-02', 'declared'))).toBe('invalid')
    expect(await verdictOf(await only('/employers/emp-02', 'honoured'))).toBe('valid')
    expect(await withdrawDeclarationEndorsements(world.deps, 'DEC-02', because)).toEqual([])
  })

  test('a declaration whose content changed is signed anew, the former words are withdrawn', async () => {
    await newRegister(dialect)
    const declaration = present(await findDeclaration(world.deps.db, 'DEC-02'))
    const [first] = declaration.badgeRecognitions
    const now = await endorseDeclaration(world.deps, {
      ...declaration,
      badgeRecognitions: [
        { ...present(first), achievements: [`${base}/achievements/oj-workstyle`], text: { ja: '要件のひとつとします。' } },
      ],
    })
    expect(now.map(({ kind }) => kind)).toEqual(['declared', 'recognition'])
    const recognitions = (await about('/achievements/oj-workstyle')).filter(({ kind }) => kind === 'recognition')
    const former = present(recognitions.find(({ state }) => state === 'revoked'))
    const standing = present(recognitions.find(({ state }) => state === 'issued'))
    expect(former).toMatchObject({ reason: { code: 'SUPERSEDED' }, supersededBy: standing.id })
    expect(await Promise.all([former, standing].map(verdictOf))).toEqual(['invalid', 'valid'])
    expect((await about('/achievements/dl-basic-r8')).map(({ state }) => state)).toEqual(['revoked'])
  })

  test('a cancelled honour and a suspended course end their endorsements; certified again, a new one is signed', async () => {
    await newRegister(dialect)
    await withdrawHonourEndorsement(world.deps, 'HON-R8-01', because)
    expect(await verdictOf(await only('/employers/emp-02', 'honoured'))).toBe('invalid')
    const course = present(await findCourse(world.deps.db, 'DS-ANALYSIS-R8'))
    expect(await withdrawCourseEndorsements(world.deps, course.id, because)).toHaveLength(2)
    const again = await endorseCourse(world.deps, course)
    expect(again.map(({ target }) => target.type)).toEqual(['achievement', 'operator'])
    expect(await Promise.all(again.map(verdictOf))).toEqual(['valid', 'valid'])
  })

  test('a course that is not certified, a declaration that is not in force and an honour that is not announced are not signed', async () => {
    await newRegister(dialect)
    const course = present(await findCourse(world.deps.db, 'DS-ANALYSIS-R8'))
    expect(await endorseCourse(world.deps, { ...course, certification: { status: 'not_applicable' } })).toEqual([])
    const declaration = present(await findDeclaration(world.deps.db, 'DEC-02'))
    world.setNow('2028-02-21T00:00:00Z')
    expect(await endorseDeclaration(world.deps, declaration)).toEqual([])
    const honour = present(await findHonour(world.deps.db, 'HON-R8-01'))
    expect(await endorseHonour(world.deps, { ...honour, state: 'shortlisted' })).toBeUndefined()
  })

  test('the employer confirms the signed badge by its digest; the refreshed badge embeds it, and the first version stays readable', async () => {
    await newRegister(dialect)
    const first = await issueWorkplaceCredential(world.deps, world.system, award)
    const confirmation = await confirmBadge(world.deps, first.id)
    const badgeId = `${base}/badges/${first.id}`
    expect(confirmation.targetDigest).toBe(`sha256-${createHash('sha256').update(first.document.text).digest('base64')}`)
    expect(JSON.parse(confirmation.document.text)).toMatchObject({
      issuer: { id: 'did:web:badges.example:issuers:emp-02' },
      credentialSubject: { id: badgeId, endorsementComment: expect.stringContaining('2026-11-02') },
      relatedResource: [{ id: `${badgeId}/versions/${first.document.sha256}`, digestSRI: confirmation.targetDigest }],
    })
    world.setNow('2026-11-23T02:00:00Z')
    const refreshed = await refreshCredential(world.deps, first.id)
    const document = JSON.parse(refreshed.document.text)
    expect(document).toMatchObject({
      id: badgeId,
      validFrom: '2026-11-23T02:00:00Z',
      awardedDate: '2026-11-15T15:00:00Z',
      endorsement: [{ id: `${base}/endorsements/${confirmation.id}` }],
      refreshService: { id: `${badgeId}/refresh`, type: '1EdTechCredentialRefresh' },
    })
    expect(document.credentialStatus).toEqual(JSON.parse(first.document.text).credentialStatus)
    const verification = await verifyText(world.deps, refreshed.document.text)
    expect(verification.verdict).toBe('valid')
    expect(verification.checks.find(({ id }) => id === 'endorsements')).toMatchObject({ status: 'passed' })
    expect(await findCredentialVersion(world.deps.db, first.id, first.document.sha256)).toEqual(first.document)
    expect((await verifyText(world.deps, first.document.text)).verdict).toBe('valid')

    // Asked for again nothing is signed again.
    expect((await confirmBadge(world.deps, first.id)).id).toBe(confirmation.id)
    expect((await refreshCredential(world.deps, first.id)).document.sha256).toBe(refreshed.document.sha256)
  })

  test('a confirmation that was wrong is withdrawn, is not given again, and leaves the refreshed badge', async () => {
    await newRegister(dialect)
    const first = await issueWorkplaceCredential(world.deps, world.system, award)
    const confirmation = await confirmBadge(world.deps, first.id)
    const embedding = await refreshCredential(world.deps, first.id)
    await withdrawEndorsement(world.deps, world.system, { id: confirmation.id, reason: { code: 'RESULT_DISPROVED', text: '誤り' } })
    expect((await verifyText(world.deps, embedding.document.text)).verdict).toBe('invalid')
    await expect(confirmBadge(world.deps, first.id)).rejects.toMatchObject({ code: 'conflict' })
    const without = await refreshCredential(world.deps, first.id)
    expect(JSON.parse(without.document.text)).not.toHaveProperty('endorsement')
    expect((await verifyText(world.deps, without.document.text)).verdict).toBe('valid')
    expect(await issueAllConsented(world.deps)).toEqual({ finished: 0, failed: [] })
  })

  test('no confirmation is signed for other bytes, or where the record no longer has the figures that the employer confirmed', async () => {
    await newRegister(dialect)
    const { id } = await issueWorkplaceCredential(world.deps, world.system, award)
    const command: Endorse = {
      statement: {
        kind: 'confirmation',
        badgeId: `${base}/badges/${id}`,
        badgeVersionUrl: `${base}/badges/${id}/versions/0`,
        badgeDigestSRI: sriOfSha256(createHash('sha256').update('another badge').digest('hex')),
        confirmedOn: '2026-11-02',
        confirmedBy: '人事責任者',
      },
      targetType: 'credential',
      employerId: 'emp-02',
      basisId: 'NOM-01',
      isDemo: true,
    }
    await expect(endorse(world.deps, world.system, command)).rejects.toMatchObject({ code: 'invalid_input' })

    const nomination = present(await findNomination(world.deps.db, 'NOM-01'))
    const [measure] = nomination.measures
    const changed = { ...present(measure), after: { ...present(measure?.after), value: 9 } }
    await saveNomination(world.deps.db, { ...nomination, measures: [changed] }, world.deps.now())
    await expect(confirmBadge(world.deps, id)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await about(`/badges/${id}`)).toEqual([])
  })

  test('only the council signs for the council, only the employer for itself', async () => {
    await newRegister(dialect)
    const command: Endorse = {
      statement: { kind: 'declared', employerId: `${base}/employers/emp-02`, declaredOn: '2026-02-20', untilOn: '2028-02-20' },
      targetType: 'employer',
      basisId: 'DEC-99',
      isDemo: true,
    }
    const employer = { kind: 'user', id: 'hr', role: 'employer', organisationId: 'emp-02' } as const
    await expect(endorse(world.deps, employer, command)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(endorse(world.deps, world.secretariat, { ...command, targetType: 'achievement' })).rejects.toMatchObject({
      code: 'conflict',
    })
    const recognition: Endorse = {
      ...command,
      statement: { kind: 'recognition', achievementId: `${base}/achievements/oj-quality`, text: '評価します。', declarationUrl: base },
      targetType: 'achievement',
      employerId: 'emp-02',
    }
    await expect(endorse(world.deps, { ...employer, organisationId: 'emp-05' }, recognition)).rejects.toMatchObject({ code: 'forbidden' })
    const signed = await endorse(world.deps, employer, recognition)
    await expect(withdrawEndorsement(world.deps, world.operator, { id: signed.id, reason: because })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await withdrawEndorsement(world.deps, employer, { id: signed.id, reason: because })
    await expect(withdrawEndorsement(world.deps, employer, { id: signed.id, reason: because })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('what a stopped process reserved is signed by the next one, with the same id', async () => {
    await newRegister(dialect)
    await withdrawHonourEndorsement(world.deps, 'HON-R8-01', because)
    const honour = present(await findHonour(world.deps.db, 'HON-R8-01'))
    const stopped = { ...world.deps, signer: { ...world.deps.signer, sign: () => Promise.reject(new Error('stopped')) } }
    await expect(endorseHonour(stopped, honour)).rejects.toThrow('stopped')
    expect(await resumeEndorsing(world.deps)).toEqual({ finished: 1, failed: [] })
    const again = (await about('/employers/emp-02')).find(({ kind, state }) => kind === 'honoured' && state === 'issued')
    expect((await endorseHonour(world.deps, honour))?.id).toBe(again?.id)

    const badge = await issueWorkplaceCredential(world.deps, world.system, award)
    expect(await issueAllConsented(world.deps)).toEqual({ finished: 1, failed: [] })
    expect((await about(`/badges/${badge.id}`)).map(({ kind }) => kind)).toEqual(['confirmation'])
  })

  test('each employer signs with a key of its own, which stays the same', async () => {
    await newRegister(dialect)
    const issuer = present(await findIssuerBySlug(world.deps.db, 'emp-02'))
    expect(issuer).toMatchObject({ organisationId: 'emp-02', did: 'did:web:badges.example:issuers:emp-02', isDemo: true })
    const recognitions = (await about('/achievements/ds-mono-r8')).filter(({ kind }) => kind === 'recognition')
    expect(recognitions.map(({ issuerId }) => issuerId)).toEqual([issuer.id])
  })
})
