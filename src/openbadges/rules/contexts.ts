import type { JsonObject } from '../../json.ts'
import type { SurveyedDocument } from '../closed/survey.ts'
import { OB_3_0_3, OB_EXTENSIONS, VCDM_2 } from '../contexts.ts'
import { pinnedAs, sameContexts } from '../pinned-contexts.ts'
import { type Report, type Rule, reportForm } from './rule.ts'

const profileOf = { 'open-badge-3': 'badge', endorsement: 'badge', 'clr-2': 'clr', 'status-list': 'status-list' } as const

const holdsExtensions = (contexts: unknown): boolean => Array.isArray(contexts) && contexts.includes(OB_EXTENSIONS)

/** Objects whose type comes from the extensions context. */
const extensionClasses = ['CredentialSchema', 'OtherStatus', 'RefreshService'] as const

const usesExtensionType = (value: JsonObject): boolean => typeof value['type'] === 'string' && value['type'].startsWith('1EdTech')

export const contextRules: readonly Rule[] = [
  {
    id: 'DM-1',
    title: 'The @context array is one of the accepted arrays, as a whole',
    source: 'Open Badges 3.0, B.1.2, A.2; SECURITY L5',
    check(document, report) {
      const pinned = pinnedAs(document.root.value['@context'])
      if (pinned === undefined) report(document.root, '@context', 'is not one of the accepted lists of contexts')
      else if (pinned.profile !== profileOf[document.kind]) {
        report(document.root, '@context', `is not a list of contexts for this kind of document (${document.kind})`)
      }
    },
  },
  {
    id: 'L5',
    title: 'There is no @context below the top but the identical one of an embedded credential',
    source: 'SECURITY (b), step 5; CONFORMANCE D-10',
    check(document, report) {
      if (document.irregularities.length > 0) reportForm('L5', document, report)
      for (const node of document.nodes('EndorsementCredential')) {
        if (node.parent === undefined) continue
        if (!sameContexts(node.value['@context'], document.root.value['@context'])) {
          report(node, '@context', 'must be the same list as that of the document around it')
        }
      }
    },
  },
  {
    id: 'D-1',
    title: 'What is issued carries VCDM 2.0, then Open Badges 3.0.3, then the extensions where their types are used',
    source: 'CONFORMANCE D-1',
    only: 'issue',
    check(document, report) {
      if (document.kind === 'status-list') return
      const contexts = document.root.value['@context']
      const wanted = [VCDM_2, OB_3_0_3]
      if (!sameContexts(contexts, wanted) && !sameContexts(contexts, [...wanted, OB_EXTENSIONS])) {
        report(document.root, '@context', `must be ${wanted.join(', ')}, and the extensions where needed`)
      }
    },
  },
  {
    id: 'T1',
    title: 'A 1EdTech… type needs the extensions context',
    source: 'CONFORMANCE T1, D-1',
    check: (document: SurveyedDocument, report: Report) => {
      if (holdsExtensions(document.root.value['@context'])) return
      for (const name of extensionClasses) {
        for (const node of document.nodes(name)) {
          if (usesExtensionType(node.value)) report(node, 'type', 'is defined by the extensions context, which is not in @context')
        }
      }
    },
  },
]
