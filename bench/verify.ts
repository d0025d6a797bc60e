import { verify as nodeVerify, sign } from 'node:crypto'
import type { JsonObject } from '../src/json.ts'
import { checkCredential } from '../src/openbadges/check.ts'
import type { UnsignedCredential } from '../src/openbadges/types.ts'
import { referenceCanonicalizer } from '../src/proof/canonicalize.ts'
import type { Canonicalizer } from '../src/proof/canonicalizer.ts'
import { type ContextRegistry, loadContexts } from '../src/proof/contexts.ts'
import { shapeCanonicalizer } from '../src/proof/shape/shape-canonicalizer.ts'
import type { VerifierDeps } from '../src/verification/deps.ts'
import { shapeLimits } from '../src/verification/limits.ts'
import { readStrictJsonObject } from '../src/verification/strict-json.ts'
import { verifyDocument } from '../src/verification/verify-document.ts'
import { courseBadges, did } from './badges.ts'
import { calmRatio, type Figure, interleaved, medianOf, medianRatio, type Rounds } from './figure.ts'
import { libraries } from './libraries.ts'
import { benchSigner, created } from './signer.ts'

/** Badges in one round: two milliseconds, so that most rounds are not interrupted by whatever else the machine does. */
const piece = 10
/** Beside the libraries, which need nine milliseconds for one: a round of about as long. */
const pieceBesideLibraries = 40
/** a multiple of the runs of the reference path for which one compilation is allowed */
const hostileDocuments = 32
const freeCompilations = 34

/**
 * Verifying from text: strict reading, closed schema and all rules, the key from the issuer's DID document, the signature, issuer and dates;
 * beside one bare verification, and then beside `@digitalbazaar/vc`. The badges have no status entry, since the libraries are not asked for one.
 * Then a stranger's stream of ever new shapes, each sent twice so that it is compiled, beside the same by the reference path alone.
 *
 * @param count - badges that are verified altogether
 */
