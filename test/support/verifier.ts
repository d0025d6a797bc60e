import type { JsonObject } from '../../src/json.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import type { Deps } from '../../src/service/deps.ts'
import { registerEntry } from '../../src/service/issuer-register.ts'
import { localDocument } from '../../src/service/local-documents.ts'
import type { VerifierDeps } from '../../src/verification/deps.ts'
import type { Verification } from '../../src/verification/verdict.ts'
import { verifyDocument } from '../../src/verification/verify-document.ts'

const canonicalizer = referenceCanonicalizer(loadContexts())

/** The real verifier over the documents of one service, with no way out. */
export const verifierOf = (deps: Deps): VerifierDeps => ({
  heldContexts: deps.heldContexts,
  canonicalizer,
  outward: { get: async () => ({ kind: 'refused', reason: 'Tests look at nothing outside.' }) },
  local: (url) => localDocument(deps, url),
  register: (issuerId) => registerEntry(deps, issuerId),
  issuerAliases: new Map(),
  now: deps.now,
})

export const verifyText = (deps: Deps, text: string): Promise<Verification> =>
  verifyDocument(JSON.parse(text) as JsonObject, verifierOf(deps))
