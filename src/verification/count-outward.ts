import type { Outward, OutwardAnswer } from './deps.ts'

export type OutwardCounts = Record<OutwardAnswer['kind'], number>

/** The same way out, with its answers counted by result. Answers from memory count too: what a verdict rests on, not the traffic. */
export const countOutward = (outward: Outward): { outward: Outward; counts(): OutwardCounts } => {
  const counts: OutwardCounts = { ok: 0, refused: 0, unreachable: 0 }
  return {
    outward: {
      get: async (url, options) => {
        const answer = await outward.get(url, options)
        counts[answer.kind]++
        return answer
      },
    },
    counts: () => ({ ...counts }),
  }
}
