import { z } from 'zod'

/** Fields that many routes share. Patterns are ECMAScript and JSON Schema alike. */
export const fields = {
  /** an id of a record: ours, or the one that a record was taken over with */
  id: z.string().regex(/^[\w.:~-]{1,120}$/, 'must be 1 to 120 letters, digits, or . : ~ _ -'),
  /** a Japanese calendar day */
  day: z.iso.date(),
  instant: z.iso.datetime(),
  /** one line of text */
  line: z.string().min(1).max(300),
  /** some paragraphs */
  paragraphs: z.string().min(1).max(5000),
  text: z.strictObject({ ja: z.string().min(1).max(2000), en: z.string().max(2000).optional() }),
}

/** How a list is paged: `limit` rows after the row with the id `after`. */
export const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: fields.id.optional(),
})

export { z }
