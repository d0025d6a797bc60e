import { asList, isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { DocumentKind } from './closed/survey.ts'

const OPEN_BADGES_CONTEXTS = 'https://purl.imsglobal.org/spec/'
const OPEN_BADGES_VOCABULARY = 'https://purl.imsglobal.org/spec/vc/'

const kindByType: { [type: string]: DocumentKind } = {
  OpenBadgeCredential: 'open-badge-3',
  AchievementCredential: 'open-badge-3',
  EndorsementCredential: 'endorsement',
  ClrCredential: 'clr-2',
  BitstringStatusListCredential: 'status-list',
}

/** Members that only documents of the Open Badges family have at these places. */
const badgeMembers = ['awardedDate', 'endorsement', 'endorsementJwt']
const subjectMembers = ['achievement', 'endorsementComment']
const subjectTypes = new Set(['AchievementSubject', 'EndorsementSubject', 'ClrSubject'])

const beginsWith = (value: Json, prefix: string): boolean => typeof value === 'string' && value.startsWith(prefix)

const hasBadgeMember = (object: JsonObject, members: readonly string[]): boolean => {
  for (const name in object) {
    if (members.includes(name) || name.startsWith(OPEN_BADGES_VOCABULARY)) return true
  }
  return false
}

const hasBadgeSubject = (subject: Json): boolean =>
  isJsonObject(subject) &&
  (hasBadgeMember(subject, subjectMembers) ||
    asList(subject['type']).some(
      (type) => typeof type === 'string' && (subjectTypes.has(type) || beginsWith(type, OPEN_BADGES_VOCABULARY)),
    ))

/** Whether contexts, types or members are those of Open Badges; such a document is never judged as a plain credential. */
const belongsToOpenBadges = (document: JsonObject): boolean =>
  asList(document['@context']).some((context) => beginsWith(context, OPEN_BADGES_CONTEXTS)) ||
  asList(document['type']).some((type) => beginsWith(type, OPEN_BADGES_VOCABULARY)) ||
  hasBadgeMember(document, badgeMembers) ||
  asList(document['credentialSubject']).some(hasBadgeSubject)

/**
 * What kind of document this claims to be (SECURITY (b), "Profiles"). Its types decide; a document with anything of Open Badges and no
 * such type is held to be a badge, and then fails as one.
 */
export const kindOf = (document: JsonObject): DocumentKind | 'credential' => {
  for (const type of asList(document['type'])) {
    if (typeof type === 'string' && Object.hasOwn(kindByType, type)) return kindByType[type] as DocumentKind
  }
  return belongsToOpenBadges(document) ? 'open-badge-3' : 'credential'
}
