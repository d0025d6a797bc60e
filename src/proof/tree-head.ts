import type { KeyObject } from 'node:crypto'
import { ed25519PublicKey, signEd25519, verifyEd25519 } from './ed25519.ts'
import { decodeMultikey } from './multikey.ts'
import { sha256 } from './sha256.ts'

/** What a tree head says: how many entries the log has, their Merkle root, when, and the head of the audit chain at that moment. */
export interface TreeHead {
  /** names the log: its address without a scheme, e.g. `badges.example/log` */
  origin: string
  treeSize: number
  /** 64 hex digits */
  rootHash: string
  at: Date
  audit: { sequence: number; hash: string }
}

/** The kind of signature in a note: Ed25519. */
const ED25519 = 0x01

/** The four bytes by which a note names its key (C2SP "signed-note"). */
const keyHash = (origin: string, publicKey: Uint8Array): Buffer =>
  Buffer.from(sha256(Buffer.concat([Buffer.from(`${origin}\n`), Buffer.of(ED25519), publicKey]))).subarray(0, 4)

/**
 * The text that is signed: a checkpoint as C2SP "tlog-checkpoint" writes it, with two lines of ours behind it.
 */
const signedPart = (head: TreeHead): string =>
  [
    head.origin,
    String(head.treeSize),
    Buffer.from(head.rootHash, 'hex').toString('base64'),
    `time ${head.at.toISOString()}`,
    `audit ${head.audit.sequence} ${head.audit.hash}`,
    '',
  ].join('\n')

/** A signed tree head as a note: text, empty line, signature line. */
export const signTreeHead = (head: TreeHead, key: { publicKeyMultibase: string; secret: KeyObject }): string => {
  const text = signedPart(head)
  const { bytes } = decodeMultikey(key.publicKeyMultibase)
  const signature = Buffer.concat([keyHash(head.origin, bytes), signEd25519(key.secret, Buffer.from(text))])
  return `${text}\n— ${head.origin} ${signature.toString('base64')}\n`
}

const form =
  /^(?<text>(?<origin>[^\s+]{1,300})\n(?<size>0|[1-9]\d{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\ntime (?<at>[0-9T:.Z-]{24})\naudit (?<sequence>0|[1-9]\d{0,14}) (?<hash>[0-9a-f]{64})\n)\n— (?<signer>[^\s+]{1,300}) (?<signature>[A-Za-z0-9+/=]{92})\n$/

/** Reads a note without judging its signature; undefined for what is none. */
export const readTreeHead = (note: string): TreeHead | undefined => {
  const groups = form.exec(note)?.groups as Record<string, string> | undefined
  if (groups === undefined || groups['signer'] !== groups['origin']) return undefined
  const at = new Date(groups['at'] as string)
  if (Number.isNaN(at.getTime())) return undefined
  return {
    origin: groups['origin'] as string,
    treeSize: Number(groups['size']),
    rootHash: Buffer.from(groups['root'] as string, 'base64').toString('hex'),
    at,
    audit: { sequence: Number(groups['sequence']), hash: groups['hash'] as string },
  }
}

/** Whether this key signed exactly this note. */
export const isSignedTreeHead = (note: string, publicKeyMultibase: string): boolean => {
  const groups = form.exec(note)?.groups as Record<string, string> | undefined
  if (groups === undefined) return false
  const { bytes } = decodeMultikey(publicKeyMultibase)
  const signature = Buffer.from(groups['signature'] as string, 'base64')
  if (!signature.subarray(0, 4).equals(keyHash(groups['origin'] as string, bytes))) return false
  return verifyEd25519(ed25519PublicKey(bytes), Buffer.from(groups['text'] as string), signature.subarray(4))
}

/** The key as tools for signed notes take it: `name+hash+base64`. */
export const noteVerifierKey = (origin: string, publicKeyMultibase: string): string => {
  const { bytes } = decodeMultikey(publicKeyMultibase)
  return `${origin}+${keyHash(origin, bytes).toString('hex')}+${Buffer.from([ED25519, ...bytes]).toString('base64')}`
}
