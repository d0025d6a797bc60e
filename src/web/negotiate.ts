import type { Request } from 'express'
import type { Language } from '../domain/text.ts'

/** JSON media types under which a credential is served; the first that the reader accepts is used (CONFORMANCE BK-2). */
const CREDENTIAL_TYPES = ['application/json', 'application/vc', 'application/vc+ld+json', 'application/ld+json'] as const

export type Representation = { kind: 'html' } | { kind: 'json'; mediaType: string } | { kind: 'none' }

/**
 * What a reader of a badge's URL wants: a page for people, the credential for machines; a reader that takes anything gets JSON (INTERFACES "Public HTTP").
 */
export const representationOf = (request: Request): Representation => {
  const accepted = request.accepts([...CREDENTIAL_TYPES, 'text/html'])
  if (accepted === false) return { kind: 'none' }
  return accepted === 'text/html' ? { kind: 'html' } : { kind: 'json', mediaType: accepted }
}

/** A page or plain JSON, for addresses that are no credential. */
export const wantsPage = (request: Request): boolean => request.accepts(['application/json', 'text/html']) === 'text/html'

/** The visitor's language: `?lang=`, then the cookieless choice of the browser, then Japanese. */
export const languageOf = (request: Request): Language => {
  const chosen = request.query['lang']
  if (chosen === 'ja' || chosen === 'en') return chosen
  return request.acceptsLanguages(['ja', 'en']) === 'en' ? 'en' : 'ja'
}
