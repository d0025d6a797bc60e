/** A source of random numbers that gives the same ones for the same seed, so that a failing document can be made again. */
export interface Random {
  /** a whole number from 0 to below the limit */
  below(limit: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** between `least` and `most` of what `make` gives */
  some<T>(least: number, most: number, make: (index: number) => T): T[]
}

/** xorshift32 (Marsaglia 2003) over a seed other than zero. */
export function randomFrom(seed: number): Random {
  let state = seed | 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    some: (least, most, make) => Array.from({ length: least + below(most - least + 1) }, (_, index) => make(index)),
  }
}

const ordinaryTexts = [
  'データ活用基礎',
  '全6回に出席し、修了課題に合格すること。',
  'Digital basics',
  '87',
  '100',
  'A',
  'ｶﾞｲﾄﾞ（デモ）',
  '髙﨑 𠮷田',
  '2026-04-01',
  '成果：残業 12.5% 減',
]
/** Texts that mean nothing to JSON-LD but are hard to write, to sort or to tell apart. */
const oddTexts = [
  '',
  ' ',
  'a "quoted" word',
  'line\none\r\ntwo\ttab',
  'back\\slash \\n \\u0041',
  '\u0000\u0001\b\f\u001f\u007f\u0080\u009f',
  '\u2028\u2029\ufeff\u00a0',
  '𠮷',
  '（',
  'ｶ',
  '<https://example.com/>',
  'https://example.com/a b',
  'true',
  '0',
  '1E3',
  '"^^<x> .\n',
  'null',
]
/** Texts that mean something to JSON-LD in some places. */
const meaningfulTexts = [
  '_:b0',
  '_:c14n0',
  '@id',
  '@none',
  'name',
  'Profile',
  'assertionMethod',
  'https://example.com/a',
  'https://日本.example/道?q=１#断片',
  'Python:基礎',
  'urn:uuid:0d0a7dfe-8a04-4f2e-9c3a-3f6f0f5f2b10',
  'data:image/png;base64,iVBORw0KGgo=',
  'obi:Achievement',
  'xsd:string',
]

/** A text without meaning to JSON-LD, mostly of the ordinary kind. */
export const plainTextFrom = (random: Random): string => {
  if (random.chance(0.15)) return random.pick(oddTexts)
  if (random.chance(0.3)) return random.pick(ordinaryTexts)
  return `${random.pick(ordinaryTexts)}${random.below(100_000)}`
}

/** Any text. */
export const textFrom = (random: Random): string => (random.chance(0.03) ? random.pick(meaningfulTexts) : plainTextFrom(random))

/** An absolute IRI that stands in one place only, rarely one that stands in several. */
export const iriFrom = (random: Random): string => {
  if (random.chance(0.03)) return 'https://badges.example/shared'
  const number = random.below(1_000_000_000)
  return random.pick([
    `https://badges.example/things/${number}`,
    `https://badges.example/things/${number}#part`,
    `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    `did:web:badges.example:${number}`,
    `http://例え.example/${number}?x=1&y=%20`,
  ])
}

export const dateTimeFrom = (random: Random): string =>
  `20${10 + random.below(30)}-0${1 + random.below(9)}-1${random.below(10)}T00:00:0${random.below(10)}${random.pick(['Z', '+09:00'])}`
