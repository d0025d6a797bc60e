import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a text column holds this text, letter by letter. `like` would need an escape that SQLite and PostgreSQL read differently in JSON.
 *
 * @param column - e.g. `import_row.body`; never from outside
 */
export const holdsText = (column: string, text: string): RawBuilder<boolean> =>
  sql<boolean>`replace(${sql.ref(column)}, ${text}, '') <> ${sql.ref(column)}`

/** The same for an address, whose capitals do not matter. */
export const holdsAddress = (column: string, address: string): RawBuilder<boolean> =>
  sql<boolean>`replace(lower(${sql.ref(column)}), ${address.toLowerCase()}, '') <> lower(${sql.ref(column)})`

/** A text as it stands inside a JSON string. */
export const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)