export const measure = async ({ count }: { count: number }): Promise<Figure[]> => {
  const contexts = loadContexts()
  const reference = referenceCanonicalizer(contexts)
  const { signer, key, seed, privateKey, publicKey } = benchSigner(contexts)
  const { make } = courseBadges()
  const vc = await libraries(contexts, { seed, did, verificationMethod: key.verificationMethod }, '2026-10-08T02:03:04Z')
  const method = { id: key.verificationMethod, type: 'Multikey', controller: did, publicKeyMultibase: key.kid }
  const didDocument = Buffer.from(JSON.stringify({ id: did, verificationMethod: [method], assertionMethod: [method.id] }))
  const path = shapeCanonicalizer(contexts, reference, { compileAt: 'second_sight', limits: shapeLimits })
  const now = new Date('2027-01-01T00:00:00Z')
  const deps: VerifierDeps = {
    heldContexts: contexts.urls,
    canonicalizer: path,
    outward: { get: async () => ({ kind: 'refused', reason: 'The benchmark looks at nothing outside.' }) },
    local: async (url) =>
      url === 'https://badges.example/.well-known/did.json' ? { mediaType: 'application/did+json', bytes: didDocument } : undefined,
    register: async () => undefined,
    issuerAliases: new Map(),
    now: () => now,
  }
  const verify = async (text: string): Promise<void> => {
    const read = readStrictJsonObject(text)
    if (!read.ok) throw new Error(read.detail)
    const { verdict, checks } = await verifyDocument(read.value, deps)
    if (verdict !== 'valid') throw new Error(`A badge of the benchmark is ${verdict}: ${JSON.stringify(checks)}`)
  }

  const texts: string[] = []
  const batch = await signer.openBatch(key, created)
  for (let number = 0; number < Math.min(count, 500); number++) {
    const { credentialStatus: _, ...badge } = make(number)
    const answer = checkCredential(badge as UnsignedCredential, contexts.urls)
    if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
    for (const { text } of await batch.sign([answer.credential])) texts.push(text)
  }
  for (const text of texts.slice(0, 8)) {
    await verify(text)
    await path.settled()
  }
  const before = path.counts()

  const message = new Uint8Array(64).fill(1)
  const signature = sign(null, message, privateKey)
  // The code gets warm.
  for (const text of texts) await verify(text)
  const rounds = Math.max(20, Math.ceil(count / piece))
  let next = 0
  const verifySome = async (number: number): Promise<void> => {
    for (let index = 0; index < number; index++) await verify(texts[next++ % texts.length] as string)
  }
  const times = await interleaved(
    [
      {
        name: 'bare',
        times: piece,
        run: (number) => {
          for (let index = 0; index < number; index++) nodeVerify(null, message, publicKey, signature)
        },
      },
      { name: 'verify', times: piece, run: verifySome },
    ],
    rounds,
  )
  // The libraries by themselves: what they leave behind in caches and heap is not the bare operation's.
  const beside = await interleaved(
    [
      { name: 'verify', times: pieceBesideLibraries, run: verifySome },
      {
        name: 'vc',
        times: 1,
        run: async (number) => {
          for (let index = 0; index < number; index++)
            if (!(await vc.verify(JSON.parse(texts[next++ % texts.length] as string)))) throw new Error('The libraries refuse our badge.')
        },
      },
    ],
    Math.max(20, Math.ceil(count / pieceBesideLibraries)),
  )
  const { filled, fallbacks } = path.counts()
  const slow =
    Object.values(fallbacks).reduce((sum, one) => sum + one, 0) - Object.values(before.fallbacks).reduce((sum, one) => sum + one, 0)

  const hostile = await hostileStream(contexts, reference)
  return [
    {
      name: 'verify from text: schema, rules, key, signature, issuer, dates',
      value: medianOf(times, 'verify'),
      unit: 'µs per badge',
      reference: `÷ one bare Ed25519 verification (${medianOf(times, 'bare').toFixed(1)} µs)`,
      ratio: medianRatio(times, 'verify', 'bare'),
      calm: calmRatio(times, 'verify', 'bare'),
      bound: '≤ 2.3',
    },
    {
      name: 'verify from text, against the libraries',
      value: medianOf(beside, 'verify'),
      unit: 'µs per badge',
      reference: `times faster than @digitalbazaar/vc (${medianOf(beside, 'vc').toFixed(0)} µs)`,
      ratio: medianRatio(beside, 'vc', 'verify'),
      calm: calmRatio(beside, 'vc', 'verify'),
      bound: '≥ 25',
    },
    {
      name: 'fallbacks to the reference path on ordinary badges',
      value: slow,
      unit: 'canonical forms',
      reference: `of ${filled - before.filled + slow}`,
      ratio: slow / (filled - before.filled + slow),
      bound: 0,
    },
    {
      name: "a stranger's stream of new shapes, each twice",
      value: medianOf(hostile, 'compiled'),
      unit: 'µs per document',
      reference: '÷ the reference path alone',
      ratio: medianRatio(hostile, 'compiled', 'reference'),
      bound: '≤ 1.5',
    },
  ]
}

/** A stream of ever new shapes, each of which comes twice and so may be compiled, beside the reference path alone. */
const hostileStream = async (contexts: ContextRegistry, reference: Canonicalizer): Promise<Rounds> => {
  const path = shapeCanonicalizer(contexts, reference, { compileAt: 'second_sight', limits: shapeLimits })
  const { make } = courseBadges()
  // The bits of the number say which pieces of evidence have a genre: a shape of its own for each number.
  const stranger = (number: number): JsonObject => ({
    ...make(number),
    evidence: Array.from({ length: 12 }, (_, bit) => ({
      type: ['Evidence'],
      name: `${bit}`,
      ...((number >> bit) & 1 ? { genre: 'x' } : {}),
    })),
  })
  const streamTo = (canonicalizer: Canonicalizer, settled?: () => Promise<void>) => {
    let sent = 0
    return async (documents: number): Promise<void> => {
      for (let index = 0; index < documents; index++) {
        await canonicalizer.digest(stranger(sent++ >> 1))
        await settled?.()
      }
    }
  }
  const attack = streamTo(path, () => path.settled())
  // What is free at the start is used up first: an attack lasts.
  await attack(2 * freeCompilations)
  return interleaved(
    [
      { name: 'reference', times: hostileDocuments, run: streamTo(reference) },
      { name: 'compiled', times: hostileDocuments, run: attack },
    ],
    5,
  )
}
