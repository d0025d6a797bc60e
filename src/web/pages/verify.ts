import { type Request, Router } from 'express'
import { ServiceError } from '../../errors.ts'
import { asList, type JsonObject } from '../../json.ts'
import type { InputSource } from '../../verification/input.ts'
import { splitBatch } from '../../verification/input-batch.ts'
import { imageLimits, inputLimits } from '../../verification/limits.ts'
import { lacksRoom, type Verification } from '../../verification/verdict.ts'
import { verifyBatch } from '../../verification/verify-batch.ts'
import type { SavedFinding } from '../../verification/verify-saved-input.ts'
import { type Admission, overloaded } from '../admission.ts'
import { wantsPage } from '../negotiate.ts'
import { readForm, readMultipart } from '../read-form.ts'
import { sendFile } from '../send-file.ts'
import { readBody } from '../vc-api/read-body.ts'
import type { VerifyProblem } from '../views/verify-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { sendVerifyPage } from './verify-page.ts'
import { sendResultTable, sendSealedTable } from './verify-table.ts'

/** One thing to verify, with what to call it in the answer. */
export interface NamedInput {
  name: string
  source: InputSource
}

export interface NamedResult {
  name: string
  verification: Verification
  url?: string
  /** the credential that was judged, for a saved proof of it */
  text?: string
  savedProof?: SavedFinding
}

/** Fifty baked pictures of 400 KB. */
const TOTAL_BYTES = 20_000_000

/** A person's verification: form fields `url`, `text`, `file`; page or JSON by what the reader asks for. Answers 200 with the verdict. */
export const verifyRoutes = (web: WebDeps, { enter }: Admission): Router => {
  const router = Router()

  router.get('/verify', async (request, response) => {
    const url = typeof request.query['url'] === 'string' ? request.query['url'] : ''
    if (url === '') {
      await sendVerifyPage(web, request, response, [])
      return
    }
    enter(response)
    const results = await verifyAll(web, [{ name: url, source: { text: url } }])
    if (wantsPage(request)) await sendVerifyPage(web, request, response, results)
    else response.set('Cache-Control', 'no-store').json(answerOf(results))
  })

  router.post('/verify', async (request, response) => {
    const read = await readFields(request)
    const recipientText = (read.fields.get('recipient')?.[0] ?? '').trim()
    const shown = recipientText === '' ? {} : { recipient: recipientText }
    let given: Inputs
    try {
      given = inputsOf(read)
      if (given.inputs.length === 0)
        throw new FaultyInput({ kind: 'nothing_given' }, 'Send url, text or file: the badge that you want to verify.', 'text')
    } catch (error) {
      // A person gets the form again, with what was typed and the mistake at its field.
      if (!(error instanceof FaultyInput) || !wantsPage(request)) throw error
      const text = read.fields.get('text')?.[0] ?? ''
      await sendVerifyPage(web, request, response, [], { problem: error.problem, text, ...shown })
      return
    }
    enter(response)
    const results = await verifyAll(web, given.inputs, given.recipient)
    if (given.wantsTable) return sendResultTable(web, request, response, results)
    if (wantsPage(request)) {
      await sendVerifyPage(web, request, response, results, shown)
      return
    }
    response.set('Cache-Control', 'no-store').json(answerOf(results))
  })

  router.post('/verify/table', (request, response) => sendSealedTable(web, request, response))

  router.post('/verify/proof', async (request, response) => {
    const { inputs } = inputsOf(await readFields(request))
    const [input] = inputs
    if (inputs.length !== 1 || input === undefined || !('text' in input.source))
      throw new ServiceError('invalid_input', 'Send one text: the credential of which you want to keep the proof.', {
        problems: [{ path: 'text', message: 'one credential, as JSON or JWT' }],
      })
    enter(response)
    const { file } = await web.verifying.proofOf(input.source.text)
    sendFile(response, { name: 'akashi-proof.json', mediaType: 'application/json', body: file })
  })

  return router
}

/** The public form of a verification (INTERFACES "Public HTTP"). */
const publicAnswer = ({ verification, name, url, savedProof }: NamedResult) => ({
  input: name,
  ...(url === undefined ? {} : { url }),
  verdict: verification.verdict,
  verified: verification.verified,
  checkedAt: verification.checkedAt.toISOString(),
  ...(verification.kind === undefined ? {} : { kind: verification.kind }),
  checks: verification.checks.map(({ id, status, code, detail, path, items }) => ({ id, status, code, detail, path, items })),
  ...(verification.issuer === undefined ? {} : { issuer: verification.issuer }),
  warnings: verification.warnings,
  ...(savedProof === undefined
    ? {}
    : {
        savedProof: {
          savedAt: savedProof.savedAt.toISOString(),
          ...(savedProof.statusAsOf === undefined ? {} : { statusAsOf: savedProof.statusAsOf.toISOString() }),
          verdict: savedProof.verification.verdict,
          saidVerdict: savedProof.saved.verdict,
          agrees: savedProof.agrees,
        },
      }),
  errors: verification.verified ? [] : verification.problemDetails,
  problemDetails: verification.problemDetails,
  ...(verification.contained === undefined
    ? {}
    : {
        contained: verification.contained.map((one) => ({
          verdict: one.verdict,
          verified: one.verified,
          kind: one.kind,
          issuer: one.issuer,
          checks: one.checks,
        })),
      }),
})

