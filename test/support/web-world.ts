import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Express } from 'express'
import { pino } from 'pino'
import request from 'supertest'
import { publishedDigests } from '../../contexts/published-digests.ts'
import type { Role } from '../../src/domain/actor.ts'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import { createApiKey } from '../../src/service/create-api-key.ts'
import { createHolderLink, shareCredential } from '../../src/service/holder.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { formTokenOf } from '../../src/service/secrets.ts'
import { makeSignInLink } from '../../src/service/sign-in/ask-for-sign-in.ts'
import { signInByLink } from '../../src/service/sign-in/sessions.ts'
import { verifying } from '../../src/service/verifying.ts'
import type { PictureRoom } from '../../src/verification/input-image.ts'
import { createWorkRoom } from '../../src/verification/work.ts'
import { createApp } from '../../src/web/app.ts'
import type { WebDeps } from '../../src/web/web-deps.ts'
import { verifierOf } from './verifier.ts'
import { type Dialect, newWorld, type World } from './world.ts'

/** The whole HTTP surface over a real database, real keys and the real verifier; only the way out is closed. */
export interface WebWorld {
  world: World
  app: Express
  /** what the app was made of, for a test that exchanges one part */
  webDeps: WebDeps
  room: PictureRoom
  /** what was logged, one JSON text a line */
  log: string[]
  /** issues the badge of a completion and lets its holder share it */
  badge(completionId: string, visibility?: IssuedCredential['visibility']): Promise<IssuedCredential>
  /** the secret of a new holder's link */
  holderKey(credentialId: string): Promise<string>
  apiKey(role: Role, organisationSlug?: string): Promise<string>
  /** signs an account in, as its mail link would */
  signIn(email: string): Promise<SignedInBrowser>
  close(): Promise<void>
}

/** What a browser keeps and sends of a sign-in. */
export interface SignedInBrowser {
  cookie: string
  /** the hidden field of its forms */
  token: string
  get(path: string): Promise<request.Response>
  /** sends a form from a page of the service */
  post(path: string, form?: Record<string, string>): Promise<request.Response>
}

export const newWebWorld = async (
  options: { now?: string; publicUrl?: string; dialect?: Dialect; file?: string } & Partial<WebDeps> = {},
): Promise<WebWorld> => {
  const { now, publicUrl, dialect, file, ...overrides } = options
  const world = await newWorld({
    ...(dialect === undefined ? {} : { dialect }),
    ...(file === undefined ? {} : { file }),
    ...(now === undefined ? {} : { now }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  })
  const { deps, system } = world
  const work = createWorkRoom({ threads: 1 })
  const room: PictureRoom = work
  const log: string[] = []
  const assetsDir = mkdtempSync(join(tmpdir(), 'akashi-assets-'))
  const webDeps: WebDeps = {
    deps,
    verifying: verifying(deps, verifierOf(deps), room),
    log: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
    assetsDir,
    rateLimits: false,
    publishedDigests,
    demo: true,
    checkAnswers: true,
    ready: async () => ({ ok: true, detail: { database: 'ok' } }),
    ...overrides,
  }
  const app = createApp(webDeps)
  return {
    world,
    app,
    webDeps,
    room,
    log,
    badge: async (completionId, visibility = 'link') => {
      const credential = await issueCredential(deps, system, { completionId })
      if (visibility !== 'private') await shareCredential(deps, system, { id: credential.id, visibility, nameShown: true })
      return { ...credential, visibility }
    },
    holderKey: async (credentialId) => new URL(await createHolderLink(deps, credentialId)).searchParams.get('k') as string,
    apiKey: async (role, organisationSlug) =>
      (await createApiKey(deps, system, { role, label: 'test', ...(organisationSlug === undefined ? {} : { organisationSlug }) })).secret,
    signIn: async (email) => {
      const secret = new URL(await makeSignInLink(deps, system, email)).searchParams.get('k') as string
      const session = await signInByLink(deps, { secret, browserSecret: undefined, networkAddress: secret })
      const cookie = `${deps.publicUrl.startsWith('https://') ? '__Host-' : ''}akashi_session=${session}`
      const token = formTokenOf(session)
      const origin = new URL(deps.publicUrl).origin
      return {
        cookie,
        token,
        get: (path) => request(app).get(path).set('Cookie', cookie),
        post: (path, form = {}) =>
          request(app)
            .post(path)
            .set({ Cookie: cookie, Origin: origin, 'Sec-Fetch-Site': 'same-origin' })
            .type('form')
            .send({ token, ...form }),
      }
    },
    close: async () => {
      await work.close()
      await world.close()
      rmSync(assetsDir, { recursive: true, force: true })
    },
  }
}

/** The word of the verdict that stands first on a page. */
export const verdictIn = (page: string): string =>
  (/id="verdict">(.*?)<\/p>/.exec(page)?.[1] ?? 'no verdict').replace(/<span class="only-spoken">[^<]*<\/span>/, '').replace(/<[^>]+>/g, '')
