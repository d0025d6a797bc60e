import type { StepView } from '../../../templates/components/steps.tsx'
import { type PageContext, wordsOf } from './page-context.ts'

/** How far somebody has come, in words. @param now - the number of the current step from 1; one more than there are: all are done */
export const stepsView = (names: readonly string[], now: number, context: PageContext): { label: string; steps: StepView[] } => {
  const words = wordsOf(context).frame
  const steps = names.map((name, at): StepView => {
    const state = at + 1 < now ? 'done' : at + 1 === now ? 'current' : 'later'
    return { name, state, mark: words.stepMark(at + 1, state) }
  })
  return { label: words.stepsLabel(names.length), steps }
}
