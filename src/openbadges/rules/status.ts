import { asList, isJsonObject, type JsonObject } from '../../json.ts'
import type { DocumentNode, SurveyedDocument } from '../closed/survey.ts'
import type { ClassName } from '../closed/tables.ts'
import { classRule, type Report, type Rule, reportForm, requireMembers, requireType } from './rule.ts'

const SCHEMA_TYPE = '1EdTechJsonSchemaValidator2019'
const SCHEMA_URL = {
  AchievementCredential:
    /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/schema\/json(-ld)?\/ob_v3p0_(any)?achievementcredential_schema\.json$/,
  EndorsementCredential:
    /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/schema\/json(-ld)?\/ob_v3p0_(any)?endorsementcredential_schema\.json$/,
} as const

const isCanonicalSchema = (schema: JsonObject, pattern: RegExp): boolean =>
  schema['type'] === SCHEMA_TYPE && typeof schema['id'] === 'string' && pattern.test(schema['id'])

const checkSchemas = (node: DocumentNode, pattern: RegExp, report: Report): void => {
  const schemas = asList(node.value['credentialSchema']).filter(isJsonObject)
  if (schemas.length === 0) return
  for (const schema of schemas) {
    if (schema['id'] === undefined || schema['type'] === undefined) report(node, 'credentialSchema', 'needs an id and a type')
  }
  if (!schemas.some((schema) => isCanonicalSchema(schema, pattern))) {
    report(node, 'credentialSchema', `must name the published schema of the class with type ${SCHEMA_TYPE}`)
  }
}

/** An absolute IRI, or one of the names that the contexts define; any other name has no meaning (validator issue 62). */
const isDefinedType = (type: unknown, known: readonly string[]): boolean =>
  typeof type === 'string' && (known.includes(type) || /^[a-z][a-z0-9+.-]*:\S+$/i.test(type))

const definedTypes: { [name in ClassName]?: readonly string[] } = {
  OtherStatus: ['1EdTechRevocationList'],
  RefreshService: ['1EdTechCredentialRefresh'],
}

const checkSingleServices = (node: DocumentNode, report: Report): void => {
  for (const member of ['credentialStatus', 'refreshService']) {
    if (Array.isArray(node.value[member])) report(node, member, 'must be one object, not a list')
  }
}

const checkService = (node: DocumentNode, report: Report): void => {
  requireMembers(node, report, node.class === 'TermsOfUse' ? ['type'] : ['id', 'type'])
  const type = node.value['type']
  if (type !== undefined && !isDefinedType(type, definedTypes[node.class] ?? [])) report(node, 'type', 'is defined by no context')
}

/** A base-10 number without sign, leading zeros or anything else (SECURITY L6). */
export const STATUS_INDEX = /^(0|[1-9][0-9]{0,8})$/

const checkEntry = (node: DocumentNode, report: Report, document: SurveyedDocument): void => {
  const { value } = node
  requireMembers(node, report, ['statusPurpose', 'statusListIndex', 'statusListCredential'])
  if (typeof value['statusListIndex'] === 'string' && !STATUS_INDEX.test(value['statusListIndex'])) {
    report(node, 'statusListIndex', 'must be a base-10 number without leading zeros')
  }
  if (value['id'] !== undefined && value['id'] === value['statusListCredential']) {
    report(node, 'id', 'is the URL of the list; an entry has an id of its own or none')
  }
  const purpose = value['statusPurpose']
  if (document.purpose === 'issue' && purpose !== undefined && purpose !== 'revocation' && purpose !== 'suspension') {
    report(node, 'statusPurpose', 'must be revocation or suspension')
  }
}

