import { classRule, formRule, type Rule } from './rule.ts'

export const formRules: readonly Rule[] = [
  formRule({ id: 'DM-28', title: 'There is no null and no empty list', source: 'Open Badges 3.0, A.1, 5' }),
  formRule({
    id: 'DM-29',
    title: 'What we issue has lists where several values are possible',
    source: 'Open Badges 3.0, A.1, A.2.1',
    only: 'issue',
  }),
  classRule({
    id: 'DM-30',
    title: 'Every member is a term of its class',
    source: 'certification guide 3.1; SECURITY (b), step 6',
    class: 'RelatedResource',
    required: ['id'],
    each: (node, report) => {
      if (node.value['digestSRI'] === undefined && node.value['digestMultibase'] === undefined) {
        report(node, 'digestSRI', 'is missing; a related resource is pinned by its digest')
      }
    },
  }),
  formRule({ id: 'L3', title: 'Members are written by their terms, each statement once', source: 'SECURITY L3' }),
  formRule({ id: 'L4', title: 'There is no JSON-LD keyword and no prototype member', source: 'SECURITY L4' }),
  formRule({ id: 'BK-1', title: 'A document holds one credential', source: 'Open Badges 3.0, 5, 5.1' }),
]
