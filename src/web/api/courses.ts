import type { Achievement } from '../../domain/achievement.ts'
import { certifyCourse, endCertification, returnCourse, submitCourse } from '../../service/certify-course.ts'
import { type ChangeCourse, changeCourse } from '../../service/change-course.ts'
import { addSession, type CreateCourse, createCourse } from '../../service/create-course.ts'
import { listAchievementVersions, listCourses, listSessions, readCourse } from '../../service/list-courses.ts'
import { fields, z } from './fields.ts'
import { apiRoute } from './route.ts'
import { said } from './said.ts'

const lines = z.array(z.string().min(1).max(500)).min(1).max(30)
const badge = {
  validityMonths: z.number().int().min(1).max(600).nullable(),
  autoApply: z.boolean(),
  recipientIdentity: z.enum(['pairwise', 'hashed_email']),
}
const alignment = z.strictObject({
  targetName: z.string().min(1),
  targetUrl: z.url(),
  targetCode: z.string().optional(),
  targetDescription: z.string().optional(),
  targetFramework: z.string().optional(),
})
const text = {
  name: fields.line,
  description: fields.paragraphs,
  inLanguage: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/),
  alignment: z.array(alignment).max(50),
  tag: z.array(z.string().max(60)).max(30),
}
const badgeText = z.strictObject({
  name: text.name.optional(),
  description: text.description.optional(),
  inLanguage: text.inLanguage.optional(),
  alignment: text.alignment.optional(),
  tag: text.tag.optional(),
})
const given = {
  name: fields.text,
  hours: z.number().int().min(1).max(10_000),
  criteria: z.strictObject({ ja: lines, en: lines.optional() }),
  alignments: z.array(z.string().max(60)).max(60),
}

const course = z
  .strictObject({
    id: fields.id,
    code: fields.id,
    operatorId: fields.id,
    ...given,
    certification: z.looseObject({
      status: z.enum(['draft', 'submitted', 'returned', 'not_applicable', 'certified', 'suspended', 'ended']),
    }),
    badge: z.strictObject({ achievementSlug: z.string(), ...badge }).optional(),
    isDemo: z.boolean(),
  })
  .meta({ id: 'Course', description: 'A course of an operator. Only `certified` is a certified course.' })
const session = z
  .strictObject({
    id: fields.id,
    courseId: fields.id,
    no: z.string(),
    start: fields.day,
    end: fields.day,
    place: z.string().optional(),
    achievementId: z.string().optional(),
  })
  .meta({ id: 'Session', description: 'A run of a course.' })
const achievement = z
  .looseObject({ id: z.string(), slug: z.string(), version: z.string(), criteriaNarrative: z.string() })
  .meta({ id: 'AchievementVersion', description: 'One version of a badge definition. Later versions leave the earlier ones as they were.' })

const params = z.strictObject({ id: fields.id })
const reason = z.strictObject({ code: z.string().regex(/^[A-Z][A-Z0-9_]*$/), text: fields.paragraphs })
const tag = 'Courses'
const one = { 200: { description: 'The course', schema: course } }
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

