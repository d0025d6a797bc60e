import type { Json } from '../../json.ts'
import { readDateTime } from '../plain/date-time.ts'
import { isUrl } from '../plain/url.ts'

/** What a single value has to be, as a test and in words. */
export interface ValueForm {
  readonly test: (value: Json) => boolean
  readonly expected: string
}

/** Text in one language. Language maps and language objects are no text in an Open Badge (D-8). */
export const text: ValueForm = { test: (value) => typeof value === 'string', expected: 'a text' }

export const numeric: ValueForm = { test: (value) => typeof value === 'number' && Number.isFinite(value), expected: 'a number' }

export const truth: ValueForm = { test: (value) => typeof value === 'boolean', expected: 'true or false' }

/** An absolute URI, never of a script, data or file scheme (SECURITY (b), step 6). */
export const uri: ValueForm = { test: isUrl, expected: 'an absolute URI' }

const RASTER = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/

/** The reader's own machine: where a service that is being tried out serves its pictures. Nothing crosses a network there. */
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?\//

/** An image: `https:`, or a raster picture as a data URI. An SVG as a data URI could carry script. */
export const imageUri: ValueForm = {
  test: (value) =>
    typeof value === 'string' && (((value.startsWith('https://') || LOOPBACK.test(value)) && isUrl(value)) || RASTER.test(value)),
  expected: 'an https URL or a raster image as a data URI',
}

/** An XML Schema dateTimeStamp: whole text, zone, a day that exists (DM-5, SECURITY L10). The published schema knows years of four digits only. */
export const dateTime: ValueForm = {
  test: (value) => readDateTime(value)?.zoned === true && (value as string).charAt(4) === '-',
  expected: 'a date-time with zone, such as 2026-10-07T15:00:00Z',
}

/** A calendar day that exists, without time. */
export const date: ValueForm = {
  test: (value) => typeof value === 'string' && value.length === 10 && readDateTime(`${value}T00:00:00Z`) !== undefined,
  expected: 'a day, such as 1990-04-01',
}

const LANGUAGE = /^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/
export const language: ValueForm = {
  test: (value) => typeof value === 'string' && LANGUAGE.test(value),
  expected: 'a language code, such as ja or zh-Hant-TW',
}

const COMPACT_JWS = /^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$/
export const compactJws: ValueForm = {
  test: (value) => typeof value === 'string' && COMPACT_JWS.test(value),
  expected: 'a compact JWS',
}

/** A claim that a JWT repeats; its value is compared with the credential elsewhere (JW-4). */
export const claim: ValueForm = {
  test: (value) => typeof value === 'string' || typeof value === 'number',
  expected: 'a text or a number',
}
