import type { AlignmentView } from '../../../templates/components/alignment.tsx'
import type { AlignmentClaim } from './document-claims.ts'
import { type PageContext, wordsOf } from './page-context.ts'

/** Skill items under the standard that they belong to; undefined where there are none. */
export const alignmentView = (claims: readonly AlignmentClaim[], context: PageContext): AlignmentView | undefined => {
  if (claims.length === 0) return undefined
  const groups = new Map<string, AlignmentClaim[]>()
  for (const item of claims) groups.set(item.framework ?? '', [...(groups.get(item.framework ?? '') ?? []), item])
  return {
    label: wordsOf(context).badge.alignment,
    groups: [...groups].map(([framework, items]) => ({
      ...(framework === '' ? {} : { framework }),
      items: items.map((item) => ({ name: item.name, ...(item.href === undefined ? {} : { href: item.href }) })),
    })),
  }
}
