import type { DocumentNode } from '../closed/survey.ts'
import type { ClassName } from '../closed/tables.ts'
import { classRule, type Rule, requireExactType, requireMembers, requireType } from './rule.ts'
import { achievementTypes, alignmentTargetTypes, identifierTypes, isTermOrExtension, programmeTypes, resultTypes } from './vocabularies.ts'

const extensible: readonly (readonly [ClassName, string, ReadonlySet<string>])[] = [
  ['Achievement', 'achievementType', achievementTypes],
  ['ResultDescription', 'resultType', resultTypes],
  ['Alignment', 'targetType', alignmentTargetTypes],
  ['IdentityObject', 'identityType', identifierTypes],
  ['IdentifierEntry', 'identifierType', identifierTypes],
]

const criteriaSaySomething = (node: DocumentNode): boolean => node.value['id'] !== undefined || node.value['narrative'] !== undefined

export const achievementRules: readonly Rule[] = [
  classRule({
    id: 'DM-9',
    title: 'An Achievement has id, type, name, description and criteria',
    source: 'Open Badges 3.0, B.1.1',
    class: 'Achievement',
    required: ['id', 'name', 'description', 'criteria'],
    each: (node, report) => requireType(node, report, ['Achievement']),
  }),
  classRule({
    id: 'DM-10',
    title: 'Criteria have an address or a narrative; others may leave both out',
    source: 'Open Badges 3.0, B.1.6 (SHOULD)',
    class: 'Criteria',
    each: (node, report, document) => {
      if (node.value['type'] !== undefined) requireType(node, report, ['Criteria'])
      if (document.purpose === 'issue' && !criteriaSaySomething(node)) report(node, undefined, 'has neither id nor narrative')
    },
  }),
  {
    id: 'DM-11',
    title: 'Values of the extensible vocabularies are one of their terms, or ext: and a name',
    source: 'Open Badges 3.0, B.1 (enumerations), C.2',
    check(document, report) {
      for (const [name, member, vocabulary] of extensible) {
        for (const node of document.nodes(name)) {
          const value = node.value[member]
          if (typeof value === 'string' && !isTermOrExtension(vocabulary, value)) {
            report(node, member, `${JSON.stringify(value)} is neither a term of the vocabulary nor ext: and a name`)
          }
        }
      }
    },
  },
  classRule({
    id: 'DM-12',
    title: 'The type of an achievement that we issue is one that fits the programme',
    source: 'CONFORMANCE DM-12',
    only: 'issue',
    class: 'Achievement',
    each: (node, report) => {
      const type = node.value['achievementType']
      if (typeof type === 'string' && !isTermOrExtension(programmeTypes, type)) {
        report(node, 'achievementType', `must be one of ${[...programmeTypes].join(', ')}, or begin with ext:`)
      }
    },
  }),
  classRule({
    id: 'DM-13',
    title: 'An Alignment has its type, a target name and a target URL',
    source: 'Open Badges 3.0, B.1.5',
    class: 'Alignment',
    required: ['targetName', 'targetUrl'],
    each: (node, report) => requireType(node, report, ['Alignment']),
  }),
  classRule({
    id: 'DM-14',
    title: 'Evidence says that it is Evidence',
    source: 'Open Badges 3.0, B.1.9',
    class: 'Evidence',
    each: (node, report) => requireType(node, report, ['Evidence']),
  }),
  classRule({
    id: 'DM-23',
    title: 'An image is an object with id, type Image and nothing else but a caption',
    source: 'Open Badges 3.0, B.1.13',
    class: 'Image',
    required: ['id'],
    each: (node, report) => requireExactType(node, report, 'Image'),
  }),
  {
    id: 'DM-24',
    title: 'Related, Address and GeoCoordinates have what their classes ask for',
    source: 'Open Badges 3.0, B.1.15, B.1.4, B.1.10',
    check(document, report) {
      related.check(document, report)
      for (const node of document.nodes('Address')) requireType(node, report, ['Address'])
      for (const node of document.nodes('GeoCoordinates')) {
        requireExactType(node, report, 'GeoCoordinates')
        requireMembers(node, report, ['latitude', 'longitude'])
      }
    },
  },
]

const related: Rule = classRule({
  id: 'DM-24',
  title: 'A related achievement has an id and its type',
  source: 'Open Badges 3.0, B.1.15',
  class: 'Related',
  required: ['id'],
  each: (node, report) => requireType(node, report, ['Related']),
})
