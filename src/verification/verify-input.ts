import { line, type VerifyOptions } from './checks/context.ts'
import { conclude } from './conclude.ts'
import type { VerifierDeps } from './deps.ts'
import { type InputSource, readInput } from './input.ts'
import type { PictureRoom } from './input-image.ts'
import type { InputDocument, InputResult, Refusal } from './input-result.ts'
import { isOpenBadge2, isSignedOpenBadge2, verifyOpenBadge2 } from './open-badges-2.ts'
import { withinTimeBudget } from './time-budget.ts'
import type { Verification } from './verdict.ts'
import { verifyDocument } from './verify-document.ts'
import { verifyJwt } from './verify-jwt.ts'
import { judgeSavedProof, type SavedFinding, savedProofIn } from './verify-saved-input.ts'

/** What verifying an input needs beside the verifier itself. */
export interface InputVerifierDeps {
  verifier: VerifierDeps
  room: PictureRoom
  /** the public address of a badge whose short number this is; undefined for unknown and private ones alike */
  addressOf(shortId: string): Promise<string | undefined>
  /** whether an address is one of ours */
  isOurs(url: string): boolean
}

/** An answer with the text that was verified, for whoever wants to keep a proof of it. */
export interface InputVerification {
  verification: Verification
  text?: string
  /** the address from which the credential was read */
  url?: string
  /** where the input was a saved proof of verification: what it says, as of its instant; `verification` is of now */
  savedProof?: SavedFinding
}

/** Badge pages answer these with the credential itself, ours and others' (CONFORMANCE BK-2). */
const ACCEPT =
  'application/vc, application/vc+ld+json, application/ld+json, application/json;q=0.9, image/png;q=0.8, image/svg+xml;q=0.8, text/plain;q=0.5'

/**
 * Verifies whatever a person pasted, chose, scanned or typed: a document in any form, the address of a badge page, or a short number.
 *
 * @throws ServiceError `overloaded` when no thread is free
 */
export const verifyInput = async (
  source: InputSource,
  deps: InputVerifierDeps,
  options: VerifyOptions = {},
): Promise<InputVerification> => {
  const saved = savedProofIn(source)
  if (saved === undefined) return follow(await readInput(source, deps.room), deps, options)
  const now = readInput({ text: saved.credential }, deps.room).then((input) => follow(input, deps, options))
  // Both at once: each has the time limit of one verification.
  const [answer, savedProof] = await Promise.all([now, judgeSavedProof(saved, deps.verifier, options)])
  return { ...answer, savedProof }
}

const follow = async (input: InputResult, deps: InputVerifierDeps, options: VerifyOptions): Promise<InputVerification> => {
  switch (input.kind) {
    case 'json':
    case 'jwt':
      return judge(input, deps, options)
    case 'refused':
      return { verification: refusal(input, deps) }
    case 'short-id': {
      const url = await deps.addressOf(input.shortId)
      return url === undefined
        ? { verification: noBadge(deps, 'There is no badge with this number, or its holder does not show it.') }
        : verifyAddress(url, deps, options)
    }
    case 'url':
      // A QR code is a stranger's: only our own address in it is looked at (SECURITY T24).
      if (input.from === 'qr' && !deps.isOurs(input.url))
        return {
          verification: noBadge(
            deps,
            'The QR code leads to another host than this service. Its page says nothing about a badge of this programme.',
          ),
        }
      return verifyAddress(input.url, deps, options)
    case 'ob2-hosted-url':
      return verifyAddress(input.url, deps, options)
  }
}

const judge = async (input: InputDocument, deps: InputVerifierDeps, options: VerifyOptions): Promise<InputVerification> => {
  if (input.kind === 'jwt') {
    const verification = isSignedOpenBadge2(input.token)
      ? await verifyOpenBadge2(input.token, deps.verifier, options)
      : await verifyJwt(input.token, deps.verifier, options)
    return { verification, text: input.token }
  }
  const verification = isOpenBadge2(input.value)
    ? await verifyOpenBadge2(input.value, deps.verifier, options)
    : await verifyDocument(input.value, deps.verifier, options)
  return { verification, text: input.text }
}

/** Reads the address once, by content negotiation, and judges what stands there; an address behind the address is not followed. */
const verifyAddress = async (url: string, means: InputVerifierDeps, options: VerifyOptions): Promise<InputVerification> => {
  // One time limit for the address and for the judgement of what stands there.
  const verifier = withinTimeBudget(means.verifier)
  const deps = { ...means, verifier }
  const own = await verifier.local(url)
  if (own === 'missing') return { verification: noBadge(deps, 'There is no badge at this address, or its holder does not show it.'), url }
  const answer = own === undefined ? await verifier.outward.get(url, { accept: ACCEPT }) : { kind: 'ok' as const, bytes: own.bytes }
  if (answer.kind === 'refused') return { verification: conclude([line('input', 'failed', 'input.address_refused')], verifier.now()), url }
  if (answer.kind === 'unreachable')
    return { verification: conclude([line('input', 'not_determined', 'input.address_unreachable')], verifier.now()), url }
  const input = await readInput({ bytes: answer.bytes }, deps.room)
  const readable = input.kind === 'json' || input.kind === 'jwt' || input.kind === 'refused'
  return {
    ...(readable ? await follow(input, deps, options) : { verification: noBadge(deps, 'This address leads to no credential.') }),
    url,
  }
}

const refusal = (input: Refusal, deps: InputVerifierDeps): Verification =>
  conclude([line(input.check, 'failed', input.code, { detail: input.detail, path: input.path })], deps.verifier.now())

const noBadge = (deps: InputVerifierDeps, detail: string): Verification =>
  conclude([line('input', 'failed', 'input.no_credential', { detail })], deps.verifier.now())
