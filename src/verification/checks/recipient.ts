import { asList, isJsonObject, type JsonObject } from '../../json.ts'
import { foldEmail, matchIdentity } from '../../openbadges/identity.ts'
import type { Check } from '../verdict.ts'
import { type CheckContext, line } from './context.ts'

/**
 * Compares the recipient that the caller knows with the one that the document names (CONFORMANCE VF-5): the id of the subject, or an
 * `identifier` of the same identity type, hashed or plain. One match suffices; where nothing can be compared the check is not determined.
 */
export const checkRecipient = async (context: CheckContext): Promise<Check> => {
  const { recipient } = context.options
  if (recipient === undefined || (recipient.id === undefined && recipient.email === undefined) || context.depth > 0)
    return line('recipient', 'not_applicable', 'recipient.not_asked')
  const subjects = asList(context.document['credentialSubject']).filter(isJsonObject)
  const findings = subjects.flatMap((subject) => compare(subject, recipient))
  if (findings.includes('match')) return line('recipient', 'passed', 'recipient.matches')
  return findings.includes('no_match')
    ? line('recipient', 'failed', 'recipient.differs', { path: '/credentialSubject' })
    : line('recipient', 'not_determined', 'recipient.not_comparable', { path: '/credentialSubject' })
}

type Finding = 'match' | 'no_match' | 'other_type' | 'unreadable'

const compare = (subject: JsonObject, known: { id?: string; email?: string }): Finding[] => {
  const findings: Finding[] = []
  const id = typeof subject['id'] === 'string' ? subject['id'].trim() : undefined
  if (known.id !== undefined && id !== undefined) findings.push(id === known.id.trim() ? 'match' : 'no_match')
  const { email } = known
  if (email === undefined) return findings
  if (id?.toLowerCase().startsWith('mailto:')) findings.push(isSameAddress(id.slice('mailto:'.length), email) ? 'match' : 'no_match')
  const identifiers = asList(subject['identifier']).filter(isJsonObject)
  return [...findings, ...identifiers.map((identifier) => matchIdentity(identifier, { type: 'emailAddress', value: email }))]
}

const isSameAddress = (encoded: string, email: string): boolean => {
  try {
    return foldEmail(decodeURIComponent(encoded)) === foldEmail(email)
  } catch {
    return false
  }
}
