import { asList, isJsonObject, type Json, type JsonObject } from '../json.ts'

/** One proof of a set, with the proofs on which it builds. */
export interface SetMember {
  proof: JsonObject
  id: string | undefined
  /** indexes into the set of the proofs that `previousProof` names, in the order of the document */
  previous: number[]
}

export type ProofSetFault = 'missing' | 'malformed' | 'id_repeated' | 'previous_unknown' | 'chain_cycle'

/**
 * Reads `proof` as a set in which each `previousProof` names proofs of the set (Data Integrity, "Proof Sets" and "Proof Chains";
 * SECURITY L8).
 *
 * @returns the members in the order of the document; or the first fault of the set as a whole, with the index of the proof to blame
 */
export const readProofSet = (proof: Json | undefined): { members: SetMember[] } | { fault: ProofSetFault; index?: number } => {
  if (proof === undefined) return { fault: 'missing' }
  const proofs = asList(proof)
  if (proofs.length === 0) return { fault: 'missing' }
  const indexOf = new Map<string, number>()
  for (const [index, one] of proofs.entries()) {
    if (!isJsonObject(one)) return { fault: 'malformed', index }
    const id = one['id']
    if (id === undefined) continue
    if (typeof id !== 'string' || id === '') return { fault: 'malformed', index }
    if (indexOf.has(id)) return { fault: 'id_repeated', index }
    indexOf.set(id, index)
  }
  const members: SetMember[] = []
  for (const [index, one] of (proofs as JsonObject[]).entries()) {
    const names = previousNames(one['previousProof'])
    if (names === undefined) return { fault: 'malformed', index }
    const previous = names.map((name) => indexOf.get(name))
    if (previous.includes(undefined)) return { fault: 'previous_unknown', index }
    const inOrder = (previous as number[]).sort((a, b) => a - b)
    members.push({ proof: one, id: one['id'] as string | undefined, previous: inOrder })
  }
  const inCycle = members.findIndex((_, index) => buildsOnItself(members, index))
  return inCycle === -1 ? { members } : { fault: 'chain_cycle', index: inCycle }
}

/** A string or an array of different strings; undefined for anything else. */
const previousNames = (value: Json | undefined): string[] | undefined => {
  if (value === undefined) return []
  const names = asList(value)
  if (names.length === 0 || !names.every((name) => typeof name === 'string' && name !== '')) return undefined
  return new Set(names).size === names.length ? (names as string[]) : undefined
}

const buildsOnItself = (members: SetMember[], start: number): boolean => {
  const seen = new Set<number>()
  const open = [...(members[start]?.previous ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === start) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(members[next]?.previous ?? []))
  }
  return false
}

/**
 * What a member's signature is over: the document without proofs, or, in a chain, with the list of the proofs that it names, complete
 * with their values (Data Integrity, "Verify Proof Sets and Chains"; VC-API.md section 6).
 */
export const documentUnder = (member: SetMember, members: SetMember[], withoutProofs: JsonObject): JsonObject =>
  member.previous.length === 0
    ? withoutProofs
    : { ...withoutProofs, proof: member.previous.map((index) => (members[index] as SetMember).proof) }
