/**
 * Gives the blank nodes their canonical labels from their first-degree hashes: `_:c14n0` to the smallest, and so on (RDFC-1.0, 4.4,
 * step 4).
 *
 * @param hashes - of each blank node, in hexadecimal
 * @returns the labels in the order of the nodes; `undefined` when two hashes are equal, which only the full algorithm can resolve
 */
export function labelsByHash(hashes: readonly string[]): string[] | undefined {
  const order = hashes.map((_, node) => node)
  order.sort((a, b) => ((hashes[a] as string) < (hashes[b] as string) ? -1 : 1))
  const labels = new Array<string>(hashes.length)
  for (let rank = 0; rank < order.length; rank++) {
    const node = order[rank] as number
    if (rank > 0 && hashes[node] === hashes[order[rank - 1] as number]) return undefined
    labels[node] = labelOf(rank)
  }
  return labels
}

const common = Array.from({ length: 64 }, (_, rank) => `_:c14n${rank}`)
const labelOf = (rank: number): string => common[rank] ?? `_:c14n${rank}`
