import type { FormView } from '../../../templates/pages/form-page.tsx'
import type { WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import type { Honour } from '../../domain/honour.ts'
import type { ShortlistEntry } from '../../domain/honour-shortlist.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/honours'

type Firms = ReadonlyMap<string, Organisation>

const nameOf = (firms: Firms, id: string, context: PageContext): string => {
  const firm = firms.get(id)
  return firm === undefined ? id : inLanguage(context, firm.name)
}

/** The shortlist with its draft texts, and the honours of a fiscal year. */
export const honoursView = (
  input: {
    console: ConsoleFrame
    year: number
    years: number[]
    shortlist: ShortlistEntry[]
    honours: Honour[]
    firms: Firms
    notice?: string
  },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.honours
  const drafts: WorkPart[] =
    input.shortlist.length === 0
      ? []
      : [
          {
            kind: 'copy',
            id: 'drafts',
            heading: words.drafts,
            lead: words.draftsLead,
            label: words.draftsLabel,
            text: input.shortlist.map(({ draft }) => draft.ja).join('\n\n'),
            rows: 12,
          },
        ]
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    ...(input.notice === undefined ? {} : { notice: { text: input.notice } }),
    filter: {
      label: words.yearFilter,
      links: input.years.map((year) => ({
        href: linkTo(context, `${here}?year=${year}`),
        label: words.year(year),
        current: year === input.year,
      })),
    },
    parts: [
      {
        kind: 'table',
        id: 'list',
        heading: words.list,
        columns: [
          { head: words.columns.firm, kind: 'name' },
          { head: words.columns.state, labelled: true },
          { head: words.columns.category, labelled: true },
          { head: words.columns.on, labelled: true },
        ],
        rows: input.honours.map((honour) => [
          { href: linkTo(context, `${here}/${honour.id}`), label: nameOf(input.firms, honour.employerId, context) },
          words.states[honour.state],
          'category' in honour && honour.category !== undefined ? words.categories[honour.category] : '',
          'decidedOn' in honour && honour.decidedOn !== undefined ? dayText(honour.decidedOn, context.language) : '',
        ]),
        empty: words.empty,
        emptyWhen: words.emptyWhen,
      },
      {
        kind: 'table',
        id: 'shortlist',
        heading: words.shortlist,
        lead: words.shortlistLead,
        columns: [
          { head: words.shortlistColumns.firm, kind: 'name' },
          { head: words.shortlistColumns.productivity, kind: 'number', labelled: true },
          { head: words.shortlistColumns.results, kind: 'number', labelled: true },
          { head: words.shortlistColumns.people, kind: 'number', labelled: true },
          { head: words.shortlistColumns.declared, labelled: true },
          { head: words.shortlistColumns.add },
        ],
        rows: input.shortlist.map((entry) => {
          const name = nameOf(input.firms, entry.employerId, context)
          return [
            name,
            String(entry.basis.productivityIds.length),
            String(entry.results),
            String(entry.people),
            entry.declared ? words.declared : '',
            {
              deeds: [
                {
                  action: linkTo(context, `${here}/add`),
                  label: words.add,
                  about: name,
                  hidden: [
                    { name: 'employer', value: entry.employerId },
                    { name: 'year', value: String(input.year) },
                  ],
                },
              ],
            },
          ]
        }),
        empty: words.noShortlist,
        emptyWhen: words.noShortlistWhen,
      },
      ...drafts,
    ],
    links: [],
  }
}

export interface HonourForm {
  citation: string
  category: string
  reason: string
  errors: { fieldId: string; message: string }[]
}

/** One honour, and the next step that its state allows. */
export const honourView = (
  input: { console: ConsoleFrame; honour: Honour; firm: string; basis: readonly string[]; form: HonourForm },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.honours
  const file = words.file
  const { honour, form } = input
  const hidden = [{ name: 'token', value: input.console.token }]
  const action = linkTo(context, `${here}/${honour.id}`)
  const error = (fieldId: string) => {
    const found = form.errors.find((one) => one.fieldId === fieldId)
    return found === undefined ? {} : { error: found.message }
  }
  const sheet = (rest: Omit<FormView, 'action' | 'hidden'>): WorkPart => ({ kind: 'form', form: { action, hidden, ...rest } })
  const cancel = sheet({
    id: 'cancel',
    heading: file.cancelForm,
    lead: file.cancelLead,
    groups: [
      { fields: [{ kind: 'area', field: { id: 'reason', name: 'reason', label: file.reason, ...error('reason') }, value: form.reason }] },
    ],
    buttons: [{ name: 'do', value: 'cancel', label: file.cancel, second: true }],
  })
  const steps: Record<Honour['state'], WorkPart[]> = {
    candidate: [
      sheet({ id: 'step', heading: file.shortlistForm, groups: [], buttons: [{ name: 'do', value: 'shortlist', label: words.add }] }),
      cancel,
    ],
    shortlisted: [
      sheet({
        id: 'step',
        heading: file.award,
        groups: [
          {
            fields: [
              {
                kind: 'select',
                field: { id: 'category', name: 'category', label: file.category },
                value: form.category,
                options: Object.entries(words.categories).map(([value, label]) => ({ value, label })),
              },
              {
                kind: 'area',
                field: { id: 'citation', name: 'citation', label: file.citation, hint: file.citationHint, ...error('citation') },
                value: form.citation,
              },
            ],
          },
        ],
        buttons: [
          { name: 'do', value: 'award', label: file.award },
          { name: 'do', value: 'decline', label: file.decline, second: true },
        ],
      }),
    ],
    awarded: [
      sheet({
        id: 'step',
        heading: file.announceForm,
        lead: file.announceLead,
        groups: [],
        buttons: [{ name: 'do', value: 'announce', label: file.announce }],
      }),
      cancel,
    ],
    announced: [cancel],
    not_awarded: [],
    cancelled: [],
  }
  return {
    console: input.console,
    title: input.firm,
    lead: [`${words.year(honour.fiscalYear)} ${words.states[honour.state]}`],
    ...(form.errors.length === 0 ? {} : { errors: { heading: file.refused, errors: form.errors } }),
    parts: [
      {
        kind: 'facts',
        id: 'facts',
        heading: file.facts,
        facts: [
          { name: words.columns.state, text: words.states[honour.state] },
          ...('category' in honour && honour.category !== undefined
            ? [{ name: file.category, text: words.categories[honour.category] }]
            : []),
          ...('citation' in honour && honour.citation !== undefined
            ? [{ name: file.citation, text: inLanguage(context, honour.citation) }]
            : []),
          ...('decidedOn' in honour && honour.decidedOn !== undefined
            ? [{ name: words.columns.on, text: dayText(honour.decidedOn, context.language) }]
            : []),
          ...('reason' in honour ? [{ name: file.reason, text: honour.reason.text }] : []),
        ],
      },
      { kind: 'facts', id: 'basis', heading: file.basis, lines: [...input.basis], facts: [] },
      ...steps[honour.state],
    ],
    links: [{ href: linkTo(context, here), label: file.back }],
  }
}
