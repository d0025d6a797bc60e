import type { Language } from '../../domain/text.ts'
import { en } from './en.ts'
import { ja } from './ja.ts'

/** All words of the pages in one language. */
export type Texts = typeof ja

const texts: Record<Language, Texts> = { ja, en }

/** The words of the pages in the visitor's language. */
export const textsIn = (language: Language): Texts => texts[language]
