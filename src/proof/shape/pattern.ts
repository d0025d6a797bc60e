import type { Json, JsonObject } from '../../json.ts'
import { hasIriPrefix, type IsTerm, iriPrefix, isLeaf, isPinnedMember, type LeafClass, leafClasses, type ShapeLimits } from './key.ts'

/**
 * One document of a shape, with holes for the leaves that vary: what fits has the same shape key, and the same text in every other leaf.
 * Finding that out by walking along the pattern costs a fraction of reading the key.
 */
export interface Pattern {
  /**
   * Writes the varying leaves of a document into `values`, each at its number.
   *
   * @returns whether the document fits; if not, `values` holds nothing of use
   */
  match(document: JsonObject, values: string[]): boolean
}

/**
 * `isConstant`: no leaf in it varies. `frozen`: an object that was found to fit before and can never change, so that it fits again; `last`: the
 * one that fitted last, which is looked at more closely when it comes again.
 */
type Step =
  | { kind: 'object'; members: readonly string[]; steps: readonly Step[]; isConstant: boolean; frozen?: object; last?: object }
  | { kind: 'list'; steps: readonly Step[]; isConstant: boolean; frozen?: object; last?: object }
  | { kind: 'same'; value: string | number | boolean | null }
  | { kind: 'leaf'; leaf: number }

/**
 * @param leaves - of the document, from `readShape`
 * @param varying - the leaves that may have another text; of equal IRIs all or none
 * @param limits - of these the numbers of characters matter, since the structure is the pattern's
 */
export function patternOf(
  document: JsonObject,
  leaves: readonly string[],
  varying: ReadonlySet<number>,
  isTerm: IsTerm,
  limits: ShapeLimits,
): Pattern {
  let next = 0
  const stepOf = (value: Json, pinned: boolean): Step => {
    if (Array.isArray(value)) {
      const steps = value.map((item) => stepOf(item, pinned))
      return { kind: 'list', steps, isConstant: steps.every(isConstant) }
    }
    if (typeof value === 'object' && value !== null) {
      const members = Object.keys(value)
      const steps = members.map((member) => stepOf(value[member] as Json, pinned || isPinnedMember(member)))
      return { kind: 'object', members, steps, isConstant: steps.every(isConstant) }
    }
    if (typeof value !== 'string' || pinned || !isLeaf(value, isTerm)) return { kind: 'same', value }
    const leaf = next++
    return varying.has(leaf) ? { kind: 'leaf', leaf } : { kind: 'same', value }
  }
  const root = stepOf(document, false)
  const fitsClasses = classChecker(leaves, varying, isTerm, limits)
  return { match: (candidate, values) => follow(candidate, root, values) && fitsClasses(values) }
}

function follow(value: Json | undefined, step: Step, values: string[]): boolean {
  if (step.kind === 'leaf') {
    if (typeof value !== 'string') return false
    values[step.leaf] = value
    return true
  }
  if (step.kind === 'same') return value === step.value && (value !== 0 || Object.is(value, step.value))
  if (typeof value !== 'object' || value === null) return false
  if (value === step.frozen) return true
  if (!(step.kind === 'list' ? followList(value, step.steps, values) : followObject(value, step.members, step.steps, values))) return false
  if (!step.isConstant) return true
  if (step.last === value && isFrozenDeeply(value)) step.frozen = value
  step.last = value
  return true
}

function followList(value: object, steps: readonly Step[], values: string[]): boolean {
  if (!Array.isArray(value) || value.length !== steps.length) return false
  for (let index = 0; index < steps.length; index++) if (!follow(value[index], steps[index] as Step, values)) return false
  return true
}

function followObject(value: Json[] | JsonObject, members: readonly string[], steps: readonly Step[], values: string[]): boolean {
  if (Array.isArray(value)) return false
  let index = 0
  for (const member in value) {
    if (member !== members[index] || !follow(value[member], steps[index] as Step, values)) return false
    index++
  }
  return index === members.length
}

const isConstant = (step: Step): boolean => (step.kind === 'object' || step.kind === 'list' ? step.isConstant : step.kind === 'same')

const isFrozenDeeply = (value: Json): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozenDeeply))

/** Whether each varying text is of the class that the leaf has in the shape, and equal to which others it is there. */
function classChecker(
  leaves: readonly string[],
  varying: ReadonlySet<number>,
  isTerm: IsTerm,
  limits: ShapeLimits,
): (values: readonly string[]) => boolean {
  const classes = leafClasses(leaves)
  const constantIris = new Set(leaves.filter((_, leaf) => !varying.has(leaf) && classes[leaf]?.kind !== 'plain'))
  const checks = [...varying].map((leaf) => ({ leaf, leafClass: classes[leaf] as LeafClass }))
  const irisOf = checks.filter(({ leafClass }) => leafClass.kind === 'iri').map(({ leaf }) => leaf)
  const fits = (text: string, leafClass: LeafClass, values: readonly string[]): boolean => {
    if (leafClass.kind === 'same') return text === values[leafClass.as]
    if (!isLeaf(text, isTerm)) return false
    if (leafClass.kind === 'plain') return iriPrefix(text) === undefined
    return text.length <= limits.maxIriCharacters && hasIriPrefix(text, leafClass.prefix) && !constantIris.has(text)
  }
  return (values) => {
    let characters = 0
    for (const { leaf, leafClass } of checks) {
      const text = values[leaf] as string
      if (!fits(text, leafClass, values)) return false
      characters += text.length
    }
    return characters <= limits.maxCharacters && allDiffer(irisOf, values)
  }
}

function allDiffer(leaves: readonly number[], values: readonly string[]): boolean {
  if (leaves.length > 12) return new Set(leaves.map((leaf) => values[leaf])).size === leaves.length
  for (let one = 1; one < leaves.length; one++) {
    for (let other = 0; other < one; other++) if (values[leaves[one] as number] === values[leaves[other] as number]) return false
  }
  return true
}
