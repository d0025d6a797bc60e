import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import { askForSignIn, makeSignInLink } from '../../src/service/sign-in/ask-for-sign-in.ts'
import { type RegisterUser, registerUser } from '../../src/service/sign-in/register-user.ts'
import { forgetOldSignIns, signedInBy, signInByLink, signOut, switchRole } from '../../src/service/sign-in/sessions.ts'
import { listMails } from '../../src/store/outbox.ts'
import { setUserDisabled } from '../../src/store/users.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

const administrator: Actor = { kind: 'user', id: 'admin', role: 'administrator' }
const operator: RegisterUser = { email: 'staff@op-04.example', name: '担当', role: 'operator', organisationSlug: 'op-04' }

describe.each(dialects)('signing in on %s', (dialect) => {
  beforeEach(async () => {
    world = await newWorld({ dialect, now: '2026-11-23T01:00:00Z' })
    await world.loadOne()
  })
  const ask = (change: Partial<Parameters<typeof askForSignIn>[1]> = {}) =>
    askForSignIn(world.deps, { email: operator.email, browserSecret: 'browser-one', networkAddress: '192.0.2.1', ...change })
  const mailedSecret = async (): Promise<string> => {
    const mail = (await listMails(world.deps.db, { limit: 1 }))[0]
    if (mail?.kind !== 'sign_in') throw new Error('no mail with a link')
    return new URL((mail.data as { url: string }).url).searchParams.get('k') ?? ''
  }
  const open = (secret: string, change: Partial<Parameters<typeof signInByLink>[1]> = {}) =>
    signInByLink(world.deps, { secret, browserSecret: 'browser-one', networkAddress: '192.0.2.1', ...change })

  test('by a mailed link makes the actor of the account', async () => {
    const { user } = await registerUser(world.deps, administrator, operator)
    await ask({ email: ' Staff@OP-04.example ' })
    const session = await open(await mailedSecret())
    expect(await signedInBy(world.deps, session)).toMatchObject({
      actor: { kind: 'user', id: user.id, role: 'operator', organisationId: 'op-04' },
      secondFactorNeeded: false,
    })
  })

  test.each([
    ['used', async (secret: string) => void (await open(secret)), {}],
    ['over', async () => world.setNow('2026-11-23T01:15:00Z'), {}],
    ['in another browser', async () => undefined, { browserSecret: 'browser-two' }],
    ['in no known browser', async () => undefined, { browserSecret: undefined }],
  ] as const)('with a link that is %s is refused', async (_, before, change) => {
    await registerUser(world.deps, administrator, operator)
    await ask()
    const secret = await mailedSecret()
    await before(secret)
    await expect(open(secret, change)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('with one link at the same moment opens one session', async () => {
    await registerUser(world.deps, administrator, operator)
    await ask()
    const secret = await mailedSecret()
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => open(secret)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('asked for an unknown address says nothing and sends nothing', async () => {
    expect(await ask({ email: 'nobody@nowhere.example' })).toBeUndefined()
    expect(await listMails(world.deps.db, { limit: 10 })).toEqual([])
  })

  test('of a participant needs no account of their own making', async () => {
    await ask({ email: 'p0011@learner.example' })
    const session = await open(await mailedSecret())
    expect((await signedInBy(world.deps, session))?.actor).toMatchObject({ role: 'learner', participantId: 'P-0011' })
  })

  test('of a closed account is refused, and its open session ends', async () => {
    const { user } = await registerUser(world.deps, administrator, operator)
    await ask()
    const session = await open(await mailedSecret())
    await setUserDisabled(world.deps.db, user.id, world.deps.now())
    expect(await signedInBy(world.deps, session)).toBeUndefined()
    await expect(open(await mailedSecret())).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('is limited to ten attempts an hour for an account, from wherever, and for a network address, for whomever', async () => {
    for (let n = 0; n < 10; n += 1) await ask({ networkAddress: `192.0.2.${n}` })
    await expect(ask({ networkAddress: '192.0.2.99' })).rejects.toMatchObject({ code: 'rate_limited' })
    for (let n = 0; n < 10; n += 1) await ask({ email: `person${n}@nowhere.example`, networkAddress: '198.51.100.7' })
    await expect(ask({ email: 'last@nowhere.example', networkAddress: '198.51.100.7' })).rejects.toMatchObject({ code: 'rate_limited' })
    world.setNow('2026-11-23T02:00:00Z')
    await ask({ networkAddress: '192.0.2.99' })
  })

  test('that works is not counted, since a whole office may stand behind one address; what fails is, ten times an hour', async () => {
    await registerUser(world.deps, administrator, operator)
    for (let n = 0; n < 12; n += 1) {
      const secret = new URL(await makeSignInLink(world.deps, world.system, operator.email)).searchParams.get('k') ?? ''
      expect(await open(secret, { browserSecret: undefined })).toMatch(/^se_/)
    }
    for (let n = 0; n < 10; n += 1) await expect(open('si_unknown')).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(open('si_unknown')).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test('a mail link alone does not open a role that sees other people', async () => {
    await registerUser(world.deps, administrator, {
      email: 'real@council.example',
      name: '事務局',
      role: 'secretariat',
      organisationSlug: 'council',
    })
    const secret = new URL(await makeSignInLink(world.deps, world.system, 'real@council.example')).searchParams.get('k') ?? ''
    const signedIn = await signedInBy(world.deps, await open(secret, { browserSecret: undefined }))
    expect(signedIn).toMatchObject({ secondFactorNeeded: true })
    expect(signedIn?.actor).toBeUndefined()
  })

  test('a session ends two hours after its last use, twelve hours after its beginning, and when its owner leaves', async () => {
    await registerUser(world.deps, administrator, operator)
    await ask()
    const session = await open(await mailedSecret())
    const at = async (instant: string) => {
      world.setNow(instant)
      return (await signedInBy(world.deps, session)) !== undefined
    }
    for (let hours = 2; hours <= 12; hours += 1) expect(await at(`2026-11-23T${String(hours).padStart(2, '0')}:30:00Z`)).toBe(true)
    expect(await at('2026-11-23T13:00:00Z')).toBe(false)
    world.setNow('2026-11-23T14:00:00Z')
    await ask()
    const idle = await open(await mailedSecret())
    world.setNow('2026-11-23T16:00:00Z')
    expect(await signedInBy(world.deps, idle)).toBeUndefined()
    await ask()
    const left = await open(await mailedSecret())
    await signOut(world.deps, left)
    expect(await signedInBy(world.deps, left)).toBeUndefined()
  })

  test('switching the role gives another secret, and only to a role of one’s own', async () => {
    await registerUser(world.deps, administrator, operator)
    const second = await registerUser(world.deps, administrator, { ...operator, organisationSlug: 'op-02' })
    const stranger = await registerUser(world.deps, administrator, { ...operator, email: 'other@op-02.example', organisationSlug: 'op-02' })
    await ask()
    const session = await open(await mailedSecret())
    await expect(switchRole(world.deps, session, stranger.membership.id)).rejects.toMatchObject({ code: 'forbidden' })
    const switched = await switchRole(world.deps, session, second.membership.id)
    expect((await signedInBy(world.deps, switched))?.actor).toMatchObject({ organisationId: 'op-02' })
    expect(await signedInBy(world.deps, session)).toBeUndefined()
  })

  test('leaves nothing behind when it is long over', async () => {
    await registerUser(world.deps, administrator, operator)
    await ask()
    await open(await mailedSecret())
    world.setNow('2026-11-25T01:00:00Z')
    await forgetOldSignIns(world.deps)
    for (const table of ['session', 'sign_in_link', 'attempt'] as const)
      expect(await world.deps.db.selectFrom(table).selectAll().execute(), table).toEqual([])
  })

  test('no secret is stored', async () => {
    await registerUser(world.deps, administrator, operator)
    await ask()
    const secret = await mailedSecret()
    const session = await open(secret)
    const rows = JSON.stringify([
      await world.deps.db.selectFrom('session').selectAll().execute(),
      await world.deps.db.selectFrom('sign_in_link').selectAll().execute(),
    ])
    for (const hidden of [secret, session, 'browser-one']) expect(rows).not.toContain(hidden)
  })
})

describe('an account', () => {
  beforeEach(async () => {
    world = await newWorld()
    await world.loadOne()
  })

  test('is made by an administrator only, once for an address', async () => {
    await expect(registerUser(world.deps, world.secretariat, operator)).rejects.toMatchObject({ code: 'forbidden' })
    const first = await registerUser(world.deps, administrator, operator)
    expect(await registerUser(world.deps, administrator, operator)).toEqual(first)
  })

  test.each([
    ['email', { email: 'nobody' }],
    ['organisation', { organisationSlug: 'council' }],
    ['participantId', { role: 'learner' as const, organisationSlug: undefined }],
  ])('with a wrong %s is refused by name', async (path, change) => {
    await expect(registerUser(world.deps, administrator, { ...operator, ...change })).rejects.toMatchObject({
      code: 'invalid_input',
      problems: [{ path }],
    })
  })
})
