import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { verifyCredential } from '@digitalbazaar/vc'
import * as library from '@digitalbazaar/vc-bitstring-status-list'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import type { JsonObject } from '../../src/json.ts'
import { decodeBitstring } from '../../src/openbadges/status-list.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import type { Deps } from '../../src/service/deps.ts'
import { issueCredential, requireIssued } from '../../src/service/issue-credential.ts'
import { localDocument } from '../../src/service/local-documents.ts'
import { publishStatusList, readStatusList } from '../../src/service/publish-status-list.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { reinstateCredential, suspendCredential } from '../../src/service/suspend-credential.ts'
import { findCredentialVersion } from '../../src/store/credential-versions.ts'
import { verifyText } from '../support/verifier.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

const bitOf = async (deps: Deps, entry: { listId: string; index: number }): Promise<boolean> => {
  const { text } = await readStatusList(deps, entry.listId, { fresh: true })
  return (await decodeBitstring(JSON.parse(text).credentialSubject.encodedList)).isSet(entry.index)
}
const issueOne = async (completionId = 'CMP-001'): Promise<IssuedCredential> =>
  issueCredential(world.deps, world.operator, { completionId, awardedOn: '2026-10-08' })
const suspend = (id: string, actor = world.secretariat) => suspendCredential(world.deps, actor, { id, reason: 'UNDER_CORRECTION' })
const reinstate = (id: string, actor = world.secretariat) => reinstateCredential(world.deps, actor, { id })
const revoke = (id: string, reason = 'RESULT_DISPROVED', actor = world.secretariat) => revokeCredential(world.deps, actor, { id, reason })
const verdict = async (text: string): Promise<string> => (await verifyText(world.deps, text)).verdict

