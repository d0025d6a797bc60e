import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { referenceCanonicalizer } from '../../../src/proof/canonicalize.ts'
import { loadContexts } from '../../../src/proof/contexts.ts'
import { addProof, addProofNow } from '../../../src/proof/data-integrity.ts'
import { ed25519PrivateKey, signEd25519 } from '../../../src/proof/ed25519.ts'
import { shapeCanonicalizer } from '../../../src/proof/shape/shape-canonicalizer.ts'
import { sampleBadge } from '../sample-badge.ts'
import { differences } from './compare.ts'

const contexts = loadContexts()
const reference = referenceCanonicalizer(contexts)
const path = () => shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' })
const subjectOf = (badge: JsonObject) => badge['credentialSubject'] as JsonObject

/** A badge of one achievement: only what belongs to the holder differs. */
const ofHolder = (number: number, change: (badge: JsonObject) => JsonObject = (badge) => badge): JsonObject => {
  const badge = sampleBadge()
  const subject = subjectOf(badge)
  return change({
    ...badge,
    id: `https://badges.example/badges/${number}`,
    credentialSubject: {
      ...subject,
      id: `urn:uuid:${number}`,
      result: [{ ...(subject['result'] as JsonObject[])[0], value: `${number % 101}` }],
    },
    credentialStatus: { ...(badge['credentialStatus'] as JsonObject), statusListIndex: `${number}` },
  })
}
const ofAchievement =
  (name: string) =>
  (badge: JsonObject): JsonObject => {
    const subject = subjectOf(badge)
    const achievement = {
      ...(subject['achievement'] as JsonObject),
      id: `https://badges.example/achievements/${name}`,
      name,
      description: `${name}。`.repeat(40),
    }
    return { ...badge, name, credentialSubject: { ...subject, achievement } }
  }

/** A path that has seen a few badges of the achievement. */
const acquainted = async (...changes: ((badge: JsonObject) => JsonObject)[]) => {
  const compiled = path()
  for (const change of changes) for (let number = 1; number <= 6; number++) await compiled.digest(ofHolder(number, change))
  return compiled
}
const agrees = async (compiled: ReturnType<typeof path>, document: JsonObject) => {
  expect(await differences(compiled, document, await reference.canonicalize(document))).toEqual([])
}
const castOf = async (compiled: ReturnType<typeof path>, document: JsonObject) => {
  const before = compiled.counts().cast
  await compiled.digest(document)
  return compiled.counts().cast - before
}

