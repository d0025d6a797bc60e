import type { Request, Response } from 'express'

/** A cookie of this service: for this host alone, unreadable for scripts, sent to other sites' forms never. `__Host-` where the connection is https. */
const nameOf = (name: string, publicUrl: string): string => (publicUrl.startsWith('https://') ? `__Host-${name}` : name)

export const readCookie = (request: Request, name: string, publicUrl: string): string | undefined => {
  const wanted = nameOf(name, publicUrl)
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === wanted && value !== undefined && /^[\w-]{1,100}$/.test(value)) return value
  }
  return undefined
}

/** @param maxAgeSeconds - absent: until the browser closes; 0 takes the cookie away */
export const setCookie = (response: Response, name: string, value: string, publicUrl: string, maxAgeSeconds?: number): void => {
  response.append(
    'Set-Cookie',
    [
      `${nameOf(name, publicUrl)}=${value}`,
      'Path=/',
      'HttpOnly',
      'SameSite=Lax',
      ...(publicUrl.startsWith('https://') ? ['Secure'] : []),
      ...(maxAgeSeconds === undefined ? [] : [`Max-Age=${maxAgeSeconds}`]),
    ].join('; '),
  )
}
