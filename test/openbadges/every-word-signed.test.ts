import { describe, expect, test } from 'vitest'
import { isJsonObject, type Json, type JsonObject } from '../../src/json.ts'
import { examine } from '../../src/openbadges/conformance.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { CanonicalizationError } from '../../src/proof/canonicalizer.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { badge, badgeWithServices, endorsement, learnerRecord, olderBadge, signedBadge, statusList } from './rule-samples/documents.ts'

/*
 * SECURITY L4: nothing that a document says may be missing from what is signed. The closed schema lets no key pass that the RDF forgets,
 * and safe mode refuses undefined terms; here every single value of a full document of each kind is changed or left out, and the canonical
 * N-Quads must differ each time, unless the document is refused before any cryptography
 * (docs/decisions/0008-closed-schema-instead-of-round-trip.md).
 */

const contexts = loadContexts()
const { canonicalize } = referenceCanonicalizer(contexts)
const isAccepted = (document: JsonObject): boolean => {
  const { problems, notHeld } = examine(document, { heldContexts: contexts.urls, purpose: 'verify' })
  return problems.length === 0 && notHeld.length === 0
}
const canonicalOf = async (document: JsonObject): Promise<string | undefined> => {
  const { proof: _, ...unsecured } = document
  return canonicalize(unsecured).catch((error: unknown) => {
    if (error instanceof CanonicalizationError) return undefined
    throw error
  })
}

type Way = (string | number)[]
const leaves = (value: Json, way: Way = []): Way[] => {
  if (typeof value !== 'object' || value === null) return [way]
  return Object.entries(value).flatMap(([step, item]) =>
    way.length === 0 && (step === '@context' || step === 'proof') ? [] : step === '@context' ? [] : leaves(item, [...way, step]),
  )
}
const altered = (document: JsonObject, way: Way, alter: (holder: Record<string, Json>, step: string) => void): JsonObject => {
  const copy = structuredClone(document)
  const holder = way.slice(0, -1).reduce<Json>((node, step) => (node as Record<string, Json>)[step] as Json, copy)
  alter(holder as Record<string, Json>, String(way.at(-1)))
  return copy
}
const another = (value: Json | undefined): Json =>
  typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}1`

const alterations: Readonly<Record<string, (holder: Record<string, Json>, step: string) => void>> = {
  changed: (holder, step) => {
    holder[step] = another(holder[step])
  },
  'left out': (holder, step) => {
    if (Array.isArray(holder)) holder.splice(Number(step), 1)
    else delete holder[step]
  },
}

const documents: Readonly<Record<string, () => JsonObject>> = {
  'an open badge': badge,
  'a badge with an embedded endorsement': signedBadge,
  'a badge with status, refresh and evidence': badgeWithServices,
  'an endorsement': endorsement,
  'a status list': statusList,
  'a badge of VC Data Model 1.1': olderBadge,
  'a learner record': learnerRecord,
}

describe('L4: every value of an accepted document is signed', () => {
  describe.each(Object.entries(documents))('%s', (_name, make) => {
    test.each(Object.entries(alterations))(
      '%s anywhere, it has other N-Quads or is refused',
      async (_how, alter) => {
        const document = make()
        const signed = await canonicalOf(document)
        expect(signed).toBeDefined()
        const unsigned: string[] = []
        let accepted = 0
        for (const way of leaves(document)) {
          const other = altered(document, way, alter)
          if (!isAccepted(other)) continue
          const nquads = await canonicalOf(other)
          if (nquads === undefined) continue
          accepted++
          if (nquads === signed) unsigned.push(way.join('/'))
        }
        expect(unsigned).toEqual([])
        expect(accepted).toBeGreaterThan(0)
      },
      60_000,
    )
  })

  test('a key that the RDF forgets is refused wherever it stands', () => {
    const document = signedBadge()
    const places = new Map(leaves(document).map((way) => [way.slice(0, -1).join('/'), way]))
    const forgotten = ['@index', '__proto__', '@nest', '@reverse', 'constructor', 'prototype', 'toString', 'x:y']
    for (const way of places.values()) {
      for (const key of forgotten) {
        const other = altered(document, way, (holder) => {
          if (isJsonObject(holder as Json))
            Object.defineProperty(holder, key, { value: 'unsigned', enumerable: true, configurable: true, writable: true })
          else (holder as unknown as Json[]).push({ [key]: 'unsigned' })
        })
        expect([way.join('/'), key, isAccepted(other)]).toEqual([way.join('/'), key, false])
      }
    }
  })
})
