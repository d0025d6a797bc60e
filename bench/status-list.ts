import { createList } from '@digitalbazaar/vc-bitstring-status-list'
import { checkCredential } from '../src/openbadges/check.ts'
import { buildStatusListCredential, encodeBitstring } from '../src/openbadges/status-list.ts'
import { loadContexts } from '../src/proof/contexts.ts'
import { did } from './badges.ts'
import { type Figure, interleaved, medianOf, medianRatio } from './figure.ts'
import { libraries } from './libraries.ts'
import { benchSigner, created } from './signer.ts'

const LENGTH = 131_072
const SHARE = 50
const listUrl = 'https://badges.example/status/abcdefghjkmn'

/** Two in a hundred, spread as revocations are: by a generator with a fixed start. */
const someIndexes = (): number[] => {
  const set = new Set<number>()
  for (let state = 1; set.size < LENGTH / SHARE; ) {
    state = (state * 48_271) % (2 ** 31 - 1)
    set.add(state % LENGTH)
  }
  return [...set].sort((a, b) => a - b)
}

/**
 * One revocation published: the bit is set, the list compressed, built, checked and signed; beside the same with the libraries.
 *
 * @param count - publications
 */
export const measure = async ({ count }: { count: number }): Promise<Figure[]> => {
  const contexts = loadContexts()
  const { signer, key, seed } = benchSigner(contexts)
  const vc = await libraries(contexts, { seed, did, verificationMethod: key.verificationMethod }, '2026-10-08T02:03:04Z')
  const set = someIndexes()
  const document = (encodedList: string) =>
    buildStatusListCredential({ id: listUrl, issuer: did, purpose: 'revocation', encodedList, validFrom: created })
  const ours = async (n: number): Promise<string> => {
    const answer = checkCredential(document(encodeBitstring([...set, n % LENGTH], LENGTH)), contexts.urls)
    if (!answer.ok) throw new Error('The list breaks a rule.')
    return (await signer.sign(key, answer.credential, created)).text
  }
  const list = await createList({ length: LENGTH })
  for (const index of set) list.setStatus(index, true)
  const theirs = async (n: number): Promise<unknown> => {
    list.setStatus(n % LENGTH, true)
    return vc.issue(document((await list.encode()) as string))
  }
  const times = await interleaved(
    [
      {
        name: 'ours',
        times: 1,
        run: async (_, round) => void (await ours(round)),
      },
      {
        name: 'libraries',
        times: 1,
        run: async (_, round) => void (await theirs(round)),
      },
    ],
    Math.min(200, Math.max(10, count)),
  )
  return [
    {
      name: `one revocation published, ${LENGTH} entries, ${100 / SHARE} % set`,
      value: medianOf(times, 'ours'),
      unit: 'µs',
      reference: `libraries (${medianOf(times, 'libraries').toFixed(0)} µs) ÷ this`,
      ratio: medianRatio(times, 'libraries', 'ours'),
      bound: '≥ 4',
    },
  ]
}
