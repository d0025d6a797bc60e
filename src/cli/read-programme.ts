import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Course, Session } from '../domain/course.ts'
import type { Organisation } from '../domain/organisation.ts'
import type { Recognition } from '../domain/recognition.ts'
import { ServiceError } from '../errors.ts'
import type { Programme, ProgrammeBadge, ProgrammeWorkplaceBadge } from '../service/load-programme.ts'
import type { RecordedDeclaration } from '../service/take-over-declaration.ts'
import type { RecordedHonour } from '../service/take-over-honour.ts'
import { accept, readJson, readText } from './programme-files.ts'
import { type BesideNominations, nominationOf, nominationRecord } from './read-nominations.ts'

const text = z.object({ ja: z.string(), en: z.string().optional() })
const day = z.iso.date()
const optionalText = text.optional()

const organisation = z.object({
  id: z.string(),
  name: text.extend({ kana: z.string().optional() }),
  corporateNumber: z.string().optional(),
  official: optionalText,
  url: z.string().optional(),
  email: z.string().optional(),
  hrContact: z.object({ email: z.string() }).optional(),
  isDemo: z.boolean().default(false),
})
const organisations = z.object({
  asOf: day.optional(),
  secretariat: organisation,
  operators: z.array(organisation),
  employers: z.array(organisation),
})

const participant = z.object({
  id: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  familyNameKana: z.string(),
  givenNameKana: z.string(),
  romanName: z.string().optional(),
  email: z.string().optional(),
  employerId: z.string().nullish(),
  badgeNameForm: z.enum(['kanji', 'roman', 'kana']),
  isDemo: z.boolean().default(false),
})

const course = z.object({
  code: z.string(),
  operatorId: z.string(),
  name: text,
  hours: z.number(),
  certification: z.object({ status: z.string(), certifiedOn: day.nullish(), note: optionalText }),
  session: z.object({ no: z.string(), start: day, end: day }),
  criteria: z.object({ ja: z.array(z.string()), en: z.array(z.string()).optional() }),
  alignments: z.array(z.string()),
  badge: z.object({ achievementId: z.string(), validityMonths: z.number().nullable() }),
  isDemo: z.boolean().default(false),
})

const achievement = z.object({
  id: z.string(),
  achievementType: z.string(),
  name: z.string(),
  description: z.string(),
  inLanguage: z.string(),
  humanCode: z.string(),
  version: z.string(),
  criteria: z.object({ narrative: z.string() }),
  alignment: z.array(
    z.object({
      targetName: z.string(),
      targetUrl: z.string(),
      targetCode: z.string().optional(),
      targetDescription: z.string().optional(),
      targetFramework: z.string().optional(),
    }),
  ),
  resultDescription: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      resultType: z.string(),
      allowedValue: z.array(z.string()).optional(),
      requiredValue: z.string().optional(),
      valueMin: z.string().optional(),
      valueMax: z.string().optional(),
    }),
  ),
  tag: z.array(z.string()).default([]),
  related: z.array(z.object({ id: z.string(), inLanguage: z.string().optional(), version: z.string().optional() })).default([]),
})

const badge = z.object({
  kind: z.enum(['course_completion', 'workplace_achievement']),
  completionId: z.string().optional(),
  nominationId: z.string().optional(),
  participantId: z.string(),
  appliedOn: day,
  issuedOn: day,
  validUntil: day.nullish(),
  validity: z.enum(['valid', 'suspended', 'revoked', 'expired']),
  claim: z.enum(['unclaimed', 'claimed', 'declined']),
  visibility: z.enum(['private', 'link', 'public']),
  revokedOn: day.nullish(),
  suspendedOn: day.nullish(),
  revocationReason: z.object({ code: z.string() }).optional(),
  suspensionReason: z.object({ code: z.string() }).optional(),
})

const completion = z.object({
  id: z.string(),
  courseCode: z.string(),
  participantId: z.string(),
  startOn: day,
  endOn: day.or(z.literal('')),
  status: z.enum(['enrolled', 'completed', 'not_completed', 'withdrawn']),
  attendanceRate: z.string(),
  score: z.string(),
  grade: z.string(),
  certificateNo: z.string(),
})

const recognition = z.looseObject({
  achievements: z.array(z.string()),
  use: z.string(),
  strength: z.string(),
  text,
})

const reason = z.object({ code: z.string().default('OTHER'), ja: z.string() })