const checkList = (node: DocumentNode, report: Report, document: SurveyedDocument): void => {
  requireType(node, report, ['BitstringStatusListCredential'], ['VerifiableCredential'])
  const type = node.value['type']
  if (!Array.isArray(type) || !type.includes('VerifiableCredential')) report(node, 'type', 'must include VerifiableCredential')
  requireMembers(node, report, ['issuer', 'credentialSubject'])
  if (node.value['credentialStatus'] !== undefined) report(node, 'credentialStatus', 'a status list has no status of its own')
  if (document.purpose !== 'issue') return
  if (node.value['id'] === undefined) report(node, 'id', 'is missing; it is the URL of the list')
  if (typeof node.value['issuer'] !== 'string') report(node, 'issuer', 'is a plain string in a status list')
}

const ENCODED_LIST = /^u[A-Za-z0-9_-]+$/

const checkListSubject = (node: DocumentNode, report: Report): void => {
  if (node.value['type'] !== 'BitstringStatusList') report(node, 'type', 'must be BitstringStatusList')
  const { statusPurpose, encodedList } = node.value
  if (statusPurpose === undefined) report(node, 'statusPurpose', 'is missing in a status list')
  if (typeof encodedList !== 'string' || !ENCODED_LIST.test(encodedList)) {
    report(node, 'encodedList', 'must be u and base64url without padding')
  }
}

export const statusRules: readonly Rule[] = [
  {
    id: 'DM-26',
    title: 'credentialSchema, where present, names the published schema of the class',
    source: 'Open Badges 3.0, B.1 CredentialSchema',
    check(document, report) {
      for (const name of ['AchievementCredential', 'EndorsementCredential'] as const) {
        for (const node of document.nodes(name)) {
          if (node.value['credentialSchema'] !== undefined) checkSchemas(node, SCHEMA_URL[name], report)
        }
      }
      reportForm('DM-26', document, report)
    },
  },
  {
    id: 'D-11',
    title: 'What we issue names no schema but the published one, since no other is applied here',
    source: 'CONFORMANCE D-11',
    only: 'issue',
    check(document, report) {
      for (const node of document.nodes('CredentialSchema')) {
        const pattern = SCHEMA_URL[node.parent?.class as keyof typeof SCHEMA_URL] as RegExp | undefined
        if (pattern === undefined || !isCanonicalSchema(node.value, pattern)) report(node, 'id', 'is not the published schema of the class')
      }
    },
  },
  classRule({
    id: 'DM-27',
    title: 'Status and refresh service are single objects; they and terms of use have a type that is defined',
    source: 'Open Badges 3.0, B.1.19; CONFORMANCE D-6; validator issue 62',
    class: ['OtherStatus', 'RefreshService', 'TermsOfUse', 'AchievementCredential', 'EndorsementCredential'],
    each: (node, report) => {
      if (node.class === 'AchievementCredential' || node.class === 'EndorsementCredential') checkSingleServices(node, report)
      else checkService(node, report)
    },
  }),
  classRule({
    id: 'ST-2',
    title: 'A status entry has purpose, index and list; a status list has purpose and bits',
    source: 'W3C Bitstring Status List 1.0, sections 2.1 and 2.2',
    class: ['BitstringStatusListEntry', 'StatusList2021Entry', 'StatusListCredential', 'StatusListIssuer', 'StatusListSubject'],
    each: (node, report, document) => {
      if (node.class === 'StatusListCredential') checkList(node, report, document)
      else if (node.class === 'StatusListIssuer') requireMembers(node, report, ['id'])
      else if (node.class === 'StatusListSubject') checkListSubject(node, report)
      else checkEntry(node, report, document)
    },
  }),
  classRule({
    id: 'CLR',
    title: 'A learner record names its issuer and holds credentials',
    source: 'CLR 2.0, ClrCredential, ClrSubject',
    class: ['ClrCredential', 'ClrSubject', 'Association'],
    each: (node, report) => {
      if (node.class === 'ClrCredential') requireMembers(node, report, ['id', 'issuer', 'credentialSubject'])
      if (node.class !== 'ClrSubject') return
      requireMembers(node, report, ['verifiableCredential'])
      if (asList(node.value['verifiableCredential']).length === 0 && node.value['verifiableCredential'] !== undefined)
        report(node, 'verifiableCredential', 'is an empty list; a record holds at least one credential')
    },
  }),
]
