import type { InputProblem } from '../errors.ts'
import type { Day } from './japanese-date.ts'

/** One learner's answers to the two-minute questions, 1, 6 or 12 months after claiming (DOMAIN section 12). Answers are the option texts. */
export interface SurveyResponse {
  participantId: string
  answeredOn: Day
  /** months after claiming */
  wave?: 1 | 6 | 12
  /** where the badge was shown */
  L1: string[]
  /** what happened */
  L2?: string[]
  /** how much the badge helped */
  L3?: string
  /** if not shown, why */
  L4?: string
  /** whether the firm's promise is known */
  L5?: string
  /** what changed at work, in own words */
  L6?: string
}

export const notShown = '示していない'
export const usefulAnswers: readonly string[] = ['決め手になった', '理由の一つになった']

/** The questions with their options, in the order of the form. */
export const surveyQuestions = {
  learner: [
    {
      code: 'L1',
      type: 'multi',
      ja: 'バッジ（URL・QR）をどこで示しましたか',
      en: 'Where did you show the badge (URL, QR)?',
      options: [
        '上司・人事に示した',
        '履歴書・職務経歴書に書いた',
        '応募先に示した',
        '名刺・メール署名・SNSに載せた',
        '社外の取引先に示した',
        notShown,
      ],
    },
    {
      code: 'L2',
      type: 'multi',
      ja: '示した結果、何が起きましたか',
      en: 'What happened as a result?',
      options: [
        '手当・一時金',
        '昇給',
        '昇進・登用',
        '異動・担当変更',
        '採用',
        '社内表彰',
        '新しい仕事を任された',
        '評価面談の話題になった',
        '何も起きていない',
        'まだ分からない',
      ],
    },
    {
      code: 'L3',
      type: 'single',
      ja: 'その結果に、バッジはどのくらい役立ちましたか',
      en: 'How much did the badge help?',
      options: ['決め手になった', '理由の一つになった', '関係なかった', '分からない'],
    },
    {
      code: 'L4',
      type: 'single',
      ja: '示していない方：主な理由は何ですか',
      en: 'If you did not show it: what is the main reason?',
      options: [
        '示す場面がない',
        '会社がバッジを知らない',
        '会社の制度に位置付けがない',
        '示し方が分からない',
        '名前や成果を見せたくない',
        '受け取っていない（受け取れなかった）',
      ],
    },
    {
      code: 'L5',
      type: 'single',
      ja: '勤務先の宣言に、あなたのバッジの使い道が書かれていることを知っていますか',
      en: "Do you know that your employer's declaration says what your badge counts for?",
      options: ['知っている', '知らない', '書かれていない', '勤務先なし'],
    },
    {
      code: 'L6',
      type: 'free',
      ja: '仕事で学びを使って変わったこと（数字があれば改善前と改善後）',
      en: 'What changed at work through what you learned (before and after, if you have figures)?',
      options: [],
    },
  ],
  employer: [
    {
      code: 'E1',
      type: 'multi',
      ja: 'バッジを何に使いましたか',
      en: 'What did you use the badge for?',
      options: ['手当・一時金', '昇給・評価', '昇進・登用', '配置', '採用', '研修計画', '使っていない'],
    },
    {
      code: 'E2',
      type: 'single',
      ja: 'バッジの内容（要件・成果）は判断に足りましたか',
      en: 'Was what the badge says enough for your decision?',
      options: ['足りた', '一部足りない', '足りない', '見ていない'],
    },
    {
      code: 'E3',
      type: 'multi',
      ja: '足りない情報',
      en: 'What was missing?',
      options: ['実務でできることの水準', '成果の数値', '評価方法', '有効性の確認方法', '自社職務との対応'],
    },
  ],
} as const

/** shown = L1 has an answer other than 示していない. */
export const hasShown = (response: SurveyResponse): boolean =>
  response.L1.some((answer) => answer !== notShown) && !response.L1.includes(notShown)

/** useful = L3 決め手 or 理由の一つ. */
export const foundUseful = (response: SurveyResponse): boolean => usefulAnswers.includes(response.L3 ?? '')

/** The latest answer of each person up to a day: somebody who was asked three times counts once. */
export const latestResponses = <Response extends SurveyResponse>(responses: readonly Response[], asOf: Day): Response[] => {
  const latest = new Map<string, Response>()
  for (const response of responses) {
    const known = latest.get(response.participantId)
    if (response.answeredOn <= asOf && (known === undefined || response.answeredOn >= known.answeredOn))
      latest.set(response.participantId, response)
  }
  return [...latest.values()]
}

/** An answer with figures opens a prefilled nomination. */
export const opensNomination = (response: SurveyResponse): boolean => /[0-9０-９]/.test(response.L6 ?? '')

export type NotShownTask =
  | 'ask_employer_for_recognition'
  | 'tell_employer'
  | 'explain_showing'
  | 'explain_privacy'
  | 'resend_badge'
  | 'none'

const tasks: Readonly<Record<string, NotShownTask>> = {
  会社の制度に位置付けがない: 'ask_employer_for_recognition',
  会社がバッジを知らない: 'tell_employer',
  示し方が分からない: 'explain_showing',
  名前や成果を見せたくない: 'explain_privacy',
  '受け取っていない（受け取れなかった）': 'resend_badge',
}

/** What the secretariat can do about a badge that was not shown. */
export const notShownTask = (response: SurveyResponse): NotShownTask => (hasShown(response) ? 'none' : (tasks[response.L4 ?? ''] ?? 'none'))

/** One employer's answers; options as texts, as for learners. */
export interface EmployerSurveyResponse {
  employerId: string
  answeredOn: Day
  /** what the badge was used for */
  E1: string[]
  /** whether what the badge says was enough */
  E2?: string
  /** what was missing */
  E3?: string[]
}

type Question = (typeof surveyQuestions)['learner' | 'employer'][number]

const optionProblems = (question: Question, answer: string | readonly string[] | undefined): InputProblem[] => {
  if (question.type === 'free' || answer === undefined) return []
  const options: readonly string[] = question.options
  const answers = typeof answer === 'string' ? [answer] : answer
  return answers.flatMap((given, place) =>
    options.includes(given)
      ? []
      : [
          {
            path: typeof answer === 'string' ? `/${question.code}` : `/${question.code}/${place}`,
            code: 'OPTION_UNKNOWN',
            message: `「${given}」は選択肢にありません。選べるのは ${options.join('、')} です。`,
          },
        ],
  )
}

/** What keeps a learner's answers from being stored: options that are not on the form, no answer to L1, 示していない beside a place. */
export const surveyProblems = (response: Omit<SurveyResponse, 'participantId' | 'answeredOn'>): InputProblem[] => {
  const problems = surveyQuestions.learner.flatMap((question) => optionProblems(question, response[question.code]))
  if (response.L1.length === 0) problems.push({ path: '/L1', code: 'ANSWER_MISSING', message: 'どこで示したかを1つ以上選んでください。' })
  if (response.L1.includes(notShown) && response.L1.length > 1)
    problems.push({ path: '/L1', code: 'ANSWER_CONTRADICTED', message: `「${notShown}」は、ほかの答えと一緒に選べません。` })
  return problems
}

/** The same for an employer's answers. */
export const employerSurveyProblems = (response: Omit<EmployerSurveyResponse, 'employerId' | 'answeredOn'>): InputProblem[] => {
  const problems = surveyQuestions.employer.flatMap((question) => optionProblems(question, response[question.code]))
  if (response.E1.length === 0) problems.push({ path: '/E1', code: 'ANSWER_MISSING', message: '用途を1つ以上選んでください。' })
  return problems
}
