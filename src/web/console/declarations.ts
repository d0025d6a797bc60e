import { ConsoleFormPage } from '../../../templates/pages/form-page.tsx'
import { WorkPage } from '../../../templates/pages/work-page.tsx'
import { type Declaration, declarationStandingOn } from '../../domain/declaration.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import { ServiceError } from '../../errors.ts'
import { publishDeclaration, returnDeclaration } from '../../service/decide-declaration.ts'
import { type CheckedDeclarationRow, checkDeclarations, publishDeclarations } from '../../service/import-declarations.ts'
import { listLedger } from '../../service/list-ledger.ts'
import { draftDeclaration, editDeclaration, renewDeclaration, submitDeclaration } from '../../service/own-declaration.ts'
import { readOwnDeclaration } from '../../service/read-ledger-record.ts'
import { findOrganisation, listAchievements } from '../../store/read-models/registers.ts'
import { readRecognitions } from '../forms/declaration-form.ts'
import { line } from '../forms/typed.ts'
import { decideDeclarationView, ownDeclarationView } from '../views/declaration-form-views.ts'
import { declarationImportView, declarationRegisterView } from '../views/declaration-register-view.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'
import { tasksOf } from './home.ts'

const employerOnly = ['employer'] as const
const officeOnly = ['secretariat'] as const
const MOST = 1000

/** The newest version of the employer's declaration, and the one that is published. */
const ownDeclarations = async (call: ConsoleCall): Promise<{ newest: Declaration | undefined; published: Declaration | undefined }> => {
  const all = await listLedger(call.deps, call.actor, 'declaration', { limit: MOST })
  const open = all.filter(({ state }) => state !== 'withdrawn' && state !== 'expired').sort((a, b) => b.version - a.version)
  return { newest: open[0], published: open.find(({ state }) => state === 'published') }
}

const ownPage = async (call: ConsoleCall, notice?: string): Promise<ConsoleAnswer> => {
  const { newest, published } = await ownDeclarations(call)
  const view = ownDeclarationView(
    {
      console: call.frame(wordsOf(call.context).declarations.own.title),
      declaration: newest,
      published,
      badges: await listAchievements(call.deps.db),
      ...(notice === undefined ? {} : { notice }),
    },
    call.context,
  )
  return { page: ConsoleFormPage(view) }
}

const save = async (call: ConsoleCall): Promise<Declaration> => {
  const { deps, actor, form } = call
  const employerId = actor.organisationId
  if (employerId === undefined) throw new ServiceError('forbidden', 'This account belongs to no employer.')
  const badges = (await listAchievements(deps.db)).map(({ id }) => `${deps.publicUrl}${id}`)
  const recognitions = readRecognitions(form, badges)
  const text = {
    statement: { ja: line(form, 'statement') },
    measures: form.getAll('measure').filter((code) => Object.hasOwn(wordsOf(call.context).registers.measureNames, code)),
    badgeRecognitions: recognitions,
    noRecognitionYet: form.get('none') === 'yes' && recognitions.length === 0,
  }
  const { newest } = await ownDeclarations(call)
  return newest !== undefined && (newest.state === 'draft' || newest.state === 'returned')
    ? editDeclaration(deps, actor, { id: newest.id, change: text })
    : draftDeclaration(deps, actor, { ...text, employerId })
}

const officeList = async (
  call: ConsoleCall,
): Promise<{ declaration: Declaration; employer: Awaited<ReturnType<typeof findOrganisation>> }[]> =>
  Promise.all(
    (await listLedger(call.deps, call.actor, 'declaration', { limit: MOST })).map(async (declaration) => ({
      declaration,
      employer: await findOrganisation(call.deps.db, declaration.employerId),
    })),
  )

const importPage = (
  call: ConsoleCall,
  text: string,
  more: { rows?: CheckedDeclarationRow[]; fault?: 'empty' | 'columns' } = {},
): ConsoleAnswer => {
  const view = declarationImportView(
    { console: call.frame(wordsOf(call.context).office.declarations.importPage.title), text, ...more },
    call.context,
  )
  const isFaulty = more.fault !== undefined || more.rows?.some(({ row }) => row.problems.length > 0) === true
  return { page: WorkPage(view), ...(isFaulty ? { status: 400 } : {}) }
}

