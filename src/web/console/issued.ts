import { WorkPage } from '../../../templates/pages/work-page.tsx'
import { readDate } from '../../domain/japanese-date.ts'
import { ServiceError } from '../../errors.ts'
import { type Announced, resendHolderLink } from '../../service/announce-credential.ts'
import { correctAndReissue } from '../../service/correct-and-reissue.ts'
import { readIssuedBadge } from '../../service/read-issued-badge.ts'
import { revokeCredential } from '../../service/revoke-credential.ts'
import { reinstateCredential, suspendCredential } from '../../service/suspend-credential.ts'
import { line, type Typed, typedIn } from '../forms/typed.ts'
import { type IssuedFieldError, issuedView, typedOfBadge } from '../views/issued-view.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'

const roles = ['operator', 'secretariat'] as const
const path = '/console/issued'

const idOf = (call: ConsoleCall): string => call.params['id'] as string

const page = async (call: ConsoleCall, typed?: Typed, errors: readonly IssuedFieldError[] = []): Promise<ConsoleAnswer> => {
  const badge = await readIssuedBadge(call.deps, call.actor, idOf(call))
  const words = wordsOf(call.context).issued
  const notice = words.done[call.query['done'] ?? '']
  const view = issuedView(
    {
      console: call.frame(words.title),
      badge,
      office: call.actor.role === 'secretariat',
      typed: typed ?? typedOfBadge(badge),
      errors,
      ...(notice === undefined ? {} : { notice }),
    },
    call.context,
  )
  return { page: WorkPage(view), ...(errors.length === 0 ? {} : { status: 400 }) }
}

const done = (call: ConsoleCall, what: string, id = idOf(call)): ConsoleAnswer => ({
  to: linkTo(call.context, `${path}/${id}?done=${what}`),
})

const told = (answer: Announced, what: string): string => (answer === 'no_address' ? 'no_address' : what)

const correct = async (call: ConsoleCall): Promise<ConsoleAnswer> => {
  const typed = typedIn(call.form)
  const errors: IssuedFieldError[] = []
  const day = (name: 'startOn' | 'endOn'): string | undefined => {
    if (line(typed, name) === '') return undefined
    const reading = readDate(line(typed, name))
    if (!reading.ok) errors.push(name)
    return reading.ok ? reading.day : undefined
  }
  const [startOn, endOn] = [day('startOn'), day('endOn')]
  const rate = line(typed, 'attendanceRate')
    .normalize('NFKC')
    .replace(/[%％]$/, '')
  if (rate !== '' && !(/^\d{1,3}(\.\d+)?$/.test(rate) && Number(rate) <= 100)) errors.push('attendanceRate')
  if (line(typed, 'reason') === '') errors.push('reason')
  if (errors.length > 0) return page(call, typed, errors)
  // A name is kept exactly as typed; only what stands around it is cut.
  const name = {
    familyName: line(typed, 'familyName'),
    givenName: line(typed, 'givenName'),
    familyNameKana: line(typed, 'familyNameKana'),
    givenNameKana: line(typed, 'givenNameKana'),
  }
  const completion = {
    ...(startOn === undefined ? {} : { startOn }),
    ...(endOn === undefined ? {} : { endOn }),
    ...(rate === '' ? {} : { attendanceRate: Number(rate) }),
    ...(line(typed, 'certificateNo') === '' ? {} : { certificateNo: line(typed, 'certificateNo') }),
  }
  try {
    const next = await correctAndReissue(call.deps, call.actor, {
      credentialId: idOf(call),
      name,
      completion,
      reason: line(typed, 'reason').slice(0, 500),
    })
    return done(call, 'reissued', next.id)
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'invalid_input') throw error
    const unchanged = error.problems.some(({ message }) => message === 'nothing is different')
    return page(call, typed, [unchanged ? 'unchanged' : 'familyName'])
  }
}

/** One badge for those who issue it: its state and mails; correct, remind, revoke, suspend. */
export const issuedRoutes: readonly ConsoleRoute[] = [
  { method: 'get', path: '/issued/:id', roles, run: (call) => page(call) },
  {
    method: 'post',
    path: '/issued/:id',
    roles,
    run: async (call) => {
      const { deps, actor, form } = call
      const id = idOf(call)
      switch (form.get('do')) {
        case 'resend':
          return done(call, told(await resendHolderLink(deps, actor, { credentialId: id }), 'resent'))
        case 'remind':
          return done(call, told(await resendHolderLink(deps, actor, { credentialId: id, reminder: true }), 'reminded'))
        case 'revoke':
          await revokeCredential(deps, actor, { id, reason: form.get('code') ?? '' })
          return done(call, 'revoked')
        case 'suspend':
          await suspendCredential(deps, actor, { id, reason: 'UNDER_CORRECTION' })
          return done(call, 'suspended')
        case 'reinstate':
          await reinstateCredential(deps, actor, { id })
          return done(call, 'reinstated')
        default:
          return correct(call)
      }
    },
  },
]
