import type { JsonObject } from '../json.ts'
import type { CheckCode } from './codes.ts'
import type { JsonFault, JsonFaultCode } from './strict-json-fault.ts'

/** Where a text was found. A text out of a QR code is a stranger's: an address in it is looked at only if it is ours (SECURITY T24). */
export type InputOrigin = 'text' | 'png' | 'svg' | 'qr'

/** A document in one of the forms that the checks take. */
export type InputDocument =
  | { kind: 'json'; value: JsonObject; text: string; from: InputOrigin }
  /** split and read, nothing verified */
  | { kind: 'jwt'; token: string; header: JsonObject; payload: JsonObject; from: InputOrigin }

/** What to do with an input, or why nothing can be done. */
export type InputResult =
  | InputDocument
  /** http or https; whether it may be fetched is decided by the fetcher */
  | { kind: 'url'; url: string; from: InputOrigin }
  /** the address of a hosted Open Badges 2.0 assertion, out of a baked image */
  | { kind: 'ob2-hosted-url'; url: string; from: InputOrigin }
  /** the number that is printed beside a QR code */
  | { kind: 'short-id'; shortId: string; from: InputOrigin }
  | Refusal

/**
 * An input that never reaches the checks, as the line of the check that it fails: `input` makes the verdict `bad-request`;
 * the form of a token (`proof`) and members that attack their reader (`conformance`) make it `invalid` (SECURITY (b), steps 3 and 6).
 */
export interface Refusal {
  kind: 'refused'
  check: 'input' | 'conformance' | 'proof'
  code: CheckCode
  /** one sentence; quotes nothing from the input but member names */
  detail: string
  /** JSON pointer */
  path?: string
}

export const refuse = (code: Extract<CheckCode, `input.${string}`>, detail: string, path?: string): Refusal => ({
  kind: 'refused',
  check: 'input',
  code,
  detail,
  ...(path === undefined ? {} : { path }),
})

const codes: Record<Exclude<JsonFaultCode, 'forbidden_key'>, Extract<CheckCode, `input.${string}`>> = {
  empty: 'input.no_credential',
  too_large: 'input.too_large',
  not_utf8: 'input.not_utf8',
  json_syntax: 'input.not_json',
  duplicate_key: 'input.duplicate_key',
  number_not_finite: 'input.not_json',
  lone_surrogate: 'input.not_json',
  too_deep: 'input.too_deep',
  too_many_nodes: 'input.too_many_nodes',
}

/** A fault of the strict reader as a refusal. */
export const refuseFault = ({ code, detail, at }: JsonFault): Refusal =>
  code === 'forbidden_key'
    ? { ...refuse('input.not_json', detail, at), check: 'conformance', code: 'conformance.rule_broken' }
    : refuse(codes[code], detail, at)
