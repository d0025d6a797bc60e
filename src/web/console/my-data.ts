import { DataPage } from '../../../templates/pages/data-page.tsx'
import { ConsoleFormPage } from '../../../templates/pages/form-page.tsx'
import { dataRequestKinds } from '../../domain/data-request.ts'
import { ServiceError } from '../../errors.ts'
import { withdrawConsent } from '../../service/consents.ts'
import { correctOwnReading } from '../../service/correct-own-reading.ts'
import { fileDataRequest, withdrawDataRequest } from '../../service/data-requests.ts'
import { erase } from '../../service/erase.ts'
import { listOwnBadges } from '../../service/list-own-badges.ts'
import { exportMyData, readMyData } from '../../service/my-data.ts'
import { askToAddAddress, retireOwnAddress } from '../../service/own-addresses.ts'
import { line } from '../forms/typed.ts'
import { myDataArchive, myDataDocument } from '../my-data-file.ts'
import { sendFile } from '../send-file.ts'
import { closeSession } from '../session.ts'
import {
  addAddressView,
  confirmEraseView,
  correctView,
  eraseView,
  type FieldErrors,
  type OwnReading,
  requestView,
} from '../views/my-data-forms.ts'
import { myDataPath, myDataView } from '../views/my-data-view.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'

const roles = ['learner'] as const

const ownId = ({ actor }: ConsoleCall): string => {
  if (actor.participantId === undefined) throw new ServiceError('forbidden', 'This account belongs to no participant.')
  return actor.participantId
}

const saved = (call: ConsoleCall, what: string): ConsoleAnswer => ({ to: linkTo(call.context, `${myDataPath}?saved=${what}`) })
const withStatus = (page: Extract<ConsoleAnswer, { page: unknown }>['page'], errors: FieldErrors): ConsoleAnswer => ({
  page,
  ...(Object.keys(errors).length === 0 ? {} : { status: 400 }),
})

const overview = async (call: ConsoleCall): Promise<ConsoleAnswer> => {
  const data = await readMyData(call.deps, call.actor, { participantId: ownId(call) })
  const what = call.query['saved']
  const view = myDataView(
    { console: call.frame(wordsOf(call.context).myData.title), data, ...(what === undefined ? {} : { saved: what }) },
    call.context,
  )
  return { page: DataPage(view) }
}

const download = async (call: ConsoleCall, kind: 'zip' | 'json'): Promise<ConsoleAnswer> => {
  const data = await exportMyData(call.deps, call.actor, { participantId: ownId(call) })
  const body = kind === 'zip' ? await myDataArchive(call.web, data) : `${JSON.stringify(myDataDocument(data, call.deps), null, 2)}\n`
  sendFile(call.response, { name: `akashi-my-data.${kind}`, mediaType: `application/${kind}`, body })
  return 'sent'
}

const correctPage = async (
  call: ConsoleCall,
  errors: FieldErrors = {},
  typed?: { text: string; reading?: OwnReading },
): Promise<ConsoleAnswer> => {
  const { participant } = await readMyData(call.deps, call.actor, { participantId: ownId(call) })
  const console = call.frame(wordsOf(call.context).myData.form.correctTitle)
  const view = correctView({ console, participant, typed: typed?.reading ?? participant, text: typed?.text ?? '', errors }, call.context)
  return withStatus(ConsoleFormPage(view), errors)
}

const correct = async (call: ConsoleCall): Promise<ConsoleAnswer> => {
  const words = wordsOf(call.context).myData.form.errors
  if (call.form.get('do') === 'request') return file(call, 'correction', (errors, text) => correctPage(call, errors, { text }))
  const reading: OwnReading = {
    familyNameKana: line(call.form, 'familyNameKana', 100),
    givenNameKana: line(call.form, 'givenNameKana', 100),
    romanName: line(call.form, 'romanName', 200),
    badgeNameForm: (['kana', 'roman'] as const).find((form) => form === call.form.get('badgeNameForm')) ?? 'kanji',
  }
  try {
    await correctOwnReading(call.deps, call.actor, { participantId: ownId(call), ...reading })
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'invalid_input') throw error
    const errors = Object.fromEntries(error.problems.map(({ path, code }) => [path, code === 'ROMAN' ? words.roman : words.kana]))
    return correctPage(call, errors, { text: '', reading })
  }
  return saved(call, 'correct')
}

/** Files a request; a mistake gives the page again with what was typed. */
const file = async (
  call: ConsoleCall,
  kind: (typeof dataRequestKinds)[number] | undefined,
  again: (errors: FieldErrors, text: string) => Promise<ConsoleAnswer>,
): Promise<ConsoleAnswer> => {
  const words = wordsOf(call.context).myData.form.errors
  const text = line(call.form, 'text')
  if (kind === undefined) return again({ kind: words.kind }, text)
  if (kind === 'correction' && text === '') return again({ text: words.text }, text)
  await fileDataRequest(call.deps, call.actor, { participantId: ownId(call), kind, text })
  return saved(call, 'request')
}

