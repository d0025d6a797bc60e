import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import { ServiceError } from '../../src/errors.ts'
import { checkPlainCredential } from '../../src/openbadges/plain-credential.ts'
import { projectRoot } from '../../src/project-root.ts'
import { badgeToken } from '../../src/service/badge-token.ts'
import { councilIssuer } from '../../src/service/council.ts'
import { createIssuer } from '../../src/service/create-issuer.ts'
import type { Deps } from '../../src/service/deps.ts'
import { issueBatch } from '../../src/service/issue-batch.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { signHead } from '../../src/service/log/sign-head.ts'
import { plainIssuing } from '../../src/service/plain-issuing.ts'
import { readStatusList } from '../../src/service/publish-status-list.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { rotateKey } from '../../src/service/rotate-key.ts'
import { signingKeyOf } from '../../src/service/signing-key.ts'
import { checkSignerLog } from '../../src/signer/signer-log.ts'
import { remoteSigner, socketAnswers } from '../../src/signing/remote-signer.ts'
import type { RecordRef } from '../../src/signing/signer.ts'
import { findCredential } from '../../src/store/credentials.ts'
import { listIssuerKeys } from '../../src/store/issuers.ts'
import { judgeTreeHead } from '../../src/verification/log/judge-head.ts'
import { verifyDocument } from '../../src/verification/verify-document.ts'
import { verifierOf } from '../support/verifier.ts'
import { newWorld, type World } from '../support/world.ts'

/** Where a signer of its own process finds what it needs. */
const directory = mkdtempSync(join(tmpdir(), 'akashi-contract-'))
const keysDir = join(directory, 'keys')
const socket = join(directory, 'signer.sock')
const passphraseFile = join(directory, 'passphrase')
const file = join(directory, 'akashi.db')
let world: World
let child: ChildProcess

const environment = {
  ...process.env,
  AKASHI_PUBLIC_URL: 'https://badges.example',
  AKASHI_DATABASE_URL: `sqlite:${file}`,
  AKASHI_KEYS_DIR: keysDir,
  AKASHI_KEY_PASSPHRASE_FILE: passphraseFile,
  AKASHI_SIGNER: `unix:${socket}`,
  AKASHI_PUBLISHED_DIR: join(directory, 'published'),
}
const cli = ['--import', 'tsx', join(projectRoot, 'src', 'cli', 'akashi.ts')]

