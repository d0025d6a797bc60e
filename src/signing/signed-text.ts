import { hash } from 'node:crypto'
import type { Signed } from './signer.ts'

/** A signed text with its SHA-256, under which it is stored and served. */
export const signedText = (text: string): Signed => ({ text, sha256: hash('sha256', text, 'hex') })
