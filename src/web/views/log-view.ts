import type { LogPageView } from '../../../templates/pages/log-page.tsx'
import type { LogStanding, readLog } from '../../service/log/read-log.ts'
import type { InclusionProof } from '../../verification/log/judge-proof.ts'
import { instantText } from './dates.ts'
import { frameView } from './frame.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

/** What the log is, with its keys and newest heads. */
export const logView = (log: Awaited<ReturnType<typeof readLog>>, demo: boolean, context: PageContext): LogPageView => {
  const words = wordsOf(context).log
  const time = (text: string): string => instantText(new Date(text), context.language)
  return {
    frame: frameView({ title: words.title, demo, canonicalUrl: `${context.publicUrl}/log`, alternateJson: '/log/heads' }, context),
    title: words.title,
    paragraphs: words.about,
    ...(log.keys.length === 0
      ? {}
      : {
          facts: {
            heading: words.keys,
            facts: log.keys.map(({ verifierKey, from, to }) => ({
              name: to === undefined ? words.keyFrom(time(from)) : words.keyTo(time(from), time(to)),
              text: verifierKey,
              code: true,
            })),
          },
        }),
    heads: {
      heading: words.heads,
      columns: [{ head: words.number }, { head: words.at }, { head: words.entries }, { head: words.root }],
      rows: log.heads.map(({ number, at, treeSize, rootHash }) => [String(number), time(at), String(treeSize), rootHash]),
      empty: words.empty,
    },
    links: [{ href: '/log/heads', label: words.json }],
  }
}

/** One badge's entry in words. */
export const logEntryView = (
  input: { proof: InclusionProof; at: Date; badgeUrl: string; jsonUrl: string; demo: boolean },
  context: PageContext,
): LogPageView => {
  const words = wordsOf(context).log
  const { proof } = input
  const at = instantText(input.at, context.language)
  return {
    frame: frameView({ title: words.entryTitle, demo: input.demo, noindex: true }, context),
    title: words.entryTitle,
    paragraphs: [words.entryAbout(at), words.check],
    facts: {
      heading: words.entry,
      facts: [
        { name: words.position, text: String(proof.position) },
        { name: words.leaf, text: proof.leafHash, code: true },
        { name: words.document, text: proof.documentSha256, code: true },
        { name: words.head, text: words.headText(proof.head.number, at) },
        { name: words.key, text: proof.key, code: true },
      ],
    },
    links: [
      { href: input.jsonUrl, label: words.proofJson },
      { href: linkTo(context, input.badgeUrl), label: words.toBadge },
      { href: linkTo(context, '/log'), label: words.toLog },
    ],
  }
}

/** The line on a badge's page: entered since, or honestly not yet. */
export const loggedLine = (standing: LogStanding, proofUrl: string, context: PageContext): { text: string; href?: string } => {
  const words = wordsOf(context).log
  if (standing.state === 'logged')
    return { text: words.logged(instantText(standing.at, context.language)), href: linkTo(context, proofUrl) }
  return { text: standing.before === undefined ? words.waitingFirst : words.waiting(instantText(standing.before, context.language)) }
}
