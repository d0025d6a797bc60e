import { isSignedTreeHead, noteVerifierKey, readTreeHead, type TreeHead } from '../../proof/tree-head.ts'

export type { TreeHead } from '../../proof/tree-head.ts'

/** The key of a log as tools for signed notes take it. */
export const verifierKeyOf = noteVerifierKey

/** What a signed head says, if this key signed it. */
export const judgeTreeHead = (note: string, key: string): TreeHead | undefined => {
  try {
    return isSignedTreeHead(note, key) ? readTreeHead(note) : undefined
  } catch {
    return undefined
  }
}
