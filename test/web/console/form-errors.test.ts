import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reportOutcome } from '../../../src/service/outcomes.ts'
import { createSecretLink } from '../../../src/service/secret-links.ts'
import { createShareLink } from '../../../src/service/share-links.ts'
import { registerDemoUsers } from '../../../src/service/sign-in/demo-users.ts'
import { listNominations } from '../../../src/store/nominations.ts'
import { formFaults } from '../../support/form-faults.ts'
import { person } from '../../support/moves.ts'
import { newWebWorld, type WebWorld } from '../../support/web-world.ts'

let web: WebWorld
let badge: string
beforeAll(async () => {
  web = await newWebWorld()
  const { world } = web
  await world.load({ badges: world.programme.badges.slice(0, 3), workplaceBadges: [] })
  await world.loadLedger({ outcomes: [], honours: [] })
  await registerDemoUsers(world.deps, world.system)
  badge = (await web.badge('CMP-001', 'private')).id
  await createShareLink(world.deps, world.system, {
    participantId: 'P-0011',
    credentialIds: [badge],
    recipient: { employerSlug: 'emp-04' },
    fields: ['name'],
    days: 7,
    maxViews: 3,
  })
}, 120_000)
afterAll(() => web.close())

const asUser: [email: string, path: string, fields: Record<string, string>][] = [
  ['badge@op-04.example', '/console/courses/new', {}],
  ['officer1@council.example', '/console/courses/DL-BASIC-R8', { name: '' }],
  ['officer1@council.example', '/console/courses/DL-BASIC-R8/sessions', {}],
  ['officer1@council.example', '/console/organisations/new', {}],
  ['officer1@council.example', '/console/requests/new', {}],
  ['officer1@council.example', '/console/reviews/NOM-06', { do: 'reject' }],
  ['admin@council.example', '/console/users/new', { role: 'secretariat', name: '人', email: 'no address' }],
  ['jinji@emp-04.example', '/console/outcomes/new', {}],
  ['jinji@emp-04.example', '/console/productivity/new', {}],
  ['p0011@learner.example', '/console/shares', {}],
  ['p0011@learner.example', '/console/data/address', { address: 'no address' }],
  ['p0011@learner.example', '/console/data/request', {}],
  ['p0011@learner.example', '/console/data/correct', { familyNameKana: '漢字', givenNameKana: '漢字' }],
  ['p0011@learner.example', '/console/data/erase', {}],
]

test('a form behind the sign-in marks each mistake at its field and leads to it from the top', async () => {
  const found: string[] = []
  for (const [email, path, fields] of asUser) {
    const answer = await (await web.signIn(email)).post(path, fields)
    if (answer.status !== 400) found.push(`${path} answers ${answer.status}`)
    else found.push(...formFaults(answer.text).map((fault) => `${path} ${fault}`))
  }
  expect(found).toEqual([])
})

test('so does a page that a mail leads to, in the language of the reader', async () => {
  const { deps } = web.world
  const { id: completion } = await deps.db.selectFrom('completion').select('id').where('status', '=', 'completed').executeTakeFirstOrThrow()
  const [nomination] = await listNominations(deps.db, 'awaiting_employer')
  const outcome = await reportOutcome(deps, person('employer', { organisationId: 'emp-04' }), {
    participantId: 'P-0011',
    employerId: 'emp-04',
    type: 'allowance',
    effectiveOn: '2026-11-01',
    text: { ja: '資格手当' },
    badgeIds: [badge],
    badgeWeight: 'decisive',
    share: 'kpi_only',
  })
  const links = [
    ['/apply', 'application', completion],
    ['/outcome', 'outcome', outcome.id],
    ['/follow-up/employer', 'employer_survey', 'emp-02:1'],
    ['/nominations/confirm', 'nomination', nomination?.id ?? ''],
  ] as const
  const found: string[] = []
  for (const [path, subject, recordId] of links) {
    const { secret } = await createSecretLink(deps, { subject, recordId, days: 1 })
    const answer = await request(web.app)
      .post(`${path}?lang=en`)
      .set({ Accept: 'text/html', Origin: 'https://badges.example' })
      .type('form')
      .send({ k: secret, do: 'confirm' })
    if (answer.status !== 400) found.push(`${path} answers ${answer.status}`)
    else found.push(...formFaults(answer.text).map((fault) => `${path} ${fault}`))
    const summary = /<div class="error-summary"[^>]*>(.*?)<\/div>/s.exec(answer.text)?.[1] ?? ''
    if (/[\u3040-\u30FF]/.test(summary)) found.push(`${path} speaks Japanese: ${summary}`)
  }
  expect(found).toEqual([])
})
