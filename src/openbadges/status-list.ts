import { VCDM_2 } from './contexts.ts'
import { wholeSecond } from './jst-day.ts'
import { present } from './present.ts'
import type { UnsignedCredential } from './types.ts'

export {
  type Bitstring,
  BitstringError,
  type BitstringFailure,
  decodeBitstring,
  encodeBitstring,
  MAX_LIST_BYTES,
  MIN_LIST_LENGTH,
} from './bitstring.ts'

export interface StatusListInput {
  /** URL under which the list is served; it is its id */
  id: string
  /** DID of the issuer, as a plain string (VC-API section 9) */
  issuer: string
  purpose: 'revocation' | 'suspension'
  /** `encodeBitstring(…)` */
  encodedList: string
  validFrom: Date
  /** after this instant verifiers no longer trust a copy */
  validUntil?: Date
}

/** A status list as a credential, ready to be checked (Bitstring Status List 1.0; ST-2, VC-API section 9). */
export const buildStatusListCredential = (input: StatusListInput): UnsignedCredential => ({
  '@context': [VCDM_2],
  id: input.id,
  type: ['VerifiableCredential', 'BitstringStatusListCredential'],
  ...present({
    issuer: input.issuer,
    validFrom: wholeSecond(input.validFrom),
    validUntil: input.validUntil === undefined ? undefined : wholeSecond(input.validUntil),
    credentialSubject: {
      id: `${input.id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: input.purpose,
      encodedList: input.encodedList,
    },
  }),
})
