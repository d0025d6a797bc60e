import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { RuleProblem } from '../types.ts'
import { below } from './pointer.ts'
import { isUrl } from './url.ts'

/** Hexadecimal digests of the bytes that were published under a URL; several where the bytes changed in place. */
export interface ResourceDigests {
  readonly sha256: readonly string[]
  readonly sha384: readonly string[]
  readonly sha512: readonly string[]
}

type Algorithm = keyof ResourceDigests

const digestBytes: Readonly<Record<Algorithm, number>> = { sha256: 32, sha384: 48, sha512: 64 }

/** Multihash codes with their lengths as one-byte varints: sha2-256, sha2-384, sha2-512. */
const multihashHeaders: readonly [Algorithm, string][] = [
  ['sha256', '1220'],
  ['sha384', '2030'],
  ['sha512', '1340'],
]

/** A digest as the document states it; `undefined` when the text is none. */
interface StatedDigest {
  algorithm: Algorithm
  hex: string
}

/**
 * Examines `relatedResource` (VC Data Model 2.0, section 5.3): objects with unique URL ids and a digest. A digest of a resource in
 * the table has to be that of a published version; of any other resource only the form can be judged, since nothing is fetched.
 */
export const examineRelatedResources = (
  value: Json | undefined,
  published: ReadonlyMap<string, ResourceDigests>,
  path: string,
): RuleProblem[] => {
  if (value === undefined) return []
  const resources = Array.isArray(value) ? value : [value]
  if (resources.length === 0) return [{ rule: 'VCDM-RELATED', path, message: 'relatedResource names at least one resource.' }]
  const seen = new Set<string>()
  return resources.flatMap((resource, index) => {
    const place = Array.isArray(value) ? below(path, index) : path
    if (!isJsonObject(resource)) return [{ rule: 'VCDM-RELATED', path: place, message: 'A related resource is an object.' }]
    if (!isUrl(resource['id'])) return [{ rule: 'VCDM-RELATED', path: below(place, 'id'), message: 'A related resource has a URL as id.' }]
    const id = resource['id']
    if (seen.has(id)) return [{ rule: 'VCDM-RELATED', path: below(place, 'id'), message: 'Two related resources have one id.' }]
    seen.add(id)
    return examineDigests(resource, published.get(id), place)
  })
}

const examineDigests = (resource: JsonObject, published: ResourceDigests | undefined, path: string): RuleProblem[] => {
  const { digestSRI, digestMultibase } = resource
  if (digestSRI === undefined && digestMultibase === undefined)
    return [{ rule: 'VCDM-RELATED', path, message: 'A related resource has digestSRI or digestMultibase.' }]
  const problems: RuleProblem[] = []
  const judge = (member: string, stated: StatedDigest[] | undefined): void => {
    const place = below(path, member)
    if (stated === undefined) problems.push({ rule: 'VCDM-RELATED', path: place, message: 'This is not a digest.' })
    else if (published !== undefined && !stated.some(({ algorithm, hex }) => published[algorithm].includes(hex)))
      problems.push({ rule: 'VCDM-RELATED', path: place, message: 'The digest is not that of the published resource.' })
  }
  if (digestSRI !== undefined) judge('digestSRI', readSri(digestSRI))
  if (digestMultibase !== undefined) judge('digestMultibase', readMultibase(digestMultibase))
  return problems
}

/**
 * Subresource Integrity: `sha384-` and base64, several separated by white space. Examples in the VC Data Model text carry the
 * multibase letter `M` before the base64; the length tells that form apart, so it is read too.
 */
const readSri = (value: Json): StatedDigest[] | undefined => {
  if (typeof value !== 'string') return undefined
  const stated = value
    .trim()
    .split(/\s+/)
    .map((text): StatedDigest | undefined => {
      const found = /^(sha256|sha384|sha512)-(M?)([A-Za-z0-9+/]+={0,2})$/.exec(text)
      if (found === null) return undefined
      const algorithm = found[1] as Algorithm
      const hex =
        exactHex(found[3] as string, 'base64', digestBytes[algorithm]) ?? exactHex(`M${found[3]}`, 'base64', digestBytes[algorithm])
      return hex === undefined ? undefined : { algorithm, hex }
    })
  return stated.every((digest) => digest !== undefined) ? stated : undefined
}

/** Multibase base64url without padding (`u`): a raw SHA-256, or a multihash. */
const readMultibase = (value: Json): StatedDigest[] | undefined => {
  if (typeof value !== 'string' || !/^u[A-Za-z0-9_-]+$/.test(value)) return undefined
  const bytes = Buffer.from(value.slice(1), 'base64url')
  if (bytes.toString('base64url') !== value.slice(1)) return undefined
  const hex = bytes.toString('hex')
  if (bytes.length === digestBytes.sha256) return [{ algorithm: 'sha256', hex }]
  const header = multihashHeaders.find(([algorithm, code]) => hex.startsWith(code) && bytes.length === digestBytes[algorithm] + 2)
  return header === undefined ? undefined : [{ algorithm: header[0], hex: hex.slice(4) }]
}

const exactHex = (text: string, encoding: 'base64', length: number): string | undefined => {
  const bytes = Buffer.from(text, encoding)
  return bytes.length === length && bytes.toString(encoding).replace(/=+$/, '') === text.replace(/=+$/, '')
    ? bytes.toString('hex')
    : undefined
}
