import { fields, z } from './fields.ts'

/** Schemas that several routes of the ledger share. */
export const text = fields.text
export const reason = z.strictObject({ code: z.string().regex(/^[A-Z][A-Z0-9_]{0,59}$/), text: fields.paragraphs })
export const idParams = z.strictObject({ id: fields.id })
export const noBody = z.strictObject({})

/** Which rows of a list: paged by id, in one state, of one employer or participant. */
export const ledgerQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: fields.id.optional(),
  state: z.string().max(40).optional(),
  employerId: fields.id.optional(),
  participantId: fields.id.optional(),
})

export const page = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), next: fields.id.optional() })

/** The rows, and the id to go on after where there may be more. */
export const pageOf = <T extends { id: string }>(items: T[], limit: number): { items: T[]; next?: string } => {
  const last = items.length === limit ? items.at(-1) : undefined
  return { items, ...(last === undefined ? {} : { next: last.id }) }
}

export const problems = z.array(z.strictObject({ path: z.string(), message: z.string(), code: z.string().optional() }))
