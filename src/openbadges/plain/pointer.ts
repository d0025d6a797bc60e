/** The JSON pointer of a member below a place (RFC 6901). */
export const below = (path: string, member: string | number): string => `${path}/${String(member).replace(/~/g, '~0').replace(/\//g, '~1')}`
