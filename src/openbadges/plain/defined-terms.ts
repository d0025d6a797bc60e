import { asList, isJsonObject, type Json, type JsonObject } from '../../json.ts'

/**
 * The names that the contexts of a document define for its own members, the contexts of its types included. What `@vocab` maps is not
 * among them: it maps every word, and so says nothing about any (VC-API section 8).
 *
 * @param contextOf - the content of a context that is held here; one that is not held defines nothing
 */
export const definedTerms = (document: JsonObject, contextOf: (url: string) => JsonObject | undefined): ReadonlySet<string> => {
  const types = asList(document['type']).filter((type): type is string => typeof type === 'string')
  const terms = new Set<string>()
  const define = (context: Json | undefined): void => {
    for (const item of asList(context)) {
      const content = typeof item === 'string' ? contextOf(item)?.['@context'] : item
      if (content !== item) define(content)
      else if (isJsonObject(content)) defineAll(content)
    }
  }
  const defineAll = (definitions: JsonObject): void => {
    // The nested form `{"@context": {…}}` of an inline context.
    if (isJsonObject(definitions['@context'])) defineAll(definitions['@context'])
    for (const [term, definition] of Object.entries(definitions)) {
      if (!term.startsWith('@') && definition !== null) terms.add(term)
      if (types.includes(term) && isJsonObject(definition)) define(definition['@context'])
    }
  }
  define(document['@context'])
  return terms
}