const declaration = z.object({
  id: z.string(),
  employerId: z.string(),
  corporateNumber: z.string(),
  version: z.number(),
  status: z.enum(['draft', 'submitted', 'returned', 'published', 'renewal_due', 'expired', 'withdrawn']).optional(),
  submittedOn: day.nullish(),
  returnedOn: day.nullish(),
  returnReason: reason.nullish(),
  publishedOn: day.nullish(),
  validUntil: day.nullish(),
  withdrawnOn: day.nullish(),
  withdrawReason: reason.nullish(),
  statement: text,
  measures: z.array(z.string()),
  badgeRecognitions: z.array(recognition),
  contact: text.extend({ email: z.string().optional() }).optional(),
  isDemo: z.boolean().default(false),
})

const honour = z.object({
  id: z.string(),
  employerId: z.string(),
  fiscalYear: z.number(),
  status: z.enum(['candidate', 'shortlisted', 'awarded', 'not_awarded', 'announced', 'cancelled']).optional(),
  cancelledOn: day.nullish(),
  cancelReason: reason.nullish(),
  category: z.enum(['best_practice', 'good_practice']).nullish(),
  decidedOn: day.nullish(),
  announcedOn: day.nullish(),
  basis: z.object({ nominationIds: z.array(z.string()), productivityIds: z.array(z.string()) }),
  citation: text.nullish(),
  isDemo: z.boolean().default(false),
})

const frameworkList = z.object({ frameworks: z.array(z.object({ name: text, version: z.string() })) })

const consent = z.object({ id: z.string(), participantId: z.string(), purpose: z.string(), status: z.string(), withdrawnOn: day.nullish() })

/**
 * Reads a programme from a folder with the file shapes of the demo data.
 *
 * @throws ServiceError `demo_data_invalid` naming the file and the place in it
 */
export const readProgramme = (directory: string): Programme => {
  const records = readJson(directory, 'organisations.json', organisations)
  const courses = readJson(directory, 'courses.json', z.array(course))
  const { frameworks } = readJson(directory, 'frameworks.json', frameworkList)
  const consents = readJson(directory, 'consents.json', z.array(consent))
  const showsName = new Set(
    consents.filter((item) => item.purpose === 'public_page' && item.status === 'given').map((item) => item.participantId),
  )
  const badges = readJson(directory, 'badges.json', z.array(badge))
  const beside = { ...besideNominations(badges, consents), asOf: records.asOf }
  const sessionOf = new Map(courses.map((course) => [course.code, `${course.code}:${course.session.no}`]))

  return {
    council: organisationOf('secretariat', records.secretariat, 'council'),
    operators: records.operators.map((record) => organisationOf('operator', record, record.id)),
    employers: records.employers.map((record) => organisationOf('employer', record, record.id)),
    participants: readJson(directory, 'participants.json', z.array(participant)).map(({ email, employerId, ...record }) => ({
      participant: { ...record, emails: email === undefined ? [] : [email] },
      employerId: employerId || undefined,
    })),
    achievements: readJson(directory, 'achievement-definitions.json', z.array(achievement)).map((record) =>
      achievementOf(record, courses, frameworks),
    ),
    courses: courses.map((record) => ({ course: courseOf(record), sessions: [sessionRecord(record)] })),
    completions: readCompletions(directory).map((record) => ({
      id: record.id,
      sessionId: sessionOf.get(record.courseCode) ?? record.courseCode,
      participantId: record.participantId,
      status: record.status,
      startOn: record.startOn,
      endOn: record.endOn || undefined,
      attendanceRate: numberOf(record.attendanceRate),
      score: numberOf(record.score),
      grade: record.grade || undefined,
      certificateNo: record.certificateNo || undefined,
    })),
    declarations: readJson(directory, 'declarations.json', z.array(declaration)).map(declarationOf),
    honours: readJson(directory, 'honours.json', z.array(honour)).map(honourOf),
    badges: badges.flatMap((record) => badgeOf(record, showsName)),
    nominations: readJson(directory, 'nominations.json', z.array(nominationRecord)).map((record) => nominationOf(record, beside)),
    workplaceBadges: badges.flatMap((record) => workplaceBadgeOf(record, showsName)),
  }
}

