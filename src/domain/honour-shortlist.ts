import { changeText, type Measure, type PublishPolicy, publishedParts, quantityText } from './measure.ts'
import { periodText } from './period.ts'
import { improvementPercent } from './productivity.ts'
import type { Text } from './text.ts'

/** What the shortlist is made from: results that were confirmed and approved, and verified productivity records. */
export interface ShortlistInput {
  employers: { id: string; name: Text; declared: boolean }[]
  nominations: {
    id: string
    employerId: string
    participantId: string
    title: Text
    measures: Measure[]
    publishPolicy: PublishPolicy
  }[]
  productivity: {
    id: string
    employerId: string
    method: string
    unit: string
    before: { value: number; period: string }
    after: { value: number; period: string }
    better: 'up' | 'down'
  }[]
  /** employers that stand honoured already in this fiscal year, or are on its list */
  taken: readonly string[]
}

export interface ShortlistEntry {
  employerId: string
  basis: { nominationIds: string[]; productivityIds: string[] }
  results: number
  people: number
  methods: string[]
  declared: boolean
  /** a draft for a person to rewrite: no name of a learner, only figures that may be published */
  draft: Text
}

const methodLabels: Readonly<Record<string, string>> = {
  labour_productivity: '労働生産性',
  process_time: '作業時間',
  overtime: '時間外労働',
  defect_rate: '不良率',
  lead_time: 'リードタイム',
  sales_per_employee: '1人当たり売上高',
}

/** Employers with confirmed results, the best founded first: verified productivity, then number of results, then of people. */
export const honourShortlist = (input: ShortlistInput): ShortlistEntry[] =>
  input.employers
    .filter(({ id }) => !input.taken.includes(id))
    .map((employer): ShortlistEntry => {
      const nominations = input.nominations.filter(({ employerId }) => employerId === employer.id)
      const productivity = input.productivity.filter(({ employerId }) => employerId === employer.id)
      return {
        employerId: employer.id,
        basis: { nominationIds: nominations.map(({ id }) => id), productivityIds: productivity.map(({ id }) => id) },
        results: nominations.length,
        people: new Set(nominations.map(({ participantId }) => participantId)).size,
        methods: [...new Set(productivity.map(({ method }) => method))].sort(),
        declared: employer.declared,
        draft: caseDraft(employer.name, nominations, productivity),
      }
    })
    .filter(({ basis }) => basis.nominationIds.length + basis.productivityIds.length > 0)
    .sort(
      (a, b) =>
        b.basis.productivityIds.length - a.basis.productivityIds.length ||
        b.results - a.results ||
        b.people - a.people ||
        Number(b.declared) - Number(a.declared) ||
        (a.employerId < b.employerId ? -1 : 1),
    )

const caseDraft = (name: Text, nominations: ShortlistInput['nominations'], productivity: ShortlistInput['productivity']): Text => {
  const results = nominations
    .filter(({ publishPolicy }) => publishPolicy !== 'none')
    .map(
      ({ title, measures, publishPolicy }) =>
        `「${title.ja}」${measures.map((measure) => measureSentence(measure, publishPolicy)).join('')}`,
    )
  // a record says no more in public than the results of the same employer may
  const restricted = nominations.some(({ publishPolicy }) => publishPolicy === 'text_only' || publishPolicy === 'none')
  const records = productivity.flatMap((record) => {
    const percent = restricted ? undefined : improvementPercent(record)
    const label = methodLabels[record.method] ?? record.method
    return percent === undefined ? [] : [`${label}：${percent}％の改善（${periodText(record.after.period)}）。`]
  })
  return {
    ja: [`${name.ja}では、講座で学んだ従業員が職場で成果を上げました。`, ...results, ...records, '数値は勤務先が確認したものです。'].join(
      '\n',
    ),
  }
}

/** A sentence with what may be public of a measure: all of it, only the change, or nothing. */
const measureSentence = (measure: Measure, policy: PublishPolicy): string => {
  const parts = publishedParts(policy)
  const change = parts.change ? changeText(measure) : undefined
  if (parts.beforeAndAfter && measure.before !== undefined && measure.after !== undefined) {
    return `${measure.name.ja}が${quantityText(measure.before, measure.unit)}から${quantityText(measure.after, measure.unit)}になりました（${measure.scope.ja}）。`
  }
  return change === undefined ? '' : `${measure.name.ja}：${change}。`
}
