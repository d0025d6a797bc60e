import { isJsonObject, type Json, type JsonObject } from '../src/json.ts'

const objectOf = (value: unknown, what: string): JsonObject => {
  if (!isJsonObject(value)) throw new TypeError(`${what} is not an object.`)
  return value
}

/**
 * The Open Badges context 3.0.3 as it is published now, made from the older content of the package.
 *
 * 1EdTech changed the file in place, under the same URL: two top-level terms were added, none changed or removed
 * (CONFORMANCE section 3, "Amendment of context-3.0.3.json"). `endorsementJwt` stands directly after `endorsement`, `jti` last.
 */
export function amendOpenBadges303(packageContent: JsonObject): JsonObject {
  const terms = objectOf(packageContent['@context'], 'The @context of the Open Badges context')
  const amended: [string, Json][] = []
  for (const [term, definition] of Object.entries(terms)) {
    amended.push([term, definition])
    if (term === 'endorsement') {
      amended.push(['endorsementJwt', { '@id': 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementJwt', '@container': '@set' }])
    }
  }
  amended.push(['jti', { '@id': 'https://www.iana.org/assignments/jwt#jti', '@type': '@id' }])
  return { ...packageContent, '@context': Object.fromEntries(amended) }
}
