import type { Actor } from '../../domain/actor.ts'
import { listOrganisations } from '../../store/organisations.ts'
import { exampleLearnerAddress } from '../../store/read-models/examples.ts'
import { listUsers } from '../../store/users.ts'
import type { Deps } from '../deps.ts'
import { type RegisterUser, registerUser } from './register-user.ts'

/** Invented people of the demo programme, one or two for each role, so that every page can be tried. Learners sign in with their own addresses. */
const invented: readonly Omit<RegisterUser, 'organisationSlug' | 'isDemo'>[] = [
  { role: 'administrator', name: '管理 担当（デモ）', email: 'admin@council.example' },
  { role: 'secretariat', name: '事務局 担当一（デモ）', email: 'officer1@council.example' },
  { role: 'secretariat', name: '事務局 担当二（デモ）', email: 'officer2@council.example' },
  { role: 'reviewer', name: '審査員 一（デモ）', email: 'reviewer1@council.example' },
  { role: 'reviewer', name: '審査員 二（デモ）', email: 'reviewer2@council.example' },
]

/**
 * Makes accounts for the demo programme: the invented people of the council, and one for each operator and employer under its own address.
 * What is there stays.
 */
export const registerDemoUsers = async (deps: Deps, actor: Actor): Promise<void> => {
  const council = (await listOrganisations(deps.db, 'secretariat'))[0]
  if (council === undefined || !council.isDemo) return
  for (const user of invented)
    await registerUser(deps, actor, {
      ...user,
      ...(user.role === 'administrator' ? {} : { organisationSlug: council.slug }),
      isDemo: true,
    })
  for (const kind of ['operator', 'employer'] as const)
    for (const organisation of await listOrganisations(deps.db, kind))
      if (organisation.isDemo && organisation.email !== undefined)
        await registerUser(deps, actor, {
          role: kind,
          name: organisation.name.ja,
          email: organisation.email,
          organisationSlug: organisation.slug,
          isDemo: true,
        })
}

/** One account of each role, to be named where the demo is started. */
export const exampleUsers = async (deps: Deps): Promise<{ role: string; email: string }[]> => {
  const users = (await listUsers(deps.db)).filter(({ isDemo }) => isDemo)
  const byEmail = (email: string | undefined) => users.find((user) => user.email === email)
  const operator = (await listOrganisations(deps.db, 'operator'))[0]
  const employer = (await listOrganisations(deps.db, 'employer'))[0]
  return [
    { role: 'administrator', user: byEmail('admin@council.example') },
    { role: 'secretariat', user: byEmail('officer1@council.example') },
    { role: 'reviewer', user: byEmail('reviewer1@council.example') },
    { role: 'operator', user: byEmail(operator?.email) },
    { role: 'employer', user: byEmail(employer?.email) },
    { role: 'learner', user: await learner(deps) },
  ].flatMap(({ role, user }) => (user === undefined ? [] : [{ role, email: user.email }]))
}

const learner = async (deps: Deps): Promise<{ email: string } | undefined> => {
  const email = await exampleLearnerAddress(deps.db)
  return email === undefined ? undefined : { email }
}
