import type { ClausesPageView } from '../../../templates/pages/clauses-page.tsx'
import type { Achievement } from '../../domain/achievement.ts'
import { frameView } from './frame.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

/** Sample clauses that name one badge and its address (PRODUCT section 5, policy kit). */
export const clausesView = (achievement: Achievement, context: PageContext): ClausesPageView => {
  const words = wordsOf(context).ledger.clauses
  const { name } = achievement
  const url = `${context.publicUrl}${achievement.id}`
  return {
    frame: frameView({ title: words.title, current: 'achievements', demo: achievement.isDemo, scripts: ['badge-page'] }, context),
    title: words.title,
    about: { href: linkTo(context, achievement.id), label: name },
    lead: words.lead,
    caution: words.caution,
    sample: words.sample,
    copy: { button: wordsOf(context).badge.copyButton, done: wordsOf(context).badge.copied },
    clauses: [
      { id: 'allowance', title: words.allowance, text: words.allowanceText(name) },
      { id: 'appraisal', title: words.appraisal, text: words.appraisalText(name) },
      { id: 'promotion', title: words.promotion, text: words.promotionText(name) },
      { id: 'posting', title: words.posting, text: words.postingText(name, url) },
      { id: 'training', title: words.training, text: words.trainingText(name) },
    ],
    address: { label: words.address, text: url },
    links: [],
  }
}
