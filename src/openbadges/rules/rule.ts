import type { Json } from '../../json.ts'
import type { DocumentNode, SurveyedDocument } from '../closed/survey.ts'
import type { ClassName } from '../closed/tables.ts'

/** Reports that the rule at work is broken at a node, or at one of its members; the message follows the place. */
export type Report = (node: DocumentNode, member: string | undefined, message: string) => void

/** One numbered rule about documents. */
export interface Rule {
  /** as in CONFORMANCE section 4, or as in SECURITY section (a) */
  readonly id: string
  readonly title: string
  /** document and section that the rule comes from */
  readonly source: string
  /** `issue`: what we ask of our own documents only */
  readonly only?: 'issue'
  readonly check: (document: SurveyedDocument, report: Report) => void
}

/** Reports what the closed schema found under this rule's id while the document was read. */
export const reportForm = (id: string, document: SurveyedDocument, report: Report): void => {
  for (const irregularity of document.irregularities) {
    if (irregularity.rule === id) report(irregularity.node, irregularity.member, irregularity.message)
  }
}

/** Reports each of these members that the node does not have. */
export const requireMembers = (node: DocumentNode, report: Report, members: readonly string[]): void => {
  for (const member of members) {
    if (node.value[member] === undefined) report(node, member, `is missing in ${node.class}`)
  }
}

/** A rule that the closed schema holds by itself. */
export const formRule = (rule: Omit<Rule, 'check'>): Rule => ({
  ...rule,
  check: (document, report) => reportForm(rule.id, document, report),
})

/** A rule about the objects of one class: their form, the members they must have, and what else is to be said about each. */
export const classRule = (
  rule: Omit<Rule, 'check'> & {
    class: ClassName | readonly ClassName[]
    required?: readonly string[]
    each?: (node: DocumentNode, report: Report, document: SurveyedDocument) => void
  },
): Rule => {
  const { class: given, required = [], each, ...head } = rule
  const classes = typeof given === 'string' ? [given] : given
  return {
    ...head,
    check(document, report) {
      if (document.irregularities.length > 0) reportForm(head.id, document, report)
      for (const name of classes) {
        for (const node of document.nodes(name)) {
          requireMembers(node, report, required)
          each?.(node, report, document)
        }
      }
    },
  }
}

/** A type name from outside the contexts: an absolute IRI. Known types are written by their terms, so that each has one spelling. */
const ownVocabularies = ['https://purl.imsglobal.org/spec/', 'https://www.w3.org/2018/credentials', 'https://schema.org/']
const isOtherType = (name: Json): boolean =>
  typeof name === 'string' && /^[a-z][a-z0-9+.-]*:/i.test(name) && !ownVocabularies.some((prefix) => name.startsWith(prefix))

/**
 * Checks a `type` that is a list of names: it holds one of `wanted`, and beside the known names only absolute IRIs. One text may stand for
 * a list of one (DM-29).
 */
export const requireType = (node: DocumentNode, report: Report, wanted: readonly string[], known: readonly string[] = []): void => {
  const type = node.value['type']
  if (type === undefined) {
    report(node, 'type', `is missing in ${node.class}`)
    return
  }
  if (Array.isArray(type) && type.length === 1 && type[0] === wanted[0]) return
  const names = Array.isArray(type) ? type : [type]
  if (!names.some((name) => typeof name === 'string' && wanted.includes(name))) report(node, 'type', `must include ${wanted.join(' or ')}`)
  for (const name of names) {
    if (typeof name === 'string' && !wanted.includes(name) && !known.includes(name) && !isOtherType(name)) {
      report(node, 'type', `has ${JSON.stringify(name)}, which is not a type of ${node.class}`)
    }
  }
}

/** Checks a `type` that is exactly one name. */
export const requireExactType = (node: DocumentNode, report: Report, wanted: string): void => {
  if (node.value['type'] !== wanted) report(node, 'type', `must be ${wanted}`)
}
