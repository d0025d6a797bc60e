/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [member: string]: Json }

export const isJsonObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a member is wanted of any object in the value, however deep; looks no further than the first. */
export const anyMember = (value: Json, isWanted: (name: string, value: Json) => boolean): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (anyMember(value[index] as Json, isWanted)) return true
    return false
  }
  for (const name in value) {
    const inner = value[name] as Json
    if (isWanted(name, inner) || anyMember(inner, isWanted)) return true
  }
  return false
}

/** The value as a list: itself if it is one, empty if absent, else a list of one (JSON-LD lets a single value stand for a list of one). */
export const asList = (value: Json | undefined): Json[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])
