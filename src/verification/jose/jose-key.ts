import { isJsonObject, type JsonObject } from '../../json.ts'
import { type JwsSigningKey, readSecretJwk } from '../../proof/sign-jws.ts'
import { readJwk, type VerificationKey } from '../../proof/verification-key.ts'

/** A verification method as VC-JOSE-COSE's suite hands it over; it is taken as given, never resolved (VC-API section 8). */
export interface JoseKey {
  /** names the key in the header of a token */
  id: string
  publicKey: VerificationKey
  /** the algorithm that the key is for, if it says so */
  algorithm: string | undefined
  secret: JwsSigningKey | undefined
}

/**
 * Reads `{id, type: "JsonWebKey", controller, publicKeyJwk, secretKeyJwk?}`.
 *
 * @returns what is wrong as one sentence, when it is no such key, a weak one, or its halves do not belong together
 */
export const readJoseKey = (value: JsonObject): JoseKey | string => {
  const { id, type, publicKeyJwk, secretKeyJwk } = value
  if (typeof id !== 'string' || id === '') return 'The key has no id.'
  if (type !== 'JsonWebKey') return 'The type of the key is not JsonWebKey.'
  if (!isJsonObject(publicKeyJwk)) return 'The key has no publicKeyJwk, an object.'
  const publicKey = readJwk(publicKeyJwk)
  if (typeof publicKey === 'string') return `publicKeyJwk is no key to verify with (${publicKey}).`
  const { alg } = publicKeyJwk
  if (alg !== undefined && typeof alg !== 'string') return 'The member alg of publicKeyJwk is no text.'
  if (secretKeyJwk === undefined) return { id, publicKey, algorithm: alg, secret: undefined }
  const secret = isJsonObject(secretKeyJwk) ? readSecretJwk(secretKeyJwk) : 'malformed'
  if (typeof secret === 'string') return `secretKeyJwk is no key to sign with (${secret}).`
  if (secret.publicKey.thumbprint !== publicKey.thumbprint) return 'secretKeyJwk and publicKeyJwk do not belong together.'
  return { id, publicKey, algorithm: alg, secret }
}
