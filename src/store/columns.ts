/** The only place where values change between code and columns: SQLite binds neither `Date` nor `boolean`, drivers count in strings or bigints. */

export const instant = {
  write: (value: Date): string => value.toISOString(),
  read: (value: string): Date => new Date(value),
  writeMaybe: (value: Date | undefined): string | null => value?.toISOString() ?? null,
  readMaybe: (value: string | null): Date | undefined => (value === null ? undefined : new Date(value)),
}

export const flag = {
  write: (value: boolean): 0 | 1 => (value ? 1 : 0),
  read: (value: number): boolean => value !== 0,
}

export const json = {
  write: (value: unknown): string => JSON.stringify(value),
  read: <T>(value: string): T => JSON.parse(value) as T,
  writeMaybe: (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value)),
  readMaybe: <T>(value: string | null): T | undefined => (value === null ? undefined : (JSON.parse(value) as T)),
}

/** A count as a number, whatever the driver made of it. */
export const count = (value: number | bigint | string): number => Number(value)

/** `null` in a column is an absent member in the domain. */
export const absent = <T>(value: T | null): T | undefined => (value === null ? undefined : value)
