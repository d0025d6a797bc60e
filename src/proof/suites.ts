import type { Json, JsonObject } from '../json.ts'
import { ecdsaRdfc2019 } from './ecdsa-rdfc-2019.ts'
import { ecdsaSd2023 } from './ecdsa-sd-2023.ts'
import { eddsaJcs2022 } from './eddsa-jcs-2022.ts'
import { eddsaRdfc2022 } from './eddsa-rdfc-2022.ts'
import type { Suite } from './suite.ts'

const rdfc = { form: 'rdfc', createdRequired: false } as const
const eddsaRdfc: Suite = { ...rdfc, name: 'eddsa-rdfc-2022', keyTypes: ['Ed25519'], verify: eddsaRdfc2022 }

const cryptosuites: ReadonlyMap<Json | undefined, Suite> = new Map<Json | undefined, Suite>([
  ['eddsa-rdfc-2022', eddsaRdfc],
  // the name in drafts up to 2023, with the same bytes signed (CONFORMANCE DI-6)
  ['eddsa-2022', { ...eddsaRdfc, name: 'eddsa-2022' }],
  ['eddsa-jcs-2022', { name: 'eddsa-jcs-2022', keyTypes: ['Ed25519'], form: 'jcs', createdRequired: false, verify: eddsaJcs2022 }],
  ['ecdsa-rdfc-2019', { ...rdfc, name: 'ecdsa-rdfc-2019', keyTypes: ['P-256', 'P-384'], verify: ecdsaRdfc2019 }],
  ['ecdsa-sd-2023', { ...rdfc, name: 'ecdsa-sd-2023', keyTypes: ['P-256'], verify: ecdsaSd2023 }],
])

/** The proof type of the time before cryptosuites, which names no cryptosuite; it signs the same bytes as eddsa-rdfc-2022. */
const ed25519Signature2020: Suite = { ...eddsaRdfc, name: 'Ed25519Signature2020', createdRequired: true }

/** The suite that a proof names by `type` and `cryptosuite`; undefined when it is none that is supported here. */
export const suiteOf = (proof: JsonObject): Suite | undefined => {
  if (proof['type'] === 'DataIntegrityProof') return cryptosuites.get(proof['cryptosuite'])
  if (proof['type'] === 'Ed25519Signature2020') return ed25519Signature2020
  return undefined
}
