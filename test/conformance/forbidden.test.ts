import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { createOutward } from '../../src/verification/outward.ts'
import { type Desk, openDesk } from './desk.ts'
import { badge, EXT, entry, issuer, OB, plain, V2 } from './documents.ts'
import { seal } from './sign.ts'
import { forbidden } from './tables/inputs.ts'

/** Names of a stranger's name server. */
const names: Record<string, string[]> = {
  'inside.example': ['10.0.0.5'],
  'both.example': ['93.184.216.34', '10.0.0.1'],
  'loop.example': ['127.0.0.1'],
  'metadata.google.internal': ['169.254.169.254'],
  localhost: ['127.0.0.1'],
}

let desk: Desk
const connected: string[] = []
beforeAll(async () => {
  desk = await openDesk(
    createOutward({
      mode: 'public',
      origins: [],
      lookup: async (hostname) => names[hostname] ?? [],
      reroute: (address, port) => {
        connected.push(`${address}:${port}`)
        return { host: '127.0.0.1', port: 9 }
      },
    }),
  )
})
afterAll(() => desk.close())

/** Every member by which a stranger can make the verifier look somewhere. */
const documents = (url: string): Promise<JsonObject>[] => {
  const host = encodeURIComponent(url.replace(/^https:\/\/|\/$/g, ''))
  const web = `did:web:${host}`
  return [
    seal(plain({ credentialStatus: entry({ statusListCredential: url }) }), issuer),
    seal(badge({ '@context': [V2, OB, EXT], credentialStatus: { id: url, type: '1EdTechRevocationList' } }), issuer),
    seal(badge({ '@context': [V2, OB, EXT], refreshService: { id: url, type: '1EdTechCredentialRefresh' } }), issuer),
    seal(plain({}, url), { ...issuer, vm: `${url}#key` }),
    seal(plain({}, web), { ...issuer, vm: `${web}#key` }),
    seal(plain({ '@context': [V2, url] }), issuer),
    seal(badge({ evidence: [{ id: url, type: ['Evidence'] }], image: { id: url, type: 'Image' } }), issuer),
  ]
}

test.each(forbidden)('T8: nothing connects to %s, whichever member names it', async (url) => {
  const given = await Promise.all(documents(url))
  for (const credential of given) {
    for (const { status, verdict } of await desk.hear({ credential })) {
      expect(status).toBeLessThan(500)
      expect(verdict).toMatch(/^(valid|invalid|unverifiable)$/)
    }
  }
  const statusOf = await desk.hear({ credential: given[0] as JsonObject })
  expect(statusOf.every(({ verdict }) => verdict !== 'valid')).toBe(true)
  const [typed] = await desk.hear({ text: url })
  expect(typed?.verdict).toMatch(/^(bad-request|unverifiable)$/)
  expect(connected).toEqual([])
})
