import { createHash } from 'node:crypto'
import type { Issuer } from '../domain/issuer.ts'
import { findCredential } from '../store/credentials.ts'
import { findEndorsement } from '../store/endorsements.ts'
import { findIssuerBySlug, listIssuers } from '../store/issuers.ts'
import type { Deps } from './deps.ts'
import { didDocument } from './did-document.ts'
import { keptReads } from './kept-reads.ts'
import { isPublicEndorsement } from './public-endorsement.ts'
import { cannotSign, readStatusList } from './publish-status-list.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

export interface LocalDocument {
  mediaType: string
  bytes: Uint8Array
  /** of the bytes, where it is known without counting */
  sha256?: string
}

const keptDids = keptReads<LocalDocument>({ maxBytes: 2_000_000, bytesOf: ({ bytes }) => bytes.length + 200 })

const didBytes = (deps: Deps, path: string, find: () => Promise<Issuer | undefined>) =>
  keptDids(deps.db, `${deps.publicUrl} ${path}`, async () => {
    const issuer = await find()
    if (issuer === undefined) return undefined
    const bytes = encode(JSON.stringify(await didDocument(deps, issuer)))
    return { mediaType: 'application/did+json', bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
  })

/**
 * Documents under our own public URL, for the verifier: DID documents, status lists and shared badges are read from the database and never over the network.
 *
 * @returns `missing` for an address of ours without a document, `undefined` for somebody else's
 */
export const localDocument = async (deps: Deps, url: string): Promise<LocalDocument | 'missing' | undefined> => {
  const base = new URL(deps.publicUrl)
  if (!URL.canParse(url)) return undefined
  const target = new URL(url)
  // did:web always says https, also for a service on localhost that listens on http.
  const sameHost =
    target.host === base.host || (target.protocol === 'https:' && target.hostname === base.hostname && target.port === base.port)
  if (!sameHost || !target.pathname.startsWith(base.pathname)) return undefined
  const path = base.pathname === '/' ? target.pathname : target.pathname.slice(base.pathname.length)

  if (path === '/.well-known/did.json' || (base.pathname !== '/' && path === '/did.json')) {
    const root = async () => (await listIssuers(deps.db)).find((issuer) => issuer.method === 'web' && !issuer.did.includes(':issuers:'))
    return (await didBytes(deps, path, root)) ?? 'missing'
  }
  const issuerSlug = /^\/issuers\/([a-z0-9-]+)\/did\.json$/.exec(path)?.[1]
  if (issuerSlug !== undefined) {
    return (await didBytes(deps, path, () => findIssuerBySlug(deps.db, issuerSlug))) ?? 'missing'
  }
  const listId = /^\/status\/([a-z0-9]+)$/.exec(path)?.[1]
  if (listId !== undefined) {
    try {
      return { mediaType: 'application/vc', bytes: encode((await readStatusList(deps, listId, { fresh: true })).text) }
    } catch (error) {
      if (error instanceof Error && 'code' in error && ['status_list_not_found', 'database_behind'].includes(String(error.code)))
        return 'missing'
      // The last signed list may lack a revocation that is stored: better no answer on the status than a wrong one (SECURITY T1).
      if (cannotSign(error)) return 'missing'
      throw error
    }
  }
  const endorsementId = /^\/endorsements\/([0-9a-z]{26})(?:\.json)?$/.exec(path)?.[1]
  if (endorsementId !== undefined) {
    const endorsement = await findEndorsement(deps.db, endorsementId)
    if (endorsement === undefined || endorsement.state === 'reserved' || !(await isPublicEndorsement(deps, endorsement))) return 'missing'
    return { mediaType: 'application/vc', bytes: encode(endorsement.document.text) }
  }
  const badgeId = /^\/badges\/([0-9a-z]{26})(?:\.json|\/refresh)?$/.exec(path)?.[1]
  if (badgeId !== undefined) {
    const credential = await findCredential(deps.db, badgeId)
    if (credential === undefined || credential.state === 'reserved' || credential.visibility === 'private') return 'missing'
    return { mediaType: 'application/vc', bytes: encode(credential.document.text) }
  }
  return 'missing'
}
