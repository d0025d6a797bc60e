import { sign } from 'node:crypto'
import { checkCredential } from '../src/openbadges/check.ts'
import type { CheckedCredential } from '../src/openbadges/types.ts'
import { loadContexts } from '../src/proof/contexts.ts'
import { courseBadges, did } from './badges.ts'
import { calmRatio, type Figure, interleaved, medianOf, medianRatio } from './figure.ts'
import { libraries } from './libraries.ts'
import { benchSigner, created } from './signer.ts'

/** Badges in one round: two milliseconds, so that most rounds are not interrupted by whatever else the machine does. */
const piece = 25
/** Beside the libraries, which need nine milliseconds for one: a round of about as long. */
const pieceBesideLibraries = 150

/**
 * Issuing in process: build, check every rule, sign through the compiled path with the guard at work, and hash the text under which it is
 * stored; beside one bare signature and beside a loop of `@digitalbazaar/vc`, of which the first badges must have the very same bytes.
 *
 * @param count - badges that are issued altogether
 */
export const measure = async ({ count }: { count: number }): Promise<Figure[]> => {
  const contexts = loadContexts()
  const { signer, key, seed, privateKey } = benchSigner(contexts)
  const { make } = courseBadges()
  const vc = await libraries(contexts, { seed, did, verificationMethod: key.verificationMethod }, '2026-10-08T02:03:04Z')
  const batch = await signer.openBatch(key, created)
  let next = 0
  const checked = (): CheckedCredential => {
    const answer = checkCredential(make(next++), contexts.urls)
    if (!answer.ok) throw new Error(`A badge of the benchmark breaks a rule: ${JSON.stringify(answer.problems)}`)
    return answer.credential
  }
  const issue = async (badges: number): Promise<void> => void (await batch.sign(Array.from({ length: badges }, checked)))

  const first = Array.from({ length: 8 }, checked)
  for (const [number, { text }] of (await batch.sign(first)).entries()) {
    const theirs = JSON.stringify(await vc.issue(first[number]?.document ?? {}))
    if (theirs !== text) throw new Error(`The libraries give other bytes than ours:\n${theirs}\n${text}`)
  }

  // The code gets warm.
  for (let round = 0; round < 40; round++) await issue(piece)
  const rounds = Math.max(20, Math.ceil(count / piece))
  const bytes = new Uint8Array(64).fill(1)
  const ready = Array.from({ length: piece }, checked)
  const times = await interleaved(
    [
      {
        name: 'bare',
        times: piece,
        run: (number) => {
          for (let index = 0; index < number; index++) sign(null, bytes, privateKey)
        },
      },
      { name: 'issue', times: piece, run: issue },
      { name: 'sign', times: piece, run: async () => void (await batch.sign(ready)) },
    ],
    rounds,
  )
  // The libraries by themselves: what they leave behind in caches and heap is not the bare operation's.
  const beside = await interleaved(
    [
      { name: 'issue', times: pieceBesideLibraries, run: issue },
      {
        name: 'vc',
        times: 1,
        run: async (number, round) => {
          for (let index = 0; index < number; index++) await vc.issue(make(round * number + index))
        },
      },
    ],
    Math.max(20, Math.ceil(count / pieceBesideLibraries)),
  )
  const fallbacks = Object.values(signer.counts().shapes?.fallbacks ?? {}).reduce((sum, number) => sum + number, 0)
  return [
    {
      name: 'issue eddsa-rdfc-2022 in process: build, check, sign, hash',
      value: medianOf(times, 'issue'),
      unit: 'µs per badge',
      reference: `÷ one bare Ed25519 signature (${medianOf(times, 'bare').toFixed(1)} µs)`,
      ratio: medianRatio(times, 'issue', 'bare'),
      calm: calmRatio(times, 'issue', 'bare'),
      bound: '≤ 2.0',
    },
    {
      name: 'of it: sign and hash',
      value: medianOf(times, 'sign'),
      unit: 'µs per badge',
      reference: '÷ one bare Ed25519 signature',
      ratio: medianRatio(times, 'sign', 'bare'),
      calm: calmRatio(times, 'sign', 'bare'),
      bound: '–',
    },
    {
      name: 'issue eddsa-rdfc-2022, byte for byte the same as the libraries',
      value: medianOf(beside, 'issue'),
      unit: 'µs per badge',
      reference: `times faster than a loop of @digitalbazaar/vc (${medianOf(beside, 'vc').toFixed(0)} µs)`,
      ratio: medianRatio(beside, 'vc', 'issue'),
      calm: calmRatio(beside, 'vc', 'issue'),
      bound: '≥ 80',
    },
    {
      name: 'fallbacks to the reference path on ordinary badges',
      value: fallbacks,
      unit: 'badges',
      reference: `of ${next} issued`,
      ratio: fallbacks / next,
      bound: 0,
    },
  ]
}
