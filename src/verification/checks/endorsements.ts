import { asList, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { type CheckCode, checkCodes } from '../codes.ts'
import { documentLimits } from '../limits.ts'
import type { Check, CheckStatus, Verification } from '../verdict.ts'
import { type CheckContext, line } from './context.ts'

/** Presentation, record, badge, endorsement, endorsement of the endorser: what is nested more deeply is not followed. */
const maxDepth = 4

interface Embedded {
  path: string
  endorsement: Json
  /** ids that it may be about */
  targets: ReadonlySet<string>
}

type Item = NonNullable<Check['items']>[number]

/**
 * Verifies every endorsement that a document embeds, as `endorsement` (embedded proof) or `endorsementJwt` (compact JWS), on the
 * credential, its achievement and its profiles (SECURITY step 11, CONFORMANCE VF-6): by all steps, by the endorser's own key, and about
 * this badge, its achievement or its issuer. Each is an item of its own.
 */
export const checkEndorsements = async (context: CheckContext): Promise<Check> => {
  if (context.role === 'status-list') return line('endorsements', 'not_applicable', 'endorsements.none')
  const embedded = findEndorsements(context.document)
  if (embedded.length === 0) return line('endorsements', 'not_applicable', 'endorsements.none')
  if (context.depth >= maxDepth || embedded.length > documentLimits.maxEndorsements)
    return line('endorsements', 'not_determined', 'endorsements.too_deep')
  const items: Item[] = []
  // One after the other: each may cost key, status and canonicalization, and their number is a stranger's choice.
  for (const one of embedded) items.push(await judge(context, one))
  const failed = items.find(({ status }) => status === 'failed')
  if (failed !== undefined) return line('endorsements', 'failed', 'endorsements.failed', { items })
  const open = items.find(({ status }) => status === 'not_determined')
  return open === undefined
    ? line('endorsements', 'passed', 'endorsements.passed', { items })
    : line('endorsements', 'not_determined', 'endorsements.not_determined', { items })
}

const idOf = (node: Json | undefined): string | undefined => {
  const id = isJsonObject(node) ? node['id'] : node
  return typeof id === 'string' ? id : undefined
}

/** Every embedded endorsement with its place. Profiles are the issuer, the achievement's creator, the source, and their parent bodies. */
export const findEndorsements = (document: JsonObject): Embedded[] => {
  const subjects = asList(document['credentialSubject']).filter(isJsonObject)
  if (!mayHold(document) && !mayHold(document['issuer']) && !subjects.some(subjectMayHold)) return []
  const achievements = subjects.flatMap((subject) => asList(subject['achievement']).filter(isJsonObject))
  const common = [idOf(document), idOf(document['issuer']), ...achievements.map(idOf)].filter((id) => id !== undefined)

  const on = (holder: Json | undefined, path: string): Embedded[] => {
    if (!isJsonObject(holder)) return []
    const own = idOf(holder)
    const targets = new Set(own === undefined ? common : [...common, own])
    const found = (['endorsement', 'endorsementJwt'] as const).flatMap((member) =>
      asList(holder[member]).map((endorsement, index) => ({ path: `${path}/${member}/${index}`, endorsement, targets })),
    )
    return [...found, ...on(holder['parentOrg'], `${path}/parentOrg`)]
  }

  const placed = (value: Json | undefined, path: string): [Json, string][] =>
    Array.isArray(value) ? value.map((item, index) => [item, `${path}/${index}`]) : value === undefined ? [] : [[value, path]]

  return [
    ...on(document, ''),
    ...on(document['issuer'], '/issuer'),
    ...placed(document['credentialSubject'], '/credentialSubject').flatMap(([subject, path]) => {
      if (!isJsonObject(subject)) return []
      return [
        ...on(subject['source'], `${path}/source`),
        ...placed(subject['achievement'], `${path}/achievement`).flatMap(([achievement, place]) => [
          ...on(achievement, place),
          ...(isJsonObject(achievement) ? on(achievement['creator'], `${place}/creator`) : []),
        ]),
      ]
    }),
  ]
}

/** Whether an object has endorsements, or a parent body that may have them: most have neither. */
const mayHold = (holder: Json | undefined): boolean =>
  isJsonObject(holder) &&
  (holder['endorsement'] !== undefined || holder['endorsementJwt'] !== undefined || holder['parentOrg'] !== undefined)

const subjectMayHold = (subject: JsonObject): boolean =>
  mayHold(subject['source']) || asList(subject['achievement']).some(achievementMayHold)

const achievementMayHold = (achievement: Json): boolean =>
  mayHold(achievement) || (isJsonObject(achievement) && mayHold(achievement['creator']))

const judge = async (context: CheckContext, { endorsement, path, targets }: Embedded): Promise<Item> => {
  if (typeof endorsement !== 'string' && !isJsonObject(endorsement))
    return {
      status: 'failed',
      code: 'endorsements.not_an_endorsement',
      detail: checkCodes['endorsements.not_an_endorsement'],
      data: { path },
    }
  const verification = await context.verifyNested(endorsement, 'endorsement')
  const data = describe(verification, path)
  const id = idOf(verification.document)
  const item = (status: CheckStatus, code: string, detail: string): Item => ({
    ...(id === undefined ? {} : { id }),
    status,
    code,
    detail,
    data,
  })
  const known = (status: CheckStatus, code: CheckCode): Item => item(status, code, checkCodes[code])
  if (verification.verdict === 'invalid' || verification.verdict === 'bad-request') {
    const deciding = verification.checks.find(({ status }) => status === 'failed')
    return deciding === undefined ? known('failed', 'endorsements.failed') : item('failed', deciding.code, deciding.detail)
  }
  if (verification.kind !== 'endorsement') return known('failed', 'endorsements.not_an_endorsement')
  const about = idOf(verification.document?.['credentialSubject'])
  if (about === undefined || !targets.has(about)) return known('failed', 'endorsements.about_another')
  if (verification.verdict === 'unverifiable') {
    const deciding = verification.checks.find(({ status }) => status === 'not_determined')
    return deciding === undefined
      ? known('not_determined', 'endorsements.not_determined')
      : item('not_determined', deciding.code, deciding.detail)
  }
  return known('passed', 'endorsements.passed')
}

/** What a page shows of an endorsement: who says what about what, and each of its checks. */
const describe = (verification: Verification, path: string): JsonObject => {
  const { document, issuer } = verification
  const subject = document?.['credentialSubject']
  const comment = isJsonObject(subject) ? subject['endorsementComment'] : undefined
  const about = idOf(subject)
  return {
    path,
    verdict: verification.verdict,
    ...(issuer === undefined
      ? {}
      : { endorser: { id: issuer.id, recognised: issuer.recognised, ...(issuer.name === undefined ? {} : { name: issuer.name }) } }),
    ...(typeof document?.['name'] === 'string' ? { name: document['name'] } : {}),
    ...(about === undefined ? {} : { about }),
    ...(typeof comment === 'string' ? { comment } : {}),
    checks: verification.checks.map(({ id, status, code }) => ({ id, status, code })),
  }
}