describe('badges of one achievement', () => {
  test('are cast after the first two, each with the bytes of the reference path', async () => {
    const compiled = path()
    const cast = []
    for (let number = 0; number < 6; number++) cast.push(await castOf(compiled, ofHolder(number)))
    expect(cast).toEqual([0, 0, 1, 1, 1, 1])
    for (let number = 100; number < 120; number++) await agrees(compiled, ofHolder(number))
  })

  test('of several achievements, one after the other or mixed, are cast as well', async () => {
    const compiled = await acquainted(ofAchievement('甲'), ofAchievement('乙'), ofAchievement('丙'))
    for (let number = 10; number < 40; number++) {
      const badge = ofHolder(number, ofAchievement(['甲', '乙', '丙'][number % 3] as string))
      expect(await castOf(compiled, badge)).toBe(1)
      await agrees(compiled, badge)
    }
  })

  test('with another date are cast too: the mould is widened by what turned out to vary', async () => {
    const compiled = await acquainted((badge) => badge)
    for (const day of ['02', '03', '04']) {
      const badge = ofHolder(50, (badge) => ({ ...badge, validFrom: `2026-04-${day}T00:00:00Z` }))
      expect(await castOf(compiled, badge)).toBe(1)
      await agrees(compiled, badge)
    }
  })

  test.each<[string, (badge: JsonObject) => JsonObject]>([
    ['an id that is the id of the subject', (badge) => ({ ...badge, id: subjectOf(badge)['id'] as string })],
    ['an id that is the id of the achievement', (badge) => ({ ...badge, id: 'https://badges.example/achievements/data-basics/1' })],
    ['an id of another scheme', (badge) => ({ ...badge, id: 'did:example:1' })],
    [
      'a term as the value of the result',
      (badge) => ({
        ...badge,
        credentialSubject: {
          ...subjectOf(badge),
          result: [{ type: ['Result'], resultDescription: 'urn:uuid:6b5b9a0e', value: 'Profile' }],
        },
      }),
    ],
    [
      'an IRI as the value of the result',
      (badge) => ({
        ...badge,
        credentialSubject: { ...subjectOf(badge), result: [{ type: ['Result'], resultDescription: 'urn:uuid:6b5b9a0e', value: 'urn:x' }] },
      }),
    ],
    [
      'one more result',
      (badge) => ({
        ...badge,
        credentialSubject: {
          ...subjectOf(badge),
          result: [...(subjectOf(badge)['result'] as JsonObject[]), { type: ['Result'], value: 'x' }],
        },
      }),
    ],
    ['one member less', ({ evidence: _, ...badge }) => badge as JsonObject],
    ['a member in another place', ({ name, ...badge }) => ({ ...badge, name: name as string })],
    ['a number in place of a text', (badge) => ({ ...badge, credentialSubject: { ...subjectOf(badge), creditsEarned: 1 } })],
    ['an object in place of a list', (badge) => ({ ...badge, evidence: (badge['evidence'] as JsonObject[])[0] as JsonObject })],
    [
      'a text with characters to escape',
      (badge) => ({ ...badge, credentialStatus: { ...(badge['credentialStatus'] as JsonObject), statusListIndex: '"\\\n\u0001\u007f' } }),
    ],
    [
      'a text beyond U+FFFF',
      (badge) => ({ ...badge, credentialStatus: { ...(badge['credentialStatus'] as JsonObject), statusListIndex: '𠮷' } }),
    ],
    ['an empty text', (badge) => ({ ...badge, credentialStatus: { ...(badge['credentialStatus'] as JsonObject), statusListIndex: '' } })],
    [
      'a very long text',
      (badge) => ({ ...badge, credentialStatus: { ...(badge['credentialStatus'] as JsonObject), statusListIndex: '長い'.repeat(20_000) } }),
    ],
  ])('one of them with %s has the bytes of the reference path', async (_, change) => {
    const compiled = await acquainted((badge) => badge)
    await agrees(compiled, ofHolder(77, change))
    await agrees(compiled, ofHolder(78, change))
    await agrees(compiled, ofHolder(79))
  })

  test('one of them with an id that is no IRI is refused, as by the reference path', async () => {
    const compiled = await acquainted((badge) => badge)
    const badge = ofHolder(77, (badge) => ({ ...badge, id: 'https://badges.example/a b' }))
    await expect(reference.digest(badge)).rejects.toMatchObject({ failure: 'undefined_term' })
    expect(compiled.signableNow?.(badge)).toBeUndefined()
    await expect(compiled.digest(badge)).rejects.toMatchObject({ failure: 'undefined_term' })
    await agrees(compiled, ofHolder(79))
  })

  test('a lone surrogate in one of them is refused', async () => {
    const compiled = await acquainted((badge) => badge)
    const badge = ofHolder(80, (badge) => ({
      ...badge,
      credentialStatus: { ...(badge['credentialStatus'] as JsonObject), statusListIndex: '\ud842' },
    }))
    expect(compiled.signableNow?.(badge)).toBeUndefined()
    await expect(compiled.digest(badge)).rejects.toMatchObject({ failure: 'malformed' })
  })

  test('an own member __proto__ in one of them is refused', async () => {
    const compiled = await acquainted((badge) => badge)
    const badge = JSON.parse(JSON.stringify(ofHolder(81)).replace('"narrative"', '"__proto__":{"name":"x"},"narrative"')) as JsonObject
    expect(compiled.signableNow?.(badge)).toBeUndefined()
    await expect(compiled.digest(badge)).rejects.toMatchObject({ failure: 'malformed' })
  })
})

describe('parts that many badges share', () => {
  test('a frozen part is known again, a part that can change is looked at each time', async () => {
    const freeze = <T extends object>(value: T): T => {
      for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) freeze(member)
      return Object.freeze(value)
    }
    const frozen = freeze(structuredClone(subjectOf(sampleBadge())['achievement'] as JsonObject))
    const open = structuredClone(frozen) as JsonObject
    const withAchievement = (number: number, achievement: JsonObject) =>
      ofHolder(number, (badge) => ({ ...badge, credentialSubject: { ...subjectOf(badge), achievement } }))
    const compiled = path()
    for (let number = 1; number <= 4; number++) await compiled.digest(withAchievement(number, frozen))
    await agrees(compiled, withAchievement(5, frozen))
    for (let number = 6; number <= 9; number++) await compiled.digest(withAchievement(number, open))
    open['description'] = '変わった。'
    await agrees(compiled, withAchievement(10, open))
  })
})

