import type { InputProblem } from '../errors.ts'
import type { Day } from './japanese-date.ts'
import { isDay } from './japanese-date.ts'
import type { Text } from './text.ts'

export type RecognitionUse = 'allowance' | 'raise' | 'evaluation' | 'promotion' | 'assignment' | 'hiring' | 'training_support' | 'award'

/** considered 参考にする < preferred 加点・優先する < required 要件とする < guaranteed 必ず実施する */
export type Strength = 'considered' | 'preferred' | 'required' | 'guaranteed'
export const strengths: readonly Strength[] = ['considered', 'preferred', 'required', 'guaranteed']

export type Effect =
  | { kind: 'monthly_allowance'; amountJPY?: number; maxMonths?: number; from?: Day }
  | { kind: 'lump_sum'; amountJPY?: number; from?: Day }
  | { kind: 'evaluation_points'; maxPoints?: number }
  | { kind: 'pay_step'; steps?: number }
  | { kind: 'counts_as_requirement' | 'priority' | 'screening_waived' | 'interview_guaranteed' | 'considered' | 'internal_award' }
  | { kind: 'named_team'; team?: Text }
  | { kind: 'fee_support'; ratePercent?: number; paidStudyHours?: boolean }

export type EffectKind = Effect['kind']

/** What an employer counts certain badges for: one item of a declaration (DOMAIN section 7). */
export interface Recognition {
  /** ids (URLs) of badge definitions */
  achievements: string[]
  use: RecognitionUse
  strength: Strength
  text: Text
  effect?: Effect
  /** the employer's own rule, e.g. 賃金規程 第18条（資格手当） */
  rule?: Text
  /** groups of staff, e.g. `regular`, `fixed_term` */
  appliesTo?: string[]
  /** raise, evaluation: which appraisal, and when */
  appraisal?: Text
  when?: Text
  /** promotion: post or grade; assignment: post */
  post?: Text
  /** hiring */
  jobTitles?: { ja: string[]; en?: string[] }
  /** hiring: how to present the badge */
  presentation?: Text
}

/** Effects that a use can have. */
export const allowedEffects: Readonly<Record<RecognitionUse, readonly EffectKind[]>> = {
  allowance: ['monthly_allowance', 'lump_sum'],
  raise: ['evaluation_points', 'pay_step'],
  evaluation: ['evaluation_points', 'pay_step'],
  promotion: ['counts_as_requirement', 'priority'],
  assignment: ['priority', 'named_team'],
  hiring: ['screening_waived', 'interview_guaranteed', 'considered'],
  training_support: ['fee_support'],
  award: ['internal_award'],
}

const hasText = (text: Text | undefined): boolean => text !== undefined && text.ja.trim() !== ''
const isPositive = (value: number | undefined): boolean => value !== undefined && Number.isFinite(value) && value > 0

/** What a `guaranteed` recognition of each use has to say: member, whether it is there, and what to write. */
const guaranteeNeeds: Readonly<
  Record<RecognitionUse, readonly { path: string; message: string; met: (recognition: Recognition) => boolean }[]>
> = {
  allowance: [
    {
      path: 'effect/amountJPY',
      message: '手当の金額を記入してください。',
      met: ({ effect }) => effect !== undefined && 'amountJPY' in effect && isPositive(effect.amountJPY),
    },
    {
      path: 'effect/from',
      message: '支給の開始日を記入してください。',
      met: ({ effect }) => effect !== undefined && 'from' in effect && isDay(effect.from ?? ''),
    },
    { path: 'rule', message: '根拠となる規程を記入してください。', met: ({ rule }) => hasText(rule) },
    { path: 'appliesTo', message: '対象となる従業員を選んでください。', met: ({ appliesTo }) => (appliesTo ?? []).length > 0 },
  ],
  raise: [
    { path: 'appraisal', message: 'どの人事評価かを記入してください。', met: ({ appraisal }) => hasText(appraisal) },
    { path: 'when', message: '評価の時期を記入してください。', met: ({ when }) => hasText(when) },
  ],
  evaluation: [
    { path: 'appraisal', message: 'どの人事評価かを記入してください。', met: ({ appraisal }) => hasText(appraisal) },
    { path: 'when', message: '評価の時期を記入してください。', met: ({ when }) => hasText(when) },
  ],
  promotion: [{ path: 'post', message: '役職又は等級を記入してください。', met: ({ post }) => hasText(post) }],
  assignment: [{ path: 'post', message: '配置先の職務を記入してください。', met: ({ post }) => hasText(post) }],
  hiring: [
    {
      path: 'jobTitles',
      message: '対象の職種を記入してください。',
      met: ({ jobTitles }) => (jobTitles?.ja ?? []).some((title) => title.trim() !== ''),
    },
    { path: 'presentation', message: 'バッジの示し方を記入してください。', met: ({ presentation }) => hasText(presentation) },
  ],
  training_support: [
    {
      path: 'effect/ratePercent',
      message: '補助の割合を記入してください。',
      met: ({ effect }) => effect?.kind === 'fee_support' && isPositive(effect.ratePercent) && (effect.ratePercent ?? 0) <= 100,
    },
  ],
  award: [],
}

