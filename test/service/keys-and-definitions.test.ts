import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { actorByApiKey, createApiKey } from '../../src/service/create-api-key.ts'
import { defineAchievement } from '../../src/service/define-achievement.ts'
import { claimCredential, createHolderLink, holderBySecret, shareCredential } from '../../src/service/holder.ts'
import { issueCredential, requireIssued } from '../../src/service/issue-credential.ts'
import { publishedJwks } from '../../src/service/jwks.ts'
import { loadProgramme } from '../../src/service/load-programme.ts'
import { localDocument } from '../../src/service/local-documents.ts'
import { rotateKey } from '../../src/service/rotate-key.ts'
import { findAchievement } from '../../src/store/achievements.ts'
import { specDir } from '../support/spec-dir.ts'
import { verifyText } from '../support/verifier.ts'
import { newWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await newWorld()
  await world.loadOne()
})
afterEach(() => world.close())

const issue = (completionId: string) => issueCredential(world.deps, world.operator, { completionId })
const methodOf = (text: string): string => JSON.parse(text).proof.verificationMethod

describe('a new signing key', () => {
  test('signs from now on; the badge of the former key stays valid and both keys stay listed', async () => {
    const { deps, system } = world
    const old = await issue('CMP-001')
    world.setNow('2026-11-24T00:00:00Z')
    const { active, retired } = await rotateKey(deps, system, { issuerSlug: 'council' })
    const fresh = await issue('CMP-002')
    expect(methodOf(old.document.text)).toBe(`did:web:badges.example#${retired[0]?.publicKeyMultibase}`)
    expect(methodOf(fresh.document.text)).toBe(`did:web:badges.example#${active.publicKeyMultibase}`)
    for (const { document } of [old, fresh]) expect(await verifyText(deps, document.text)).toMatchObject({ verdict: 'valid' })
    const kids = [methodOf(old.document.text), methodOf(fresh.document.text)]
    const did = await localDocument(deps, 'https://badges.example/.well-known/did.json')
    if (did === undefined || did === 'missing') throw new Error('there is no DID document')
    expect(JSON.parse(Buffer.from(did.bytes).toString('utf8')).assertionMethod).toEqual(kids)
    expect((await publishedJwks(deps))['keys']).toMatchObject(kids.map((kid) => ({ kid })))
  })

  test('is not made for an issuer that does not exist', async () => {
    await expect(rotateKey(world.deps, world.system, { issuerSlug: 'nobody' })).rejects.toMatchObject({ code: 'issuer_not_found' })
  })
})

