import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { isSameCredential } from '../../../src/verification/checks/refresh.ts'
import { verifyDocument } from '../../../src/verification/verify-document.ts'
import { badgeBy } from '../proof/badges.ts'
import { ed25519Signer, signed } from '../proof/signers.ts'
import { judged, newWorld, type Web } from '../proof/world.ts'
import { entryOf, listUrl, signedList } from '../status/lists.ts'

const issuer = await ed25519Signer(1)
const stranger = await ed25519Signer(2)
const url = 'https://issuer.example/refresh/1'
const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
]
const refreshable = (members: JsonObject = {}): JsonObject =>
  badgeBy(issuer.did, { '@context': contexts, refreshService: { id: url, type: '1EdTechCredentialRefresh' }, ...members })

const badge = await signed(refreshable(), issuer)
const newer = (members: JsonObject = {}): Promise<JsonObject> =>
  signed(refreshable({ validFrom: '2026-04-15T00:00:00Z', ...members }), issuer)

const verify = async (web: Web) => {
  const world = newWorld({ web })
  return { answer: await verifyDocument(badge, world.deps), fetched: world.fetched }
}
const outcome = async (web: Web): Promise<string> => judged((await verify(web)).answer, 'refresh')

describe('VF-3: refresh is asked once, and only a sound newer version changes anything', () => {
  test('a newer valid version is said beside the verdict', async () => {
    const { answer, fetched } = await verify({ [url]: await newer() })
    expect(judged(answer, 'refresh')).toBe('valid refresh.newer_valid')
    expect(answer.warnings.map(({ code }) => code)).toEqual(['refresh.newer_valid'])
    expect(fetched).toEqual([url])
  })
  test('a newer version that is revoked makes the badge invalid', async () => {
    const revoked = await newer({ credentialStatus: entryOf() })
    expect(await outcome({ [url]: revoked, [listUrl]: await signedList(issuer, { set: [94567] }) })).toBe('invalid refresh.newer_not_valid')
  })
  test('the same document again changes nothing', async () => {
    expect(await outcome({ [url]: badge })).toBe('valid refresh.unchanged')
  })

  const unusable: [string, () => Promise<JsonObject | string>][] = [
    ['an altered newer version', async () => ({ ...(await newer()), name: 'another' })],
    ['a version by another key', async () => signed(refreshable({ validFrom: '2026-04-15T00:00:00Z' }), stranger)],
    ['a version of another badge', () => newer({ id: 'https://badges.example/badges/other' })],
    ['an older version', () => newer({ validFrom: '2026-03-01T00:00:00Z' })],
    ['something else', async () => 'not a document'],
  ]
  test.each(unusable)('%s leaves the original as it is, with a warning', async (_, served) => {
    const { answer } = await verify({ [url]: await served() })
    expect(judged(answer, 'refresh')).toBe('valid refresh.unusable')
    expect(answer.warnings.map(({ code }) => code)).toEqual(['refresh.unusable'])
  })
  test('a service that is down leaves the original as it is, with a warning', async () => {
    const { answer } = await verify({})
    expect(judged(answer, 'refresh')).toBe('valid refresh.unreachable')
    expect(answer.warnings.map(({ code }) => code)).toEqual(['refresh.unreachable'])
  })
})

describe('ST-5: when two documents are the same credential', () => {
  const of = (id: string, issuerId: string): JsonObject => ({ id, issuer: { id: issuerId } })
  test('ids are compared after percent-decoding and trimming', () => {
    expect(isSameCredential(of('https://a.example/%7Eb', 'did:example:i'), of(' https://a.example/~b', 'did:example:i'))).toBe(true)
    expect(isSameCredential(of('https://a.example/b', 'did:example:i'), of('https://a.example/c', 'did:example:i'))).toBe(false)
    expect(isSameCredential(of('https://a.example/b', 'did:example:i'), of('https://a.example/b', 'did:example:j'))).toBe(false)
  })
})
