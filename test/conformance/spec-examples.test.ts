import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asList, type Json, type JsonObject } from '../../src/json.ts'
import { specDir } from '../support/spec-dir.ts'
import { type Desk, openDesk } from './desk.ts'
import { issuer } from './documents.ts'
import { contexts, seal } from './sign.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const folders =
  specDir === undefined ? [] : ['examples', 'vectors', '../demo/examples'].map((name) => join(specDir as string, name)).filter(existsSync)
const credentials = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name): [string, JsonObject] => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as JsonObject])
    .filter(([, document]) => document['credentialSubject'] !== undefined),
)

/** Members that name what stands nowhere: proofs, status, and endorsements with proofs that were made up. */
const madeUp = new Set(['proof', 'credentialStatus', 'endorsement', 'endorsementJwt'])
const withoutMadeUp = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(withoutMadeUp)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([member]) => !madeUp.has(member))
      .map(([member, item]) => [member, withoutMadeUp(item)]),
  )
}

/** The document by an issuer of ours, with the schema of its kind only: no other is applied. */
const ours = (document: JsonObject): JsonObject => {
  const bare = withoutMadeUp(document) as JsonObject
  const { issuer: holder, credentialSchema: schemas } = bare
  return {
    ...bare,
    issuer: typeof holder === 'string' ? issuer.did : { ...(holder as JsonObject), id: issuer.did },
    ...(Array.isArray(schemas) ? { credentialSchema: schemas.slice(0, 1) } : {}),
  }
}

const isHeld = (document: JsonObject): boolean => asList(document['@context']).every((context) => contexts.urls.has(String(context)))

/** What decides about an example besides its signature: contexts that nobody holds (D-10), and its own period. */
const verdictOf = (document: JsonObject): string => {
  if (!isHeld(document)) return 'unverifiable'
  const now = '2026-05-01'
  const begins = String(document['validFrom'] ?? document['issuanceDate'])
  return begins <= now && String(document['validUntil'] ?? '9') > now ? 'valid' : 'invalid'
}

describe.runIf(credentials.length > 0)('every example of the specification and of the programme, signed by an issuer of ours', () => {
  test.each(credentials)('%s verifies, and not with one word changed', async (_, document) => {
    const credential = await seal(ours(document), issuer)
    for (const heard of await desk.hear({ credential }))
      expect(`${heard.verdict} ${heard.code}`, JSON.stringify(heard.body)).toMatch(new RegExp(`^${verdictOf(document)}`))
    for (const { verdict, status } of await desk.hear({ credential: { ...credential, description: 'Altered' } })) {
      expect(verdict).toBe(isHeld(document) ? 'invalid' : 'unverifiable')
      expect(status).toBeLessThan(500)
    }
  })
})
