import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { hashedEmail } from '../../../src/openbadges/identity.ts'
import type { VerifyOptions } from '../../../src/verification/checks/context.ts'
import { verifyDocument } from '../../../src/verification/verify-document.ts'
import { badgeBy } from '../proof/badges.ts'
import { ed25519Signer, signed } from '../proof/signers.ts'
import { judged, newWorld } from '../proof/world.ts'

const issuer = await ed25519Signer(1)
const to = async (subject: JsonObject): Promise<JsonObject> => {
  const badge = badgeBy(issuer.did)
  badge['credentialSubject'] = { ...(badge['credentialSubject'] as JsonObject), ...subject }
  return signed(badge, issuer)
}
const known = async (subject: JsonObject, recipient: VerifyOptions['recipient']): Promise<string> =>
  judged(await verifyDocument(await to(subject), newWorld().deps, recipient === undefined ? {} : { recipient }), 'recipient')

describe('VF-5: the recipient is compared only when one is given', () => {
  const holder = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
  const identifier = [hashedEmail('a@example.com', 'Kosher')]

  test('nothing is compared for a caller who knows nobody', async () => {
    expect(await known({ id: holder }, undefined)).toBe('valid recipient.not_asked')
  })
  test('the DID of the subject matches, and another does not', async () => {
    expect(await known({ id: holder }, { id: holder })).toBe('valid recipient.matches')
    expect(await known({ id: holder }, { id: 'did:example:other' })).toBe('invalid recipient.differs')
  })
  test('a hashed address matches in any case, and another does not', async () => {
    expect(await known({ identifier }, { email: 'A@Example.com' })).toBe('valid recipient.matches')
    expect(await known({ identifier }, { email: 'b@example.com' })).toBe('invalid recipient.differs')
  })
  test('one match of two known identifiers suffices', async () => {
    expect(await known({ id: holder, identifier }, { id: 'did:example:other', email: 'a@example.com' })).toBe('valid recipient.matches')
  })
  test('a badge that names nobody in a comparable form is not determined', async () => {
    expect(await known({ id: holder }, { email: 'a@example.com' })).toBe('unverifiable recipient.not_comparable')
  })
})
