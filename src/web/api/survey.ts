import { surveyQuestions } from '../../domain/survey.ts'
import { answerEmployerSurvey, answerSurvey, surveyReport } from '../../service/survey.ts'
import { fields, z } from './fields.ts'
import { type ApiRoute, apiRoute } from './route.ts'

const option = z.string().max(100)
const tally = z.record(z.string(), z.record(z.string(), z.number().int()))
const wave = z.union([z.literal(1), z.literal(6), z.literal(12)])

const learnerAnswers = {
  L1: z.array(option).max(10),
  L2: z.array(option).max(20).optional(),
  L3: option.optional(),
  L4: option.optional(),
  L5: option.optional(),
  L6: z.string().max(2000).optional(),
}
const employerAnswers = { E1: z.array(option).max(10), E2: option.optional(), E3: z.array(option).max(10).optional() }

const question = z.strictObject({ code: z.string(), type: z.string(), ja: z.string(), en: z.string(), options: z.array(z.string()) })

const tag = 'Survey'

export const surveyRoutes: ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/survey/questions',
    tag,
    summary: 'The questions for learners and employers, in the order of the form.',
    action: 'public',
    answers: {
      200: { description: 'The questions', schema: z.strictObject({ learner: z.array(question), employer: z.array(question) }) },
    },
    run: async () => ({ status: 200, body: surveyQuestions }),
  }),
  apiRoute({
    method: 'post',
    path: '/survey/learner-responses',
    tag,
    summary: 'Store a learner’s answers.',
    action: 'survey.answer',
    creates: true,
    body: z.strictObject({
      participantId: fields.id,
      followUp: z.strictObject({ credentialId: fields.id, wave }).optional(),
      answers: z.strictObject(learnerAnswers),
    }),
    example: { participantId: 'P-0002', answers: { L1: ['上司・人事に示した'], L2: ['手当・一時金'], L3: '決め手になった' } },
    answers: {
      201: {
        description: 'Stored; `hasFigures`: the words about work hold figures that a nomination could be made of',
        schema: z.strictObject({ id: fields.id, answeredOn: fields.day, hasFigures: z.boolean() }),
      },
    },
    run: async ({ deps, actor, body }) => {
      const { response, hasFigures } = await answerSurvey(deps, actor, body)
      return { status: 201, body: { id: response.id, answeredOn: response.answeredOn, hasFigures } }
    },
  }),
  apiRoute({
    method: 'post',
    path: '/survey/employer-responses',
    tag,
    summary: 'Store an employer’s answers.',
    action: 'survey.answer',
    creates: true,
    body: z.strictObject({ employerId: fields.id, answers: z.strictObject(employerAnswers) }),
    example: { employerId: 'emp-01', answers: { E1: ['手当・一時金'], E2: '足りた' } },
    answers: { 201: { description: 'Stored', schema: z.strictObject({ id: fields.id, answeredOn: fields.day }) } },
    run: async ({ deps, actor, body }) => {
      const { id, answeredOn } = await answerEmployerSurvey(deps, actor, body)
      return { status: 201, body: { id, answeredOn } }
    },
  }),
  apiRoute({
    method: 'get',
    path: '/survey/report',
    tag,
    summary: 'The survey up to a day: number of answers, response rate, options chosen, reasons for not showing as tasks.',
    action: 'survey.read',
    query: z.strictObject({ asOf: fields.day.optional() }),
    answers: {
      200: {
        description: 'The report',
        schema: z
          .strictObject({
            asOf: fields.day,
            respondents: z.number().int(),
            responseRate: z.strictObject({ n: z.number().int(), of: z.number().int(), rate: z.number() }).optional(),
            shown: z.number().int(),
            useful: z.number().int(),
            answers: tally,
            tasks: z.record(z.string(), z.number().int()),
            taskEmployers: z.record(z.string(), z.array(fields.id)),
            nominationCandidates: z.array(z.strictObject({ participantId: fields.id, answeredOn: fields.day, text: z.string() })),
            employers: z.strictObject({ respondents: z.number().int(), answers: tally }),
          })
          .meta({ id: 'SurveyReport' }),
      },
    },
    run: async ({ deps, actor, query }) => ({ status: 200, body: await surveyReport(deps, actor, query.asOf) }),
  }),
]
