/** One letter in one language, as ready text; `render-letter.ts` makes the mail of it. */
export interface Letter {
  subject: string
  /** 「○○ 様」 or 「○○ 御中」 with its line for those who look after it */
  salutation: string
  /** a paragraph, or lines that stand for themselves */
  paragraphs: (string | { list: readonly string[] })[]
  /** the one link of the mail */
  action: { label: string; url: string; until: string }
  /** what happens if the reader does nothing */
  ignored: string
  /** what somebody should do who knows nothing of it, where that is not to delete the mail */
  unexpected?: string
}

/** Who writes: stands in the subject, the greeting and the contact block. */
export interface Sender {
  nameJa: string
  nameEn: string
  email: string
  url: string
}
