import type { JsonObject } from '../../../src/json.ts'
import { type Signer, signed } from '../proof/signers.ts'

/** An endorsement of something by somebody, signed by the endorser. */
export const endorsementBy = (endorser: Signer, about: string, members: JsonObject = {}): Promise<JsonObject> =>
  signed(
    {
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
      id: 'urn:uuid:1b0c1b57-7d1b-4b3f-9a3e-0e1c3a1f2d10',
      type: ['VerifiableCredential', 'EndorsementCredential'],
      issuer: { id: endorser.did, type: ['Profile'], name: '株式会社見本（デモ）' },
      validFrom: '2026-04-02T00:00:00Z',
      name: 'Recognition by an employer',
      credentialSubject: { id: about, type: ['EndorsementSubject'], endorsementComment: 'We count this badge.' },
      ...members,
    },
    endorser,
  )
