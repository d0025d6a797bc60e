import request from 'supertest'
import { createApiKey } from '../../src/service/create-api-key.ts'
import { createIssuer } from '../../src/service/create-issuer.ts'
import { signHead } from '../../src/service/log/sign-head.ts'
import { registerDemoUsers } from '../../src/service/sign-in/demo-users.ts'
import { listMails } from '../../src/store/outbox.ts'
import { apiRouteList } from '../../src/web/api/routes.ts'
import { expressPath } from '../../src/web/api/run-route.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../support/web-world.ts'
import { recordsOf } from './matrix-records.ts'
import { requests } from './matrix-requests.ts'

/** Who asks, in the order of the columns of the matrix. Those whose own the records are not ask first, so that a changed state hides no refusal. */
export const people = [
  'anonymous',
  'learner',
  'learner2',
  'operator',
  'operator2',
  'employer',
  'employer2',
  'reviewer',
  'secretariat',
  'administrator',
] as const
export type Person = (typeof people)[number]

/** Keys of systems, one for each scope; each belongs to the organisation of the person in the same role. */
export const keyRoles = ['operator', 'employer', 'secretariat', 'administrator', 'issuer'] as const
export type KeyRole = (typeof keyRoles)[number]

const emails: Record<Exclude<Person, 'anonymous'>, string> = {
  // P-0002 has the badge of CMP-013, the nomination NOM-04 at emp-01 and the outcome OUT-01
  learner: 'p0002@learner.example',
  learner2: 'p0011@learner.example',
  operator: 'badge@op-03.example',
  operator2: 'badge@op-02.example',
  employer: 'jinji@emp-01.example',
  employer2: 'jinji@emp-05.example',
  reviewer: 'reviewer1@council.example',
  secretariat: 'officer1@council.example',
  administrator: 'admin@council.example',
}

export interface Asked {
  status: number
  location?: string
  text: string
}

export interface MatrixWorld {
  web: WebWorld
  /** what stands for a part of a path that varies */
  ids: Record<string, string>
  ask(person: Person | { key: KeyRole }, method: string, path: string, body: unknown): Promise<Asked>
  close(): Promise<void>
}

/** The whole demo programme, everybody signed in, and one record of each kind that the demo does not have. */
export const newMatrixWorld = async (): Promise<MatrixWorld> => {
  const web = await newWebWorld()
  const { world } = web
  const { deps, system } = world
  await world.load()
  await world.loadLedger()
  await registerDemoUsers(deps, system)
  const head = await signHead(deps, system)
  const browsers = new Map<Person, SignedInBrowser>()
  for (const [person, email] of Object.entries(emails)) browsers.set(person as Person, await web.signIn(email))
  await createIssuer(deps, system, {
    slug: 'interop',
    name: { ja: 'interop' },
    method: 'key',
    isDemo: true,
    statusPurpose: 'revocation',
    securing: 'eddsa-rdfc-2022',
  })
  const keys: Record<KeyRole, string> = {
    operator: await web.apiKey('operator', 'op-03'),
    employer: await web.apiKey('employer', 'emp-01'),
    secretariat: await web.apiKey('secretariat', 'council'),
    administrator: await web.apiKey('administrator'),
    issuer: (await createApiKey(deps, system, { role: 'issuer', label: 'test', issuerSlug: 'interop' })).secret,
  }
  const origin = new URL(deps.publicUrl).origin
  const ask: MatrixWorld['ask'] = async (who, method, path, body) => {
    let call = request(web.app)[method.toLowerCase() as 'get'](path).redirects(0)
    if (typeof who === 'object') call = call.set('Authorization', `Bearer ${keys[who.key]}`)
    const browser = typeof who === 'object' ? undefined : browsers.get(who)
    call = call.set({ Origin: origin, 'Sec-Fetch-Site': 'same-origin' })
    if (browser !== undefined) call = call.set('Cookie', browser.cookie)
    if (method !== 'GET') {
      if (typeof body === 'string' && path.startsWith('/api/')) call = call.set('Content-Type', 'text/csv').send(body)
      else if (path.startsWith('/api/') || path.startsWith('/vc-api/') || /verify$|^\/sign-in\/passkey/.test(path))
        call = call.type('json').send(JSON.stringify(body ?? {}))
      else call = call.type('form').send({ token: browser?.token ?? '', ...(body as object) })
    }
    const answer = await call
    return { status: answer.status, location: answer.headers['location'], text: answer.text ?? '' }
  }
  const ids = { ...(await makeRecords(web, ask)), size: String(head.treeSize) }
  return { web, ids, ask, close: () => web.close() }
}