describe('what is written over what was written before', () => {
  test('has the bytes of the reference path, whatever length and alphabet the texts have by turns', async () => {
    const compiled = path()
    const texts = ['a1', 'b2', 'a1', 'cc3', 'd', 'é', 'あ', 'ab', '𠮷', 'e\nf', 'ef', '"', 'あい', 'xyzxyz', 'é', 'eé', 'b2']
    const withName = (number: number, text: string) =>
      ofHolder(number, (badge) => ({
        ...badge,
        name: text,
        credentialSubject: { ...subjectOf(badge), licenseNumber: `L-${text}-${text}` },
      }))
    for (const [number, text] of texts.slice(0, 4).entries()) await compiled.digest(withName(number, text))
    for (const [number, text] of [...texts, ...texts.toReversed()].entries()) await agrees(compiled, withName(number * number, text))
    expect(compiled.counts().cast).toBeGreaterThan(30)
  })

  test('has them where subjects and blank nodes change their order', async () => {
    const compiled = path()
    const at = (number: number, id: string) => ofHolder(number, (badge) => ({ ...badge, id }))
    const ids = [
      'https://a.example/1',
      'https://z.example/1',
      'https://badges.example/0',
      'https://badges.example/zz',
      'https://a.example/2',
    ]
    for (let number = 0; number < 4; number++) await compiled.digest(at(number, `https://m.example/${number}`))
    for (let number = 0; number < 60; number++) await agrees(compiled, at(number, ids[number % ids.length] as string))
  })
})

describe('signing at once', () => {
  const key = ed25519PrivateKey(new Uint8Array(32).fill(5))
  const request = {
    verificationMethod: 'did:web:badges.example#key-1',
    created: '2026-04-01T00:00:00Z',
    sign: (bytes: Uint8Array) => signEd25519(key, bytes),
  }

  test('gives the text that waiting and the reference path give', async () => {
    const compiled = path()
    for (let number = 1; number <= 3; number++) await addProof(ofHolder(number), request, compiled)
    for (let number = 4; number <= 9; number++) {
      const secured = addProofNow(ofHolder(number), request, compiled)
      expect(secured?.text).toBe(await addProof(ofHolder(number), request, reference))
      expect(secured?.text).toBe(await addProof(ofHolder(number), request, compiled))
      expect(secured?.sha256).toBe(hash('sha256', secured?.text ?? '', 'hex'))
    }
  })

  test('is left to waiting where the document or the proof is of a new kind', async () => {
    const compiled = path()
    expect(addProofNow(ofHolder(1), request, compiled)).toBeUndefined()
    for (let number = 1; number <= 3; number++) await addProof(ofHolder(number), request, compiled)
    expect(addProofNow(ofHolder(4), request, compiled)).toBeDefined()
    expect(addProofNow(ofHolder(4), { ...request, created: '2026-04-01T00:00:01Z' }, compiled)).toBeUndefined()
    expect(addProofNow(ofHolder(4), request, reference)).toBeUndefined()
  })

  test('is left to waiting where verifiers might order the lines differently, and refused where they do', async () => {
    const tagged = (number: number, ...tag: string[]) =>
      ofHolder(number, (badge) => {
        const subject = subjectOf(badge)
        return { ...badge, credentialSubject: { ...subject, achievement: { ...(subject['achievement'] as JsonObject), tag } } }
      })
    const compiled = path()
    for (let number = 1; number <= 6; number++) await addProof(tagged(number, `a${number}`, `b${number}`), request, compiled)
    expect(addProofNow(tagged(7, 'a7', 'b7'), request, compiled)).toBeDefined()
    expect(addProofNow(tagged(8, '𠮷', 'b8'), request, compiled)).toBeUndefined()
    expect(await addProof(tagged(8, '𠮷', 'b8'), request, compiled)).toBe(await addProof(tagged(8, '𠮷', 'b8'), request, reference))
    expect(addProofNow(tagged(9, '𠮷', '（'), request, compiled)).toBeUndefined()
    await expect(addProof(tagged(9, '𠮷', '（'), request, compiled)).rejects.toThrow('sort by code point')
  })
})
