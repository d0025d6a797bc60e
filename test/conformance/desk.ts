import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Express } from 'express'
import request from 'supertest'
import { runVerify } from '../../src/cli/verify.ts'
import type { Json, JsonObject } from '../../src/json.ts'
import { verifying } from '../../src/service/verifying.ts'
import type { Outward } from '../../src/verification/deps.ts'
import { readDestination } from '../../src/verification/outward-url.ts'
import { createApp } from '../../src/web/app.ts'
import { verifierOf } from '../support/verifier.ts'
import { newWebWorld } from '../support/web-world.ts'

/** What stands on the web of a case: a document, a text, or bytes by address. */
export type Web = Record<string, JsonObject | string | Uint8Array>

/** What somebody hands in: a document for the VC-API, or anything that a person may choose or type. */
export type Input = { web?: Web; recipient?: string } & (
  | { credential: Json }
  | { presentation: Json; options?: JsonObject }
  | { text: string }
  | { file: Uint8Array | string; name?: string }
)

/** The answer of one route: status, verdict and the code of the line that decides. */
export interface Heard {
  status: number
  verdict: string
  code: string
  body: JsonObject
}

/** What the command line says of the same thing. */
export interface Printed {
  verdict: string
  code: string
  exitCode: number
}

export interface Desk {
  app: Express
  hear(input: Input): Promise<Heard[]>
  /** `akashi verify` in this process, with the same clock and network; undefined for what has no form on the command line */
  command(input: Input): Promise<Printed | undefined>
  /** every address that was asked for since the desk was opened */
  fetched: string[]
  close(): Promise<void>
}

interface Line {
  id: string
  status: string
  code: string
}

const decidingCode = (checks: Line[] = []): string =>
  (checks.find((check) => check.status === 'failed') ?? checks.find((check) => check.status === 'not_determined'))?.code ?? ''

const heard = ({ status, body }: request.Response): Heard => {
  return { status, verdict: String(body.verdict ?? body.code), code: decidingCode(body.checks), body }
}

const isPresentation = (document: Json): boolean => JSON.stringify(document).includes('VerifiablePresentation')

const bytesOf = (content: JsonObject | string | Uint8Array): Uint8Array =>
  content instanceof Uint8Array ? content : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))

/**
 * The whole HTTP surface; only clock and network are made up. A document goes through the VC-API and through the page's form.
 *
 * @param wayOut - the network, where a test has a real fetcher
 */
export const openDesk = async (wayOut?: Outward): Promise<Desk> => {
  const base = await newWebWorld({ now: '2026-05-01T00:00:00Z' })
  const { deps } = base.world
  const fetched: string[] = []
  let web: Web = {}
  const madeUp: Outward = {
    get: async (url) => {
      const destination = readDestination(url, { isListed: () => false, onlyListed: false })
      if (destination.kind === 'refused') return destination
      fetched.push(url)
      const content = web[url]
      if (content === undefined) return { kind: 'unreachable' as const, reason: 'There is no such host.' }
      return { kind: 'ok' as const, url, mediaType: 'application/json', bytes: bytesOf(content) }
    },
  }
  const verifier = { ...verifierOf(deps), outward: wayOut ?? madeUp }
  const app = createApp({ ...base.webDeps, verifying: verifying(deps, verifier, base.room) })
  const directory = mkdtempSync(join(tmpdir(), 'akashi-desk-'))
  const post = (path: string, body: Json) =>
    request(app).post(path).set({ 'Content-Type': 'application/json', Accept: 'application/json' }).send(JSON.stringify(body))
  const form = (input: Input) => {
    const call = request(app).post('/verify').set('Accept', 'application/json')
    if (input.recipient !== undefined) call.field('recipient', input.recipient)
    return call
  }
  const hear = async (input: Input): Promise<Heard[]> => {
    web = input.web ?? {}
    if ('presentation' in input) {
      const { presentation, options } = input
      return [
        heard(await post('/presentations/verify', { verifiablePresentation: presentation, ...(options === undefined ? {} : { options }) })),
      ]
    }
    if ('text' in input) return [heard(await form(input).field('text', input.text))]
    if ('file' in input) return [heard(await form(input).attach('file', Buffer.from(bytesOf(input.file)), input.name ?? 'badge'))]
    const uploaded = heard(await form(input).attach('file', Buffer.from(JSON.stringify(input.credential)), 'badge.json'))
    if (input.recipient !== undefined) return [uploaded]
    return [heard(await post('/credentials/verify', { verifiableCredential: input.credential })), uploaded]
  }
  const command = async (input: Input): Promise<Printed | undefined> => {
    // There is no option for a challenge or a domain, and none that says what kind of document a file ought to hold.
    if ('presentation' in input && (input.options !== undefined || !isPresentation(input.presentation))) return undefined
    web = input.web ?? {}
    const handed = 'text' in input ? input.text : join(directory, 'handed-in')
    if (!('text' in input)) {
      const content = 'file' in input ? input.file : JSON.stringify('presentation' in input ? input.presentation : input.credential)
      writeFileSync(handed, content)
    }
    const recipient = input.recipient === undefined ? {} : { recipient: input.recipient }
    const { printed, exitCode } = await runVerify({ deps, verifier, work: base.room }, handed, { json: true, ...recipient })
    const { verdict, checks } = JSON.parse(printed) as { verdict: string; checks: Line[] }
    return { verdict, code: decidingCode(checks), exitCode }
  }
  const close = async (): Promise<void> => {
    rmSync(directory, { recursive: true })
    await base.close()
  }
  return { app, hear, command, fetched, close }
}