const answerOf = (results: NamedResult[]) =>
  results.length === 1 ? publicAnswer(results[0] as NamedResult) : { results: results.map(publicAnswer) }

const verifyAll = async (web: WebDeps, inputs: NamedInput[], recipient?: Recipient): Promise<NamedResult[]> => {
  const { verifying } = web
  const verify = (source: InputSource) => verifying.input(source, recipient === undefined ? {} : { recipient })
  const [only] = inputs
  if (inputs.length !== 1 || only === undefined) {
    const answers = await verifyBatch(
      inputs.map(({ source }) => source),
      { verify, now: verifying.verifier.now },
    )
    return answers.map((answer, place) => ({ name: inputs[place]?.name ?? '', ...answer }))
  }
  const answer = await verify(only.source)
  // In a batch it is a row that could not be checked; alone it is no answer.
  if (lacksRoom(answer.verification)) throw overloaded()
  return [{ name: only.name, ...answer }]
}

/** What was sent cannot be checked; a page says so at its field. */
class FaultyInput extends ServiceError {
  constructor(
    readonly problem: VerifyProblem,
    detail: string,
    path: 'text' | 'recipient',
    message = detail,
  ) {
    super('invalid_input', detail, { problems: [{ path, message }] })
  }
}

/** The person to whom a badge should have been issued, as a visitor may know him. */
export type Recipient = { email: string } | { id: string }

const readRecipient = (text: string): Recipient | undefined => {
  if (text === '') return undefined
  if (/^(?:did|urn|https):[^\s]{3,}$/i.test(text)) return { id: text }
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return { email: text }
  const right = 'an e-mail address such as name@example.jp, or an identifier such as did:key:…'
  throw new FaultyInput({ kind: 'recipient' }, 'The recipient is an e-mail address or a DID.', 'recipient', right)
}

interface Inputs {
  inputs: NamedInput[]
  recipient?: Recipient
  wantsTable: boolean
}

/** @throws FaultyInput for more than fifty inputs or what is no recipient, ServiceError `invalid_input` for an unknown format */
const inputsOf = ({ fields, files }: Awaited<ReturnType<typeof readFields>>): Inputs => {
  const typed = [...(fields.get('url') ?? []), ...(fields.get('text') ?? [])].filter((text) => text.trim() !== '')
  const inputs: NamedInput[] = []
  for (const text of typed) {
    const split = splitBatch(text)
    if (split.kind === 'refused') {
      const count = text.split(/[\r\n]+/).filter((line) => line.trim() !== '').length
      throw new FaultyInput({ kind: 'too_many', count }, split.detail, 'text')
    }
    for (const input of split.inputs)
      inputs.push({ name: input.trim().length > 200 ? `${input.trim().slice(0, 60)}…` : input.trim(), source: { text: input } })
  }
  for (const file of files) inputs.push({ name: file.name, source: { bytes: file.bytes, fileName: file.name, mediaType: file.mediaType } })
  if (inputs.length > inputLimits.maxBatch) {
    const detail = `There are ${inputs.length} inputs; the limit is ${inputLimits.maxBatch} at once.`
    throw new FaultyInput({ kind: 'too_many', count: inputs.length }, detail, 'text', `at most ${inputLimits.maxBatch} at once`)
  }
  const recipientText = (fields.get('recipient')?.[0] ?? '').trim()
  const recipient = readRecipient(recipientText)
  const format = fields.get('format')?.[0] ?? ''
  if (format !== '' && format !== 'csv')
    throw new ServiceError('invalid_input', 'The only format to choose is csv.', {
      problems: [{ path: 'format', message: 'csv, or nothing' }],
    })
  return { inputs, wantsTable: format === 'csv', ...(recipient === undefined ? {} : { recipient }) }
}

const readFields = async (
  request: Request,
): Promise<{ fields: Map<string, string[]>; files: { name: string; mediaType: string; bytes: Uint8Array }[] }> => {
  if (request.is('multipart/form-data'))
    return readMultipart(request, {
      files: inputLimits.maxBatch,
      fileBytes: imageLimits.maxFileBytes,
      fields: 10,
      fieldBytes: 1_100_000,
      totalBytes: TOTAL_BYTES,
    })
  if (request.is('application/json')) return { fields: textMembers(await readBody(request)), files: [] }
  const form = await readForm(request)
  return { fields: new Map([...new Set(form.keys())].map((name) => [name, form.getAll(name)])), files: [] }
}

/** The fields of a form as members of a JSON object, each a text or a list of texts. */
const textMembers = (body: JsonObject): Map<string, string[]> => {
  const fields = new Map<string, string[]>()
  for (const [name, value] of Object.entries(body)) {
    const texts = asList(value)
    if (!['url', 'text', 'recipient', 'format'].includes(name) || !texts.every((text) => typeof text === 'string'))
      throw new ServiceError('invalid_input', 'The body holds url, text, recipient and format, each a text or a list of texts.', {
        problems: [{ path: `/${name.slice(0, 60)}`, message: 'url, text, recipient or format, a text or a list of texts' }],
      })
    fields.set(name, texts)
  }
  return fields
}
