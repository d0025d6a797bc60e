import type { ja } from '../ja.ts'

export const cases: typeof ja.cases = {
  title: 'Results at work',
  lead: 'What people achieved at work with what they learned. The holder chose to publish it, the employer confirmed the figures, the council reviewed it.',
  note: (day) => `Awarded ${day}. Figures confirmed by the employer.`,
  empty: 'No results have been published yet.',
  emptyWhen: 'Once holders of a badge for a result make it public, it appears here.',
}
