import { WorkPage } from '../../../templates/pages/work-page.tsx'
import { ServiceError } from '../../errors.ts'
import { type ListedApiKey, readApiKey, readApiKeys, readKeyNames, revokeApiKey } from '../../service/api-keys.ts'
import { createApiKey } from '../../service/create-api-key.ts'
import { line, type Typed, typedIn } from '../forms/typed.ts'
import {
  type ApiKeyFieldError,
  apiKeysView,
  isKeyScope,
  madeApiKeyView,
  type NamesBeside,
  newApiKeyView,
  revokeApiKeyView,
} from '../views/api-keys-view.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'

const roles = ['administrator', 'operator', 'employer'] as const
const path = '/console/api-keys'

const isOwnOnly = ({ actor }: ConsoleCall): boolean => actor.role !== 'administrator'

const namesFor = async (call: ConsoleCall, keys: readonly ListedApiKey[]): Promise<NamesBeside> => ({
  ...(await readKeyNames(call.deps, call.actor, keys)),
  own: isOwnOnly(call),
})

const formPage = async (call: ConsoleCall, typed: Typed, errors: readonly ApiKeyFieldError[] = []): Promise<ConsoleAnswer> => {
  const view = newApiKeyView(
    {
      console: call.frame(wordsOf(call.context).office.apiKeys.form.title),
      typed,
      errors,
      ...(isOwnOnly(call) ? {} : { choices: await readKeyNames(call.deps, call.actor, []) }),
    },
    call.context,
  )
  return { page: WorkPage(view), ...(errors.length === 0 ? {} : { status: 400 }) }
}

const fields: readonly ApiKeyFieldError[] = ['label', 'organisation', 'issuer', 'days']

/** Whose key: an operator or employer makes those of the own organisation, whatever the form says. */
const scopeOf = async (call: ConsoleCall, typed: Typed) => {
  const { actor } = call
  if (isOwnOnly(call)) {
    const { organisations } = await readKeyNames(call.deps, actor, [])
    return { role: actor.role, organisationSlug: organisations.get(actor.organisationId ?? '')?.slug ?? '' }
  }
  const role = typed.get('scope')
  if (!isKeyScope(role))
    throw new ServiceError('invalid_input', 'This is no scope.', { problems: [{ path: '/organisation', message: '' }] })
  const [organisation, issuer] = [line(typed, 'organisation', 100), line(typed, 'issuer', 100)]
  return {
    role,
    ...(organisation === '' || role === 'issuer' ? {} : { organisationSlug: organisation }),
    ...(issuer === '' || role !== 'issuer' ? {} : { issuerSlug: issuer }),
  }
}

const make = async (call: ConsoleCall): Promise<ConsoleAnswer> => {
  const typed = typedIn(call.form)
  let made: { id: string; secret: string }
  try {
    const days = line(typed, 'days', 10)
    made = await createApiKey(call.deps, call.actor, {
      ...(await scopeOf(call, typed)),
      label: line(typed, 'label', 200),
      days: /^\d+$/.test(days) ? Number(days) : Number.NaN,
    })
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'invalid_input') throw error
    return formPage(
      call,
      typed,
      fields.filter((name) => error.problems.some(({ path }) => path === `/${name}`)),
    )
  }
  const key = await readApiKey(call.deps, call.actor, made.id)
  const view = madeApiKeyView(
    {
      console: call.frame(wordsOf(call.context).office.apiKeys.made.title, ['badge-page']),
      key,
      secret: made.secret,
      names: await namesFor(call, [key]),
      now: call.deps.now(),
    },
    call.context,
  )
  return { page: WorkPage(view) }
}

/** Keys of other systems: list, make, revoke. */
export const apiKeyRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/api-keys',
    roles,
    run: async (call) => {
      const keys = await readApiKeys(call.deps, call.actor)
      const view = apiKeysView(
        {
          console: call.frame(wordsOf(call.context).office.apiKeys.title),
          keys,
          names: await namesFor(call, keys),
          now: call.deps.now(),
          revoked: call.query['done'] === 'revoked',
        },
        call.context,
      )
      return { page: WorkPage(view) }
    },
  },
  { method: 'get', path: '/api-keys/new', roles, run: (call) => formPage(call, new Map()) },
  { method: 'post', path: '/api-keys/new', roles, run: make },
  {
    method: 'get',
    path: '/api-keys/:id/revoke',
    roles,
    run: async (call) => {
      const key = await readApiKey(call.deps, call.actor, call.params['id'] as string)
      const view = revokeApiKeyView(
        {
          console: call.frame(wordsOf(call.context).office.apiKeys.confirm.title),
          key,
          names: await namesFor(call, [key]),
          now: call.deps.now(),
        },
        call.context,
      )
      return { page: WorkPage(view) }
    },
  },
  {
    method: 'post',
    path: '/api-keys/:id/revoke',
    roles,
    run: async (call) => {
      await revokeApiKey(call.deps, call.actor, call.params['id'] as string)
      return { to: linkTo(call.context, `${path}?done=revoked`) }
    },
  },
]
