import { afterEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import { correctCompletion } from '../../src/service/correct-completion.ts'
import { claimCredential, shareCredential } from '../../src/service/holder.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { reissueCredential } from '../../src/service/reissue-credential.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { undoIssue } from '../../src/service/undo-issue.ts'
import { findCredential, findCredentialOfCompletion } from '../../src/store/credentials.ts'
import { listMails } from '../../src/store/outbox.ts'
import { listSetIndexes } from '../../src/store/status-lists.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

describe.each(dialects)('correct and reissue on %s', (dialect) => {
  const begin = async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    return issueCredential(world.deps, world.operator, { completionId: 'CMP-001', awardedOn: '2026-10-08' })
  }

  test('links old and new both ways, revokes the old one as superseded, and keeps the day of the award and the holder’s choices', async () => {
    const old = await begin()
    const holder: Actor = { kind: 'link', subject: 'holder', id: old.id }
    await claimCredential(world.deps, holder, { id: old.id, claim: 'claimed' })
    await shareCredential(world.deps, holder, { id: old.id, visibility: 'link', nameShown: true })
    const { completion, credential } = await correctCompletion(world.deps, world.operator, {
      completionId: 'CMP-001',
      correction: { score: 71 },
      reason: '点数の入力誤り',
    })
    expect(credential?.id).toBe(old.id)

    const next = await reissueCredential(world.deps, world.operator, { credentialId: old.id })
    expect(next).toMatchObject({
      state: 'issued',
      supersedes: old.id,
      completionId: completion.id,
      awardedOn: '2026-10-08',
      claim: 'claimed',
      visibility: 'link',
      nameShown: true,
      subjectId: old.subjectId,
    })
    expect(await findCredential(world.deps.db, old.id)).toMatchObject({ state: 'revoked', reason: 'SUPERSEDED', supersededBy: next.id })
    expect(await listSetIndexes(world.deps.db, old.entry.listId)).toEqual([old.entry.index])
    const document = JSON.parse(next.document.text)
    expect(document).toMatchObject({ awardedDate: '2026-10-07T15:00:00Z', validFrom: '2026-11-23T01:24:00Z' })
    expect(JSON.stringify(document.credentialSubject.result)).toContain('71')
    expect(await listMails(world.deps.db, { entity: `credential:${next.id}`, limit: 5 })).toMatchObject([{ kind: 'badge_replaced' }])

    expect((await reissueCredential(world.deps, world.operator, { credentialId: old.id })).id).toBe(next.id)
    expect((await findCredentialOfCompletion(world.deps.db, completion.id))?.id).toBe(next.id)
    await expect(undoIssue(world.deps, world.operator, { credentialId: next.id })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('without a correction takes the place on the same completion', async () => {
    const old = await begin()
    const next = await reissueCredential(world.deps, world.operator, { credentialId: old.id })
    expect((await findCredentialOfCompletion(world.deps.db, 'CMP-001'))?.id).toBe(next.id)
    expect((await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })).id).toBe(next.id)
    const third = await reissueCredential(world.deps, world.operator, { credentialId: next.id })
    expect(third.supersedes).toBe(next.id)
  })

  test('by several at once makes one new badge', async () => {
    const old = await begin()
    const all = await Promise.allSettled(
      Array.from({ length: 5 }, () => reissueCredential(world.deps, world.operator, { credentialId: old.id })),
    )
    const ids = new Set(all.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : [])))
    expect(ids.size).toBe(1)
    expect(all.every((one) => one.status === 'fulfilled' || one.reason.code === 'conflict')).toBe(true)
    const standing = await world.deps.db.selectFrom('credential').select('id').where('state', '=', 'issued').execute()
    expect(standing).toHaveLength(1)
  })

  test('is refused for another operator, and for a badge that was revoked for good', async () => {
    const old = await begin()
    await expect(reissueCredential(world.deps, world.otherOperator, { credentialId: old.id })).rejects.toMatchObject({ code: 'forbidden' })
    await revokeCredential(world.deps, world.secretariat, { id: old.id, reason: 'LEARNER_REQUEST' })
    await expect(reissueCredential(world.deps, world.operator, { credentialId: old.id })).rejects.toMatchObject({ code: 'conflict' })
  })
})