beforeAll(async () => {
  writeFileSync(passphraseFile, 'a passphrase for tests\n', { mode: 0o600 })
  world = await newWorld({ file, keysDir, now: new Date().toISOString() })
  await world.loadOne(['CMP-001', 'CMP-002', 'CMP-003', 'CMP-004', 'CMP-005', 'CMP-006'])
  child = spawn(process.execPath, [...cli, 'signer'], {
    // The signer publishes nothing: it is not told where.
    env: { ...environment, AKASHI_PUBLISHED_DIR: undefined },
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (let tries = 0; !(await socketAnswers(socket)); tries += 1) {
    if (tries > 300 || child.exitCode !== null) throw new Error('the signer did not start')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}, 120_000)
afterAll(async () => {
  child.kill('SIGTERM')
  await world.close()
  rmSync(directory, { recursive: true, force: true })
})

const verdict = async (deps: Deps, text: string): Promise<string> => (await verifyDocument(JSON.parse(text), verifierOf(deps))).verdict

describe.each(['in-process', 'child process'] as const)('the contract of a signer: %s', (kind) => {
  const completions = kind === 'in-process' ? ['CMP-001', 'CMP-002', 'CMP-003'] : ['CMP-004', 'CMP-005', 'CMP-006']
  const deps = (): Deps => (kind === 'in-process' ? world.deps : { ...world.deps, signer: remoteSigner(socket) })
  const known = async (): Promise<IssuedCredential[]> => {
    const rows = await world.deps.db.selectFrom('credential').select('id').where('completion_id', 'in', completions).execute()
    return (await Promise.all(rows.map(({ id }) => findCredential(world.deps.db, id)))) as IssuedCredential[]
  }

  test('one badge and a batch are signed by the newest key, and verify', async () => {
    const completed: string[] = []
    for (const id of completions) {
      const row = await world.deps.db.selectFrom('completion').select('status').where('id', '=', id).executeTakeFirstOrThrow()
      if (row.status === 'completed') completed.push(id)
    }
    const [first, ...others] = completed
    await issueCredential(deps(), world.system, { completionId: first as string })
    const report = await issueBatch(deps(), world.system, { completionIds: others })
    expect(report).toMatchObject({ issued: others.length })
    const badges = await known()
    expect(badges).toHaveLength(completed.length)
    for (const badge of badges) expect(await verdict(world.deps, badge.document.text)).toBe('valid')
  })

  test('the same record at the same instant has the same bytes as in process', async () => {
    const { issuer } = await councilIssuer(world.deps)
    const key = (await listIssuerKeys(world.deps.db, issuer.id)).filter(({ state }) => state === 'active').at(-1)
    const [badge] = await known()
    if (key === undefined || badge === undefined) throw new Error('no badge')
    const { proof: _, ...document } = JSON.parse(badge.document.text)
    const signingKey = { kid: key.kid, verificationMethod: `${issuer.did}#${key.kid}` }
    const at = world.deps.now()
    const sign = (of: Deps) => of.signer.sign(signingKey, { document } as never, at, `credential:${badge.id}`)
    expect(await sign(deps())).toEqual(await sign(world.deps))
  })

  test('a badge is signed as a token of the same record, with the same bytes in process and here; a record of another kind is not', async () => {
    const [badge] = await known()
    if (badge === undefined) throw new Error('no badge')
    const { issuer } = await councilIssuer(world.deps)
    const { kid } = await signingKeyOf(world.deps, issuer, world.deps.now())
    const key = { kid, verificationMethod: `${issuer.did}#${kid}` }
    const { proof: _, ...document } = JSON.parse(badge.document.text)
    const sign = (of: Deps, ref: RecordRef) => of.signer.signToken(key, { document } as never, ref)
    const token = await badgeToken(deps(), badge)
    expect(await sign(deps(), `credential:${badge.id}`)).toEqual(await sign(world.deps, `credential:${badge.id}`))
    expect((await sign(deps(), `credential:${badge.id}`)).text).toBe(token.text)
    const payload = JSON.parse(Buffer.from(token.text.split('.')[1] ?? '', 'base64url').toString()) as { id: string }
    expect(payload.id).toBe(`https://badges.example/badges/${badge.id}`)
    if (kind === 'child process') {
      await expect(sign(deps(), `endorsement:${badge.id}`)).rejects.toMatchObject({ code: 'bad_request' })
      await expect(sign(deps(), `credential:${'0'.repeat(26)}`)).rejects.toBeInstanceOf(ServiceError)
    }
  })

  test('a list is published with what was revoked', async () => {
    const [badge] = await known()
    await revokeCredential(deps(), world.system, { id: badge?.id ?? '', reason: 'ISSUED_IN_ERROR' })
    const list = await readStatusList(deps(), badge?.entry.listId ?? '', { fresh: true })
    expect(await verdict(world.deps, list.text)).toBe('valid')
    expect(await verdict(world.deps, badge?.document.text ?? '')).toBe('invalid')
  })

  test('a key that is made here signs from now on, and its file stands in the directory of the keys', async () => {
    const before = readdirSync(keysDir).filter((name) => name.endsWith('.key.json')).length
    const { active } = await rotateKey(deps(), world.system, { issuerSlug: 'council' })
    expect(readdirSync(keysDir).filter((name) => name.endsWith('.key.json'))).toHaveLength(before + 1)
    await deps().signer.unlock(active.kid)
    expect(deps().signer.publicJwk(active.publicKeyMultibase)).toMatchObject({ kty: 'OKP', crv: 'Ed25519' })
    await expect(deps().signer.unlock('z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK')).rejects.toMatchObject({ code: 'key_missing' })
  })

  test('a head of the public log is signed over the log as it stands', async () => {
    const head = await signHead(deps(), world.system)
    expect(judgeTreeHead(head.note, head.kid)).toMatchObject({ treeSize: head.treeSize, rootHash: head.rootHash })
    if (kind === 'child process') {
      const forged = { origin: 'badges.example/log', ...head, rootHash: '0'.repeat(64), at: world.deps.now() }
      await expect(deps().signer.signTreeHead(head.kid, forged)).rejects.toMatchObject({ code: 'credential_refused' })
    }
  })

  test.each(['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'jose'] as const)('a credential of the VC-API is secured with %s', async (securing) => {
    const slug = `plain-${kind === 'in-process' ? 'a' : 'b'}-${securing.slice(0, 9)}-${securing.length}`
    const issuer = await createIssuer(deps(), world.system, {
      slug,
      name: { ja: slug },
      method: 'web',
      statusPurpose: 'none',
      securing,
      isDemo: false,
    })
    const checked = checkPlainCredential(
      {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiableCredential'],
        issuer: issuer.did,
        credentialSubject: { id: 'urn:uuid:00000000-0000-4000-8000-000000000001' },
      },
      { heldContexts: world.deps.heldContexts },
    )
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    const text = await plainIssuing(deps(), new Map()).sign(issuer, checked.credential)
    if (securing !== 'jose') expect(await verdict(world.deps, text)).toBe('valid')
    else expect(JSON.parse(text)).toMatchObject({ type: 'EnvelopedVerifiableCredential' })
  })
})

describe('the process of the signer', () => {
  const canBeOthers = process.getuid?.() === 0

  test.runIf(canBeOthers)('T19: another user reads neither key nor passphrase', async () => {
    const [key] = readdirSync(keysDir).filter((name) => name.endsWith('.key.json'))
    for (const path of [join(keysDir, key ?? ''), passphraseFile]) {
      const read = promisify(execFile)(process.execPath, ['-e', 'require("fs").readFileSync(process.argv[1])', path], {
        uid: 65534,
        gid: 65534,
        cwd: '/',
      })
      await expect(read).rejects.toThrow(/EACCES/)
    }
  })

  test('writes a log whose chain holds, and which names no document', () => {
    const path = join(keysDir, 'signer.log')
    expect(checkSignerLog(path).lines).toBeGreaterThan(8)
    expect(readFileSync(path, 'utf8')).not.toContain('@context')
  })
})
