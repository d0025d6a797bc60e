import type { ProblemPageView } from '../../../templates/pages/problem-page.tsx'
import type { ErrorCode } from '../../errors.ts'
import { frameView } from './frame.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

/** The part of a problem document (RFC 9457) that a page shows. */
export interface ProblemFacts {
  status: number
  code: ErrorCode | 'internal'
  errors?: { path: string; message: string }[]
  incident?: string
  retryAfterSeconds?: number
}

const view = (
  context: PageContext,
  page: { title: string; paragraphs: string[]; items?: string[]; facts?: ProblemPageView['facts'] },
): ProblemPageView => {
  const words = wordsOf(context).problem
  return {
    frame: frameView({ title: page.title, demo: false, noindex: true }, context),
    title: page.title,
    paragraphs: page.paragraphs,
    items: page.items ?? [],
    facts: page.facts ?? [],
    links: [
      { href: linkTo(context, '/verify'), label: words.toVerify },
      { href: linkTo(context, '/'), label: words.toFront },
    ],
  }
}

/** The same for what never was and for what is private; it says nothing of the address that was asked for (SECURITY T26). */
export const notFoundView = (context: PageContext): ProblemPageView => {
  const words = wordsOf(context).problem
  return view(context, { title: words.notFoundTitle, paragraphs: [words.notFound, words.notFoundWhat] })
}

/** An erased badge (410): without name and without content (SECURITY (e) 3). */
export const goneView = (context: PageContext): ProblemPageView => {
  const words = wordsOf(context).problem
  return view(context, { title: words.goneTitle, paragraphs: [words.gone, words.goneWhat] })
}

/** An error that a person sees: what to do about it, and for unknown errors the number to report. */
export const problemView = (facts: ProblemFacts, context: PageContext): ProblemPageView => {
  if (facts.status === 404) return notFoundView(context)
  if (facts.code === 'credential_erased') return goneView(context)
  const words = wordsOf(context).problem
  return view(context, {
    title: words.errorTitle,
    paragraphs: [
      sentence(facts, context),
      ...(facts.retryAfterSeconds === undefined ? [] : [words.retryAfter(facts.retryAfterSeconds)]),
      ...(facts.code === 'internal' ? [words.unknownWhat] : []),
    ],
    items: (facts.errors ?? []).map((error) => `${error.path}: ${error.message}`),
    facts: facts.incident === undefined ? [] : [{ name: words.incident, text: facts.incident, code: true }],
  })
}

const sentence = (facts: ProblemFacts, context: PageContext): string => {
  const words = wordsOf(context).problem
  if (facts.code === 'internal') return words.unknown
  switch (facts.status) {
    case 401:
      return words.unauthenticated
    case 403:
      return words.forbidden
    case 409:
      return words.conflict
    case 413:
      return words.tooLarge
    case 422:
      return words.refused
    case 429:
      return words.rateLimited
    case 503:
      return words.overloaded
    default:
      return facts.code === 'invalid_input' ? words.invalidInput : words.badRequest
  }
}
