import { asList, isJsonObject, type JsonObject } from '../json.ts'
import { readDateTime } from '../openbadges/plain/date-time.ts'
import { line, type VerifyOptions } from './checks/context.ts'
import { acceptSigned } from './checks/fetch-document.ts'
import { checkCodes } from './codes.ts'
import { conclude } from './conclude.ts'
import type { VerifierDeps } from './deps.ts'
import { savedProofLimits } from './limits.ts'
import { isOpenBadge2, isSignedOpenBadge2, verifyOpenBadge2 } from './open-badges-2.ts'
import { decodeUtf8, readStrictJsonObject } from './strict-json.ts'
import type { Verdict, Verification } from './verdict.ts'
import { verifyDocument } from './verify-document.ts'
import { verifyJwt } from './verify-jwt.ts'

/** A document that the verification read from somewhere: keys, status lists, profiles. */
export interface SavedDocument {
  url: string
  mediaType: string
  text: string
}

/** A verification that can be made again without any network: what was judged, all that was read for it, when, and the verdict. */
export interface SavedProof {
  type: 'AkashiSavedProof'
  version: 1
  /** instant of the verification */
  savedAt: Date
  /** the credential as it was given, byte for byte */
  credential: string
  documents: SavedDocument[]
  verdict: Verdict
}

/**
 * Verifies a credential and keeps everything that the verdict rests on (PRODUCT, "Saved proof").
 *
 * @param text - the credential as JSON, or as compact JWT
 */
export const makeSavedProof = async (
  text: string,
  deps: VerifierDeps,
  options: VerifyOptions = {},
): Promise<{ saved: SavedProof; verification: Verification }> => {
  const documents = new Map<string, SavedDocument>()
  const keep = (url: string, mediaType: string, bytes: Uint8Array): void => {
    const document = decodeUtf8(bytes)
    if (document !== undefined) documents.set(url, { url, mediaType, text: document })
  }
  const savedAt = deps.now()
  const recording: VerifierDeps = {
    ...deps,
    now: () => savedAt,
    local: async (url, accept) => {
      const answer = await deps.local(url, accept)
      if (answer !== undefined && answer !== 'missing') keep(url, answer.mediaType, answer.bytes)
      return answer
    },
    outward: {
      get: async (url, request) => {
        const answer = await deps.outward.get(url, request)
        if (answer.kind === 'ok') keep(url, answer.mediaType, answer.bytes)
        return answer
      },
    },
  }
  const verification = await judgeText(text, recording, options)
  const saved: SavedProof = {
    type: 'AkashiSavedProof',
    version: 1,
    savedAt,
    credential: text,
    documents: [...documents.values()],
    verdict: verification.verdict,
  }
  return { saved, verification }
}

const judgeText = async (text: string, deps: VerifierDeps, options: VerifyOptions): Promise<Verification> => {
  if (!text.trimStart().startsWith('{')) {
    const token = text.trim()
    return isSignedOpenBadge2(token) ? verifyOpenBadge2(token, deps, options) : verifyJwt(token, deps, options)
  }
  const read = readStrictJsonObject(text)
  if (!read.ok) return conclude([line('input', 'failed', 'input.not_json', { detail: read.detail })], deps.now())
  return isOpenBadge2(read.value) ? verifyOpenBadge2(read.value, deps, options) : verifyDocument(read.value, deps, options)
}

/** The file, as text. */
export const writeSavedProof = ({ savedAt, documents, ...rest }: SavedProof): string =>
  `${JSON.stringify({ ...rest, savedAt: savedAt.toISOString(), documents: documents.map((document) => ({ ...document })) }, null, 2)}\n`

/** Reads such a file; `undefined` for anything else. */
export const readSavedProof = (input: string | Uint8Array): SavedProof | undefined => {
  const read = readStrictJsonObject(input, savedProofLimits)
  if (!read.ok) return undefined
  const { type, version, credential, verdict } = read.value
  const savedAt = readDateTime(read.value['savedAt'])
  const documents = asList(read.value['documents']).map(readDocument)
  if (type !== 'AkashiSavedProof' || version !== 1 || typeof credential !== 'string' || savedAt?.zoned !== true) return undefined
  if (!isVerdict(verdict) || !documents.every((document) => document !== undefined)) return undefined
  return { type, version, savedAt: savedAt.instant, credential, documents, verdict }
}

const isVerdict = (value: unknown): value is Verdict => ['valid', 'invalid', 'unverifiable', 'bad-request'].includes(value as string)

