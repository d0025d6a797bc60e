import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue, verifyCredential } from '@digitalbazaar/vc'
import type { JsonObject } from '../src/json.ts'
import type { ContextRegistry } from '../src/proof/contexts.ts'

/** The reference: `@digitalbazaar/vc` as its own documentation uses it, one call for each badge. */
export interface Libraries {
  issue(document: JsonObject): Promise<JsonObject>
  verify(signed: JsonObject): Promise<boolean>
}

/**
 * @param key - seed of 32 bytes, the DID and the verification method under which it is published
 * @param created - as it stands in the proof
 */
export const libraries = async (
  contexts: ContextRegistry,
  key: { seed: Uint8Array; did: string; verificationMethod: string },
  created: string,
): Promise<Libraries> => {
  const pair = await Ed25519Multikey.generate({ id: key.verificationMethod, controller: key.did, seed: key.seed })
  const method = { id: key.verificationMethod, type: 'Multikey', controller: key.did, publicKeyMultibase: pair.publicKeyMultibase }
  const controller = { id: key.did, verificationMethod: [method], assertionMethod: [key.verificationMethod] }
  const multikeyContexts = ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1']
  const documentLoader = async (url: string): Promise<unknown> => {
    if (url === key.did) return { documentUrl: url, document: { '@context': multikeyContexts, ...controller } }
    if (url === key.verificationMethod) return { documentUrl: url, document: { '@context': multikeyContexts[1], ...method } }
    return contexts.documentLoader(url)
  }
  return {
    issue: (document) => {
      const suite = new DataIntegrityProof({ signer: pair.signer(), date: created, cryptosuite })
      return issue({ credential: structuredClone(document), suite, documentLoader })
    },
    verify: async (signed) => {
      const suite = new DataIntegrityProof({ cryptosuite })
      return (await verifyCredential({ credential: structuredClone(signed), suite, documentLoader, now: new Date('2027-01-01T00:00:00Z') }))
        .verified
    },
  }
}