const readCompletions = (directory: string): z.infer<typeof completion>[] => {
  const rows: unknown[] = parse(readText(directory, 'completions.csv'), { columns: true, bom: true })
  return rows.map((row, n) => accept(`${join(directory, 'completions.csv')}, record ${n + 1},`, completion, row))
}

const numberOf = (text: string): number | undefined => (text === '' ? undefined : Number(text))

const organisationOf = (kind: Organisation['kind'], record: z.infer<typeof organisation>, slug: string): Organisation => ({
  id: record.id,
  slug,
  kind,
  name: record.name,
  corporateNumber: record.corporateNumber,
  official: record.official,
  // Addresses of a folder's own making lead nowhere; only real ones are shown.
  url: record.url !== undefined && new URL(record.url).hostname.endsWith('.example') ? undefined : record.url,
  email: record.email ?? record.hrContact?.email,
  isDemo: record.isDemo,
})

const slugOf = (url: string): string => {
  const slug = /\/achievements\/([a-z0-9-]+)/.exec(url)?.[1]
  if (slug === undefined)
    throw new ServiceError('demo_data_invalid', `${url} is not the address of a badge definition (…/achievements/{slug}).`)
  return slug
}

/** The Japanese fiscal year in era form, e.g. 令和8年度: April to March. */
const fiscalYearOf = (day: string): string => {
  const [year, month] = day.split('-').map(Number) as [number, number]
  const era = (month >= 4 ? year : year - 1) - 2018
  return `令和${era === 1 ? '元' : era}年度`
}

/** Every alignment says which edition of its framework it means (DOMAIN section 8); records that leave it out get it from the list of frameworks. */
const withVersion = (framework: string | undefined, frameworks: z.infer<typeof frameworkList>['frameworks']): string | undefined => {
  if (framework === undefined || /ver\./i.test(framework)) return framework
  const known = frameworks.find((item) => framework.endsWith(item.name.ja))
  return known === undefined ? framework : `${framework} ver.${known.version}`
}

const achievementOf = (
  record: z.infer<typeof achievement>,
  courses: z.infer<typeof course>[],
  frameworks: z.infer<typeof frameworkList>['frameworks'],
): Programme['achievements'][number] => {
  const slug = slugOf(record.id)
  const course = courses.find((course) => slugOf(course.badge.achievementId) === slug)
  const firstDay = course?.session.start ?? courses[0]?.session.start ?? '2026-04-01'
  const { id: _id, criteria, related, alignment, ...members } = record
  return {
    ...members,
    slug,
    kind: course === undefined ? 'workplace_achievement' : 'course_completion',
    criteriaNarrative: criteria.narrative,
    alignment: alignment.map((item) => ({ ...item, targetFramework: withVersion(item.targetFramework, frameworks) })),
    // A course outside certification is its operator's own; its badge never looks like the council's.
    creatorId: course?.certification.status === 'not_applicable' ? course.operatorId : 'secretariat',
    related: related.map(({ id, ...rest }) => ({ ...rest, id: new URL(id).pathname })),
    art: { level: course === undefined ? '勤務先確認済み' : '修了', year: fiscalYearOf(firstDay) },
    isDemo: record.tag.includes('デモ'),
  }
}

const certificationOf = (record: z.infer<typeof course>['certification']): Course['certification'] => {
  if (record.status === 'certified' && record.certifiedOn)
    return { status: 'certified', certifiedOn: record.certifiedOn, note: record.note }
  if (record.status === 'not_applicable') return { status: 'not_applicable', note: record.note }
  if (record.status === 'draft' || record.status === 'submitted' || record.status === 'returned') return { status: record.status }
  throw new ServiceError(
    'demo_data_invalid',
    `A course has the certification "${record.status}"; known are certified, not_applicable, draft, submitted, returned.`,
  )
}

const courseOf = (record: z.infer<typeof course>): Course => ({
  id: record.code,
  code: record.code,
  operatorId: record.operatorId,
  name: record.name,
  hours: record.hours,
  criteria: record.criteria,
  alignments: record.alignments,
  certification: certificationOf(record.certification),
  badge: {
    achievementSlug: slugOf(record.badge.achievementId),
    validityMonths: record.badge.validityMonths,
    autoApply: false,
    recipientIdentity: 'pairwise',
  },
  isDemo: record.isDemo,
})

const sessionRecord = (record: z.infer<typeof course>): Session => ({
  id: `${record.code}:${record.session.no}`,
  courseId: record.code,
  no: record.session.no,
  start: record.session.start,
  end: record.session.end,
})

