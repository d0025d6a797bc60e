import type { Json, JsonObject } from '../json.ts'

/**
 * An object of the members that have something to say: absent values and empty lists are left out (DM-28: no nulls, no empty arrays).
 *
 * @returns a new object whose members keep the given order
 */
export const present = (members: { [member: string]: Json | undefined }): JsonObject => {
  const object: JsonObject = {}
  for (const name in members) {
    const value = members[name]
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue
    object[name] = value
  }
  return object
}

/** An absolute URL: an id that is a path of this service (`/achievements/…`) gets the public base in front of it. */
export const absoluteUrl = (id: string, baseUrl: string): string => (id.startsWith('/') ? `${baseUrl}${id}` : id)
