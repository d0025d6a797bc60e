import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { RuleProblem } from '../types.ts'
import { inlineTerms } from './context.ts'
import { below } from './pointer.ts'

const valueKeywords = new Set(['@value', '@language', '@direction', '@type'])
const refusedNames = new Set(['__proto__', 'constructor', 'prototype'])

/** A plain member name. With `:`, `#` or `/` it could be an IRI, which JSON checks would not recognise as the term it stands for (SECURITY L3). */
const memberName = /^[^@:#/?]+$/

const blankNode = /^_:\S+$/

/**
 * Walks a whole document and refuses what would make its JSON and its RDF tell different stories (SECURITY L3, L4): keywords but
 * those of a language object, IRIs as member names, a second node with the document's own id, blank node and compact ids, `null`.
 *
 * @param embedded - members whose values are documents of their own with an `@context`; they are examined by themselves
 */
export const examineKeys = (document: JsonObject, embedded: readonly string[], path = ''): RuleProblem[] => {
  const problems: RuleProblem[] = []
  const terms = inlineTerms(document)
  const ownId = typeof document['id'] === 'string' ? document['id'] : undefined

  const examineNode = (node: JsonObject, place: string): void => {
    const id = node['id']
    if (typeof id !== 'string') return
    if (node !== document && id === ownId && Object.keys(node).length > 1)
      problems.push({ rule: 'VCDM-KEY', path: place, message: 'Another object says something about the document itself.' })
    if (id.startsWith('_:') || terms.has(id.slice(0, Math.max(0, id.indexOf(':')))))
      problems.push({ rule: 'VCDM-ID', path: below(place, 'id'), message: 'An id is an absolute URL, not a blank node or a compact one.' })
  }

  const walk = (value: Json, place: string): void => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        walk(item, below(place, index))
      })
      return
    }
    // Where a context makes an id of a text, its label would not be signed: any other label has the same canonical form.
    if (typeof value === 'string' && blankNode.test(value))
      problems.push({ rule: 'VCDM-ID', path: place, message: 'A blank node label is no value here.' })
    if (value === null) problems.push({ rule: 'VCDM-KEY', path: place, message: 'null is not a value here.' })
    if (!isJsonObject(value)) return
    examineNode(value, place)
    for (const [key, item] of Object.entries(value)) {
      if (value === document && (key === '@context' || embedded.includes(key))) continue
      const isKeyword = '@value' in value && valueKeywords.has(key)
      if (refusedNames.has(key) || (!isKeyword && !memberName.test(key)))
        problems.push({ rule: 'VCDM-KEY', path: below(place, key), message: 'This is not a plain member name.' })
      else walk(item, below(place, key))
    }
  }

  walk(document, path)
  return problems
}
