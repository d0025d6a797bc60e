import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { RuleProblem } from '../types.ts'
import { below } from './pointer.ts'
import { isUrl } from './url.ts'

export const credentialsV2 = 'https://www.w3.org/ns/credentials/v2'
export const credentialsV1 = 'https://www.w3.org/2018/credentials/v1'

/**
 * Namespaces whose terms decide a verdict (dates, status, issuer, proof). An inline context may not give them a second name: the
 * RDF and with it the signature would stay the same, while the JSON checks no longer see the member (SECURITY L3).
 */
const reservedNamespaces = [
  'https://www.w3.org/2018/credentials#',
  'https://w3id.org/security#',
  'https://www.w3.org/ns/credentials/status#',
  'https://w3id.org/vc/status-list#',
]

const reaches = (iri: string): boolean => reservedNamespaces.some((namespace) => iri.startsWith(namespace) || namespace.startsWith(iri))

/** Containers that keep every word of the JSON in the RDF; `@index` would let unsigned text in (SECURITY L4). */
const plainContainers = new Set<Json>(['@set', '@list', '@language'])

/** Only schemes that cannot be taken for a prefix of some context. */
const mappableSchemes = new Set(['http', 'https', 'urn', 'did', 'tag'])

const termKeywords = new Set(['@id', '@type', '@container', '@language', '@direction', '@protected', '@context', '@prefix'])
const contextKeywords = new Set(['@vocab', '@version', '@protected', '@language', '@direction', '@base', '@propagate'])

/** The inline context objects of a document, unwrapped from the nested form `{"@context": {…}}`. */
export const inlineContexts = (document: JsonObject): JsonObject[] => {
  const contexts = document['@context']
  if (!Array.isArray(contexts)) return []
  return contexts.filter(isJsonObject).map(unwrap)
}

const unwrap = (context: JsonObject): JsonObject => {
  const inner = context['@context']
  return Object.keys(context).length === 1 && isJsonObject(inner) ? inner : context
}

/** The terms that inline contexts define, at whatever depth; an id that begins with one of them and `:` would be a compact IRI. */
export const inlineTerms = (document: JsonObject): Set<string> => {
  const terms = new Set<string>()
  const collect = (context: JsonObject): void => {
    for (const [term, definition] of Object.entries(context)) {
      if (!term.startsWith('@')) terms.add(term)
      if (isJsonObject(definition) && isJsonObject(definition['@context'])) collect(definition['@context'])
    }
  }
  for (const context of inlineContexts(document)) collect(context)
  return terms
}

/**
 * Examines `@context` of a credential or presentation: an array whose first item is a base context, then URLs that the registry
 * holds or objects, each harmless as an inline context (VC Data Model 2.0, section 4.3; VC-API, section 3).
 *
 * A URL that is not held breaks the rule `VCDM-CONTEXT-NOT-HELD`, so that a verifier can tell "unknown" from "wrong".
 */
export const examineContext = (document: JsonObject, heldContexts: ReadonlySet<string>, path = ''): RuleProblem[] => {
  const place = below(path, '@context')
  const contexts = document['@context']
  if (contexts === undefined) return [{ rule: 'VCDM-CONTEXT', path: place, message: '@context is missing.' }]
  if (!Array.isArray(contexts)) return [{ rule: 'VCDM-CONTEXT', path: place, message: '@context is an array.' }]
  const problems: RuleProblem[] = []
  if (contexts[0] !== credentialsV2 && contexts[0] !== credentialsV1)
    problems.push({ rule: 'VCDM-CONTEXT', path: below(place, 0), message: `The first context is ${credentialsV2}.` })
  contexts.forEach((context, index) => {
    if (index > 0) problems.push(...examineItem(context, heldContexts, below(place, index)))
  })
  return problems
}

const examineItem = (context: Json, heldContexts: ReadonlySet<string>, path: string): RuleProblem[] => {
  if (isJsonObject(context)) return examineInline(unwrap(context), path)
  if (!isUrl(context)) return [{ rule: 'VCDM-CONTEXT', path, message: 'A context is a URL or an object.' }]
  if (heldContexts.has(context)) return []
  return [{ rule: 'VCDM-CONTEXT-NOT-HELD', path, message: 'This context is not in the registry, and contexts are never fetched.' }]
}

const examineInline = (context: JsonObject, path: string): RuleProblem[] =>
  Object.entries(context).flatMap(([term, definition]) => {
    const message = term.startsWith('@') ? keywordFault(term, definition) : termFault(term, definition, context)
    if (message !== undefined) return [{ rule: 'VCDM-CONTEXT-INLINE', path: below(path, term), message }]
    if (isJsonObject(definition) && isJsonObject(definition['@context']))
      return examineInline(definition['@context'], below(below(path, term), '@context'))
    return []
  })

const keywordFault = (keyword: string, value: Json): string | undefined => {
  if (!contextKeywords.has(keyword)) return 'This keyword is not read in an inline context.'
  if (keyword === '@base') return value === null ? undefined : 'The base is always null.'
  if (keyword !== '@vocab' || value === null) return undefined
  if (!isUrl(value)) return '@vocab is a URL or null.'
  return reaches(value) ? 'An inline @vocab may not reach the terms of the standard.' : undefined
}

const termFault = (term: string, definition: Json, context: JsonObject): string | undefined => {
  if (typeof definition === 'string') return mappingFault(term, definition, context)
  if (!isJsonObject(definition)) return 'A term is mapped to a URL or to an object.'
  const unread = Object.keys(definition).find((keyword) => !termKeywords.has(keyword))
  if (unread !== undefined) return `${unread} is not read in an inline term.`
  const container = definition['@container']
  if (container !== undefined && ![container].flat().every((item) => plainContainers.has(item)))
    return 'The container of an inline term is @set, @list or @language.'
  const scoped = definition['@context']
  if (scoped !== undefined && !isJsonObject(scoped)) return 'A scoped inline context is an object.'
  const mapping = definition['@id']
  if (mapping === undefined) return undefined
  return typeof mapping === 'string' ? mappingFault(term, mapping, context) : 'A term is mapped to a URL.'
}

const mappingFault = (term: string, mapping: string, context: JsonObject): string | undefined => {
  if (mapping.startsWith('@')) {
    const own = { id: '@id', type: '@type' }[term]
    return own === mapping ? undefined : 'An inline term may not be an alias of a keyword.'
  }
  // A prefix counts only when the same inline context defines it: the base contexts define prefixes of their own in narrower scopes
  // (`cred:`), which would lead to reserved terms. A prefix that reaches no reserved namespace stays outside with any suffix.
  const prefix = mapping.slice(0, Math.max(0, mapping.indexOf(':')))
  const isCompact = Object.hasOwn(context, prefix) && prefix !== term && !mapping.startsWith(`${prefix}://`)
  if (isCompact) return undefined
  if (!isUrl(mapping) || !mappableSchemes.has(prefix.toLowerCase())) return 'A term is mapped to an absolute URL.'
  return reaches(mapping) ? 'An inline term may not give a second name to a term of the standard.' : undefined
}
