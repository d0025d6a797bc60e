import type { Json, JsonObject } from '../../../src/json.ts'

/** A document that a rule accepts, and the one place where another differs that it refuses. */
export interface RuleSample {
  accepted: () => JsonObject
  purpose: 'issue' | 'verify'
  /** JSON pointer of the one difference */
  at: string
  /** the refused value there; `undefined`: the member is missing; for a member that is not there yet: it is added */
  refused: Json | undefined
}

/** A copy of the document with another value at the place, or without the member. */
export const changed = (document: JsonObject, at: string, value: Json | undefined): JsonObject => {
  const copy = structuredClone(document)
  const steps = at
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'))
  const last = steps.pop() as string
  const holder = steps.reduce<Json>((node, step) => (node as JsonObject)[step] as Json, copy) as JsonObject
  if (value === undefined) delete holder[last]
  // defineProperty, because an assignment to `__proto__` would set the prototype
  else Object.defineProperty(holder, last, { value, enumerable: true, configurable: true, writable: true })
  return copy
}

/** The pointers at which two values differ; a difference in one member of an object counts once, whatever is below it. */
export const differences = (left: Json | undefined, right: Json | undefined, at = ''): string[] => {
  if (Object.is(left, right)) return []
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return [at]
  if (Array.isArray(left) !== Array.isArray(right)) return [at]
  if (Array.isArray(left) && Array.isArray(right) && left.length !== right.length) return [at]
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...names].flatMap((name) => {
    const value = (node: object): Json | undefined => (Object.hasOwn(node, name) ? (node as JsonObject)[name] : undefined)
    return differences(value(left), value(right), `${at}/${name}`)
  })
}
