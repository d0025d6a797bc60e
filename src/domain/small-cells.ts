/** Cells with fewer people than this are hidden from the public (DOMAIN section 6). */
export const smallestShownCell = 5

export type Cell = { value: number } | { hidden: true }

/** One figure that counts people: hidden below 5. */
export const shownCell = (value: number, smallest: number = smallestShownCell): Cell => (value < smallest ? { hidden: true } : { value })

/**
 * The cells of a table whose total is shown as well: small ones are hidden, and where only one is, the smallest other is hidden with it,
 * because it could be had by subtraction.
 */
export const shownTable = <Name extends string>(
  counts: Readonly<Record<Name, number>>,
  smallest: number = smallestShownCell,
): { cells: Record<Name, Cell>; total: Cell } => {
  const entries = Object.entries(counts) as [Name, number][]
  const hidden = new Set(entries.filter(([, value]) => value < smallest).map(([name]) => name))
  const [only] = hidden
  const hiddenSum = entries.filter(([name]) => hidden.has(name)).reduce((sum, [, value]) => sum + value, 0)
  if (only !== undefined && hidden.size < entries.length && (hidden.size === 1 || hiddenSum < smallest)) {
    const next = entries.filter(([name]) => !hidden.has(name)).sort((a, b) => a[1] - b[1])[0]
    if (next !== undefined) hidden.add(next[0])
  }
  const cells = Object.fromEntries(entries.map(([name, value]) => [name, hidden.has(name) ? { hidden: true } : { value }])) as Record<
    Name,
    Cell
  >
  return {
    cells,
    total: shownCell(
      entries.reduce((sum, [, value]) => sum + value, 0),
      smallest,
    ),
  }
}
