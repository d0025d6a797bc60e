// Starts the built service on an empty database, issues a badge over HTTP, opens it, verifies it, revokes it, and verifies again.
// Exits 0 only if every step answers as it should.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const home = mkdtempSync(join(tmpdir(), 'akashi-smoke-'))

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

const port = await freePort()
const base = `http://localhost:${port}`
const environment = {
  ...process.env,
  PORT: String(port),
  AKASHI_PUBLIC_URL: base,
  AKASHI_DATABASE_URL: `sqlite:${join(home, 'akashi.db')}`,
  AKASHI_KEYS_DIR: join(home, 'keys'),
}
const akashi = (...args) =>
  execFileSync(process.execPath, [join(root, 'dist/src/cli/akashi.js'), ...args], { env: environment, encoding: 'utf8' })

const request = async (path, { method = 'GET', accept = 'application/json', body, key } = {}) => {
  const response = await fetch(path.startsWith('http') ? path : `${base}${path}`, {
    method,
    headers: {
      accept,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() }
}
const verdictOf = async (credential) => {
  const answer = await request('/credentials/verify', { method: 'POST', body: { verifiableCredential: credential } })
  return { status: answer.status, verdict: JSON.parse(answer.text).verdict }
}

execFileSync(process.execPath, [join(root, 'scripts/build.js')], { stdio: 'inherit' })
const service = spawn(process.execPath, [join(root, 'dist/src/main.js')], { env: environment, stdio: ['ignore', 'inherit', 'inherit'] })
const ended = new Promise((resolve) => service.once('exit', resolve))
try {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await request('/readyz').catch(() => undefined)
    if (answer?.status === 200) break
    assert.ok(attempt < 240 && service.exitCode === null, 'the service did not become ready')
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const key = akashi('api-key', 'create', '--role', 'secretariat').trim()

  // Four completions of the demo programme have no badge yet, one of each of four courses.
  const waiting = JSON.parse(akashi('issue', '--session', 'DL-BASIC-R8:R8-1', '--json'))
  const created = await request('/api/v1/credentials', { method: 'POST', key, body: { completionId: 'CMP-019' } })
  assert.equal(created.status, 201, created.text)
  const badge = JSON.parse(created.text)
  assert.deepEqual(await verdictOf(badge.credential), { status: 200, verdict: 'valid' })

  const page = await request(badge.holderUrl, { accept: 'text/html' })
  assert.equal(page.status, 200)
  assert.match(page.text, /有効/)

  const altered = structuredClone(badge.credential)
  altered.credentialSubject.achievement.name += '!'
  assert.deepEqual(await verdictOf(altered), { status: 400, verdict: 'invalid' })

  const revoked = await request(`/api/v1/credentials/${badge.id}/revoke`, { method: 'POST', key, body: { reason: 'ISSUED_IN_ERROR' } })
  assert.equal(revoked.status, 200, revoked.text)
  assert.deepEqual(await verdictOf(badge.credential), { status: 400, verdict: 'invalid' })
  const front = await request('/', { accept: 'text/html' })
  assert.equal(front.status, 200)
  assert.match(akashi('audit', 'verify'), /whole/)
  console.log(`Smoke: service started, ${waiting.length} + 1 badges issued, one verified, altered, revoked, and each verdict was right.`)
} finally {
  service.kill('SIGTERM')
  await ended
  rmSync(home, { recursive: true, force: true })
}
