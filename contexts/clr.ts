import type { JsonObject } from '../src/json.ts'

const vocabulary = (name: string): string => `https://purl.imsglobal.org/spec/vc/clr/vocab.html#${name}`
const nodeAliases: JsonObject = { id: '@id', type: '@type' }
const setOf = (id: string, type: string): JsonObject => ({ '@id': id, '@type': type, '@container': '@set' })

const associationClass: JsonObject = {
  '@id': vocabulary('Association'),
  '@context': {
    associationType: { '@id': vocabulary('AssociationType') },
    sourceId: { '@id': vocabulary('sourceId'), '@type': 'xsd:anyURI' },
    targetId: { '@id': vocabulary('targetId'), '@type': 'xsd:anyURI' },
  },
}

const subjectClass = (openBadgesVocabulary: string, moreTerms: JsonObject): JsonObject => ({
  '@id': vocabulary('ClrSubject'),
  '@context': {
    ...nodeAliases,
    cred: 'https://www.w3.org/2018/credentials#',
    obi: openBadgesVocabulary,
    achievement: setOf(vocabulary('achievement'), 'obi:Achievement'),
    association: setOf(vocabulary('association'), vocabulary('Association')),
    verifiableCredential: setOf(vocabulary('verifiableCredential'), 'cred:verifiableCredential'),
    ...moreTerms,
  },
})

const clrContext = (credentialTerms: JsonObject, subject: JsonObject): JsonObject => ({
  '@context': {
    ...nodeAliases,
    ClrCredential: { '@id': vocabulary('ClrCredential'), '@context': { ...nodeAliases, ...credentialTerms } },
    ClrSubject: subject,
    Association: associationClass,
  },
})

/**
 * The terms of the two Comprehensive Learner Record 2.0 contexts, declared here because no package holds them: two classes with scoped
 * terms and one link class. The two files differ in the Open Badges vocabulary that `obi` stands for, and in `partial` and `identifier`.
 */
export const clrContexts: Record<'2.0.0' | '2.0.1', JsonObject> = {
  '2.0.0': clrContext({}, subjectClass('https://purl.imsglobal.org/spec/ob/v3p0/vocab.html#', {})),
  '2.0.1': clrContext(
    { partial: { '@id': vocabulary('partial'), '@type': 'xsd:boolean' } },
    subjectClass('https://purl.imsglobal.org/spec/vc/ob/vocab.html#', {
      identifier: setOf(vocabulary('identifier-1'), 'obi:Identifier'),
    }),
  ),
}
