import { decode, type TagDecoder } from 'cborg'
import { decodeBase64url, encodeBase64url } from './base64url.ts'

/** What a derived proof of ecdsa-sd-2023 carries beside the document (vc-di-ecdsa, section 3.4.6 "serializeDerivedProofValue"). */
export interface DerivedProofValue {
  /** by the issuer's key, over proof options, ephemeral key and mandatory statements */
  baseSignature: Uint8Array
  /** P-256 key in Multikey form, 35 bytes */
  ephemeralKey: Uint8Array
  /** by the ephemeral key, one for each statement that is not mandatory */
  signatures: Uint8Array[]
  /** canonical label `c14nN` → label that the issuer signed */
  labels: ReadonlyMap<string, string>
  mandatoryIndexes: ReadonlySet<number>
}

const ECDSA_SD_TAG = [0xd9, 0x5d]
const BASE = 0x00
const DERIVED = 0x01

/** Some implementations wrap byte strings in CBOR tag 64 (RFC 8746, "Uint8 Typed Array"). */
const byteArray: TagDecoder = (content) => content()

/** @returns `base` for a base proof, which must never be shown to a verifier; `malformed` for anything that is no derived proof */
export const readDerivedProofValue = (text: string): DerivedProofValue | 'base' | 'malformed' => {
  const bytes = text.startsWith('u') ? decodeBase64url(text.slice(1)) : undefined
  if (bytes === undefined || bytes[0] !== ECDSA_SD_TAG[0] || bytes[1] !== ECDSA_SD_TAG[1]) return 'malformed'
  if (bytes[2] === BASE) return 'base'
  if (bytes[2] !== DERIVED) return 'malformed'
  return parts(decodeCbor(bytes.subarray(3))) ?? 'malformed'
}

const decodeCbor = (bytes: Uint8Array): unknown => {
  try {
    return decode(bytes, { useMaps: true, rejectDuplicateMapKeys: true, tags: { 64: byteArray } })
  } catch {
    return undefined
  }
}

const parts = (value: unknown): DerivedProofValue | undefined => {
  if (!Array.isArray(value) || value.length !== 5) return undefined
  const [baseSignature, ephemeralKey, signatures, compressedLabels, indexes] = value as unknown[]
  if (!isBytes(baseSignature, 64) || !isBytes(ephemeralKey, 35)) return undefined
  if (!Array.isArray(signatures) || !signatures.every((signature) => isBytes(signature, 64))) return undefined
  if (!Array.isArray(indexes) || !indexes.every((index) => Number.isSafeInteger(index) && index >= 0)) return undefined
  const labels = readLabels(compressedLabels)
  const mandatoryIndexes = new Set<number>(indexes)
  if (labels === undefined || mandatoryIndexes.size !== indexes.length) return undefined
  return { baseSignature, ephemeralKey, signatures, labels, mandatoryIndexes }
}

/** Two nodes under one label would become one node, so every label may stand once only. */
const readLabels = (value: unknown): Map<string, string> | undefined => {
  if (!(value instanceof Map)) return undefined
  const labels = new Map<string, string>()
  for (const [number, label] of value) {
    if (!Number.isSafeInteger(number) || number < 0 || !isBytes(label, 32)) return undefined
    labels.set(`c14n${number}`, `u${encodeBase64url(label)}`)
  }
  return new Set(labels.values()).size === labels.size ? labels : undefined
}

const isBytes = (value: unknown, length: number): value is Uint8Array => value instanceof Uint8Array && value.length === length
