/** What somebody typed, by the names of the fields. */
export type Typed = ReadonlyMap<string, string>

/** The fields of a form by name; of several with one name the last. */
export const typedIn = (form: URLSearchParams): Typed => new Map([...form].map(([name, value]) => [name, value.slice(0, 2000)]))

/** One field without the spaces around it, `''` where it is absent. @param longest - in UTF-16 units; the rest is cut off */
export const line = (typed: Pick<Typed, 'get'> | URLSearchParams, name: string, longest = 2000): string =>
  (typed.get(name) ?? '').trim().slice(0, longest)
