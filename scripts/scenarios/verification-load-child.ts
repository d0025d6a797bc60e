import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { verifyCredential } from '@digitalbazaar/vc'
import type { JsonObject } from '../../src/json.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { agentOf, send } from '../attack/send.ts'

/** The same request in turn over each connection, until the time is over. */
export interface LoadOrders {
  base: string
  bodies: string[]
  connections: number
  seconds: number
}

/** Whoever is refused tries again after this; the service asks for two seconds. */
const IMPATIENCE_MILLISECONDS = 100

/** Per answer: what was asked, status, milliseconds, and when it began. */
export type LoadAnswer = [body: number, status: number, milliseconds: number, at: number]

const load = async ({ base, bodies, connections, seconds }: LoadOrders): Promise<LoadAnswer[]> => {
  const agent = agentOf(connections)
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const buffers = bodies.map((body) => Buffer.from(body))
  const answers: LoadAnswer[] = []
  const begun = performance.now()
  let next = 0
  const connection = async (): Promise<void> => {
    while (performance.now() - begun < seconds * 1_000) {
      const place = next++ % buffers.length
      const at = performance.now() - begun
      const { status, milliseconds } = await send(base, agent, {
        path: '/credentials/verify',
        method: 'POST',
        headers,
        body: buffers[place] as Buffer,
      })
      answers.push([place, status, milliseconds, at])
      if (status === 503) await pause(IMPATIENCE_MILLISECONDS)
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  agent.destroy()
  return answers
}

/** `@digitalbazaar/vc` behind HTTP, as its own documentation uses it, in one process. Status entries are taken as good without a look. */
const libraryServer = async (didDocuments: Record<string, JsonObject>): Promise<string> => {
  const contexts = loadContexts()
  const documentLoader = async (url: string): Promise<unknown> => {
    const [did = ''] = url.split('#')
    const known = didDocuments[did] ?? (did.startsWith('did:key:') ? didKeyDocument(did) : undefined)
    if (known === undefined) return contexts.documentLoader(url)
    if (url === did) return { documentUrl: url, document: known }
    const method = (known['verificationMethod'] as JsonObject[]).find(({ id }) => id === url)
    return { documentUrl: url, document: { '@context': 'https://w3id.org/security/multikey/v1', ...method } }
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { verifiableCredential: credential } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { verifiableCredential: JsonObject }
    const suite = new DataIntegrityProof({ cryptosuite })
    const checkStatus = async () => ({ verified: true })
    const { verified } = await verifyCredential({ credential, suite, documentLoader, checkStatus })
    response.statusCode = verified ? 200 : 400
    response.end(JSON.stringify({ verified }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const didKeyDocument = (did: string): JsonObject => {
  const publicKeyMultibase = did.slice('did:key:'.length)
  const id = `${did}#${publicKeyMultibase}`
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [{ id, type: 'Multikey', controller: did, publicKeyMultibase }],
    assertionMethod: [id],
  }
}

process.on('message', (orders: { load: LoadOrders } | { library: Record<string, JsonObject> }) => {
  const answer = 'load' in orders ? load(orders.load) : libraryServer(orders.library)
  void answer.then((heard) => process.send?.(heard))
})
process.on('disconnect', () => process.exit(0))