const readDocument = (value: unknown): SavedDocument | undefined => {
  if (!isJsonObject(value)) return undefined
  const { url, mediaType, text } = value
  return typeof url === 'string' && typeof mediaType === 'string' && typeof text === 'string' ? { url, mediaType, text } : undefined
}

/**
 * Whom the keys in the file are believed.
 *
 * Anybody can write such a file and put a key document of his own making into it. `file`: they are believed, for whoever keeps the files
 * that he saved himself; needs no network. `confirmed`: keys, profiles and unsigned lists are read again, from our own records or from
 * where they stand, for files that a stranger hands in; only what is verified by its own signature (status lists) comes from the file.
 */
export type SavedProofTrust = 'file' | 'confirmed'

export interface SavedProofVerification {
  /** made anew, for the instant at which the proof was saved */
  verification: Verification
  savedAt: Date
  /** the instant for which the status is known: when the oldest status list in the file was signed, if that is known */
  statusAsOf?: Date
  /** whether the verdict of the file is the one that comes out now */
  agrees: boolean
}

/**
 * Makes the verification of a saved proof again, with the documents of the file and for its instant. The verdict that the file states is
 * compared and never used.
 *
 * @param deps - a clock that is behind the instant of the file makes it a bad request: nothing can have been verified in the future
 */
export const verifySavedProof = async (
  saved: SavedProof,
  deps: VerifierDeps,
  trust: SavedProofTrust,
  options: VerifyOptions = {},
): Promise<SavedProofVerification> => {
  const { savedAt, verdict } = saved
  if (savedAt > deps.now()) {
    const refused = conclude([line('input', 'failed', 'input.saved_in_future')], deps.now())
    return { verification: refused, savedAt, agrees: false }
  }
  const judged = await judgeText(saved.credential, replaying(saved, deps, trust), options)
  const warnings = [...judged.warnings]
  if (trust === 'file' && saved.documents.length > 0)
    warnings.push({ code: 'saved.keys_from_file', detail: checkCodes['saved.keys_from_file'] })
  const statusAsOf = oldestList(saved.documents)
  return {
    verification: { ...judged, warnings },
    savedAt,
    agrees: judged.verdict === verdict,
    ...(statusAsOf === undefined ? {} : { statusAsOf }),
  }
}

const replaying = (saved: SavedProof, deps: VerifierDeps, trust: SavedProofTrust): VerifierDeps => {
  const byUrl = new Map(saved.documents.map((document) => [document.url, document]))
  const fromFile = (url: string): { mediaType: string; bytes: Uint8Array } | undefined => {
    const document = byUrl.get(url)
    return document && { mediaType: document.mediaType, bytes: new TextEncoder().encode(document.text) }
  }
  const now = (): Date => saved.savedAt
  if (trust === 'file') {
    const get = async () => ({ kind: 'unreachable' as const, reason: 'The file holds no copy of it.' })
    return { ...deps, now, local: async (url) => fromFile(url), outward: { get } }
  }
  // What is asked for decides, never what stands in the file: a key document could carry a proof that nobody looks at.
  const signedCopy = (url: string, accept: string | undefined) => (accept === acceptSigned ? fromFile(url) : undefined)
  const get: VerifierDeps['outward']['get'] = async (url, request) => {
    const copy = signedCopy(url, request.accept)
    return copy === undefined ? deps.outward.get(url, request) : { kind: 'ok', url, ...copy }
  }
  // Our own lists too: the one of today is younger than the proof and says nothing about its instant.
  const local: VerifierDeps['local'] = async (url, accept) => signedCopy(url, accept) ?? deps.local(url, accept)
  return { ...deps, now, local, outward: { get } }
}

const contentOf = (text: string): JsonObject | undefined => {
  const read = readStrictJsonObject(text)
  return read.ok ? read.value : undefined
}

/** A list is signed whenever it changes, so a list speaks for the time of its proof, whatever the file says about when it was fetched. */
const oldestList = (documents: SavedDocument[]): Date | undefined => {
  const instants = documents
    .map(({ text }) => contentOf(text))
    .filter((content) => content !== undefined)
    .filter(({ type }) => asList(type).some((name) => name === 'BitstringStatusListCredential' || name === 'StatusList2021Credential'))
    .flatMap(({ proof }) => asList(proof).filter(isJsonObject))
    .map(({ created }) => readDateTime(created)?.instant)
    .filter((instant) => instant !== undefined)
  return instants.length === 0 ? undefined : new Date(Math.min(...instants.map((instant) => instant.getTime())))
}
