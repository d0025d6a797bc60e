import { createHash } from 'node:crypto'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import type { VerifierDeps } from '../../src/verification/deps.ts'
import { verifyDocument } from '../../src/verification/verify-document.ts'
import { releases } from './releases.ts'
import type { ScenarioOptions, ScenarioResult } from './scenario.ts'

/**
 * R20: badges of every release have the verdict that they had on the day of the release: keys that were rotated away still count, the one that was compromised
 * does not. The verifier has the DID document and the status lists of that day and no network.
 */
export const tenYears = async (_options: ScenarioOptions): Promise<ScenarioResult> => {
  const contexts = loadContexts()
  const wrong: string[] = []
  const keys = new Set<string>()
  let verified = 0
  for (const { release, at, issuer, badges, documents } of releases()) {
    const verifier: VerifierDeps = {
      heldContexts: contexts.urls,
      canonicalizer: referenceCanonicalizer(contexts),
      outward: { get: async () => ({ kind: 'refused' as const, reason: 'there is no network' }) },
      local: async (url: string) => {
        const text = documents[url]
        return text === undefined ? ('missing' as const) : { mediaType: 'application/json', bytes: new TextEncoder().encode(text) }
      },
      register: async (id: string) => (id === issuer ? { name: release, since: at.slice(0, 10) } : undefined),
      issuerAliases: new Map<string, readonly string[]>(),
      now: () => new Date(at),
    }
    for (const { id, text, sha256, verdict } of badges) {
      if (createHash('sha256').update(text).digest('hex') !== sha256) wrong.push(`${release}: badge ${id} of the fixture was altered`)
      keys.add(String((JSON.parse(text) as { proof: { verificationMethod: string } }).proof.verificationMethod))
      const found = (await verifyDocument(JSON.parse(text), verifier)).verdict
      verified += 1
      if (found !== verdict) wrong.push(`${release}: badge ${id} was ${verdict} and is ${found}`)
    }
  }
  return { ok: wrong.length === 0 && verified > 0, releases: releases().length, verified, keys: keys.size, wrong }
}
