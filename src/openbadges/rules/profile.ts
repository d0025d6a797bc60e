import { classRule, type Rule, requireExactType, requireType } from './rule.ts'

export const profileRules: readonly Rule[] = [
  classRule({
    id: 'DM-21',
    title: 'A Profile has an id and its type',
    source: 'Open Badges 3.0, B.1.14',
    class: 'Profile',
    required: ['id'],
    each: (node, report) => requireType(node, report, ['Profile']),
  }),
  classRule({
    id: 'DM-22',
    title: 'An IdentifierEntry has type, identifier and identifierType, and nothing else',
    source: 'Open Badges 3.0, B.1.11',
    class: 'IdentifierEntry',
    required: ['identifier', 'identifierType'],
    each: (node, report) => requireExactType(node, report, 'IdentifierEntry'),
  }),
]
