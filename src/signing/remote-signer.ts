import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { type ErrorCode, errorCodes, type InputProblem, ServiceError } from '../errors.ts'
import { isJsonObject } from '../json.ts'
import { publicJwk } from './public-jwk.ts'
import type { RecordRef, Signed, Signer, SigningCounts, SigningKey } from './signer.ts'

/** A batch is asked for in pieces, so that none is long on its way. */
const RECORDS_AT_ONCE = 500
const TIMEOUT_MILLISECONDS = 60_000
const RETRY_SECONDS = 10

/**
 * A signer of its own process and user, behind a UNIX socket. It is told the ids of records and reads the documents itself; the keys are out of reach here.
 *
 * @param socketPath - where `akashi signer` listens
 */
export const remoteSigner = (socketPath: string): Signer => {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  let counts: SigningCounts = { guard: { verified: 0, wrong: 0 } }

  const ask = async (verb: string, body: object): Promise<Record<string, unknown>> => {
    const { status, text } = await send(agent, socketPath, verb, JSON.stringify(body)).catch((cause: unknown) => {
      throw unreachable(socketPath, cause)
    })
    const answer: unknown = JSON.parse(text)
    if (!isJsonObject(answer)) throw unreachable(socketPath, new Error('its answer is no JSON object'))
    if (status !== 200) throw refusalOf(answer)
    return answer
  }
  const signRecords = async (key: SigningKey, created: Date, records: readonly RecordRef[]): Promise<Signed[]> => {
    const signed: Signed[] = []
    for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
      const some = records.slice(from, from + RECORDS_AT_ONCE)
      const answer = await ask('sign', { kid: key.kid, created: created.toISOString(), records: some })
      signed.push(...(answer['signed'] as Signed[]))
      counts = answer['counts'] as SigningCounts
    }
    return signed
  }
  const signOne = async (key: SigningKey, created: Date, record: RecordRef): Promise<Signed> => {
    const [signed] = await signRecords(key, created, [record])
    if (signed === undefined) throw unreachable(socketPath, new Error('it signed nothing'))
    return signed
  }

  return {
    sign: (key, _credential, created, record) => signOne(key, created, record),
    openBatch: async (key, created) => ({ sign: (_credentials, records) => signRecords(key, created, records) }),
    signPlain: (key, _credential, created, _securing, record) => signOne(key, created, record),
    signToken: async (key, _credential, record) => {
      const { text, sha256 } = await ask('token', { kid: key.kid, record })
      return { text: String(text), sha256: String(sha256) }
    },
    signTreeHead: async (kid, head) => {
      const { note } = await ask('head', {
        kid,
        treeSize: head.treeSize,
        rootHash: head.rootHash,
        at: head.at.toISOString(),
        audit: head.audit,
      })
      return String(note)
    },
    createKey: async (label, _now, purpose = 'assertionMethod') => {
      const { kid, publicKeyMultibase } = await ask('keys', { label, purpose })
      return { kid: String(kid), publicKeyMultibase: String(publicKeyMultibase) }
    },
    publicJwk,
    unlock: async (kid, purpose = 'assertionMethod') => {
      await ask('unlock', { kid, purpose })
    },
    counts: () => counts,
  }
}

/** Whether somebody listens on a socket. */
export const socketAnswers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

const unreachable = (socketPath: string, cause: unknown): ServiceError =>
  new ServiceError(
    'signer_unreachable',
    `The signer does not answer on ${socketPath}. Nothing was lost; start it: systemctl start akashi-signer`,
    {
      cause,
      retryAfterSeconds: RETRY_SECONDS,
    },
  )

/** What the signer refused, as it said it. */
const refusalOf = (answer: Record<string, unknown>): Error => {
  const { code, message, problems, retryAfterSeconds } = answer
  if (typeof code !== 'string' || !(code in errorCodes)) return new Error(`the signer met an unexpected error: ${String(message)}`)
  return new ServiceError(code as ErrorCode, String(message), {
    problems: (problems ?? []) as InputProblem[],
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  })
}

const send = (agent: Agent, socketPath: string, verb: string, body: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        socketPath,
        agent,
        path: `/${verb}`,
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
      },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () => resolve({ status: response.statusCode ?? 500, text: Buffer.concat(pieces).toString('utf8') }))
      },
    )
    request.setTimeout(TIMEOUT_MILLISECONDS, () => request.destroy(new Error('it took too long')))
    request.on('error', reject)
    request.end(body)
  })
