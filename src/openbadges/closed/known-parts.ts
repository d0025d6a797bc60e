import type { Json, JsonObject } from '../../json.ts'
import type { DocumentNode } from './survey.ts'
import type { ClassName } from './tables.ts'

/** One object of a part that was read before: the same again for another document, but for the parent of the part itself. */
export interface KnownNode {
  readonly value: JsonObject
  readonly class: ClassName
  /** position of the parent in the list of nodes; -1 for the part itself */
  readonly parent: number
  readonly member: string
  readonly position: number
  /** levels below the part itself */
  readonly depth: number
}

/** The objects of a part, in the order in which reading it comes upon them. */
export type KnownPart = readonly KnownNode[]

/**
 * Parts of documents in which nothing was found to be irregular, so that reading them again finds the same objects and nothing else. Only
 * what is frozen through and through is kept, since nothing else stays as it was read; and each for the class, the data model and the
 * purpose for which it was read.
 */
export class KnownParts {
  readonly #parts = new WeakMap<JsonObject, Map<ClassName, KnownPart>>()

  find(value: JsonObject, className: ClassName): KnownPart | undefined {
    return this.#parts.get(value)?.get(className)
  }

  /** @param nodes - the part itself, which must not hold anything irregular, and everything in it, in the order of reading */
  keep(nodes: readonly DocumentNode[]): void {
    const [part] = nodes
    if (part === undefined || !isFrozenDeeply(part.value)) return
    const places = new Map(nodes.map((node, place) => [node, place]))
    const known: KnownNode[] = []
    for (const [place, node] of nodes.entries()) {
      const parent = place === 0 ? -1 : (places.get(node.parent as DocumentNode) as number)
      const depth = place === 0 ? 0 : (known[parent] as KnownNode).depth + 1
      known.push({ value: node.value, class: node.class, parent, member: node.member, position: node.position, depth })
    }
    const byClass = this.#parts.get(part.value) ?? new Map<ClassName, KnownPart>()
    this.#parts.set(part.value, byClass.set(part.class, known))
  }
}

const isFrozenDeeply = (value: Json): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozenDeeply))
