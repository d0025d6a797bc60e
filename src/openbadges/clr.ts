import { asList, isJsonObject, type Json, type JsonObject } from '../json.ts'

/** One credential that a learner record holds. */
export interface ContainedCredential {
  /** JSON pointer into the record */
  path: string
  /** a credential object, an enveloped credential, or the text of a compact JWS */
  credential: JsonObject | string
}

const below = (path: string, value: Json | undefined, member: string): { path: string; item: Json }[] =>
  Array.isArray(value)
    ? value.map((item, index) => ({ path: `${path}/${member}/${index}`, item }))
    : asList(value).map((item) => ({ path: `${path}/${member}`, item }))

/**
 * The credentials inside a Comprehensive Learner Record 2.0 (`ClrCredential`, `ClrSubject.verifiableCredential`), in the order in which they
 * stand there. Each is signed by its own issuer and is to be verified by itself; the record's signature says nothing about them.
 */
export const containedCredentials = (record: JsonObject): ContainedCredential[] =>
  below('', record['credentialSubject'], 'credentialSubject').flatMap((subject) =>
    isJsonObject(subject.item)
      ? below(subject.path, subject.item['verifiableCredential'], 'verifiableCredential').flatMap(({ path, item }) =>
          isJsonObject(item) || typeof item === 'string' ? [{ path, credential: item }] : [],
        )
      : [],
  )
