import type { DocumentNode, SurveyedDocument } from '../closed/survey.ts'
import { classRule, type Report, type Rule, requireMembers, requireType } from './rule.ts'

const checkSubject = (node: DocumentNode, report: Report): void => {
  requireType(node, report, ['EndorsementSubject'])
  requireMembers(node, report, ['id'])
}

const checkCredential = (node: DocumentNode, report: Report, document: SurveyedDocument): void => {
  requireType(node, report, ['EndorsementCredential'], ['VerifiableCredential'])
  const type = node.value['type']
  if (!Array.isArray(type) || !type.includes('VerifiableCredential')) report(node, 'type', 'must include VerifiableCredential')
  requireMembers(node, report, ['id', 'issuer', document.vcdm === '2.0' ? 'validFrom' : 'issuanceDate', 'credentialSubject'])
  if (document.purpose === 'issue' && node.parent !== undefined && node.value['proof'] === undefined) {
    report(node, 'proof', 'is missing; an endorsement is embedded signed')
  }
}

export const endorsementRules: readonly Rule[] = [
  classRule({
    id: 'DM-25',
    title: 'An endorsement is a credential of its own type about a subject with an id',
    source: 'Open Badges 3.0, B.1.7, B.1.8',
    class: ['EndorsementCredential', 'EndorsementSubject'],
    each: (node, report, document) => {
      if (node.class === 'EndorsementSubject') checkSubject(node, report)
      else checkCredential(node, report, document)
    },
  }),
]
