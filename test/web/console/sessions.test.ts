import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobHandlers } from '../../../src/service/job-handlers.ts'
import { runNextJob } from '../../../src/service/jobs.ts'
import { registerDemoUsers } from '../../../src/service/sign-in/demo-users.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../../support/web-world.ts'

let web: WebWorld
let operator: SignedInBrowser
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne()
  await registerDemoUsers(web.world.deps, web.world.system)
  operator = await web.signIn('badge@op-04.example')
})
afterAll(() => web.close())

const address = '/console/sessions/DL-BASIC-R8:R8-1'

describe("an operator's course runs", () => {
  test('say what waits, and lead to the people of the run', async () => {
    expect((await operator.get('/console')).text).toContain('2件の修了が、バッジの発行を待っています。')
    expect((await operator.get('/console/sessions')).text).toContain(encodeURIComponent('DL-BASIC-R8:R8-1'))
    const run = await operator.get(address)
    expect(run.text).toContain('2件のバッジを発行する')
    expect(run.text.match(/未発行/g)).toHaveLength(3)
    expect(run.text).toContain('未修了')
  })

  test('invite whoever has not applied', async () => {
    const invited = await operator.post(`${address}/invite`)
    expect((await operator.get(invited.headers['location'] as string)).text).toContain('2通の案内を送信箱に入れました。')
  })

  test('are issued as a job with progress, and can be undone for ten minutes', async () => {
    const started = await operator.post(`${address}/issue`)
    const location = started.headers['location'] as string
    const running = await operator.get(location)
    expect(running.headers['refresh']).toBe('5')
    expect(running.text).toContain('バッジを発行しています')
    await runNextJob(web.world.deps, jobHandlers)
    const done = await operator.get(location)
    expect(done.text).toContain('2件を発行しました。')
    expect(done.text.match(/未受取/g)).toHaveLength(2)
    expect(done.headers['refresh']).toBeUndefined()

    const undone = await operator.post(`${address}/undo`)
    expect((await operator.get(undone.headers['location'] as string)).text).toContain('2件の発行を取り消しました。')
    expect((await operator.get(address)).text).toContain('2件のバッジを発行する')
  })

  test('are closed to other operators', async () => {
    const other = await web.signIn('badge@op-02.example')
    for (const path of [address, `${address}?after=`]) expect((await other.get(path)).status).toBe(403)
    for (const deed of ['issue', 'invite', 'undo']) expect((await other.post(`${address}/${deed}`)).status, deed).toBe(403)
    expect((await other.get('/console/sessions')).text).toContain('開催回はまだありません。')
  })
})
