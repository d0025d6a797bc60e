import { ConsoleFormPage } from '../../../templates/pages/form-page.tsx'
import { TablePage } from '../../../templates/pages/table-page.tsx'
import { dataRequestDecisions, dataRequestKinds } from '../../domain/data-request.ts'
import { ServiceError } from '../../errors.ts'
import { correctName } from '../../service/change-participant.ts'
import {
  answerDataRequest,
  countRequestsForDesk,
  extendDataRequest,
  fileDataRequest,
  listRequestsForDesk,
  readDataRequest,
} from '../../service/data-requests.ts'
import { erase } from '../../service/erase.ts'
import { exportMyData } from '../../service/my-data.ts'
import { stopUse } from '../../service/stop-use.ts'
import { line } from '../forms/typed.ts'
import { myDataArchive } from '../my-data-file.ts'
import { sendFile } from '../send-file.ts'
import { deskPath, deskRequestView, deskView, newRequestView } from '../views/data-desk-views.ts'
import type { FieldErrors } from '../views/my-data-forms.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'
import { tasksOf } from './home.ts'

const roles = ['secretariat'] as const
const doneWords = ['sent', 'extendedDone', 'stopDone', 'corrected', 'recorded'] as const

const doneIn = (call: ConsoleCall): { done?: string } => {
  const what = doneWords.find((word) => word === call.query['done'])
  return what === undefined ? {} : { done: wordsOf(call.context).dataDesk[what] }
}
const idOf = (call: ConsoleCall): string => call.params['id'] as string
const done = (call: ConsoleCall, what: (typeof doneWords)[number]): ConsoleAnswer => ({
  to: linkTo(call.context, `${deskPath}/${idOf(call)}?done=${what}`),
})

const requestPage = async (call: ConsoleCall, errors: FieldErrors = {}): Promise<ConsoleAnswer> => {
  const { request, participant, erased } = await readDataRequest(call.deps, call.actor, idOf(call))
  const wasTyped = call.form.has('nameReason')
  const typedName = (member: 'familyName' | 'givenName' | 'familyNameKana' | 'givenNameKana'): string =>
    wasTyped ? line(call.form, member, 100) : participant[member]
  const view = deskRequestView(
    {
      console: call.frame(wordsOf(call.context).dataDesk.title),
      request,
      participant,
      erased,
      typed: {
        answer: line(call.form, 'answer'),
        decision: call.form.get('decision') ?? 'granted',
        extendReason: line(call.form, 'extendReason', 500),
        name: {
          familyName: typedName('familyName'),
          givenName: typedName('givenName'),
          familyNameKana: typedName('familyNameKana'),
          givenNameKana: typedName('givenNameKana'),
        },
        nameReason: line(call.form, 'nameReason', 200),
      },
      errors,
      ...doneIn(call),
    },
    call.context,
  )
  return { page: ConsoleFormPage(view), ...(Object.keys(errors).length === 0 ? {} : { status: 400 }) }
}

/** Does it; what is refused stands on the page, with what was typed. */
const tried = async (
  call: ConsoleCall,
  what: (typeof doneWords)[number],
  field: string,
  message: string,
  work: () => Promise<unknown>,
): Promise<ConsoleAnswer> => {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.code === 'invalid_input') return requestPage(call, { [field]: message })
    if (error.code === 'conflict') return requestPage(call, { asked: wordsOf(call.context).dataDesk.errors.conflict })
    throw error
  }
  return done(call, what)
}

const newPage = (call: ConsoleCall, errors: FieldErrors = {}): ConsoleAnswer => ({
  page: ConsoleFormPage(
    newRequestView(
      {
        console: call.frame(wordsOf(call.context).dataDesk.newTitle),
        typed: {
          participant: line(call.form, 'participant', 100),
          kind: call.form.get('kind') ?? 'disclosure',
          channel: call.form.get('channel') ?? 'paper',
          text: line(call.form, 'text'),
        },
        errors,
      },
      call.context,
    ),
  ),
  ...(Object.keys(errors).length === 0 ? {} : { status: 400 }),
})

const record = async (call: ConsoleCall): Promise<ConsoleAnswer> => {
  const words = wordsOf(call.context).dataDesk.errors
  try {
    const request = await fileDataRequest(call.deps, call.actor, {
      participantId: line(call.form, 'participant', 100),
      kind: dataRequestKinds.find((kind) => kind === call.form.get('kind')) ?? 'disclosure',
      channel: (['paper', 'phone', 'mail'] as const).find((channel) => channel === call.form.get('channel')) ?? 'paper',
      text: line(call.form, 'text'),
    })
    return { to: linkTo(call.context, `${deskPath}/${request.id}?done=recorded`) }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.code === 'participant_not_found') return newPage(call, { participant: words.participant })
    if (error.code === 'invalid_input') return newPage(call, { text: words.text })
    throw error
  }
}

