import type { Json } from '../json.ts'
import * as url from './contexts.ts'

/** One accepted `@context` array, as a whole. */
export interface PinnedContexts {
  readonly vcdm: '1.1' | '2.0'
  readonly profile: 'badge' | 'status-list' | 'clr'
  readonly contexts: readonly string[]
}

const suites = [url.ED25519_2020, url.DATA_INTEGRITY_1, url.DATA_INTEGRITY_2]
const statusMethods = [url.BITSTRING_STATUS_1, url.STATUS_LIST_2021]

/** Endings of VCDM 1.1 arrays: the terms of a proof suite and of a status method are not in the base context there. */
const olderEndings: string[][] = [
  [],
  ...suites.map((suite) => [suite]),
  ...statusMethods.map((method) => [method]),
  ...suites.flatMap((suite) =>
    statusMethods.flatMap((method) => [
      [method, suite],
      [suite, method],
    ]),
  ),
]

const withAndWithoutExtensions = (start: string[]): string[][] => [start, [...start, url.OB_EXTENSIONS]]

const badge2 = [url.OB_3_0_2, url.OB_3_0_3]
  .flatMap((openBadges) => withAndWithoutExtensions([url.VCDM_2, openBadges]))
  .flatMap((start) => [start, [...start, url.ED25519_2020], [...start, url.DATA_INTEGRITY_2]])

const badge1 = [url.OB_3_0_0, url.OB_3_0_1, url.OB_3_0_2, url.OB_3_0_3]
  .flatMap((openBadges) => withAndWithoutExtensions([url.VCDM_1, openBadges]))
  .flatMap((start) => olderEndings.map((ending) => [...start, ...ending]))

const list1 = suites.flatMap((suite) => [
  [url.VCDM_1, url.BITSTRING_STATUS_1, suite],
  [url.VCDM_1, suite, url.BITSTRING_STATUS_1],
])

const clr2 = [url.CLR_2_0_0, url.CLR_2_0_1].flatMap((record) => withAndWithoutExtensions([url.VCDM_2, record, url.OB_3_0_3]))

/**
 * Every accepted array. With VCDM 2.0 only the protected Open Badges contexts 3.0.2 and 3.0.3 can be processed at all (3.0.0 and 3.0.1
 * redefine protected terms of the base context); with VCDM 1.1 all four, each followed by what an older proof or status needs.
 */
export const pinnedContexts: readonly PinnedContexts[] = [
  ...badge2.map((contexts): PinnedContexts => ({ vcdm: '2.0', profile: 'badge', contexts })),
  ...badge1.map((contexts): PinnedContexts => ({ vcdm: '1.1', profile: 'badge', contexts })),
  { vcdm: '2.0', profile: 'status-list', contexts: [url.VCDM_2] },
  ...list1.map((contexts): PinnedContexts => ({ vcdm: '1.1', profile: 'status-list', contexts })),
  ...clr2.map((contexts): PinnedContexts => ({ vcdm: '2.0', profile: 'clr', contexts })),
]

const byText = new Map(pinnedContexts.map((pinned) => [JSON.stringify(pinned.contexts), pinned]))

/** The pinned array that this value equals item by item; "the pinned ones and more" is none (SECURITY L5). */
export const pinnedAs = (contexts: Json | undefined): PinnedContexts | undefined =>
  Array.isArray(contexts) && contexts.length <= 5 ? byText.get(JSON.stringify(contexts)) : undefined

/** Whether two `@context` values are the same list of URLs. */
export const sameContexts = (left: Json | undefined, right: Json | undefined): boolean =>
  Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((item, index) => item === right[index])