/** What stands for the part of a path that varies, by the segment before it; records of the own operator, employer and learner where there is a choice. */
const makeRecords = async (web: WebWorld, ask: MatrixWorld['ask']): Promise<Record<string, string>> => {
  const { db } = web.world.deps
  const made = async (person: Person, path: string, body: unknown, member: (answer: never) => string = ({ id }) => id): Promise<string> => {
    const answer = await ask(person, 'POST', `/api/v1${path}`, body)
    if (answer.status >= 300) throw new Error(`${path} answers ${answer.status}: ${answer.text}`)
    return member(JSON.parse(answer.text) as never)
  }
  const { badge, sha256, slug, session, course, statusList, endorsement } = await recordsOf(db, 'CMP-013')
  await made('operator', `/credentials/${badge}/resend`, {}, () => '')
  const event = await made('secretariat', '/events', { kind: 'workshop', title: { ja: '会' }, heldOn: '2026-10-03', isDemo: true })
  const programme = {
    name: { ja: '講座' },
    pillar: 'skills',
    startedOn: '2026-04-01',
    until: '2028-03-31',
    courseIds: ['DL-BASIC-R8'],
    isDemo: true,
  }
  const attended = { attendances: [{ participantId: 'P-0002', status: 'attended' }] }
  const list = 'person_id\n'
  const key = await createApiKey(web.world.deps, web.world.system, { role: 'operator', label: 'LMS', organisationSlug: 'op-03' })
  await made('secretariat', `/events/${event}/attendances`, attended, () => '')
  const attendances = await ask('secretariat', 'GET', `/api/v1/attendances?occasionId=${event}`, undefined)
  const attendance = (JSON.parse(attendances.text) as { items: { attendance: { id: string } }[] }).items[0]?.attendance.id ?? 'none'
  return {
    'completions/:id': 'CMP-013',
    'participants/:id': 'P-0002',
    'employments/:employmentId': await made(
      'learner',
      '/participants/P-0002/employments',
      { employerId: 'emp-01', from: '2026-04-01' },
      ({ employments }) => (employments as { id: string }[]).at(-1)?.id as string,
    ),
    'courses/:id': course,
    'sessions/:id': session,
    'credentials/:id': badge,
    'achievements/:slug': slug,
    shared: (await web.badge('CMP-014')).id,
    'v/:ordinal': '1',
    'webhooks/:id': await made('operator', '/webhooks', { operatorId: 'op-03', label: 'LMS' }),
    'jobs/:id': await made('operator', `/sessions/${session}/issue`, { on: '2026-12-01' }),
    'imports/:kind': 'completions',
    'import-templates/:kind': 'completions',
    'exports/:kind': 'completions',
    'imports/:id': await made(
      'operator',
      `/imports/completions?sessionId=${session}`,
      list,
      (answer) => (answer as { import: { id: string } }).import.id,
    ),
    'declarations/:id': 'DEC-01',
    'honours/:id': 'HON-R8-03',
    'kpis/:figure': 'honoured',
    'figures/:figure': 'honoured',
    'nominations/:id': 'NOM-04',
    'evidence/:fileId': 'none',
    'outcomes/:id': 'OUT-01',
    'consents/:id': 'CON-002',
    'productivity-records/:id': 'PRD-01',
    'events/:id': event,
    'attendances/:id': attendance,
    'programmes/:id': await made('secretariat', '/programmes', programme),
    'quotas/:organisationId': 'op-03',
    'employers/:id': 'emp-01',
    'employers/:slug': 'emp-01',
    'issuers/:slug': 'council',
    'status/:listId': statusList,
    'reviews/:id': 'NOM-06',
    'outbox/:id': (await listMails(db, { entity: `credential:${badge}`, limit: 1 }))[0]?.id ?? 'none',
    'shares/:id': 'none',
    'presented/:id': 'none',
    'results/:id': 'NOM-04',
    'productivity/:id': 'PRD-01',
    'issued/:id': badge,
    'organisations/:id': 'op-03',
    'users/:id': 'none',
    'api-keys/:id': key.id,
    'passkeys/:id': 'none',
    'requests/:id': 'none',
    'resend/:badge': badge,
    'badges/:id': badge,
    'badges/:file': badge,
    'endorsements/:file': endorsement,
    'versions/:sha256': sha256,
    'vc-api/:issuer': 'interop',
  }
}

/** A route with everything that varies filled in. */
export const pathOf = (route: string, ids: Record<string, string>): string =>
  route.replace(/([\w-]+)\/:(\w+)/g, (all, segment: string, name: string) => {
    const id = ids[`${segment}/:${name}`]
    if (id === undefined) throw new Error(`test/web/matrix-world.ts has nothing for ${all} of ${route}`)
    return `${segment}/${encodeURIComponent(id)}`
  })

const letters: Record<number, string> = { 400: 'b', 401: 'a', 403: 'f', 404: 'n', 406: 'x', 409: 'c', 410: 'g', 422: 'u', 429: 'q' }

/** An answer as one letter of the matrix; `test/web/matrix.ts` says what each means. */
export const answerLetter = ({ status, location }: Asked): string => {
  if (status < 300) return '+'
  if (status === 303) return location?.startsWith('/sign-in') === true ? 's' : '+'
  return letters[status] ?? `(${status})`
}

/** Sends the request of one row: its path and body filled in, as this person or with this key. */
export const askAs = (world: MatrixWorld, who: Person | { key: KeyRole }, row: string): Promise<Asked> => {
  const [route] = row.split(' #') as [string]
  const [method, path] = route.split(' ') as [string, string]
  const described = apiRouteList.find((one) => one.method.toUpperCase() === method && `/api/v1${expressPath(one.path)}` === path)
  const asked = requests[row] ?? {}
  const fill = (text: string): string =>
    text
      .replaceAll('{shared}', world.ids['shared'] as string)
      .replaceAll('{size}', world.ids['size'] as string)
      .replaceAll('{badge}', world.ids['badges/:id'] as string)
  const body = asked.body ?? (described?.reads === undefined ? described?.example : 'x\n')
  const filled: unknown = typeof body === 'string' || body === undefined ? body : JSON.parse(fill(JSON.stringify(body)))
  return world.ask(who, method, `${fill(asked.path ?? pathOf(path, world.ids))}${fill(asked.query ?? '')}`, filled)
}
