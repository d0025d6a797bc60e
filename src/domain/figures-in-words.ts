/** A number with its unit before and after, as somebody wrote it. */
export interface WrittenFigures {
  before: string
  after: string
  unit: string
}

const plain = (text: string): string => text.normalize('NFKC').replaceAll(',', '')

/**
 * The first two numbers of a text that have the same unit: 「作成が3時間から1時間になった」 is 3 and 1 with 時間. Only a suggestion for a form that a person
 * reads and corrects.
 *
 * @returns undefined where there are no two numbers with the same unit
 */
export const figuresInWords = (text: string): WrittenFigures | undefined => {
  const found = [
    ...text.matchAll(/([0-9０-９][0-9０-９.,．，]*)\s*([%％]|[^\s0-9０-９、。，,.．（）()「」からがにへでとはをもの→~～]{1,6})/gu),
  ].map((match) => ({ value: plain(match[1] ?? '').replace(/\.$/, ''), unit: plain(match[2] ?? '') }))
  for (const [place, before] of found.entries()) {
    const after = found.slice(place + 1).find(({ unit }) => unit === before.unit)
    if (after !== undefined) return { before: before.value, after: after.value, unit: before.unit }
  }
  return undefined
}