const decidePage = async (call: ConsoleCall, error = false): Promise<ConsoleAnswer> => {
  const declaration = await readOwnDeclaration(call.deps, call.actor, call.params['id'] as string)
  const view = decideDeclarationView(
    {
      console: call.frame(wordsOf(call.context).declarations.office.title),
      declaration,
      employer: await findOrganisation(call.deps.db, declaration.employerId),
      badgeNames: new Map((await listAchievements(call.deps.db)).map((badge) => [`${call.deps.publicUrl}${badge.id}`, badge.name])),
      error,
    },
    call.context,
  )
  return { page: ConsoleFormPage(view), ...(error ? { status: 400 } : {}) }
}

/** The employer writes and hands in; the secretariat publishes or sends back. */
export const declarationConsoleRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/declaration',
    roles: employerOnly,
    run: (call) => {
      const words = wordsOf(call.context).declarations.own
      const notices: Record<string, string> = { saved: words.saved, sent: words.sent }
      return ownPage(call, notices[call.query['done'] ?? ''])
    },
  },
  {
    method: 'post',
    path: '/declaration',
    roles: employerOnly,
    run: async (call) => {
      const saved = await save(call)
      if (call.form.get('do') !== 'submit') return { to: linkTo(call.context, '/console/declaration?done=saved') }
      const { state } = await submitDeclaration(call.deps, call.actor, { id: saved.id })
      return { to: linkTo(call.context, `/console/declaration${state === 'submitted' ? '?done=sent' : ''}`) }
    },
  },
  {
    method: 'post',
    path: '/declaration/renew',
    roles: employerOnly,
    run: async (call) => {
      const { published } = await ownDeclarations(call)
      if (published === undefined) throw new ServiceError('not_found', 'There is no published declaration to renew.')
      await renewDeclaration(call.deps, call.actor, { id: published.id })
      return { to: linkTo(call.context, '/console/declaration') }
    },
  },
  {
    method: 'get',
    path: '/declarations',
    roles: officeOnly,
    run: async (call) => {
      const words = wordsOf(call.context).declarations.office
      const count = /^\d{1,4}$/.test(call.query['imported'] ?? '') ? Number(call.query['imported']) : undefined
      const notices: Record<string, string> = { publish: words.published, return: words.returned }
      const notice =
        count === undefined ? notices[call.query['done'] ?? ''] : wordsOf(call.context).office.declarations.importPage.done(count)
      const view = declarationRegisterView(
        { console: call.frame(words.title), declarations: await officeList(call), ...(notice === undefined ? {} : { notice }) },
        call.context,
      )
      return { page: WorkPage(view) }
    },
  },
  { method: 'get', path: '/declarations/import', roles: officeOnly, run: async (call) => importPage(call, '') },
  {
    method: 'post',
    path: '/declarations/import',
    roles: officeOnly,
    run: async (call) => {
      const text = (call.form.get('text') ?? '').slice(0, 60_000)
      if (text.trim() === '') return importPage(call, text, { fault: 'empty' })
      try {
        if (call.form.get('do') === 'publish') {
          const { published } = await publishDeclarations(call.deps, call.actor, { text })
          return { to: linkTo(call.context, `/console/declarations?imported=${published}`) }
        }
        return importPage(call, text, { rows: await checkDeclarations(call.deps, call.actor, { text }) })
      } catch (error) {
        if (error instanceof ServiceError && error.code === 'invalid_input') return importPage(call, text, { fault: 'columns' })
        throw error
      }
    },
  },
  { method: 'get', path: '/declarations/:id', roles: officeOnly, run: (call) => decidePage(call) },
  {
    method: 'post',
    path: '/declarations/:id',
    roles: officeOnly,
    run: async (call) => {
      const id = call.params['id'] as string
      if (call.form.get('do') === 'publish') {
        await publishDeclaration(call.deps, call.actor, { id })
        return { to: linkTo(call.context, '/console/declarations?done=publish') }
      }
      const text = line(call.form, 'reason')
      if (text === '') return decidePage(call, true)
      await returnDeclaration(call.deps, call.actor, { id, reason: { code: 'OFFICE', text } })
      return { to: linkTo(call.context, '/console/declarations?done=return') }
    },
  },
]

/** Declarations that wait to be published, and those that end soon. */
export const declarationTasks = tasksOf({ name: 'declarations', path: '/console/declarations', roles: officeOnly }, async (call) => {
  const words = wordsOf(call.context)
  const today = jstDay(call.deps.now())
  const declarations = await listLedger(call.deps, call.actor, 'declaration', { limit: MOST })
  const standings = declarations.map((declaration) => declarationStandingOn(declaration, today))
  return [
    { count: standings.filter((standing) => standing === 'submitted').length, about: words.declarations.office.task },
    { count: standings.filter((standing) => standing === 'renewal_due').length, about: words.office.declarations.taskRenew },
  ]
})
