import { randomBytes } from 'node:crypto'
import type { StatusListEntry } from '../domain/credential.ts'
import { newShortId } from '../ids.ts'
import { allocateEntries, type StatusPurpose } from '../store/status-lists.ts'
import type { Deps } from './deps.ts'

/** Entries of one list: enough that an index says little (Bitstring Status List 1.0), and few enough that publishing stays quick. */
const STATUS_LIST_LENGTH = 131_072

/** What a new status list is made of. */
export const makeStatusList = (): { id: string; length: number; permutationKey: string } => ({
  id: newShortId(),
  length: STATUS_LIST_LENGTH,
  permutationKey: randomBytes(32).toString('base64url'),
})

/** Reserves a random free status entry for each subject, in the caller's transaction; opens a new list when one is full. */
export const reserveEntries = (
  deps: Deps,
  request: { issuerId: string; purpose: StatusPurpose; subjects: string[] },
): Promise<StatusListEntry[]> =>
  allocateEntries(deps.db, {
    ...request,
    now: deps.now(),
    makeList: makeStatusList,
  })