export const courseRoutes = [
  apiRoute({
    method: 'get',
    path: '/courses',
    tag,
    summary: 'Courses: certified ones for everybody, the own ones in every state for their operator, all for the secretariat.',
    action: 'public',
    query: z.strictObject({ operatorId: fields.id.optional() }),
    answers: { 200: { description: 'Courses', schema: z.strictObject({ items: z.array(course) }) } },
    run: async ({ deps, actor, query }) => ({
      status: 200,
      body: { items: (await listCourses(deps, actor, query.operatorId)).map(plain) },
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/courses',
    tag,
    summary: 'Register a course as a draft, with the definition of its badge.',
    action: 'course.define',
    creates: true,
    body: z.strictObject({
      code: z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,39}$/, 'capitals, digits and hyphens'),
      operatorId: fields.id,
      ...given,
      alignments: given.alignments.optional(),
      certifiable: z.boolean(),
      badge: z
        .strictObject({
          achievementSlug: z
            .string()
            .regex(/^[a-z0-9][a-z0-9-]{1,59}$/)
            .optional(),
          validityMonths: badge.validityMonths.optional(),
          autoApply: badge.autoApply.optional(),
          recipientIdentity: badge.recipientIdentity.optional(),
          text: badgeText.optional(),
        })
        .optional(),
    }),
    example: {
      code: 'DL-SAMPLE-R9',
      operatorId: 'op-04',
      name: { ja: '見本講座', en: 'Sample course' },
      hours: 12,
      criteria: { ja: ['出席率80%以上', '確認テスト70点以上'] },
      certifiable: true,
      badge: { validityMonths: 36 },
    },
    answers: { 201: { description: 'The course', schema: course } },
    run: async ({ deps, actor, body }) => ({ status: 201, body: plain(await createCourse(deps, actor, said(body) as CreateCourse)) }),
  }),
  apiRoute({
    method: 'get',
    path: '/courses/{id}',
    tag,
    summary: 'One course.',
    action: 'public',
    params,
    answers: one,
    run: async ({ deps, actor, params }) => ({ status: 200, body: plain(await readCourse(deps, actor, params.id)) }),
  }),
  apiRoute({
    method: 'patch',
    path: '/courses/{id}',
    tag,
    summary: 'Change a course. Changed criteria make a new version of its badge; badges that were issued stay as they are.',
    action: 'course.define',
    params,
    body: z.strictObject({
      name: given.name.optional(),
      hours: given.hours.optional(),
      criteria: given.criteria.optional(),
      alignments: given.alignments.optional(),
      badge: z
        .strictObject({
          validityMonths: badge.validityMonths.optional(),
          autoApply: badge.autoApply.optional(),
          recipientIdentity: badge.recipientIdentity.optional(),
        })
        .optional(),
      badgeText: badgeText.optional(),
    }),
    example: { criteria: { ja: ['出席率90%以上', '確認テスト80点以上'] } },
    answers: one,
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: plain(await changeCourse(deps, actor, { ...(said(body) as Omit<ChangeCourse, 'courseId'>), courseId: params.id })),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/courses/{id}/submit',
    tag,
    summary: 'Submit a draft or returned course for certification.',
    action: 'course.submit',
    params,
    body: z.strictObject({}),
    example: {},
    answers: one,
    run: async ({ deps, actor, params }) => ({ status: 200, body: plain(await submitCourse(deps, actor, { courseId: params.id })) }),
  }),
  apiRoute({
    method: 'post',
    path: '/courses/{id}/certify',
    tag,
    summary: 'Certify a submitted course.',
    action: 'course.certify',
    params,
    body: z.strictObject({ on: fields.day.optional(), until: fields.day.optional(), note: fields.text.optional() }),
    example: { until: '2028-03-31' },
    answers: one,
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: plain(await certifyCourse(deps, actor, { courseId: params.id, ...(said(body) as { on?: string; until?: string }) })),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/courses/{id}/return',
    tag,
    summary: 'Return a submitted course with a reason.',
    action: 'course.return',
    params,
    body: z.strictObject({ reason }),
    example: { reason: { code: 'CRITERIA_UNCLEAR', text: '修了要件を具体的にしてください。' } },
    answers: one,
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: plain(await returnCourse(deps, actor, { courseId: params.id, reason: body.reason })),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/courses/{id}/end-certification',
    tag,
    summary: 'Suspend or end a certification. What was completed before stays certified, and badges stay valid.',
    action: 'course.suspend',
    params,
    body: z.strictObject({ status: z.enum(['suspended', 'ended']), reason, on: fields.day.optional() }),
    example: { status: 'ended', reason: { code: 'PROGRAMME_ENDED', text: '事業の終了' } },
    answers: one,
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: plain(
        await endCertification(deps, actor, {
          courseId: params.id,
          status: body.status,
          reason: body.reason,
          ...(body.on === undefined ? {} : { on: body.on }),
        }),
      ),
    }),
  }),
  apiRoute({
    method: 'get',
    path: '/courses/{id}/sessions',
    tag,
    summary: 'The runs of a course.',
    action: 'public',
    params,
    answers: { 200: { description: 'Runs', schema: z.strictObject({ items: z.array(session) }) } },
    run: async ({ deps, actor, params }) => ({ status: 200, body: { items: (await listSessions(deps, actor, params.id)).map(plain) } }),
  }),
  apiRoute({
    method: 'post',
    path: '/courses/{id}/sessions',
    tag,
    summary: 'Add a run to a course.',
    action: 'course.define',
    creates: true,
    params,
    body: z.strictObject({
      no: z.string().regex(/^[\w.-]{1,40}$/),
      start: fields.day,
      end: fields.day,
      place: fields.line.optional(),
    }),
    example: { no: 'R8-9', start: '2026-12-01', end: '2026-12-20' },
    answers: { 201: { description: 'The run', schema: session } },
    run: async ({ deps, actor, params, body }) => ({
      status: 201,
      body: plain(
        await addSession(deps, actor, {
          courseId: params.id,
          no: body.no,
          start: body.start,
          end: body.end,
          ...(body.place === undefined ? {} : { place: body.place }),
        }),
      ),
    }),
  }),
  apiRoute({
    method: 'get',
    path: '/achievements/{slug}/versions',
    tag,
    summary: 'Every version of a badge definition, the oldest first.',
    action: 'public',
    params: z.strictObject({ slug: z.string().regex(/^[a-z0-9-]{1,80}$/) }),
    answers: { 200: { description: 'Versions', schema: z.strictObject({ items: z.array(achievement) }) } },
    run: async ({ deps, params }) => ({
      status: 200,
      body: { items: (await listAchievementVersions(deps, params.slug)).map((version: Achievement) => plain(version)) },
    }),
  }),
]
