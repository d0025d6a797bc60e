import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { verifyDocument } from '../../../src/verification/verify-document.ts'
import { embeddedEndorsements } from '../../../src/web/views/endorsement-views.ts'
import { verifyView } from '../../../src/web/views/verify-view.ts'
import { VerifyPage } from '../../../templates/pages/verify-page.tsx'
import { html, visibleText } from '../../templates/render.ts'
import { endorsementBy } from '../../verification/endorsements/endorsement-by.ts'
import { badgeBy } from '../../verification/proof/badges.ts'
import { ed25519Signer, signed } from '../../verification/proof/signers.ts'
import { newWorld } from '../../verification/proof/world.ts'
import { entryOf } from '../../verification/status/lists.ts'
import { contextIn } from './sample.ts'

const issuer = await ed25519Signer(1)
const employer = await ed25519Signer(2)
const bare = badgeBy(issuer.did)
const badgeId = bare['id'] as string
const recognised = { name: '株式会社見本（デモ）', since: '2026-04-01' }

const found = async (endorsement: JsonObject, known: boolean) => {
  const document = await signed({ ...bare, endorsement: [endorsement] }, issuer)
  const { deps } = newWorld()
  return verifyDocument(document, { ...deps, register: async (id) => (known && id === employer.did ? recognised : undefined) })
}
const altered = async (): Promise<JsonObject> => {
  const good = await endorsementBy(employer, badgeId)
  return { ...good, credentialSubject: { ...(good['credentialSubject'] as JsonObject), endorsementComment: 'We count it twice.' } }
}

describe('an embedded endorsement shows its own verdict', () => {
  test.each([
    ['valid, by an endorser on the register', () => endorsementBy(employer, badgeId), true, 'valid', '有効', 'Valid'],
    ['authentic, by an endorser that nobody knows', () => endorsementBy(employer, badgeId), false, 'unknown', '発行者', 'issuer'],
    ['altered after it was signed', altered, true, 'invalid', '無効', 'Not valid'],
    [
      'about another badge',
      () => endorsementBy(employer, 'urn:uuid:00000000-0000-4000-8000-000000000000'),
      true,
      'invalid',
      '無効',
      'Not valid',
    ],
    ['expired', () => endorsementBy(employer, badgeId, { validUntil: '2026-04-03T00:00:00Z' }), true, 'expired', '期限', 'Expired'],
    [
      'with a status list that cannot be reached',
      () => endorsementBy(employer, badgeId, { credentialStatus: entryOf() }),
      true,
      'unchecked',
      '確認できません',
      'not be checked',
    ],
  ] as const)('%s', async (_what, endorsement, known, state, ja, en) => {
    const verification = await found(await endorsement(), known)
    expect(embeddedEndorsements(verification).map((one) => one.state)).toEqual([state])
    for (const [language, word] of [
      ['ja', ja],
      ['en', en],
    ] as const) {
      const view = verifyView({ results: [{ input: 'x.json', verification }] }, contextIn(language))
      if (view.result?.kind !== 'one' || view.result.ledger === undefined) continue
      const [shown] = view.result.ledger.confirmed?.endorsements ?? []
      expect(shown?.verdict).toMatchObject({ state })
      expect(shown?.verdict?.word.toLowerCase()).toContain(word.toLowerCase())
      expect(visibleText(html(VerifyPage(view)))).toContain(shown?.verdict?.word)
    }
  })

  test('nothing that a changed endorsement says is repeated', async () => {
    const [one] = embeddedEndorsements(await found(await altered(), true))
    expect(one).toMatchObject({ state: 'invalid', found: { code: 'proof.altered' } })
    expect(one?.what).toBeUndefined()
  })

  test('a badge without endorsements shows none', async () => {
    const document = await signed(bare, issuer)
    expect(embeddedEndorsements(await verifyDocument(document, newWorld().deps))).toEqual([])
  })
})
