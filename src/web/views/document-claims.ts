import { asList, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { printable, webLink } from './safe-text.ts'

/** One result, with what the achievement says about the quantity. */
export interface ResultClaim {
  name?: string
  resultType?: string
  value?: string
  status?: string
}

export interface EvidenceClaim {
  name?: string
  text?: string
  genre?: string
  audience?: string
  href?: string
}

export interface AlignmentClaim {
  name: string
  framework?: string
  href?: string
}

/** What a document claims, made printable, whatever its kind. Everything may be missing. */
export interface DocumentClaims {
  id?: string
  /** of the badge's own texts */
  language?: string
  name?: string
  description?: string
  issuer: { id?: string; name?: string; href?: string }
  /** plain names only; hashes say nothing to a reader */
  holderName?: string
  isWorkplaceAchievement: boolean
  achievementId?: string
  criteria: string[]
  criteriaHref?: string
  source?: { name?: string }
  role?: string
  narrative?: string
  licenseNumber?: string
  activityFrom?: string
  activityTo?: string
  validFrom?: string
  validUntil?: string
  awardedDate?: string
  hasStatus: boolean
  results: ResultClaim[]
  evidence: EvidenceClaim[]
  alignment: AlignmentClaim[]
}

const object = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {})
const objects = (value: Json | undefined): JsonObject[] => asList(value).filter(isJsonObject)
const idOf = (value: Json | undefined): string | undefined => printable(typeof value === 'string' ? value : object(value)['id'])

/** `name` and `description` may be a text, a language object, or several of them (VCDM 2.0, section 11.1); the first is shown. */
const words = (value: Json | undefined): string | undefined => {
  const first = asList(value)[0]
  return printable(isJsonObject(first) ? first['@value'] : first)
}

/** Markdown of criteria as lines: numbers, bullets and emphasis are signs for the eye, not text. */
export const criteriaLines = (narrative: string | undefined): string[] =>
  (narrative ?? '')
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/^\s*(?:\d+[.)]|[-*+・]|#{1,6})\s+/, '')
        .replace(/\*\*([^*]+)\*\*/g, '$1')
        .trim(),
    )
    .filter((line) => line !== '')

/** Everything that pages show of a checked document. Open Badges 3.0 (B.1) with its older relative 2.0 where that has the same thing. */
export const claimsOf = (document: JsonObject): DocumentClaims => {
  const subject = objects(document['credentialSubject'])[0] ?? {}
  const achievement = objects(subject['achievement'])[0] ?? object(document['badge'])
  const issuer = document['issuer'] ?? achievement['issuer']
  const criteria = achievement['criteria']
  return {
    id: printable(document['id']),
    language: printable(achievement['inLanguage'] ?? achievement['@language']),
    name: words(achievement['name']) ?? words(document['name']),
    description: words(achievement['description']) ?? words(document['description']) ?? printable(subject['endorsementComment']),
    issuer: { id: idOf(issuer), name: words(object(issuer)['name']), href: webLink(object(issuer)['url']) },
    holderName: plainName(subject),
    isWorkplaceAchievement: achievement['achievementType'] === 'ext:WorkplaceAchievement',
    achievementId: printable(achievement['id']),
    criteria: criteriaLines(printable(object(criteria)['narrative'])),
    criteriaHref: webLink(typeof criteria === 'string' ? criteria : object(criteria)['id']),
    source: isJsonObject(subject['source']) ? { name: words(subject['source']['name']) } : undefined,
    role: printable(subject['role']),
    narrative: printable(subject['narrative'] ?? document['narrative']),
    licenseNumber: printable(subject['licenseNumber']),
    activityFrom: printable(subject['activityStartDate']),
    activityTo: printable(subject['activityEndDate']),
    validFrom: printable(document['validFrom'] ?? document['issuanceDate'] ?? document['issuedOn']),
    validUntil: printable(document['validUntil'] ?? document['expirationDate'] ?? document['expires']),
    awardedDate: printable(document['awardedDate']),
    hasStatus: document['credentialStatus'] !== undefined || document['verification'] !== undefined,
    results: resultsOf(subject, achievement),
    evidence: objects(document['evidence']).map(evidenceOf),
    alignment: objects(achievement['alignment']).flatMap(alignmentOf),
  }
}

const plainName = (subject: JsonObject): string | undefined => {
  const identity = objects(subject['identifier']).find((item) => item['identityType'] === 'name' && item['hashed'] !== true)
  return printable(identity?.['identityHash'])
}

const resultsOf = (subject: JsonObject, achievement: JsonObject): ResultClaim[] => {
  const descriptions = new Map(objects(achievement['resultDescription']).map((description) => [description['id'], description]))
  return objects(subject['result']).map((result) => {
    const description = descriptions.get(result['resultDescription'] ?? null)
    return {
      name: words(description?.['name']),
      resultType: printable(description?.['resultType']),
      value: printable(result['value']),
      status: printable(result['status']),
    }
  })
}

const evidenceOf = (evidence: JsonObject): EvidenceClaim => ({
  name: words(evidence['name']) ?? words(evidence['description']),
  text: printable(evidence['narrative']),
  genre: printable(evidence['genre']),
  audience: printable(evidence['audience']),
  href: webLink(evidence['id']),
})

const alignmentOf = (alignment: JsonObject): AlignmentClaim[] => {
  const name = words(alignment['targetName'])
  if (name === undefined) return []
  return [{ name, framework: words(alignment['targetFramework']), href: webLink(alignment['targetUrl']) }]
}
