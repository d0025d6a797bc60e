/** Levenshtein distance, given up beyond `limit`. */
const distance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length] ?? limit + 1
}

/** The known code that a mistyped one most likely means, or undefined where none is within a quarter of its length. */
export const nearestCode = (typed: string, known: readonly string[]): string | undefined => {
  const limit = Math.max(1, Math.floor(typed.length / 4))
  const upper = typed.toUpperCase()
  const ranked = known
    .map((code) => ({ code, steps: distance(upper, code.toUpperCase(), limit) }))
    .filter(({ steps }) => steps <= limit)
    .sort((a, b) => a.steps - b.steps || (a.code < b.code ? -1 : 1))
  return ranked[0]?.code
}
