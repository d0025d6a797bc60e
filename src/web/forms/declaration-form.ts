import type { Effect, Recognition, RecognitionUse, Strength } from '../../domain/recognition.ts'
import { allowedEffects, strengths } from '../../domain/recognition.ts'
import { line } from './typed.ts'

export const uses = Object.keys(allowedEffects) as RecognitionUse[]

/** How many promises a form has room for: those that are there, and one more. */
export const rowsOf = (recognitions: readonly Recognition[]): number => recognitions.length + 1

const amount = (text: string | undefined): number | undefined => {
  const digits = (text ?? '').normalize('NFKC').replace(/[,円\s]/g, '')
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined
}

/**
 * Reads the promises of a form; each field has the number of its promise at its end. A row in which nothing is chosen and nothing typed is left out; what is incomplete is kept as it is, and the rules of the
 * declaration say what is missing.
 *
 * @param badges - ids (addresses) of the badge definitions that the form offers
 */
export const readRecognitions = (form: URLSearchParams, badges: readonly string[]): Recognition[] => {
  const found: Recognition[] = []
  for (let n = 0; form.has(`use-${n}`); n += 1) {
    const typed = (name: string): string => line(form, `${name}-${n}`, 500)
    const chosen = form.getAll(`badge-${n}`).filter((id) => badges.includes(id))
    const use = uses.find((one) => one === typed('use'))
    if (use === undefined || (chosen.length === 0 && typed('text') === '')) continue
    const strength: Strength = strengths.find((one) => one === typed('strength')) ?? 'considered'
    const effect = effectOf(use, typed)
    found.push({
      achievements: chosen,
      use,
      strength,
      text: { ja: typed('text') },
      ...(effect === undefined ? {} : { effect }),
      ...(typed('rule') === '' ? {} : { rule: { ja: typed('rule') } }),
      ...(form.getAll(`staff-${n}`).length === 0
        ? {}
        : { appliesTo: form.getAll(`staff-${n}`).filter((group) => staffGroups.includes(group)) }),
      ...(typed('appraisal') === '' ? {} : { appraisal: { ja: typed('appraisal') } }),
      ...(typed('when') === '' ? {} : { when: { ja: typed('when') } }),
      ...(typed('post') === '' ? {} : { post: { ja: typed('post') } }),
      ...(typed('jobs') === ''
        ? {}
        : {
            jobTitles: {
              ja: typed('jobs')
                .split(/[、,]/)
                .map((title) => title.trim()),
            },
          }),
      ...(typed('presentation') === '' ? {} : { presentation: { ja: typed('presentation') } }),
    })
  }
  return found
}

/** Groups of staff to whom a promise may apply. */
export const staffGroups: readonly string[] = ['regular', 'fixed_term', 'part_time']

const effectOf = (use: RecognitionUse, typed: (name: string) => string): Effect | undefined => {
  const from = /^\d{4}-\d{2}-\d{2}$/.test(typed('from')) ? { from: typed('from') } : {}
  const value = amount(typed('amount'))
  switch (use) {
    case 'allowance':
      return value === undefined
        ? undefined
        : { kind: typed('paid') === 'once' ? 'lump_sum' : 'monthly_allowance', amountJPY: value, ...from }
    case 'training_support':
      return value === undefined ? undefined : { kind: 'fee_support', ratePercent: value }
    default:
      return undefined
  }
}

/** The fields of the promises that a declaration holds, as a form shows them. */
export const typedRecognitions = (recognitions: readonly Recognition[]): Map<string, string> => {
  const typed = new Map<string, string>()
  recognitions.forEach((recognition, n) => {
    const { effect } = recognition
    const set = (name: string, value: string | undefined): void => {
      if (value !== undefined) typed.set(`${name}-${n}`, value)
    }
    set('use', recognition.use)
    set('strength', recognition.strength)
    set('text', recognition.text.ja)
    set('rule', recognition.rule?.ja)
    set('appraisal', recognition.appraisal?.ja)
    set('when', recognition.when?.ja)
    set('post', recognition.post?.ja)
    set('jobs', recognition.jobTitles?.ja.join('、'))
    set('presentation', recognition.presentation?.ja)
    if (effect?.kind === 'monthly_allowance' || effect?.kind === 'lump_sum') {
      set('amount', effect.amountJPY === undefined ? undefined : String(effect.amountJPY))
      set('from', effect.from)
      set('paid', effect.kind === 'lump_sum' ? 'once' : 'monthly')
    }
    if (effect?.kind === 'fee_support') set('amount', effect.ratePercent === undefined ? undefined : String(effect.ratePercent))
  })
  return typed
}
