/** Members that were not given are left out, at every depth, so that the use case sees what was said and nothing else. */
export const said = <T extends object>(value: T): T =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [
        key,
        typeof member === 'object' && member !== null && !Array.isArray(member) ? said(member as object) : (member as unknown),
      ]),
  ) as T
