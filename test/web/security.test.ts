import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishedDigests } from '../../contexts/published-digests.ts'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import type { Issuer } from '../../src/domain/issuer.ts'
import type { JsonObject } from '../../src/json.ts'
import { OB_3_0_3, VCDM_2 } from '../../src/openbadges/contexts.ts'
import { projectRoot } from '../../src/project-root.ts'
import { encodeBase58btc } from '../../src/proof/base58.ts'
import { createIssuer } from '../../src/service/create-issuer.ts'
import { issuePlainCredential } from '../../src/service/issue-plain-credential.ts'
import { plainIssuing } from '../../src/service/plain-issuing.ts'
import { openKeyDirectory } from '../../src/signing/key-file.ts'
import type { Signer } from '../../src/signing/signer.ts'
import { findIssuerBySlug } from '../../src/store/issuers.ts'
import { changed } from '../openbadges/rule-samples/sample.ts'
import { samples } from '../openbadges/rule-samples/samples.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

/** Acceptance tests of SECURITY (c) that belong to the service as a whole. */

let web: WebWorld
let badge: IssuedCredential
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne(['CMP-001'])
  badge = await web.badge('CMP-001')
})
afterAll(() => web.close())

const isNewBadge = (document: JsonObject): boolean =>
  JSON.stringify(document['@context']).startsWith(JSON.stringify([VCDM_2, OB_3_0_3]).slice(0, -1)) &&
  JSON.stringify(document['type']).includes('OpenBadgeCredential')

describe('T18: nothing malformed is signed', () => {
  test('broken badges leave no entry with the signer; the same badge unbroken leaves one', async () => {
    const { deps, system } = web.world
    const { did } = await createIssuer(deps, system, {
      slug: 'lint',
      name: { ja: '検査' },
      method: 'key',
      isDemo: true,
      statusPurpose: 'none',
      securing: 'eddsa-rdfc-2022',
    })
    const issuer = (await findIssuerBySlug(deps.db, 'lint')) as Issuer
    let signatures = 0
    const counting: Signer = {
      ...deps.signer,
      sign: (...given) => {
        signatures++
        return deps.signer.sign(...given)
      },
      signPlain: (...given) => {
        signatures++
        return deps.signer.signPlain(...given)
      },
    }
    const issuing = plainIssuing({ ...deps, signer: counting }, publishedDigests)
    const by = (document: JsonObject): JsonObject => {
      const { proof: _, ...unsigned } = document
      return { ...unsigned, issuer: { ...(document['issuer'] as JsonObject), id: did } }
    }
    // Every broken form of a badge that stands under the pinned contexts of today.
    const broken = Object.values(samples)
      .flat()
      .filter(({ at, accepted }) => !/^\/(issuer|proof)/.test(at) && isNewBadge(accepted()))
    expect(broken.length).toBeGreaterThan(20)
    for (const { accepted, at, refused } of broken)
      await expect(issuePlainCredential(issuing, issuer, { credential: by(changed(accepted(), at, refused)) }), at).rejects.toThrow()
    expect(signatures).toBe(0)
    await issuePlainCredential(issuing, issuer, { credential: by((broken[0] as (typeof broken)[number]).accepted()) })
    expect(signatures).toBe(1)
  })
})

describe('T20: keys do not leak', () => {
  test('no log line and no answer holds the seed of a key, in any form', async () => {
    const { keysDir } = web.world
    const { kid } = (await web.world.deps.db.selectFrom('issuer_key').select('kid').executeTakeFirst()) as { kid: string }
    const seed = Buffer.from(await openKeyDirectory(keysDir, Buffer.from('a passphrase for tests')).readSeed(kid))
    const answers = await Promise.all(
      [
        '/issuers/council/did.json',
        '/.well-known/did.json',
        '/.well-known/jwks.json',
        `/badges/${badge.id}.json`,
        '/metrics',
        '/readyz',
      ].map(async (path) => (await request(web.app).get(path)).text),
    )
    const said = `${web.log.join('\n')}\n${answers.join('\n')}`
    expect(said).toContain(kid)
    for (const form of [
      seed.toString('latin1'),
      seed.toString('hex'),
      encodeBase58btc(seed),
      seed.toString('base64'),
      seed.toString('base64url'),
    ])
      expect(said.includes(form)).toBe(false)
  })
})

describe('T27: hashed addresses', () => {
  test('a badge that anybody may read holds no hash of an address, no salt and no address', async () => {
    const { participantId } = web.world.programme.completions.find(({ id }) => id === 'CMP-001') as { participantId: string }
    const holder = web.world.programme.participants.find(({ participant }) => participant.id === participantId)
    const emails = holder?.participant.emails ?? []
    expect(emails.length).toBeGreaterThan(0)
    const text = (await request(web.app).get(`/badges/${badge.id}.json`)).text
    const page = (await request(web.app).get(`/badges/${badge.id}`).set('Accept', 'text/html')).text
    for (const said of [text, page]) expect(said).not.toMatch(/identityHash|"salt"|sha256\$/)
    for (const email of emails) for (const said of [text, page]) expect(said).not.toContain(email)
  })
})

describe('T32: malformed forms', () => {
  const boundary = 'cut-4f1d'
  const part = (head: string, body: string): string => `--${boundary}\r\nContent-Disposition: form-data${head}\r\n\r\n${body}\r\n`
  const bodies: [string, string][] = [
    ['an empty field name', `${part('; name=""', 'x')}--${boundary}--\r\n`],
    ['no name at all', `${part('', 'x')}--${boundary}--\r\n`],
    ['a boundary that is cut off', part('; name="text"', 'x').slice(0, -20)],
    ['a file that is cut off', part('; name="file"; filename="a.json"', '{"a":').slice(0, -6)],
    ['10,000 parts', `${part('; name="text"', 'x').repeat(10_000)}--${boundary}--\r\n`],
    ['10,000 files', `${part('; name="file"; filename="a"', 'x').repeat(10_000)}--${boundary}--\r\n`],
    ['a header without end', `--${boundary}\r\nContent-Disposition: form-data; name="${'x'.repeat(100_000)}`],
    ['a name like a property of every object', `${part('; name="__proto__"', 'x')}--${boundary}--\r\n`],
    ['no part', ''],
  ]
  const types = [`multipart/form-data; boundary=${boundary}`, 'multipart/form-data', 'multipart/form-data; boundary=']

  test.each(bodies)('%s is answered, with 4xx where a form is asked for, and the process goes on', async (_name, body) => {
    for (const type of types)
      for (const path of ['/verify', '/verify/proof', '/verify/table']) {
        const answer = await request(web.app).post(path).set({ 'Content-Type': type, Accept: 'application/json' }).send(body)
        expect(answer.status, `${path} ${type}`).toBeGreaterThanOrEqual(path === '/verify' ? 200 : 400)
        expect(answer.status, `${path} ${type}`).toBeLessThan(500)
      }
    expect((await request(web.app).get('/healthz')).status).toBe(200)
  })

  test('every package is pinned to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) expect(version, name).toMatch(/^\d+\.\d+\.\d+/)
  })
})
