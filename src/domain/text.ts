/** Public text: Japanese always, English beside it where there is one. */
export interface Text {
  ja: string
  en?: string
}

export type Language = 'ja' | 'en'

/** The text in the visitor's language, in Japanese where there is no English. */
export const textIn = (language: Language, text: Text): string => (language === 'en' ? (text.en ?? text.ja) : text.ja)
