import { type Language, type Text, textIn } from '../../domain/text.ts'
import { type Texts, textsIn } from '../texts/texts.ts'

/** What every page needs to know about the request and the service. */
export interface PageContext {
  language: Language
  /** the visitor chose the language by `?lang=`; links then carry it on, since there is no cookie */
  languageChosen: boolean
  /** path and query of this page as asked for, e.g. `/badges/abc?lang=en` */
  address: string
  /** public base URL without a slash at its end */
  publicUrl: string
  /** the council in whose name this service runs; absent while nothing is registered */
  owner?: Text
  now: Date
}

/** The words of the pages in the visitor's language. */
export const wordsOf = (context: PageContext): Texts => textsIn(context.language)

/** Public text in the visitor's language. */
export const inLanguage = (context: PageContext, text: Text): string => textIn(context.language, text)

/** A path of this service for a link, with the language that the visitor chose. */
export const linkTo = (context: PageContext, path: string): string => {
  if (!context.languageChosen) return path
  const [beforeHash, hash] = path.split('#')
  return `${beforeHash}${beforeHash?.includes('?') ? '&' : '?'}lang=${context.language}${hash === undefined ? '' : `#${hash}`}`
}

/** The same page in the other language. */
export const otherLanguageAddress = (context: PageContext): string => {
  const url = new URL(context.address, 'http://here')
  url.searchParams.set('lang', context.language === 'ja' ? 'en' : 'ja')
  return `${url.pathname}${url.search}`
}
