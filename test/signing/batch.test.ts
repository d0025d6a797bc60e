import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkCredential } from '../../src/openbadges/check.ts'
import { buildCourseCredential } from '../../src/openbadges/credential.ts'
import type { CheckedCredential } from '../../src/openbadges/types.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { CanonicalizationError, type Canonicalizer } from '../../src/proof/canonicalizer.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { type ShapeCanonicalizer, shapeCanonicalizer } from '../../src/proof/shape/shape-canonicalizer.ts'
import { openKeyDirectory } from '../../src/signing/key-file.ts'
import { type LocalSignerOptions, localSigner } from '../../src/signing/local-signer.ts'
import type { PreparedCredential, SigningKey } from '../../src/signing/signer.ts'
import { storedParts } from '../../src/store/document-template.ts'
import { unsignedTextOf } from '../../src/store/stored-text.ts'
import { courseInput } from '../openbadges/builders.ts'
import { testCost } from '../support/world.ts'

const contexts = loadContexts()
const reference = referenceCanonicalizer(contexts)
const created = new Date('2026-11-23T01:24:00.900Z')
const directory = mkdtempSync(join(tmpdir(), 'akashi-keys-'))
const keys = openKeyDirectory(directory, Buffer.from('a passphrase for tests'), testCost)
let key: SigningKey
beforeAll(async () => {
  const { kid } = await localSigner(keys, reference).createKey('council', created)
  key = { kid, verificationMethod: `did:web:badges.example#${kid}` }
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** The badge of a holder; each differs in id, subject, status and results. */
const badge = (number: number, change: (input: ReturnType<typeof courseInput>) => ReturnType<typeof courseInput> = (input) => input) => {
  const input = courseInput()
  const answer = checkCredential(
    buildCourseCredential(
      change({
        ...input,
        id: `badge${number}`,
        subjectId: `urn:uuid:0b1c6f2e-4d0a-4b51-8a57-${String(number).padStart(12, '0')}`,
        status: { ...input.status, index: number },
        completion: { ...input.completion, score: number % 101, certificateNo: `R8-${number}` },
      }),
    ),
    contexts.urls,
  )
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  return answer.credential
}
const badges = (from: number, to: number): CheckedCredential[] => Array.from({ length: to - from }, (_, index) => badge(from + index))
const compiledPath = () => shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' })
const signerWith = (options: LocalSignerOptions = {}) => localSigner(keys, reference, { compiled: compiledPath(), ...options })

/** A compiled path that gives a wrong digest for some badges: what the guard is there for. */
const wrongFor = (isWrong: (id: unknown) => boolean): ShapeCanonicalizer => {
  const path = compiledPath()
  return {
    ...path,
    counts: () => path.counts(),
    settled: () => path.settled(),
    canonicalizeNow: () => undefined,
    digestNow: () => undefined,
    digest: (document) => path.digest(document),
    canonicalize: (document) => path.canonicalize(document),
    signableNow: (document) =>
      isWrong(document['id'])
        ? { digest: new Uint8Array(32), textWith: (rest) => JSON.stringify(document).slice(0, -1) + rest, orderMayBeDisputed: false }
        : path.signableNow?.(document),
  }
}

/** What a signer hands out for a document once it knows its kind. */
const preparedBy = (signer: ReturnType<typeof signerWith>, credential: CheckedCredential): PreparedCredential => {
  const prepared = signer.prepare?.(credential)
  if (prepared === undefined) throw new Error('nothing was prepared')
  return prepared
}

describe('what is prepared before there is anything to sign', () => {
  test('holds the very text of the document in parts, and leads to the bytes that signing it alone gives', async () => {
    const signer = signerWith()
    const batch = await signer.openBatch(key, created)
    await batch.sign(badges(0, 70))
    const credentials = badges(70, 90)
    // All before the first is signed: what was prepared must not change by what comes after it.
    const prepared = credentials.map((credential) => preparedBy(signer, credential))
    const signed = await batch.sign(credentials, [], prepared)
    const slow = localSigner(keys, reference)
    for (const [n, credential] of credentials.entries()) {
      const { pieces, values } = (prepared[n] as PreparedCredential).parts
      const text = pieces.map((piece, place) => piece + (values[place] ?? '')).join('')
      expect(text).toBe(JSON.stringify(credential.document))
      const alone = await slow.sign(key, credential, created)
      expect(signed[n]).toMatchObject({ text: alone.text, sha256: alone.sha256 })
      expect(text.slice(0, -1) + signed[n]?.tail).toBe(alone.text)
      const stored = storedParts({ pieces, values })
      expect(
        unsignedTextOf({
          id: 'b',
          template_id: stored.template?.id ?? '',
          unsigned_text: stored.stored,
          signed_text: null,
          signed_sha256: null,
          pieces: JSON.stringify(pieces),
        }),
      ).toBe(text)
    }
  })

  test('counts for its own document only, and only when the signer made it: nothing else reaches the key', async () => {
    const signer = signerWith()
    const batch = await signer.openBatch(key, created)
    await batch.sign(badges(0, 70))
    const [one, other] = badges(70, 72) as [CheckedCredential, CheckedCredential]
    const ofOther = preparedBy(signer, other)
    const madeUp = { ...ofOther, credential: one }
    const expected = await localSigner(keys, reference).sign(key, one, created)
    for (const [what, given] of [
      ['of another document', ofOther],
      ['made up', madeUp],
    ] as const) {
      const [signed] = await batch.sign([one], [], [given])
      expect(signed, what).toEqual({ text: expected.text, sha256: expected.sha256 })
    }
  })
})

describe('a batch', () => {
  test('gives each badge the bytes that signing it alone by the reference path gives', async () => {
    const signer = signerWith()
    const batch = await signer.openBatch(key, created)
    const signed = [...(await batch.sign(badges(0, 70))), ...(await batch.sign(badges(70, 80)))]
    const slow = localSigner(keys, reference)
    for (const [number, one] of signed.entries()) expect(one).toEqual(await slow.sign(key, badge(number), created))
    expect(await signer.sign(key, badge(5), created)).toEqual(signed[5])
  })

  test('of ordinary badges takes the reference path never', async () => {
    const signer = signerWith()
    await (await signer.openBatch(key, created)).sign(badges(0, 30))
    expect(signer.counts().shapes).toMatchObject({ compiled: 2, fallbacks: {} })
    expect(signer.counts().shapes?.cast).toBeGreaterThanOrEqual(26)
  })

  test('writes the instant in whole seconds and names the key', async () => {
    const [signed] = await (await signerWith().openBatch(key, created)).sign([badge(1)])
    expect(JSON.parse(signed?.text ?? '').proof).toMatchObject({
      created: '2026-11-23T01:24:00Z',
      verificationMethod: key.verificationMethod,
    })
  })

  test('of a key that is not there is not opened', async () => {
    await expect(signerWith().openBatch({ ...key, kid: 'z6MkNone' }, created)).rejects.toMatchObject({ code: 'key_missing' })
  })
})

describe('the guard', () => {
  test('verifies the first badge of each batch, and one at a random place in each further stretch', async () => {
    const asked: number[] = []
    const signer = signerWith({ guard: { oneIn: 10, random: (below) => asked.push(below) && 3 } })
    const batch = await signer.openBatch(key, created)
    await batch.sign(badges(0, 1))
    expect(signer.counts().guard).toEqual({ verified: 1, wrong: 0 })
    await batch.sign(badges(1, 4))
    expect(signer.counts().guard.verified).toBe(1)
    await batch.sign(badges(4, 5))
    expect(signer.counts().guard.verified).toBe(2)
    await batch.sign(badges(5, 31))
    expect(signer.counts().guard).toEqual({ verified: 4, wrong: 0 })
    expect(new Set(asked)).toEqual(new Set([10]))
    await (await signer.openBatch(key, created)).sign([badge(40)])
    expect(signer.counts().guard.verified).toBe(5)
  })

  test('hands back nothing when the first badge is wrong, counts it, and gives the batch up', async () => {
    const signer = signerWith({ compiled: wrongFor((id) => id === 'https://badges.example/badges/badge0') })
    const batch = await signer.openBatch(key, created)
    await expect(batch.sign([badge(0), badge(2)])).rejects.toMatchObject({ code: 'signing_guard' })
    expect(signer.counts().guard).toEqual({ verified: 1, wrong: 1 })
    await expect(batch.sign([badge(3)])).rejects.toMatchObject({ code: 'signing_guard' })
  })

  test('hands back nothing of a piece in which a later badge is wrong', async () => {
    const signer = signerWith({
      compiled: wrongFor((id) => id === 'https://badges.example/badges/badge8'),
      guard: { oneIn: 10, random: () => 7 },
    })
    const batch = await signer.openBatch(key, created)
    await batch.sign(badges(0, 5))
    await expect(batch.sign(badges(5, 12))).rejects.toMatchObject({
      code: 'signing_guard',
      message: 'The reference path does not confirm the badge https://badges.example/badges/badge8: the signature does not fit.',
    })
  })

  test('looks at the digest of the text, under which it is stored', async () => {
    const path = compiledPath()
    let isWrong = false
    const signer = signerWith({
      compiled: {
        ...wrongFor(() => false),
        signableNow: (document) => {
          const found = path.signableNow?.(document)
          return found && isWrong ? { ...found, sha256With: () => '00'.repeat(32) } : found
        },
        canonicalize: (document) => path.canonicalize(document),
        digest: (document) => path.digest(document),
      },
    })
    await (await signer.openBatch(key, created)).sign(badges(0, 6))
    isWrong = true
    await expect((await signer.openBatch(key, created)).sign([badge(7)])).rejects.toMatchObject({
      code: 'signing_guard',
      message: expect.stringContaining('the digest is not that of the text'),
    })
  })

  test('looks at the text too', async () => {
    const path = compiledPath()
    const signer = signerWith({
      compiled: {
        ...wrongFor(() => false),
        signableNow: (document) => {
          const found = path.signableNow?.(document)
          return found && { ...found, textWith: (rest) => found.textWith(rest).replace('"name"', '"nome"') }
        },
        canonicalize: (document) => path.canonicalize(document),
      },
    })
    for (let number = 0; number < 4; number++) await path.digest(badge(number).document)
    await (await signer.openBatch(key, created))
      .sign([{ ...badge(9), document: { ...badge(9).document, name: 'x', extra: 'y' } }])
      .catch(() => {})
    await expect((await signer.openBatch(key, created)).sign([badge(5)])).rejects.toMatchObject({
      code: 'signing_guard',
      message: expect.stringContaining('the text is not that of the document'),
    })
  })

  test('watches over badges that are signed one by one: the first after the start', async () => {
    const signer = signerWith()
    for (let number = 0; number < 3; number++) await signer.sign(key, badge(number), created)
    expect(signer.counts().guard).toEqual({ verified: 1, wrong: 0 })
  })
})

describe('a document without a canonical form', () => {
  const disputed = (number: number) =>
    badge(number, (input) => ({ ...input, achievement: { ...input.achievement, tag: ['𠮷', '（'] } as typeof input.achievement }))

  test('that verifiers would order differently is refused with an explanation, alone and in a batch', async () => {
    const signer = signerWith()
    const explained = { code: 'credential_refused', message: expect.stringContaining('sort by code point') }
    await expect(signer.sign(key, disputed(1), created)).rejects.toMatchObject(explained)
    const batch = await signer.openBatch(key, created)
    await batch.sign(badges(2, 8))
    await expect(batch.sign([badge(9), disputed(10)])).rejects.toMatchObject(explained)
  })

  test.each(['overloaded', 'too_slow'] as const)('for which %s is the reason is not refused: the caller may try again', async (failure) => {
    const busy: Canonicalizer = {
      canonicalize: () => Promise.reject(new CanonicalizationError(failure, 'No thread is free for this task.')),
      digest: () => Promise.reject(new CanonicalizationError(failure, 'No thread is free for this task.')),
    }
    const signer = localSigner(keys, busy)
    const again = { code: 'overloaded', retryAfterSeconds: 2 }
    await expect(signer.sign(key, badge(1), created)).rejects.toMatchObject(again)
    await expect(signer.signPlain(key, badge(1), created, 'eddsa-rdfc-2022')).rejects.toMatchObject(again)
    await expect((await signer.openBatch(key, created)).sign([badge(1)])).rejects.toMatchObject(again)
  })
})
