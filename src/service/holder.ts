import { randomBytes } from 'node:crypto'
import type { Actor } from '../domain/actor.ts'
import type { CredentialRecord } from '../domain/credential.ts'
import { answerClaim } from '../domain/credential-moves.ts'
import { permit } from '../domain/permit.ts'
import { setClaim, setVisibility } from '../store/credentials.ts'
import { holderLinkOpens, insertHolderLink, insertHolderLinks } from '../store/holder-links.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { requireIssued } from './issue-credential.ts'
import { digestOf } from './secrets.ts'
import { credentialUrl } from './urls.ts'

/**
 * Makes a secret link to the holder's view of a badge: the link that the mail carries. Only its digest is kept.
 *
 * @returns the URL; the secret stands in the fragment-free query `k`, is exchanged for nothing and can be replaced by a new link at any time
 */
export const createHolderLink = async (deps: Deps, credentialId: string): Promise<string> => {
  const secret = randomBytes(24).toString('base64url')
  await insertHolderLink(deps.db, { secretSha256: digestOf(secret), credentialId }, deps.now())
  return `${credentialUrl(deps.publicUrl, credentialId)}?k=${secret}`
}

/** Secret links for many new badges, stored together. @returns the links in the order of the ids */
export const createHolderLinks = async (deps: Deps, credentialIds: readonly string[]): Promise<string[]> => {
  const links = credentialIds.map((credentialId) => ({ credentialId, secret: randomBytes(24).toString('base64url') }))
  const now = deps.now()
  await insertHolderLinks(
    deps.db,
    links.map(({ credentialId, secret }) => ({ credentialId, secretSha256: digestOf(secret) })),
    now,
  )
  return links.map(({ credentialId, secret }) => `${credentialUrl(deps.publicUrl, credentialId)}?k=${secret}`)
}

/** The holder as an actor, when the secret opens this badge. */
export const holderBySecret = async (deps: Deps, credentialId: string, secret: string): Promise<Actor | undefined> =>
  (await holderLinkOpens(deps.db, digestOf(secret), credentialId, deps.now()))
    ? { kind: 'link', subject: 'holder', id: credentialId }
    : undefined

/**
 * The holder decides who sees the badge: nobody, who has the link, or everybody; and whether the name is shown. Un-sharing hides page and picture at once.
 *
 * @throws ServiceError `forbidden`, `credential_not_found`
 */
export const shareCredential = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; visibility: CredentialRecord['visibility']; nameShown: boolean },
): Promise<void> => {
  const credential = await requireIssued(deps, command.id)
  permit(actor, 'credential.share', { participantId: credential.participantId, recordId: credential.id })
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    await setVisibility(deps.db, credential.id, command, now)
    if (credential.claim === 'unclaimed' && command.visibility !== 'private') await setClaim(deps.db, credential.id, 'claimed', now)
    await audit(deps, actor, 'credential.shared', `credential:${credential.id}`, {
      visibility: command.visibility,
      name: command.nameShown,
    })
  })
}

/**
 * The holder accepts or declines the badge, once. The same answer again changes nothing.
 *
 * @throws ServiceError `forbidden`, `credential_not_found`; `conflict` when the other answer was given before
 */
export const claimCredential = async (deps: Deps, actor: Actor, command: { id: string; claim: 'claimed' | 'declined' }): Promise<void> => {
  const credential = await requireIssued(deps, command.id)
  permit(actor, command.claim === 'claimed' ? 'credential.claim' : 'credential.decline', {
    participantId: credential.participantId,
    recordId: credential.id,
  })
  if (credential.claim === command.claim) return
  // Who comes by the holder's link, or signed in as the holder, stands for the holder.
  answerClaim(credential, command.claim, { participantId: credential.participantId })
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    await setClaim(deps.db, credential.id, command.claim, now)
    await audit(deps, actor, `credential.${command.claim}`, `credential:${credential.id}`)
  })
}
