import { type Request, Router } from 'express'
import type { Issuer } from '../../domain/issuer.ts'
import { ServiceError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { changeCredentialStatus, findPlainCredential } from '../../service/change-credential-status.ts'
import { issuePlainCredential, type PlainIssuing } from '../../service/issue-plain-credential.ts'
import { issuerErrors } from './errors.ts'
import { readBody } from './read-body.ts'
import { malformedRequest, objectOf, optionsOf, refuseUnknown, refuseUnlessTexts, textOf } from './request-options.ts'

export type VcApiIssuerDeps = PlainIssuing & { publicUrl: string }

const statusMembers = ['type', 'statusPurpose', 'id', 'statusListIndex', 'statusListCredential']

/**
 * The issuing instances of the VC-API, one per issuer (VC-API, sections 1–3): `POST /vc-api/{issuer}/credentials/issue`,
 * `POST …/credentials/status`, `GET …/credentials/{id}`. Each needs a bearer API key of that issuer, which is looked at before the body.
 */
export const vcApiIssuerRouter = (deps: VcApiIssuerDeps): Router => {
  const router = Router()

  router.post('/vc-api/:issuer/credentials/issue', async (request, response) => {
    const issuer = await authenticate(deps, request)
    const body = await readBody(request)
    refuseUnknown(body, ['credential', 'options'], 'The request')
    const credential = objectOf(body, 'credential')
    const options = optionsOf(body, ['credentialId', 'mandatoryPointers'])
    // Pointers that must be disclosed: our suites disclose the whole document, so the demand is met as it stands.
    refuseUnlessTexts(options, 'mandatoryPointers')
    const credentialId = textOf(options, 'credentialId')
    const command = { credential, ...(credentialId === undefined ? {} : { credentialId }) }
    const verifiableCredential = await issuePlainCredential(deps, issuer, command)
    response.status(201).set('Cache-Control', 'no-store').json({ verifiableCredential })
  })

  router.post('/vc-api/:issuer/credentials/status', async (request, response) => {
    const issuer = await authenticate(deps, request)
    const command = statusCommand(await readBody(request))
    await changeCredentialStatus(deps, issuer, command)
    response.status(200).set('Cache-Control', 'no-store').json({})
  })

  router.get('/vc-api/:issuer/credentials/:id', async (request, response) => {
    const issuer = await authenticate(deps, request)
    const record = await findPlainCredential(deps, issuer, request.params.id)
    response
      .status(200)
      .set('Cache-Control', 'no-store')
      .json({ verifiableCredential: JSON.parse(record.text) as JsonObject })
  })

  router.use(issuerErrors(deps.publicUrl))
  return router
}

/**
 * The issuer of the path, if the request carries a live key of it.
 *
 * @throws ServiceError `unauthenticated`, alike for no key, an unknown, expired or revoked one, and one of another issuer
 */
const authenticate = async (deps: PlainIssuing, request: Request<{ issuer: string }>): Promise<Issuer> => {
  const issuer = await deps.findIssuer(request.params.issuer)
  if (issuer === undefined) throw new ServiceError('issuer_not_found', 'There is no such issuing instance.')
  const secret = /^Bearer +([\w.~+/=-]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (secret === undefined || !(await deps.apiKeyMatches(secret, issuer)))
    throw new ServiceError('unauthenticated', 'This endpoint needs an API key of the issuer: Authorization: Bearer …')
  return issuer
}

/** `{credentialId, credentialStatus: {type, statusPurpose, …}, status, indexAllocator?}`; nothing else. */
const statusCommand = (body: JsonObject) => {
  refuseUnknown(body, ['credentialId', 'credentialStatus', 'status', 'indexAllocator'], 'The request')
  const credentialId = textOf(body, 'credentialId')
  const entry = objectOf(body, 'credentialStatus')
  refuseUnknown(entry, statusMembers, 'credentialStatus')
  textOf(body, 'indexAllocator')
  textOf(entry, 'id')
  const [type, statusPurpose] = [textOf(entry, 'type'), textOf(entry, 'statusPurpose')]
  const [statusListIndex, statusListCredential] = [textOf(entry, 'statusListIndex'), textOf(entry, 'statusListCredential')]
  const { status } = body
  if (credentialId === undefined) throw malformedRequest('The request has a member credentialId, a text.')
  if (type !== 'BitstringStatusListEntry') throw malformedRequest('The type of a status is BitstringStatusListEntry.')
  if (statusPurpose === undefined) throw malformedRequest('credentialStatus has a member statusPurpose, a text.')
  if (typeof status !== 'boolean') throw malformedRequest('status is true or false.')
  return {
    credentialId,
    statusPurpose,
    status,
    ...(statusListIndex === undefined ? {} : { statusListIndex }),
    ...(statusListCredential === undefined ? {} : { statusListCredential }),
  }
}