const addressPage = (call: ConsoleCall, address: string, errors: FieldErrors = {}): ConsoleAnswer =>
  withStatus(
    ConsoleFormPage(addAddressView({ console: call.frame(wordsOf(call.context).myData.form.addTitle), address, errors }, call.context)),
    errors,
  )

const requestPage = async (call: ConsoleCall, errors: FieldErrors = {}, text = ''): Promise<ConsoleAnswer> => {
  const console = call.frame(wordsOf(call.context).myData.form.requestTitle)
  return withStatus(ConsoleFormPage(requestView({ console, kind: call.form.get('kind') ?? '', text, errors }, call.context)), errors)
}

const erasePage = async (call: ConsoleCall, chosen: string, errors: FieldErrors = {}): Promise<ConsoleAnswer> => {
  const badges = await listOwnBadges(call.deps, call.actor, ownId(call))
  const console = call.frame(wordsOf(call.context).myData.erase.title)
  return withStatus(ConsoleFormPage(eraseView({ console, badges, chosen, errors }, call.context)), errors)
}

/** What was chosen: `all`, or one of the own badges. */
const chosenIn = async (call: ConsoleCall) => {
  const what = call.form.get('what') ?? ''
  const badge = (await listOwnBadges(call.deps, call.actor, ownId(call))).find(({ credential }) => credential.id === what)
  return { isChosen: what === 'all' || badge !== undefined, badge }
}

const eraseStep = async (call: ConsoleCall, isConfirmed: boolean): Promise<ConsoleAnswer> => {
  const words = wordsOf(call.context).myData.erase
  const { isChosen, badge } = await chosenIn(call)
  if (!isChosen) return erasePage(call, '', { what: words.errors.choice })
  if (!isConfirmed || call.form.get('understood') !== 'yes') {
    const errors: FieldErrors = isConfirmed ? { understood: words.errors.understood } : {}
    return withStatus(ConsoleFormPage(confirmEraseView({ console: call.frame(words.confirmTitle), badge, errors }, call.context)), errors)
  }
  await erase(call.deps, call.actor, {
    participantId: ownId(call),
    scope: badge === undefined ? { kind: 'person' } : { kind: 'badge', credentialId: badge.credential.id },
  })
  if (badge !== undefined) return saved(call, 'erased')
  closeSession(call.web, call.response)
  return { to: linkTo(call.context, '/erased') }
}

/** What is held about the learner: to see, take away, correct, withdraw and erase. */
export const myDataRoutes: readonly ConsoleRoute[] = [
  { method: 'get', path: '/data', roles, run: overview },
  { method: 'get', path: '/data/export.zip', roles, run: (call) => download(call, 'zip') },
  { method: 'get', path: '/data/export.json', roles, run: (call) => download(call, 'json') },
  { method: 'get', path: '/data/correct', roles, run: (call) => correctPage(call) },
  { method: 'post', path: '/data/correct', roles, run: correct },
  { method: 'get', path: '/data/address', roles, run: async (call) => addressPage(call, '') },
  {
    method: 'post',
    path: '/data/address',
    roles,
    run: async (call) => {
      const address = line(call.form, 'address', 254)
      try {
        await askToAddAddress(call.deps, call.actor, { participantId: ownId(call), address })
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== 'invalid_input') throw error
        return addressPage(call, address, { address: wordsOf(call.context).myData.form.errors.address })
      }
      return saved(call, 'address')
    },
  },
  {
    method: 'post',
    path: '/data/addresses/retire',
    roles,
    run: async (call) => {
      try {
        await retireOwnAddress(call.deps, call.actor, { participantId: ownId(call), address: line(call.form, 'address', 254) })
      } catch (error) {
        if (error instanceof ServiceError && error.code === 'conflict') return saved(call, 'lastAddress')
        throw error
      }
      return saved(call, 'retired')
    },
  },
  {
    method: 'post',
    path: '/data/consents/withdraw',
    roles,
    run: async (call) => {
      await withdrawConsent(call.deps, call.actor, { consentId: line(call.form, 'consent'), participantId: ownId(call), channel: 'web' })
      return saved(call, 'consent')
    },
  },
  { method: 'get', path: '/data/request', roles, run: (call) => requestPage(call) },
  {
    method: 'post',
    path: '/data/request',
    roles,
    run: (call) =>
      file(
        call,
        dataRequestKinds.find((kind) => kind === call.form.get('kind')),
        (errors, text) => requestPage(call, errors, text),
      ),
  },
  {
    method: 'post',
    path: '/data/requests/withdraw',
    roles,
    run: async (call) => {
      await withdrawDataRequest(call.deps, call.actor, { id: line(call.form, 'request'), participantId: ownId(call) })
      return saved(call, 'withdrawn')
    },
  },
  { method: 'get', path: '/data/erase', roles, run: (call) => erasePage(call, call.query['badge'] ?? '') },
  { method: 'post', path: '/data/erase', roles, run: (call) => eraseStep(call, false) },
  { method: 'post', path: '/data/erase/confirm', roles, run: (call) => eraseStep(call, true) },
]
