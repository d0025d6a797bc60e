import type { WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import { type Declaration, declarationStandingOn } from '../../domain/declaration.ts'
import type { DeclarationRowProblem } from '../../domain/declaration-import.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { CheckedDeclarationRow } from '../../service/import-declarations.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/declarations'

export interface ListedDeclaration {
  declaration: Declaration
  employer: Organisation | undefined
}

/** Declarations that wait, that end soon, and all of them. */
export const declarationRegisterView = (
  input: { console: ConsoleFrame; declarations: ListedDeclaration[]; notice?: string },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).declarations.office
  const register = wordsOf(context).office.declarations
  const today = jstDay(context.now)
  const standing = ({ declaration }: ListedDeclaration) => declarationStandingOn(declaration, today)
  const until = ({ declaration }: ListedDeclaration): string =>
    'validUntil' in declaration && declaration.validUntil !== undefined ? dayText(declaration.validUntil, context.language) : ''
  const table = (
    id: string,
    heading: string,
    rows: ListedDeclaration[],
    empty: string,
    rest: { lead?: string; emptyWhen?: string } = {},
  ): WorkPart => ({
    kind: 'table',
    id,
    heading,
    ...rest,
    columns: [
      { head: register.columns.firm, kind: 'name' },
      { head: register.columns.number, kind: 'code', labelled: true },
      { head: register.columns.version, kind: 'number', labelled: true },
      { head: register.columns.standing, labelled: true },
      { head: register.columns.until, labelled: true },
    ],
    rows: rows.map((listed) => [
      {
        href: linkTo(context, `${here}/${listed.declaration.id}`),
        label: listed.employer === undefined ? listed.declaration.employerId : inLanguage(context, listed.employer.name),
      },
      listed.declaration.corporateNumber,
      String(listed.declaration.version),
      register.standings[standing(listed)],
      until(listed),
    ]),
    empty,
  })
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    ways: [{ href: linkTo(context, `${here}/import`), label: register.import }],
    ...(input.notice === undefined ? {} : { notice: { text: input.notice } }),
    parts: [
      table(
        'waiting',
        wordsOf(context).console.home.title,
        input.declarations.filter((listed) => standing(listed) === 'submitted'),
        words.empty,
        { emptyWhen: words.emptyWhen },
      ),
      table(
        'renew',
        register.renew,
        input.declarations.filter((listed) => standing(listed) === 'renewal_due'),
        register.noRenewal,
        { lead: register.renewLead },
      ),
      table(
        'all',
        register.others,
        input.declarations.filter((listed) => !['submitted', 'renewal_due'].includes(standing(listed))),
        register.none,
        { emptyWhen: register.noneWhen },
      ),
    ],
    links: [],
  }
}

const problemText = (problem: DeclarationRowProblem, context: PageContext): string => {
  const words = wordsOf(context).office.declarations.importPage
  switch (problem.code) {
    case 'number':
      return problem.problem === 'check_digit' ? words.number.check_digit(problem.expected ?? '') : words.number[problem.problem]
    case 'measure':
      return words.measureUnknown(problem.measure)
    case 'demo_number':
      return words.demoNumber
    case 'duplicate':
      return words.duplicate
    case 'firm_missing':
      return words.firmMissing
    case 'statement_missing':
      return words.statementMissing
    case 'email':
      return words.emailWrong
  }
}

const EXAMPLE_HEADER = '法人番号,企業名,メールアドレス,宣言文,取組み\n'

/** Paste a table, see what every row would do, publish. */
export const declarationImportView = (
  input: { console: ConsoleFrame; text: string; rows?: CheckedDeclarationRow[]; fault?: 'empty' | 'columns' },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.declarations.importPage
  const rows = input.rows ?? []
  const faulty = rows.filter(({ row }) => row.problems.length > 0)
  const toPublish = rows.filter(({ decision }) => decision === 'new_firm' || decision === 'known_firm').length
  const hidden = [{ name: 'token', value: input.console.token }]
  const action = linkTo(context, `${here}/import`)
  const fault = input.fault === undefined ? undefined : input.fault === 'empty' ? words.empty : words.columnsMissing
  const errors = [
    ...(fault === undefined ? [] : [{ fieldId: 'text', message: fault }]),
    ...faulty.flatMap(({ row }) =>
      row.problems.map((problem) => ({ fieldId: 'text', message: `${words.line(row.row)}：${problemText(problem, context)}` })),
    ),
  ]
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    ...(errors.length === 0 ? {} : { errors: { heading: words.errors, errors } }),
    parts: [
      ...(rows.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              id: 'rows',
              heading: words.rows,
              lead: words.formatOnly,
              columns: [
                { head: words.columns.row, kind: 'name' as const },
                { head: words.columns.number, kind: 'code' as const, labelled: true },
                { head: words.columns.firm, labelled: true },
                { head: words.columns.statement, labelled: true },
                { head: words.columns.decision, labelled: true },
              ],
              rows: rows.map(({ row, decision, registeredName }) => [
                String(row.row),
                row.corporateNumber,
                registeredName === undefined || registeredName === row.name ? row.name : { lines: [row.name, `（${registeredName}）`] },
                row.statement,
                decision === undefined
                  ? { lines: row.problems.map((problem) => problemText(problem, context)) }
                  : words.decisions[decision],
              ]),
              empty: words.nothing,
            },
          ]),
      ...(rows.length > 0 && faulty.length === 0 && toPublish > 0
        ? [
            {
              kind: 'form' as const,
              form: {
                id: 'publish',
                action,
                hidden: [...hidden, { name: 'text', value: input.text }],
                groups: [],
                buttons: [{ name: 'do', value: 'publish', label: words.publish(toPublish) }],
                note: words.note,
              },
            },
          ]
        : []),
      {
        kind: 'form' as const,
        form: {
          id: 'import',
          action,
          hidden,
          groups: [
            {
              fields: [
                {
                  kind: 'area' as const,
                  field: {
                    id: 'text',
                    name: 'text',
                    label: words.field,
                    hint: words.hint,
                    ...(fault === undefined ? {} : { error: fault }),
                  },
                  value: input.text === '' ? EXAMPLE_HEADER : input.text,
                },
              ],
            },
          ],
          buttons: [{ name: 'do', value: 'check', label: words.check, second: rows.length > 0 && faulty.length === 0 }],
        },
      },
    ],
    links: [{ href: linkTo(context, here), label: words.back }],
  }
}
