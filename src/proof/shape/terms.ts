import type { Json } from '../../json.ts'
import type { ContextRegistry } from '../contexts.ts'
import type { IsTerm } from './key.ts'

/**
 * Collects every term that any held context defines, scoped contexts included. A text that is one of them may mean something to JSON-LD
 * besides itself (a value of an `@vocab` term, a type), so such texts belong to the shape of a document.
 */
export function termsOf(contexts: ContextRegistry): IsTerm {
  const terms = new Set<string>()
  for (const url of contexts.urls) collect(contexts.get(url)?.['@context'], terms)
  const longest = Math.max(...[...terms].map((term) => term.length))
  return (text) => text.length <= longest && terms.has(text)
}

function collect(context: Json | undefined, terms: Set<string>): void {
  if (Array.isArray(context)) {
    for (const part of context) collect(part, terms)
    return
  }
  if (typeof context !== 'object' || context === null) return
  for (const [term, definition] of Object.entries(context)) {
    terms.add(term)
    if (typeof definition === 'object' && definition !== null && !Array.isArray(definition)) collect(definition['@context'], terms)
  }
}
