import { createHash, createHmac, randomBytes } from 'node:crypto'

/** A secret of 192 random bits, with a prefix that tells what it is for. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(24).toString('base64url')}`

/** What is stored of a secret. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** The token that forms of a session carry: follows from the session's secret, says nothing about it, and dies with it. */
export const formTokenOf = (sessionSecret: string): string => createHmac('sha256', sessionSecret).update('form').digest('base64url')
