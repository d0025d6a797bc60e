import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { sha256 } from '../../src/proof/sha256.ts'
import { sampleBadge } from './sample-badge.ts'

const canonicalizer = referenceCanonicalizer(loadContexts())
const subjectWith = (more: JsonObject): JsonObject => {
  const badge = sampleBadge()
  return { ...badge, credentialSubject: { ...(badge['credentialSubject'] as JsonObject), ...more } }
}

describe('the reference path', () => {
  test('the digest is SHA-256 of the canonical N-Quads as UTF-8', async () => {
    const nquads = await canonicalizer.canonicalize(sampleBadge())
    expect(nquads).toContain('"データ活用基礎"')
    expect(nquads).toContain('全6回に出席し、\\n修了課題 \\"A\\" に合格すること。')
    expect(await canonicalizer.digest(sampleBadge())).toEqual(sha256(nquads))
  })

  test('T2 DM-30 a term that no context defines is refused and named; the same place with a defined one is not', async () => {
    await expect(canonicalizer.canonicalize(subjectWith({ participantNumber: '12' }))).rejects.toMatchObject({
      failure: 'undefined_term',
      message: expect.stringContaining('participantNumber'),
    })
    await expect(canonicalizer.canonicalize(subjectWith({ licenseNumber: '12' }))).resolves.toContain('"12"')
  })

  test('T1 a 1EdTech type without the extensions context is refused, with it it is not', async () => {
    const badge: JsonObject = {
      ...sampleBadge(),
      credentialSchema: [{ id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/x.json', type: '1EdTechJsonSchemaValidator2019' }],
    }
    await expect(canonicalizer.canonicalize(badge)).rejects.toMatchObject({ failure: 'undefined_term' })
    const contexts = [...(badge['@context'] as string[]), 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json']
    await expect(canonicalizer.canonicalize({ ...badge, '@context': contexts })).resolves.toContain('1EdTechJsonSchemaValidator2019')
  })

  test('D-4 a context that is not held is named as such, at the top and in a nested context', async () => {
    const elsewhere = 'https://elsewhere.example/context.json'
    const badge = sampleBadge()
    for (const document of [
      { ...badge, '@context': [...(badge['@context'] as string[]), elsewhere] },
      subjectWith({ '@context': { '@import': elsewhere } }),
      subjectWith({ '@context': elsewhere }),
    ]) {
      await expect(canonicalizer.canonicalize(document)).rejects.toMatchObject({
        failure: 'context_not_held',
        message: expect.stringContaining(elsewhere),
      })
    }
  })

  test('T16 a language map is refused, T17 a text direction is kept', async () => {
    await expect(canonicalizer.canonicalize({ ...sampleBadge(), name: { ja: '証', en: 'proof' } })).rejects.toMatchObject({
      failure: 'undefined_term',
    })
    const name = { '@value': '証', '@language': 'ja', '@direction': 'ltr' }
    await expect(canonicalizer.canonicalize({ ...sampleBadge(), name })).resolves.toContain('<https://www.w3.org/ns/i18n#ja_ltr>')
  })

  test('a relative identifier is refused', async () => {
    await expect(canonicalizer.canonicalize({ ...sampleBadge(), id: 'badges/1' })).rejects.toMatchObject({ failure: 'undefined_term' })
  })

  test('a protected term that an inline context redefines is malformed', async () => {
    const contexts = [...(sampleBadge()['@context'] as string[]), { name: 'https://elsewhere.example/name' }]
    await expect(canonicalizer.canonicalize({ ...sampleBadge(), '@context': contexts })).rejects.toMatchObject({ failure: 'malformed' })
  })

  test('a lone surrogate is refused, a whole pair is not', async () => {
    await expect(canonicalizer.canonicalize({ ...sampleBadge(), name: '\ud842' })).rejects.toMatchObject({ failure: 'malformed' })
    await expect(canonicalizer.canonicalize({ ...sampleBadge(), name: '\ud842\udfb7' })).resolves.toContain('"𠮷"')
  })

  test('L4 an own member named __proto__ is refused, which the libraries drop', async () => {
    const badge = JSON.parse(JSON.stringify(sampleBadge()).replace('"narrative"', '"__proto__":{"name":"x"},"narrative"')) as JsonObject
    await expect(canonicalizer.canonicalize(badge)).rejects.toMatchObject({ failure: 'malformed' })
  })

  test('T9 a graph that only a deep search could order is given up as too slow', async () => {
    const nodes = Array.from({ length: 12 }, (_, index) => ({ id: `_:n${index}`, type: ['Achievement'] }))
    const related = (index: number) => nodes.filter((_, other) => other !== index).map(({ id }) => ({ id, type: ['Related'] }))
    const achievement = nodes.map((node, index) => ({ ...node, related: related(index) }))
    await expect(canonicalizer.canonicalize(subjectWith({ achievement }))).rejects.toMatchObject({ failure: 'too_slow' })
  })
})
