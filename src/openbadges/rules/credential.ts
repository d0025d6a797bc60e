import type { DocumentNode, SurveyedDocument } from '../closed/survey.ts'
import { readDateTime } from '../plain/date-time.ts'
import { classRule, formRule, type Report, type Rule, requireMembers, requireType } from './rule.ts'

const issuedClasses = ['AchievementCredential', 'EndorsementCredential'] as const

/** Names of the start and the end of the validity in each version of the VC Data Model. */
export const periodMembers = { '2.0': ['validFrom', 'validUntil'], '1.1': ['issuanceDate', 'expirationDate'] } as const

const instant = (node: DocumentNode, member: string): number | undefined => readDateTime(node.value[member])?.instant.getTime()

const forEachCredential = (document: SurveyedDocument, visit: (node: DocumentNode) => void): void => {
  for (const name of issuedClasses) document.nodes(name).forEach(visit)
}

const orderedPeriod = (node: DocumentNode, document: SurveyedDocument, report: Report): void => {
  const [start, end] = periodMembers[document.vcdm]
  const from = instant(node, start)
  const until = instant(node, end)
  if (from !== undefined && until !== undefined && until < from) report(node, end, `is before ${start}`)
}

export const credentialRules: readonly Rule[] = [
  {
    id: 'DM-2',
    title: 'A badge is a VerifiableCredential and an OpenBadgeCredential or AchievementCredential',
    source: 'Open Badges 3.0, B.1.2',
    check(document, report) {
      // Both names are one IRI (SECURITY L15), so nothing else ever asks which one stands there.
      for (const node of document.nodes('AchievementCredential')) {
        requireType(node, report, ['OpenBadgeCredential', 'AchievementCredential'], ['VerifiableCredential'])
        const type = node.value['type']
        if (!Array.isArray(type) || !type.includes('VerifiableCredential')) report(node, 'type', 'must include VerifiableCredential')
      }
    },
  },
  classRule({
    id: 'DM-3',
    title: 'A badge has id, issuer, validFrom and credentialSubject',
    source: 'Open Badges 3.0, B.1.2, B.1.19',
    class: 'AchievementCredential',
    each: (node, report, document) => requireMembers(node, report, ['id', 'issuer', periodMembers[document.vcdm][0], 'credentialSubject']),
  }),
  {
    id: 'DM-4',
    title: 'An endorsement has a name; a badge under VCDM 1.1 too',
    source: 'Open Badges 3.0, B.1.2, B.1.7, B.9',
    check(document, report) {
      for (const node of document.nodes('EndorsementCredential')) requireMembers(node, report, ['name'])
      if (document.vcdm === '2.0') return
      for (const node of document.nodes('AchievementCredential')) requireMembers(node, report, ['name'])
    },
  },
  formRule({
    id: 'DM-5',
    title: 'validFrom, validUntil and awardedDate are date-times with zone, of days that exist',
    source: 'Open Badges 3.0, B.1.2, B.1.19; SECURITY L10',
  }),
  {
    id: 'DM-6',
    title: 'The day of the award is not after the start of the validity',
    source: 'Open Badges 3.0, B.1.2, 10',
    only: 'issue',
    check(document, report) {
      forEachCredential(document, (node) => {
        const awarded = instant(node, 'awardedDate')
        const from = instant(node, 'validFrom')
        if (awarded !== undefined && from !== undefined && awarded > from) report(node, 'awardedDate', 'is after validFrom')
      })
    },
  },
  {
    id: 'L10',
    title: 'The end of the validity is not before its start',
    source: 'SECURITY L10; VC Data Model 2.0, section 4.9',
    check: (document, report) => {
      forEachCredential(document, (node) => orderedPeriod(node, document, report))
      for (const node of document.nodes('StatusListCredential')) orderedPeriod(node, document, report)
      for (const node of document.nodes('ClrCredential')) orderedPeriod(node, document, report)
    },
  },
  {
    id: 'D-7',
    title: 'The issuer of what we issue is a Profile object',
    source: 'CONFORMANCE D-7',
    only: 'issue',
    check(document, report) {
      forEachCredential(document, (node) => {
        if (typeof node.value['issuer'] === 'string') report(node, 'issuer', 'must be a Profile object')
      })
    },
  },
  {
    id: 'D-2',
    title: 'What is to be signed has no proof yet',
    source: 'CONFORMANCE D-2; VC-API section 3',
    only: 'issue',
    check(document, report) {
      if (document.root.value['proof'] !== undefined) report(document.root, 'proof', 'stands there already')
    },
  },
  {
    id: 'JW-3',
    title: 'validFrom and validUntil of what we issue are whole seconds',
    source: 'Open Badges 3.0, 8.2.4',
    only: 'issue',
    check(document, report) {
      forEachCredential(document, (node) => {
        for (const member of periodMembers[document.vcdm]) {
          const value = node.value[member]
          if (typeof value === 'string' && value.includes('.'))
            report(node, member, 'has a fraction of a second, which a JWT cannot repeat')
        }
      })
    },
  },
]