const eraseOnRequest = async (call: ConsoleCall): Promise<ConsoleAnswer> => {
  const { request } = await readDataRequest(call.deps, call.actor, idOf(call))
  if (request.kind !== 'erasure' || request.state === 'withdrawn')
    throw new ServiceError('conflict', 'This request does not ask for an erasure any more.')
  if (call.form.get('understood') !== 'yes') return requestPage(call, { understood: wordsOf(call.context).dataDesk.errors.understood })
  if (request.state === 'open') await answerDataRequest(call.deps, call.actor, { id: request.id, decision: 'granted', answer: '' })
  await erase(call.deps, call.actor, {
    participantId: request.participantId,
    scope: { kind: 'person' },
    purpose: `data-request:${request.id}`,
  })
  return { to: linkTo(call.context, `${deskPath}/${request.id}`) }
}

/** The desk for requests about personal data. */
export const dataDeskRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/requests',
    roles,
    run: async (call) => {
      const state = (['open', 'answered', 'withdrawn'] as const).find((one) => one === call.query['state']) ?? 'open'
      const view = deskView(
        {
          console: call.frame(wordsOf(call.context).dataDesk.title),
          requests: await listRequestsForDesk(call.deps, call.actor, state),
          state,
          ...doneIn(call),
        },
        call.context,
      )
      return { page: TablePage(view) }
    },
  },
  { method: 'get', path: '/requests/new', roles, run: async (call) => newPage(call) },
  { method: 'post', path: '/requests/new', roles, run: record },
  { method: 'get', path: '/requests/:id', roles, run: (call) => requestPage(call) },
  {
    method: 'post',
    path: '/requests/:id/answer',
    roles,
    run: (call) =>
      tried(call, 'sent', 'answer', wordsOf(call.context).dataDesk.errors.answer, () =>
        answerDataRequest(call.deps, call.actor, {
          id: idOf(call),
          decision: dataRequestDecisions.find((decision) => decision === call.form.get('decision')) ?? 'granted',
          answer: line(call.form, 'answer'),
        }),
      ),
  },
  {
    method: 'post',
    path: '/requests/:id/extend',
    roles,
    run: (call) =>
      tried(call, 'extendedDone', 'extendReason', wordsOf(call.context).dataDesk.errors.reason, () =>
        extendDataRequest(call.deps, call.actor, { id: idOf(call), reason: line(call.form, 'extendReason', 500) }),
      ),
  },
  {
    method: 'post',
    path: '/requests/:id/name',
    roles,
    run: (call) =>
      tried(call, 'corrected', 'familyName', wordsOf(call.context).dataDesk.errors.name, async () => {
        const { request } = await readDataRequest(call.deps, call.actor, idOf(call))
        await correctName(call.deps, call.actor, {
          id: request.participantId,
          name: {
            familyName: line(call.form, 'familyName', 100),
            givenName: line(call.form, 'givenName', 100),
            familyNameKana: line(call.form, 'familyNameKana', 100),
            givenNameKana: line(call.form, 'givenNameKana', 100),
          },
          reason: line(call.form, 'nameReason', 200),
        })
      }),
  },
  {
    method: 'post',
    path: '/requests/:id/stop',
    roles,
    run: (call) =>
      tried(call, 'stopDone', 'asked', '', async () => {
        const { request } = await readDataRequest(call.deps, call.actor, idOf(call))
        if (request.kind !== 'stop_use' || request.state === 'withdrawn')
          throw new ServiceError('conflict', 'This request does not ask for a stop.')
        await stopUse(call.deps, call.actor, { participantId: request.participantId, requestId: request.id })
      }),
  },
  {
    method: 'post',
    path: '/requests/:id/export',
    roles,
    run: async (call) => {
      const { request } = await readDataRequest(call.deps, call.actor, idOf(call))
      if (request.kind !== 'disclosure' || request.state === 'withdrawn')
        throw new ServiceError('conflict', 'This request does not ask for disclosure.')
      const data = await exportMyData(call.deps, call.actor, {
        participantId: request.participantId,
        purpose: `data-request:${request.id}`,
      })
      const body = await myDataArchive(call.web, data)
      sendFile(call.response, { name: `disclosure-${request.id}.zip`, mediaType: 'application/zip', body })
      return 'sent'
    },
  },
  { method: 'post', path: '/requests/:id/erase', roles, run: eraseOnRequest },
]

/** How many requests wait, and how many of them are overdue. */
export const dataDeskTasks = tasksOf({ name: 'requests', path: deskPath, roles }, async (call) => {
  const { open, overdue } = await countRequestsForDesk(call.deps, call.actor)
  return [{ count: open, about: (count) => wordsOf(call.context).dataDesk.task(count, overdue) }]
})