describe('the status of a badge', () => {
  beforeEach(async () => {
    world = await newWorld()
    await world.loadOne()
  })

  test('T1 a revoked badge is invalid, and its bit is set in the published list', async () => {
    const badge = await issueOne()
    expect(await bitOf(world.deps, badge.entry)).toBe(false)
    expect(await verdict(badge.document.text)).toBe('valid')
    expect(await revoke(badge.id)).toMatchObject({ state: 'revoked', reason: 'RESULT_DISPROVED', document: badge.document })
    expect(await bitOf(world.deps, badge.entry)).toBe(true)
    expect(await verdict(badge.document.text)).toBe('invalid')
  })

  test('L1 the usual loop over the reference library calls the revoked badge verified; ours does not', async () => {
    const badge = await issueOne()
    await revoke(badge.id)
    const contexts = loadContexts()
    const documentLoader = async (url: string) => {
      const [address, fragment] = url.split('#')
      const path = address === 'did:web:badges.example' ? 'https://badges.example/.well-known/did.json' : (address as string)
      const own = await localDocument(world.deps, path)
      if (own === undefined || own === 'missing') return contexts.documentLoader(url)
      const document = JSON.parse(Buffer.from(own.bytes).toString('utf8'))
      const method = document.verificationMethod?.find((method: { id: string }) => fragment !== undefined && method.id === url)
      return {
        documentUrl: url,
        document: method === undefined ? document : { '@context': 'https://w3id.org/security/multikey/v1', ...method },
        contextUrl: null,
      }
    }
    const suite = new DataIntegrityProof({ cryptosuite })
    const loop = (credential: JsonObject) =>
      verifyCredential({
        credential,
        suite,
        documentLoader,
        checkStatus: (options) => library.checkStatus({ ...options, suite, documentLoader, verifyBitstringStatusListCredential: true }),
      })
    const document = JSON.parse(badge.document.text) as JsonObject
    const answer = await loop(document)
    expect(answer.error?.errors?.map((error) => error.message) ?? []).toEqual([])
    expect(answer.verified).toBe(true)
    expect(await loop({ ...document, name: 'another name' })).toMatchObject({ verified: false })
    expect(await verifyText(world.deps, badge.document.text)).toMatchObject({ verdict: 'invalid', verified: false })
  })

  test('a suspended badge is invalid until it is reinstated; copies from before stay invalid', async () => {
    const badge = await issueOne()
    expect(await suspend(badge.id)).toMatchObject({ state: 'suspended', reason: 'UNDER_CORRECTION' })
    expect(await bitOf(world.deps, badge.entry)).toBe(true)
    expect(await verdict(badge.document.text)).toBe('invalid')

    world.setNow('2026-11-25T03:00:00Z')
    const again = await reinstate(badge.id)
    if (again.state !== 'issued') throw new Error(`the badge is ${again.state}`)
    const [before, after] = [badge, again].map((one) => JSON.parse(one.document.text))
    expect(after.id).toBe(before.id)
    expect(after.validFrom).toBe('2026-11-25T03:00:00Z')
    expect(before.validFrom).toBe('2026-10-07T15:00:00Z')
    expect(after.awardedDate).toBe(before.awardedDate ?? before.validFrom)
    expect(again.awardedOn).toBe(badge.awardedOn)
    expect(again.entry).not.toEqual(badge.entry)
    expect(await bitOf(world.deps, badge.entry)).toBe(true)
    expect(await bitOf(world.deps, again.entry)).toBe(false)
    expect(await verdict(again.document.text)).toBe('valid')
    expect(await verdict(badge.document.text)).toBe('invalid')
    expect(await findCredentialVersion(world.deps.db, badge.id, badge.document.sha256)).toEqual(badge.document)
  })

  test('every move that is not allowed is refused by its name', async () => {
    const { id } = await issueOne()
    await expect(reinstate(id)).rejects.toMatchObject({ code: 'credential_not_suspended' })
    await expect(revoke(id, 'LEFT_THE_FIRM')).rejects.toMatchObject({ code: 'reason_unknown' })
    await suspend(id)
    await expect(suspend(id)).rejects.toMatchObject({ code: 'credential_already_suspended' })
    await revoke(id)
    await expect(revoke(id)).rejects.toMatchObject({ code: 'credential_already_revoked' })
    await expect(suspend(id)).rejects.toMatchObject({ code: 'credential_already_revoked' })
    await expect(reinstate(id)).rejects.toMatchObject({ code: 'credential_already_revoked' })
    await expect(revoke('none')).rejects.toMatchObject({ code: 'credential_not_found' })
  })

  test('another operator moves nothing', async () => {
    const { id } = await issueOne()
    for (const move of [
      suspend(id, world.otherOperator),
      reinstate(id, world.otherOperator),
      revoke(id, 'ISSUED_IN_ERROR', world.otherOperator),
    ])
      await expect(move).rejects.toMatchObject({ code: 'forbidden' })
    expect((await requireIssued(world.deps, id)).state).toBe('issued')
  })

  test('a revocation at the moment of a reinstatement reaches the new entry', async () => {
    const badge = await issueOne()
    await suspend(badge.id)
    const { deps } = world
    let revoking: Promise<unknown> = Promise.resolve()
    const reinstating: Deps = {
      ...deps,
      signer: {
        ...deps.signer,
        sign: async (...signing) => {
          const signed = await deps.signer.sign(...signing)
          // It reads the badge before the reinstatement is stored, and writes after it.
          revoking = revoke(badge.id)
          return signed
        },
      },
    }
    await reinstateCredential(reinstating, world.secretariat, { id: badge.id }).catch(() => undefined)
    await revoking
    const now = await requireIssued(deps, badge.id)
    expect(now.state).toBe('revoked')
    expect(await bitOf(deps, now.entry)).toBe(true)
    expect(await verdict(now.document.text)).toBe('invalid')
  })

  test('a revocation while the list is being signed is in the list that is served next', async () => {
    const badge = await issueOne()
    const other = await issueOne('CMP-002')
    await readStatusList(world.deps, badge.entry.listId)
    await revoke(other.id)
    const { deps } = world
    let once = true
    const publishing: Deps = {
      ...deps,
      signer: {
        ...deps.signer,
        sign: async (...signing) => {
          const signed = await deps.signer.sign(...signing)
          if (once) {
            once = false
            await revoke(badge.id)
          }
          return signed
        },
      },
    }
    await publishStatusList(publishing, badge.entry.listId)
    expect(await bitOf(deps, badge.entry)).toBe(true)
    expect(await bitOf(deps, other.entry)).toBe(true)
  })

  test('changes within one second are gathered, and a reader that must know gets them at once', async () => {
    const badge = await issueOne()
    const before = await readStatusList(world.deps, badge.entry.listId)
    await revoke(badge.id)
    expect((await readStatusList(world.deps, badge.entry.listId)).sha256).toBe(before.sha256)
    expect((await readStatusList(world.deps, badge.entry.listId, { fresh: true })).sequence).toBe(before.sequence + 1)
    const unchanged = await readStatusList(world.deps, badge.entry.listId, { fresh: true })
    expect(unchanged.sequence).toBe(before.sequence + 1)
  })
})

describe.each(dialects)('publishing a list on %s', (dialect) => {
  test('I6 two publishers at once make one number each, and the number only grows', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const badge = await issueOne()
    const all = await Promise.all(Array.from({ length: 4 }, () => publishStatusList(world.deps, badge.entry.listId)))
    expect(all.map((list) => list.sequence).sort()).toEqual([1, 2, 3, 4])
    await Promise.all([revoke(badge.id), publishStatusList(world.deps, badge.entry.listId)])
    expect(await bitOf(world.deps, badge.entry)).toBe(true)
    expect((await readStatusList(world.deps, badge.entry.listId)).sequence).toBeGreaterThanOrEqual(5)
  })

  test('a list that is not there is not published', async () => {
    world = await newWorld({ dialect })
    await expect(publishStatusList(world.deps, 'none')).rejects.toMatchObject({ code: 'status_list_not_found' })
  })
})
