import { WorkPage } from '../../../templates/pages/work-page.tsx'
import type { Organisation } from '../../domain/organisation.ts'
import type { OrganisationDetails } from '../../domain/organisation-form.ts'
import { ServiceError } from '../../errors.ts'
import {
  changeOrganisation,
  createOrganisation,
  listManagedOrganisations,
  readManagedOrganisation,
} from '../../service/manage-organisations.ts'
import { line, type Typed, typedIn } from '../forms/typed.ts'
import { type OrganisationFieldError, organisationFormView, organisationsView } from '../views/organisations-view.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'

const roles = ['secretariat', 'administrator'] as const
const path = '/console/organisations'

const typedOf = ({ name, corporateNumber, email, url, official }: Organisation): Typed =>
  new Map([
    ['name', name.ja],
    ['nameKana', name.kana ?? ''],
    ['nameEn', name.en ?? ''],
    ['corporateNumber', corporateNumber ?? ''],
    ['email', email ?? ''],
    ['url', url ?? ''],
    ['official', official?.ja ?? ''],
  ])

const detailsIn = (typed: Typed): OrganisationDetails => ({
  name: { ja: line(typed, 'name', 300), kana: line(typed, 'nameKana', 300), en: line(typed, 'nameEn', 300) },
  corporateNumber: line(typed, 'corporateNumber', 300),
  email: line(typed, 'email', 300),
  url: line(typed, 'url', 300),
  official: { ja: line(typed, 'official', 300) },
})

const formPage = (call: ConsoleCall, typed: Typed, id?: string, errors: readonly OrganisationFieldError[] = []): ConsoleAnswer => {
  const words = wordsOf(call.context).office.organisations.form
  const view = organisationFormView(
    { console: call.frame(id === undefined ? words.new : words.edit), typed, errors, ...(id === undefined ? {} : { id }) },
    call.context,
  )
  return { page: WorkPage(view), ...(errors.length === 0 ? {} : { status: 400 }) }
}

const known: readonly OrganisationFieldError[] = ['slug', 'name', 'corporateNumber', 'email', 'url']

/** What is wrong stands beside its field, and what was typed stays. */
const saving = async (call: ConsoleCall, typed: Typed, id: string | undefined, save: () => Promise<unknown>): Promise<ConsoleAnswer> => {
  try {
    await save()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.code === 'conflict') return formPage(call, typed, id, ['taken'])
    if (error.code !== 'invalid_input') throw error
    const errors = known.filter((name) => error.problems.some(({ path }) => path === `/${name}`))
    return formPage(call, typed, id, errors)
  }
  return { to: linkTo(call.context, `${path}?done=saved`) }
}

/** Operators and employers: list, register, change. */
export const organisationRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/organisations',
    roles,
    run: async (call) => {
      const listed = await listManagedOrganisations(call.deps, call.actor)
      const console = call.frame(wordsOf(call.context).office.organisations.title)
      return { page: WorkPage(organisationsView({ console, ...listed, saved: call.query['done'] === 'saved' }, call.context)) }
    },
  },
  { method: 'get', path: '/organisations/new', roles, run: async (call) => formPage(call, new Map()) },
  {
    method: 'post',
    path: '/organisations/new',
    roles,
    run: async (call) => {
      const typed = typedIn(call.form)
      const kind = typed.get('kind') === 'operator' ? 'operator' : 'employer'
      const slug = line(typed, 'slug')
      return saving(call, typed, undefined, () => createOrganisation(call.deps, call.actor, { ...detailsIn(typed), kind, slug }))
    },
  },
  {
    method: 'get',
    path: '/organisations/:id',
    roles,
    run: async (call) => {
      const organisation = await readManagedOrganisation(call.deps, call.actor, call.params['id'] as string)
      return formPage(call, typedOf(organisation), organisation.id)
    },
  },
  {
    method: 'post',
    path: '/organisations/:id',
    roles,
    run: async (call) => {
      const id = call.params['id'] as string
      const typed = typedIn(call.form)
      const { official } = await readManagedOrganisation(call.deps, call.actor, id)
      const details = detailsIn(typed)
      // The English of who signs is not in this form; it stays.
      const kept = official?.en === undefined ? details : { ...details, official: { ja: details.official?.ja ?? '', en: official.en } }
      return saving(call, typed, id, () => changeOrganisation(call.deps, call.actor, { ...kept, id }))
    },
  },
]
