import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { RuleProblem } from '../types.ts'
import { readDateTime } from './date-time.ts'
import { below } from './pointer.ts'
import { isUrl } from './url.ts'

/** `statusListIndex` as SECURITY L6 demands it: a decimal number without sign, zeros before, spaces, fraction or exponent. */
export const statusListIndexPattern = /^(0|[1-9][0-9]{0,8})$/

/** A member that, if present, is one URL (VC Data Model 2.0, section 4.4). */
export const examineId = (holder: JsonObject, path: string): RuleProblem[] =>
  holder['id'] === undefined || isUrl(holder['id']) ? [] : [{ rule: 'VCDM-ID', path: below(path, 'id'), message: 'An id is one URL.' }]

/** `type`: an array of names, one of them the one that makes the document what it is (section 4.5). */
export const examineType = (document: JsonObject, required: string, path: string): RuleProblem[] => {
  const type = document['type']
  const place = below(path, 'type')
  if (!Array.isArray(type) || type.length === 0) return [{ rule: 'VCDM-TYPE', path: place, message: 'type is an array of names.' }]
  if (!type.every((name) => typeof name === 'string' && /^\S+$/.test(name)))
    return [{ rule: 'VCDM-TYPE', path: place, message: 'Every type is a name without spaces.' }]
  return type.includes(required) ? [] : [{ rule: 'VCDM-TYPE', path: place, message: `type includes ${required}.` }]
}

/** `issuer`: a URL, or an object with a URL as id (section 4.7). */
export const examineIssuer = (issuer: Json | undefined, path: string): RuleProblem[] => {
  if (isUrl(issuer)) return []
  if (!isJsonObject(issuer)) return [{ rule: 'VCDM-ISSUER', path, message: 'issuer is a URL or an object with a URL as id.' }]
  if (!isUrl(issuer['id'])) return [{ rule: 'VCDM-ISSUER', path: below(path, 'id'), message: 'The id of the issuer is a URL.' }]
  return examineTexts(issuer, path)
}

/** `credentialSubject`: one or several objects, each of which says something (section 4.8). */
export const examineSubject = (value: Json | undefined, path: string): RuleProblem[] => {
  const subjects = Array.isArray(value) ? value : [value]
  if (value === undefined || subjects.length === 0)
    return [{ rule: 'VCDM-SUBJECT', path, message: 'credentialSubject is an object or several.' }]
  return subjects.flatMap((subject, index) => {
    const place = Array.isArray(value) ? below(path, index) : path
    if (!isJsonObject(subject)) return [{ rule: 'VCDM-SUBJECT', path: place, message: 'A subject is an object.' }]
    if (Object.keys(subject).length === 0) return [{ rule: 'VCDM-SUBJECT', path: place, message: 'A subject has an id or a claim.' }]
    return examineId(subject, place)
  })
}

/** Members whose value is one object or several, each with a `type` (sections 4.10, 4.11, 5.4–5.6). */
export const examineExtensions = (document: JsonObject, path: string): RuleProblem[] =>
  (['credentialStatus', 'termsOfUse', 'evidence', 'refreshService', 'credentialSchema'] as const).flatMap((member) => {
    const value = document[member]
    if (value === undefined) return []
    const objects = Array.isArray(value) ? value : [value]
    if (objects.length === 0) return [{ rule: `VCDM-${member}`, path: below(path, member), message: `${member} is an object or several.` }]
    return objects.flatMap((item, index) => {
      const place = Array.isArray(value) ? below(below(path, member), index) : below(path, member)
      return examineExtension(member, item, place)
    })
  })