/**
 * Everything wrong with one recognition. An incomplete guarantee is `EFFECT_INCOMPLETE`: the declaration that holds it is returned.
 *
 * @param path - where it stands, e.g. `/badgeRecognitions/0`
 */
export const recognitionProblems = (recognition: Recognition, path: string): InputProblem[] => {
  const problems: InputProblem[] = []
  const problem = (code: string, member: string, message: string): void => {
    problems.push({ path: `${path}/${member}`, code, message })
  }
  if (recognition.achievements.length === 0 || recognition.achievements.some((id) => !/^https?:\/\/\S+$/.test(id))) {
    problem('ACHIEVEMENT_MISSING', 'achievements', '対象のバッジを選んでください。')
  }
  if (!hasText(recognition.text)) problem('TEXT_MISSING', 'text', '扱いの内容を文章で記入してください。')
  if (!strengths.includes(recognition.strength)) problem('STRENGTH_UNKNOWN', 'strength', '扱いの強さを選んでください。')
  const allowed = allowedEffects[recognition.use] as readonly EffectKind[] | undefined
  if (allowed === undefined) {
    problem('USE_UNKNOWN', 'use', '用途を選んでください。')
    return problems
  }
  if (recognition.effect !== undefined && !allowed.includes(recognition.effect.kind)) {
    problem('EFFECT_NOT_ALLOWED', 'effect/kind', `この用途では ${allowed.join('、')} のいずれかを選んでください。`)
  }
  if (recognition.strength === 'guaranteed') {
    for (const need of guaranteeNeeds[recognition.use]) {
      if (!need.met(recognition)) problem('EFFECT_INCOMPLETE', need.path, need.message)
    }
  }
  return problems
}

export const useLabels: Readonly<Record<RecognitionUse, Text>> = {
  allowance: { ja: '手当', en: 'Allowance' },
  raise: { ja: '昇給', en: 'Raise' },
  evaluation: { ja: '人事評価', en: 'Appraisal' },
  promotion: { ja: '昇進・登用', en: 'Promotion' },
  assignment: { ja: '配置', en: 'Assignment' },
  hiring: { ja: '採用', en: 'Hiring' },
  training_support: { ja: '受講支援', en: 'Training support' },
  award: { ja: '表彰', en: 'Award' },
}

export const strengthLabels: Readonly<Record<Strength, Text>> = {
  considered: { ja: '参考にする', en: 'considered' },
  preferred: { ja: '加点・優先する', en: 'preferred' },
  required: { ja: '要件とする', en: 'required' },
  guaranteed: { ja: '必ず実施する', en: 'guaranteed' },
}

const groupLabels: Readonly<Record<string, string>> = {
  regular: '正社員',
  fixed_term: '契約社員',
  part_time: 'パート・アルバイト',
  all: '全従業員',
}

const yen = (amount: number): string => `${String(amount).replace(/\B(?=(\d{3})+$)/g, ',')}円`

/** The terms in one Japanese line, for people: 月額5,000円、24か月まで. Undefined where the effect has no figures. */
export const effectText = (effect: Effect): string | undefined => {
  switch (effect.kind) {
    case 'monthly_allowance':
      return effect.amountJPY === undefined
        ? undefined
        : `月額${yen(effect.amountJPY)}${effect.maxMonths === undefined ? '' : `、${effect.maxMonths}か月まで`}`
    case 'lump_sum':
      return effect.amountJPY === undefined ? undefined : `一時金${yen(effect.amountJPY)}`
    case 'evaluation_points':
      return effect.maxPoints === undefined ? undefined : `上限${effect.maxPoints}点`
    case 'pay_step':
      return effect.steps === undefined ? undefined : `${effect.steps}号俸`
    case 'fee_support':
      return effect.ratePercent === undefined
        ? undefined
        : `受講料の${effect.ratePercent}%${effect.paidStudyHours === true ? '、受講は勤務時間' : ''}`
    case 'named_team':
      return effect.team?.ja
    default:
      return undefined
  }
}

/** One recognition as a line of Markdown: **手当（必ず実施する）**：月額5,000円の資格手当を支給します。… */
export const recognitionLine = (recognition: Recognition): string => {
  const details = [
    recognition.text.ja.replace(/。$/, ''),
    recognition.effect === undefined ? undefined : effectText(recognition.effect),
    recognition.rule === undefined ? undefined : `根拠：${recognition.rule.ja}`,
    recognition.appliesTo === undefined
      ? undefined
      : `対象：${recognition.appliesTo.map((group) => groupLabels[group] ?? group).join('・')}`,
  ].filter((detail) => detail !== undefined)
  return `**${useLabels[recognition.use].ja}（${strengthLabels[recognition.strength].ja}）**：${details.join('。')}。`
}

/** The service never says that the employer owes money (DOMAIN section 7). */
export const conditionsNote = '宣言の内容です。支給条件は各社の規程によります。'

/**
 * The readable summary for the `endorsementComment` of a recognition credential (Markdown). The structured terms stay in the
 * declaration's own JSON (DOMAIN section 7).
 */
export const recognitionSummary = (recognition: Recognition, declarationJsonUrl: string): string =>
  [recognitionLine(recognition), conditionsNote, `詳しい条件（機械可読）: ${declarationJsonUrl}`].join('\n\n')
