import type { Json, JsonObject } from '../../json.ts'
import { type IsTerm, isLeaf, isPinnedMember } from './key.ts'
import { type Piece, type Template, templateOf } from './template.ts'

/**
 * The text of a document as `JSON.stringify` writes it, with holes between quotation marks for its varying leaves. The last brace is left
 * out, since a proof follows.
 *
 * @param varying - numbers of leaves in the order of `readShape`; each is the slot of its hole
 */
export function jsonTemplateOf(document: JsonObject, varying: ReadonlySet<number>, isTerm: IsTerm): Template {
  let next = 0
  const piecesOf = (value: Json, pinned: boolean): Piece[] => {
    if (Array.isArray(value)) return ['[', ...listed(value.map((item) => piecesOf(item, pinned))), ']']
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).map(([member, inner]): Piece[] => [
        `${JSON.stringify(member)}:`,
        ...piecesOf(inner, pinned || isPinnedMember(member)),
      ])
      return ['{', ...listed(members), '}']
    }
    if (typeof value !== 'string' || pinned || !isLeaf(value, isTerm)) return [JSON.stringify(value)]
    const leaf = next++
    return varying.has(leaf) ? ['"', leaf, '"'] : [JSON.stringify(value)]
  }
  return templateOf(piecesOf(document, false).slice(0, -1))
}

const listed = (items: readonly Piece[][]): Piece[] => items.flatMap((item, index) => (index === 0 ? item : [',', ...item]))