const examineExtension = (member: string, value: Json, path: string): RuleProblem[] => {
  const rule = `VCDM-${member}`
  if (!isJsonObject(value)) return [{ rule, path, message: `${member} is an object.` }]
  const problems = examineId(value, path)
  if (!isTypeName(value['type'])) problems.push({ rule, path: below(path, 'type'), message: `${member} has a type, a text.` })
  if (member === 'credentialSchema' && value['id'] === undefined)
    problems.push({ rule, path: below(path, 'id'), message: 'credentialSchema has a URL as id.' })
  if (member === 'credentialStatus' && value['type'] === 'BitstringStatusListEntry') problems.push(...examineBitstringEntry(value, path))
  return problems
}

const isTypeName = (type: Json | undefined): boolean => {
  const names = Array.isArray(type) ? type : [type]
  return names.length > 0 && names.every((name) => typeof name === 'string' && /^\S+$/.test(name))
}

/** Bitstring Status List 1.0, section 2.1. */
const examineBitstringEntry = (entry: JsonObject, path: string): RuleProblem[] => {
  const rule = 'VCDM-credentialStatus'
  const problems: RuleProblem[] = []
  if (typeof entry['statusPurpose'] !== 'string' || entry['statusPurpose'] === '')
    problems.push({ rule, path: below(path, 'statusPurpose'), message: 'statusPurpose is a text.' })
  const index = entry['statusListIndex']
  if (typeof index !== 'string' || !statusListIndexPattern.test(index))
    problems.push({ rule, path: below(path, 'statusListIndex'), message: 'statusListIndex is a decimal number, as a text.' })
  if (!isUrl(entry['statusListCredential']))
    problems.push({ rule, path: below(path, 'statusListCredential'), message: 'statusListCredential is a URL.' })
  if (entry['id'] !== undefined && entry['id'] === entry['statusListCredential'])
    problems.push({ rule, path: below(path, 'id'), message: 'The id of the entry is not the URL of the list.' })
  return problems
}

/** `name` and `description` of a credential or issuer: a text, a language object, or an array of these (section 4.6, 11.1). */
export const examineTexts = (holder: JsonObject, path: string): RuleProblem[] =>
  (['name', 'description'] as const).flatMap((member) => {
    const value = holder[member]
    if (value === undefined) return []
    const texts = Array.isArray(value) ? value : [value]
    return texts.every(isText)
      ? []
      : [
          {
            rule: 'VCDM-TEXT',
            path: below(path, member),
            message: `${member} is a text, or objects with @value, @language and @direction.`,
          },
        ]
  })

const isText = (value: Json): boolean => {
  if (typeof value === 'string') return true
  if (!isJsonObject(value) || typeof value['@value'] !== 'string') return false
  return Object.entries(value).every(
    ([member, content]) => ['@value', '@language', '@direction'].includes(member) && typeof content === 'string',
  )
}

/** The names of the two dates in each version of the data model, and whether the first is required. */
const dateMembers = {
  '2.0': { from: 'validFrom', until: 'validUntil', required: false },
  '1.1': { from: 'issuanceDate', until: 'expirationDate', required: true },
} as const

/**
 * The period of validity (section 4.9): dates that exist, with zone, in the right order.
 *
 * @param zoneless - whether a date without zone is accepted (read as UTC): only when a stranger's document is verified
 */
export const examineDates = (document: JsonObject, version: '1.1' | '2.0', zoneless: boolean, path: string): RuleProblem[] => {
  const { from, until, required } = dateMembers[version]
  const problems: RuleProblem[] = []
  if (required && document[from] === undefined)
    problems.push({ rule: 'VCDM-DATE', path: below(path, from), message: `${from} is missing.` })
  const [begin, end] = [from, until].map((member) => {
    if (document[member] === undefined) return undefined
    const read = readDateTime(document[member])
    if (read !== undefined && (read.zoned || zoneless)) return read.instant
    problems.push({ rule: 'VCDM-DATE', path: below(path, member), message: `${member} is a date with time and zone.` })
    return undefined
  })
  if (begin !== undefined && end !== undefined && begin > end)
    problems.push({ rule: 'VCDM-DATE', path: below(path, until), message: `${until} is not before ${from}.` })
  return problems
}
