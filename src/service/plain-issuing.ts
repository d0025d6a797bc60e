import { createHash } from 'node:crypto'
import type { ResourceDigests } from '../openbadges/plain/related-resource.ts'
import { findIssuerBySlug } from '../store/issuers.ts'
import { findPlainCredential, insertPlainCredential } from '../store/plain-credentials.ts'
import { setBit } from '../store/status-lists.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { actorByApiKey } from './create-api-key.ts'
import type { Deps } from './deps.ts'
import { filedIsSigned, fileOneForSigning } from './file-for-signing.ts'
import type { PlainIssuing } from './issue-plain-credential.ts'
import { reserveEntries } from './reserve-entry.ts'
import { signingKeyOf } from './signing-key.ts'
import { statusListUrl } from './urls.ts'

/** What the issuing instances of the VC-API stand on: our database and signer. */
export const plainIssuing = (deps: Deps, publishedDigests: ReadonlyMap<string, ResourceDigests>): PlainIssuing => ({
  heldContexts: deps.heldContexts,
  publishedDigests,
  findIssuer: (slug) => findIssuerBySlug(deps.db, slug),
  apiKeyMatches: async (secret, issuer) => {
    const found = await actorByApiKey(deps, secret)
    return found !== undefined && found.key.role === 'issuer' && found.key.issuerId === issuer.id
  },
  reserveStatusEntry: async (issuer, subject) => {
    const purpose = issuer.statusPurpose === 'suspension' ? 'suspension' : 'revocation'
    const [entry] = await inTransaction(deps, (deps) => reserveEntries(deps, { issuerId: issuer.id, purpose, subjects: [subject] }))
    if (entry === undefined) throw new Error('no status entry was reserved')
    return { entry, listUrl: statusListUrl(deps.publicUrl, entry.listId) }
  },
  storeIssued: async ({ issuerId, credentialId, text, entry }) => {
    const now = deps.now()
    const sha256 = createHash('sha256').update(text).digest('hex')
    try {
      await inTransaction(deps, async (deps) => {
        await insertPlainCredential(deps.db, { issuerId, id: credentialId, text, sha256, entry }, now)
        await audit(deps, { kind: 'system', reason: 'vc-api' }, 'plain_credential.issued', `issuer:${issuerId}`, {
          sha256,
          list: entry.listId,
          index: entry.index,
        })
      })
      return true
    } catch (error) {
      if (isUniqueViolation(error)) return false
      throw error
    }
  },
  findIssued: async (issuerId, credentialId) => {
    const known = await findPlainCredential(deps.db, issuerId, credentialId)
    return known?.entry && { issuerId, credentialId, text: known.text, entry: known.entry }
  },
  setStatus: async (entry, value) => {
    const now = deps.now()
    await inTransaction(deps, async (deps) => {
      await setBit(deps.db, entry, value, now)
      await audit(deps, { kind: 'system', reason: 'vc-api' }, 'plain_credential.status', `status-list:${entry.listId}`, {
        index: entry.index,
        value,
      })
    })
  },
  sign: async (issuer, credential) => {
    const now = deps.now()
    const record = await fileOneForSigning(deps, issuer, {
      kind: 'plain',
      entity: `issuer:${issuer.id}`,
      unsignedText: JSON.stringify(credential.document),
    })
    const signed = await deps.signer.signPlain(await signingKeyOf(deps, issuer, now), credential, now, issuer.securing, record)
    await inTransaction(deps, (deps) => filedIsSigned(deps, record, signed.sha256))
    return signed.text
  },
})
