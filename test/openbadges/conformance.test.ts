import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../src/json.ts'
import { checkCredential } from '../../src/openbadges/check.ts'
import { containedCredentials } from '../../src/openbadges/clr.ts'
import { type Conformance, examine } from '../../src/openbadges/conformance.ts'
import { OB_3_0_3, VCDM_1, VCDM_2 } from '../../src/openbadges/contexts.ts'
import { pinnedAs, pinnedContexts } from '../../src/openbadges/pinned-contexts.ts'
import type { UnsignedCredential } from '../../src/openbadges/types.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { badge, endorsement, learnerRecord, olderBadge, signedBadge, statusList } from './rule-samples/documents.ts'
import { changed } from './rule-samples/sample.ts'

const contexts = loadContexts()
const heldContexts = contexts.urls
const verify = (document: JsonObject): Conformance => examine(document, { heldContexts, purpose: 'verify' })

const plain = (): JsonObject => ({
  '@context': [VCDM_2],
  type: ['VerifiableCredential'],
  issuer: 'did:example:issuer',
  credentialSubject: { id: 'did:example:subject' },
})

describe('what kind of document it is', () => {
  test.each([
    ['open-badge-3', '2.0', badge],
    ['open-badge-3', '1.1', olderBadge],
    ['endorsement', '2.0', endorsement],
    ['status-list', '2.0', statusList],
    ['clr-2', '2.0', learnerRecord],
    ['credential', '2.0', plain],
    ['credential', '1.1', () => ({ ...plain(), '@context': [VCDM_1], issuanceDate: '2026-01-01T00:00:00Z' })],
  ] as const)('%s under VCDM %s', (kind, vcdm, document) => {
    expect(verify(document())).toMatchObject({ kind, vcdm, problems: [] })
  })

  test('the two names of the badge type are one type (SECURITY L15)', () => {
    const renamed = changed(signedBadge(), '/type/1', 'AchievementCredential')
    expect(verify(renamed)).toEqual(verify(signedBadge()))
  })

  test.each<[string, string, Json]>([
    ['its context', '/@context', [VCDM_2, OB_3_0_3]],
    ['a type by its full IRI', '/type', ['VerifiableCredential', 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential']],
    ['a member of a badge', '/awardedDate', '2026-01-01T00:00:00Z'],
    ['a member by its full IRI', '/https:~1~1purl.imsglobal.org~1spec~1vc~1ob~1vocab.html#awardedDate', '2026-01-01T00:00:00Z'],
    ['the type of the subject', '/credentialSubject/type', ['AchievementSubject']],
    ['an achievement', '/credentialSubject/achievement', { name: 'x' }],
    ['an endorsement comment', '/credentialSubject/endorsementComment', 'x'],
  ])('a plain credential with %s is judged as a badge and refused', (_, at, value) => {
    const answer = verify(changed(plain(), at, value))
    expect(answer.kind).toBe('open-badge-3')
    expect(answer.problems).not.toEqual([])
  })
})

describe('contexts', () => {
  test('one that is not held makes the result not determined, and nothing is said about the members', () => {
    const document = { ...badge(), '@context': [VCDM_2, OB_3_0_3, 'https://other.example/context'], unknown: 1 }
    expect(verify(document)).toMatchObject({ notHeld: ['https://other.example/context'], problems: [] })
  })

  test('an inline object beside one that is not held is refused', () => {
    const document = { ...badge(), '@context': [VCDM_2, 'https://other.example/context', { name: 'https://schema.org/description' }] }
    expect(verify(document).problems).toMatchObject([{ rule: 'DM-1', path: '/@context' }])
  })

  test('a look-alike URL is a context that is not held', () => {
    const document = { ...badge(), '@context': [VCDM_2, 'https://purl.imsglobal.org.other.example/spec/ob/v3p0/context-3.0.3.json'] }
    expect(verify(document).notHeld).toHaveLength(1)
  })

  test('no reordering, shortening or extension of a pinned array is a pinned array of another meaning', () => {
    for (const pinned of pinnedContexts) {
      const [first, ...rest] = pinned.contexts
      expect(pinnedAs([...rest, first as string]), pinned.contexts.join()).toBe(rest.length === 0 ? pinned : undefined)
      expect(pinnedAs([...pinned.contexts, first as string])).toBeUndefined()
      expect(pinnedAs([...pinned.contexts, {}])).toBeUndefined()
      expect(pinnedAs([pinned.contexts.join('","')])).toBe(pinned.contexts.length === 1 ? pinned : undefined)
    }
  })

  test('every pinned array of held contexts can be processed, and gives a badge the same statements as its shortest form', async () => {
    const { canonicalize } = referenceCanonicalizer(contexts)
    const statements = new Map<string, string>()
    for (const pinned of pinnedContexts.filter(({ contexts }) => contexts.every((url) => heldContexts.has(url)))) {
      const list = [...pinned.contexts]
      if (pinned.profile !== 'badge') continue
      const { proof: _, issuanceDate = '', expirationDate = '', ...rest } = olderBadge()
      const dates: JsonObject =
        pinned.vcdm === '1.1' ? { issuanceDate, expirationDate } : { validFrom: issuanceDate, validUntil: expirationDate }
      const document = { ...rest, ...dates, '@context': list }
      // Under the oldest contexts the class and its members stand under other IRIs, so only arrays of one OB context are compared.
      const openBadges = `${list[0]} ${list[1]}`
      const canonical = await canonicalize(document)
      expect(canonical, list.join()).toBe(statements.get(openBadges) ?? canonical)
      statements.set(openBadges, canonical)
    }
    expect(statements.size).toBe(6)
  }, 60_000)
})

describe('documents of others', () => {
  test('may give a single value where a list of one could stand (DM-29)', () => {
    const single = changed(signedBadge(), '/credentialSubject/type', 'AchievementSubject')
    const evidence = (single['evidence'] as Json[])[0] as Json
    expect(verify(changed(single, '/evidence', evidence)).problems).toEqual([])
  })

  test('may name the issuer by its URI alone, the subject by name, and type their criteria', () => {
    let document = changed(signedBadge(), '/issuer', 'did:web:badges.example')
    document = changed(document, '/credentialSubject/name', '見本 太郎')
    document = changed(document, '/credentialSubject/achievement/criteria/type', 'Criteria')
    expect(verify(document).problems).toEqual([])
  })

  test('as the payload of a JWT may repeat members as claims, at the top only', () => {
    const payload = { ...badge(), iss: 'did:web:badges.example', jti: badge()['id'] as string, nbf: 1_791_385_200, sub: 'urn:uuid:0' }
    expect(examine(payload, { heldContexts, purpose: 'verify', jwtClaims: true }).problems).toEqual([])
    expect(verify(payload).problems.map((problem) => problem.path)).toEqual(['/iss', '/jti', '/nbf', '/sub'])
    const deeper = changed(payload, '/issuer/iss', 'x')
    expect(examine(deeper, { heldContexts, purpose: 'verify', jwtClaims: true }).problems).toMatchObject([{ path: '/issuer/iss' }])
  })

  test('may not nest a Profile without end', () => {
    let profile: JsonObject = { id: 'did:example:0', type: ['Profile'] }
    for (let depth = 0; depth < 5000; depth++) profile = { id: `did:example:${depth}`, type: ['Profile'], parentOrg: profile }
    expect(verify({ ...badge(), issuer: profile }).problems).toMatchObject([{ rule: 'DM-30' }])
  })

  test('name the place of each problem as a JSON pointer', () => {
    const document = changed(signedBadge(), '/credentialSubject/achievement/alignment/0/a~1b~0c', 'x')
    expect(verify(document).problems).toEqual([
      { rule: 'DM-30', path: '/credentialSubject/achievement/alignment/0/a~1b~0c', message: 'a/b~c is not a member of Alignment' },
    ])
  })
})

describe('only the checker makes what can be signed', () => {
  const refused = (document: JsonObject): string[] => {
    const answer = checkCredential(document as UnsignedCredential, heldContexts)
    return answer.ok ? [] : answer.problems.map((problem) => problem.rule)
  }

  test('a signed badge, an older badge, a learner record and a plain credential are refused', () => {
    expect(refused(signedBadge())).toEqual(['D-2'])
    expect(refused(olderBadge())).toContain('D-1')
    expect(refused(learnerRecord())).not.toEqual([])
    expect(refused(plain())).toContain('DM-2')
  })

  test('a context that is not held is refused', () => {
    expect(refused({ ...badge(), '@context': [VCDM_2, OB_3_0_3, 'https://other.example/context'] })).toEqual(['D-10'])
  })
})

describe('a learner record', () => {
  test('says where each credential in it stands', () => {
    const record = learnerRecord()
    const subject = record['credentialSubject'] as JsonObject
    const two = { ...record, credentialSubject: { ...subject, verifiableCredential: [signedBadge(), 'eyJ.e30.c2ln', 5] } }
    expect(containedCredentials(two)).toEqual([
      { path: '/credentialSubject/verifiableCredential/0', credential: signedBadge() },
      { path: '/credentialSubject/verifiableCredential/1', credential: 'eyJ.e30.c2ln' },
    ])
  })

  test('with a single credential, or none, is read too', () => {
    expect(containedCredentials({ credentialSubject: { verifiableCredential: badge() } })).toHaveLength(1)
    expect(containedCredentials({ credentialSubject: 'did:example:x' })).toEqual([])
  })
})
