const labels: string[] = []
/** The canonical label of the blank node of a rank; made once. */
export function labelOf(rank: number): string {
  for (let next = labels.length; next <= rank; next++) labels.push(`_:c14n${next}`)
  return labels[rank] as string
}

/** So few are put into their places one by one; more are sorted. */
const fewNodes = 16

/**
 * Orders blank nodes by their first-degree hashes: the node with the smallest gets `_:c14n0`, and so on (RDFC-1.0, 4.4, step 4).
 *
 * @param hashes - of each node, in hexadecimal
 * @param ordered - nodes whose order is known already, their hashes differ
 * @param others - the remaining nodes
 * @returns the nodes by rank; `undefined` when two hashes are equal, which only the full algorithm can resolve
 */
export function rankByHash(hashes: readonly string[], ordered: readonly number[], others: readonly number[]): number[] | undefined {
  const ranked = ordered.slice()
  if (others.length <= fewNodes) {
    for (const node of others) ranked.splice(placeOf(hashes[node] as string, ranked, hashes), 0, node)
  } else {
    ranked.push(...others)
    ranked.sort((a, b) => ((hashes[a] as string) < (hashes[b] as string) ? -1 : 1))
  }
  for (let rank = 1; rank < ranked.length; rank++) {
    if (hashes[ranked[rank] as number] === hashes[ranked[rank - 1] as number]) return undefined
  }
  return ranked
}

function placeOf(hash: string, ranked: readonly number[], hashes: readonly string[]): number {
  let place = ranked.length
  while (place > 0 && hash < (hashes[ranked[place - 1] as number] as string)) place--
  return place
}

const textOrders: number[][] = []
/** The ranks below `count` in the order of their labels as texts, in which `_:c14n10` stands before `_:c14n2`. */
export function ranksByText(count: number): readonly number[] {
  textOrders[count] ??= Array.from({ length: count }, (_, rank) => rank).sort((a, b) => (labelOf(a) < labelOf(b) ? -1 : 1))
  return textOrders[count] as number[]
}