describe('a badge definition', () => {
  test('is changed in place before the first badge, and gets a new version after it', async () => {
    const { deps, system, programme } = world
    const definition = programme.achievements.find(({ slug }) => slug === 'dl-basic-r8')
    if (definition === undefined) throw new Error('the definition is missing')
    const change = (description: string) => defineAchievement(deps, system, { ...definition, description })

    expect((await change('変更1')).id).toBe('/achievements/dl-basic-r8')
    expect((await findAchievement(deps.db, '/achievements/dl-basic-r8'))?.description).toBe('変更1')
    const badge = await issue('CMP-001')

    const second = await change('変更2')
    expect(second.id).toBe('/achievements/dl-basic-r8/v/2')
    expect(second.related).toContainEqual({ id: '/achievements/dl-basic-r8', version: definition.version })
    expect((await findAchievement(deps.db, '/achievements/dl-basic-r8'))?.description).toBe('変更1')
    expect(JSON.parse((await issue('CMP-002')).document.text).credentialSubject.achievement).toMatchObject({
      id: 'https://badges.example/achievements/dl-basic-r8/v/2',
      description: '変更2',
    })
    expect(JSON.parse((await requireIssued(deps, badge.id)).document.text).credentialSubject.achievement.description).toBe('変更1')
  })

  test('the same definition again makes no version, also after its second version', async () => {
    const { deps, system, programme } = world
    const [definition] = programme.achievements.filter(({ slug }) => slug === 'dl-basic-r8')
    if (definition === undefined) throw new Error('the definition is missing')
    await issue('CMP-001')
    const changed = { ...definition, description: '変更' }
    const second = await defineAchievement(deps, system, changed)
    await issue('CMP-002')
    expect((await defineAchievement(deps, system, changed)).id).toBe(second.id)
  })

  test('an operator may not change it', async () => {
    const [definition] = world.programme.achievements
    if (definition === undefined) throw new Error('the definition is missing')
    await expect(defineAchievement(world.deps, world.operator, definition)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe("the holder's link", () => {
  test('opens its own badge only, and its secret is not in the database', async () => {
    const { deps } = world
    const [one, two] = [await issue('CMP-001'), await issue('CMP-002')]
    const secret = new URL(await createHolderLink(deps, one.id)).searchParams.get('k') ?? ''
    expect(await holderBySecret(deps, one.id, secret)).toEqual({ kind: 'link', subject: 'holder', id: one.id })
    expect(await holderBySecret(deps, two.id, secret)).toBeUndefined()
    expect(await holderBySecret(deps, one.id, `${secret}x`)).toBeUndefined()
    const rows = await deps.db.selectFrom('holder_link').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('lets the holder share, or decline, and answer once; nobody else may', async () => {
    const { deps, operator } = world
    const { id } = await issue('CMP-001')
    const holder = { kind: 'link', subject: 'holder', id } as const
    const other = { kind: 'link', subject: 'holder', id: 'another' } as const
    await shareCredential(deps, holder, { id, visibility: 'public', nameShown: true })
    expect(await requireIssued(deps, id)).toMatchObject({ visibility: 'public', nameShown: true, claim: 'claimed' })
    await expect(claimCredential(deps, holder, { id, claim: 'declined' })).rejects.toMatchObject({ code: 'conflict' })
    const second = await issue('CMP-002')
    await claimCredential(deps, { kind: 'link', subject: 'holder', id: second.id }, { id: second.id, claim: 'declined' })
    expect(await requireIssued(deps, second.id)).toMatchObject({ claim: 'declined' })
    for (const actor of [operator, other, { kind: 'public' } as const])
      await expect(shareCredential(deps, actor, { id, visibility: 'private', nameShown: false })).rejects.toMatchObject({
        code: 'forbidden',
      })
  })
})

describe('an API key', () => {
  test('speaks for its role until it expires; an unknown one speaks for nobody', async () => {
    const { deps, system } = world
    const { secret, expiresAt } = await createApiKey(deps, system, { role: 'operator', label: '講座', organisationSlug: 'op-04', days: 1 })
    expect(expiresAt).toEqual(new Date('2026-11-24T01:24:00Z'))
    expect((await actorByApiKey(deps, secret))?.actor).toMatchObject({ kind: 'api_key', role: 'operator', organisationId: 'op-04' })
    expect(await actorByApiKey(deps, `${secret}x`)).toBeUndefined()
    world.setNow('2026-11-24T01:24:00Z')
    expect(await actorByApiKey(deps, secret)).toBeUndefined()
    expect(JSON.stringify(await deps.db.selectFrom('api_key').selectAll().execute())).not.toContain(secret)
  })

  test('needs an organisation that exists', async () => {
    const command = { role: 'operator', label: 'x', organisationSlug: 'nobody' } as const
    await expect(createApiKey(world.deps, world.system, command)).rejects.toMatchObject({ code: 'organisation_not_found' })
  })
})

describe('a programme that is loaded twice', () => {
  test('is there once', async () => {
    const { deps, system, programme } = world
    const badge = programme.badges.find((badge) => badge.completionId === 'CMP-001')
    if (badge === undefined) throw new Error('the badge is missing')
    const part = { employers: programme.employers, declarations: programme.declarations.slice(0, 1), badges: [badge] }
    const whole = {
      ...Object.fromEntries(Object.entries(programme).map(([name, value]) => [name, Array.isArray(value) ? [] : value])),
      ...part,
    } as unknown as typeof programme
    await loadProgramme(deps, system, whole)
    const rows = async () => {
      const counts: Record<string, unknown[]> = {}
      for (const table of [
        'organisation',
        'issuer',
        'issuer_key',
        'course',
        'achievement',
        'completion',
        'credential',
        'status_entry',
        'declaration',
        'audit_event',
      ] as const)
        counts[table] = await deps.db.selectFrom(table).selectAll().execute()
      return counts
    }
    const first = await rows()
    expect(first['credential']).toHaveLength(1)
    await loadProgramme(deps, system, whole)
    await world.loadOne()
    expect(await rows()).toEqual(first)
  })
})

describe.runIf(specDir !== undefined)('a badge that was issued here', () => {
  test('is valid by the published schema, and is not without its issuer', async () => {
    const ajv = new Ajv2019({ strict: false })
    addFormats.default(ajv)
    const schema = readFileSync(join(specDir ?? '', 'schemas', 'ob_v3p0_achievementcredential_schema.json'), 'utf8')
    const validate = ajv.compile(JSON.parse(schema) as object)
    const document = JSON.parse((await issue('CMP-001')).document.text)
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ ...document, issuer: undefined })).toBe(false)
  })
})