const badgeOf = (record: z.infer<typeof badge>, showsName: ReadonlySet<string>): ProgrammeBadge[] =>
  record.completionId === undefined ? [] : [{ completionId: record.completionId, ...awardOf(record, showsName) }]

const workplaceBadgeOf = (record: z.infer<typeof badge>, showsName: ReadonlySet<string>): ProgrammeWorkplaceBadge[] =>
  record.nominationId === undefined ? [] : [{ nominationId: record.nominationId, ...awardOf(record, showsName) }]

const awardOf = (record: z.infer<typeof badge>, showsName: ReadonlySet<string>): Omit<ProgrammeBadge, 'completionId'> => ({
  appliedOn: record.appliedOn,
  awardedOn: record.issuedOn,
  validUntilOn: record.validUntil ?? undefined,
  claim: record.claim,
  visibility: record.visibility,
  nameShown: showsName.has(record.participantId),
  afterwards:
    record.validity === 'revoked'
      ? { kind: 'revoked', reason: record.revocationReason?.code ?? 'ISSUED_IN_ERROR', on: record.revokedOn ?? undefined }
      : record.validity === 'suspended'
        ? { kind: 'suspended', reason: record.suspensionReason?.code ?? 'UNDER_CORRECTION', on: record.suspendedOn ?? undefined }
        : undefined,
})

/** The learner applies for a badge under the consent to its issue; who withdrew the consent to be nominated withdrew the nomination on that day. */
const besideNominations = (badges: z.infer<typeof badge>[], consents: z.infer<typeof consent>[]): BesideNominations => ({
  applicationOf: (nominationId) => {
    const applied = badges.find((record) => record.nominationId === nominationId)
    const given = consents.find(
      (item) => item.participantId === applied?.participantId && item.purpose === 'badge_issuance' && item.status === 'given',
    )
    return applied === undefined || given === undefined ? undefined : { on: applied.appliedOn, consentId: given.id }
  },
  withdrawalOf: (participantId) =>
    consents.find((item) => item.participantId === participantId && item.purpose === 'workplace_achievement')?.withdrawnOn ?? undefined,
})

const declarationOf = (record: z.infer<typeof declaration>): RecordedDeclaration => ({
  content: {
    id: record.id,
    employerId: record.employerId,
    corporateNumber: record.corporateNumber,
    version: record.version,
    statement: record.statement,
    measures: record.measures,
    // Use, strength and effect are judged when the declaration is submitted; a wrong one makes it come back with its reason.
    badgeRecognitions: record.badgeRecognitions as unknown as Recognition[],
    noRecognitionYet: record.badgeRecognitions.length === 0,
    ...(record.contact === undefined ? {} : { contact: record.contact }),
    isDemo: record.isDemo,
  },
  submittedOn: record.submittedOn ?? undefined,
  published:
    record.publishedOn && record.validUntil
      ? { on: record.publishedOn, validUntil: record.validUntil, publisherId: 'secretariat' }
      : undefined,
  returned:
    record.status === 'returned'
      ? {
          on: record.returnedOn ?? undefined,
          reason: { code: record.returnReason?.code ?? 'OTHER', text: record.returnReason?.ja ?? '記録なし' },
        }
      : undefined,
  withdrawn: record.withdrawnOn
    ? { on: record.withdrawnOn, reason: { code: record.withdrawReason?.code ?? 'OTHER', text: record.withdrawReason?.ja ?? '記録なし' } }
    : undefined,
})

const honourOf = (record: z.infer<typeof honour>): RecordedHonour => ({
  content: { id: record.id, employerId: record.employerId, fiscalYear: record.fiscalYear, basis: record.basis, isDemo: record.isDemo },
  isCandidate: record.status === 'candidate',
  awarded:
    record.category && record.decidedOn && record.citation
      ? { category: record.category, citation: record.citation, on: record.decidedOn, announcedOn: record.announcedOn ?? undefined }
      : undefined,
  notAwardedOn: record.status === 'not_awarded' ? (record.decidedOn ?? undefined) : undefined,
  cancelled:
    record.status === 'cancelled' && record.cancelledOn
      ? { on: record.cancelledOn, reason: { code: record.cancelReason?.code ?? 'OTHER', text: record.cancelReason?.ja ?? '記録なし' } }
      : undefined,
})
