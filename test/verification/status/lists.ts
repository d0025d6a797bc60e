import { gzipSync } from 'node:zlib'
import type { Json, JsonObject } from '../../../src/json.ts'
import { encodeBitstring, MIN_LIST_LENGTH } from '../../../src/openbadges/bitstring.ts'
import { type Signer, signed } from '../proof/signers.ts'

export const listUrl = 'https://issuer.example/status/1'

/** An unsigned Bitstring Status List by an issuer, with some bits set and some members replaced. */
export const listBy = (
  issuer: string,
  options: { set?: number[]; purpose?: Json; encodedList?: string; members?: Record<string, Json | undefined> } = {},
): JsonObject => {
  const document: JsonObject = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: listUrl,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: '2026-04-01T00:00:00Z',
    credentialSubject: {
      id: `${listUrl}#list`,
      type: 'BitstringStatusList',
      statusPurpose: options.purpose ?? 'revocation',
      encodedList: options.encodedList ?? encodeBitstring(options.set ?? [], MIN_LIST_LENGTH),
    },
  }
  for (const [member, value] of Object.entries(options.members ?? {})) {
    if (value === undefined) delete document[member]
    else document[member] = value
  }
  return document
}

export const signedList = (signer: Signer, options: Parameters<typeof listBy>[1] = {}): Promise<JsonObject> =>
  signed(listBy(signer.did, options), signer)

/** `encodedList` of bits that `encodeBitstring` refuses to make. */
export const encoded = (bytes: Uint8Array): string => `u${gzipSync(bytes).toString('base64url')}`

export const entryOf = (members: JsonObject = {}): JsonObject => ({
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '94567',
  statusListCredential: listUrl,
  ...members,
})
