import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { resumeIssuing } from '../../src/service/sign-reserved.ts'
import { verifyAuditChain } from '../../src/store/audit.ts'
import { findCredentialOfCompletion } from '../../src/store/credentials.ts'
import { verifyText } from '../support/verifier.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

/** The entries of badges; the demo's endorsements have their own. */
const entries = async () =>
  world.deps.db
    .selectFrom('status_entry')
    .select(['list_id', 'idx', 'subject'])
    .where('subject', 'like', 'credential:%')
    .orderBy('idx')
    .execute()

describe.each(dialects)('a process that stops between reserving and signing, on %s', (dialect) => {
  test('leaves a badge that is finished later with the same id, entry and content', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const { deps, operator } = world
    const stopping = {
      ...deps,
      signer: {
        ...deps.signer,
        sign: async () => {
          throw new Error('the process stopped')
        },
        openBatch: async () => ({ sign: () => Promise.reject(new Error('the process stopped')) }),
      },
    }
    await expect(issueCredential(stopping, operator, { completionId: 'CMP-001' })).rejects.toThrow('the process stopped')
    const reserved = await findCredentialOfCompletion(deps.db, 'CMP-001')
    expect(reserved?.state).toBe('reserved')

    expect(await resumeIssuing(stopping)).toEqual({ finished: 0, failed: [{ id: reserved?.id, reason: 'the process stopped' }] })
    expect(await resumeIssuing(deps)).toEqual({ finished: 1, failed: [] })
    const issued = await issueCredential(deps, operator, { completionId: 'CMP-001' })
    expect(issued).toMatchObject({ id: reserved?.id, entry: reserved?.entry, subjectId: reserved?.subjectId, state: 'issued' })
    expect(await verifyText(deps, issued.document.text)).toMatchObject({ verdict: 'valid' })
    expect(await entries()).toHaveLength(1)
    expect(await resumeIssuing(deps)).toEqual({ finished: 0, failed: [] })
  })
})

describe('a write that the database refuses', () => {
  test.each([
    ['insert', 'status_list'],
    ['insert', 'status_entry'],
    ['update', 'completion'],
    ['insert', 'credential'],
    ['insert', 'audit_event'],
    ['update', 'audit_head'],
    ['update', 'credential'],
  ])('an %s into %s that fails leaves nothing half done, and the retry issues one good badge', async (verb, table) => {
    world = await newWorld()
    await world.loadOne()
    const { deps, operator, database } = world
    // The first badge must open a list of its own.
    await deps.db.updateTable('status_list').set({ state: 'full' }).execute()
    const trigger = `create trigger refuse before ${verb} on ${table} begin select raise(abort, 'refused by the test'); end`
    await sql.raw(trigger).execute(deps.db)
    await expect(issueCredential(deps, operator, { completionId: 'CMP-001' })).rejects.toThrow('refused by the test')
    await sql.raw('drop trigger refuse').execute(deps.db)

    const left = await findCredentialOfCompletion(deps.db, 'CMP-001')
    // Signing is the second transaction: when it fails the reservation stands, whole.
    const signing = verb === 'update' && table === 'credential'
    expect(left?.state).toBe(signing ? 'reserved' : undefined)
    expect(await entries()).toHaveLength(signing ? 1 : 0)

    const issued = await issueCredential(deps, operator, { completionId: 'CMP-001' })
    const other = await issueCredential(deps, operator, { completionId: 'CMP-002' })
    expect(await verifyText(deps, issued.document.text)).toMatchObject({ verdict: 'valid' })
    expect(issued.entry).not.toEqual(other.entry)
    expect((await entries()).map((entry) => entry.subject).sort()).toEqual([`credential:${issued.id}`, `credential:${other.id}`].sort())
    expect(await verifyAuditChain(deps.db)).toMatchObject({ ok: true })
    expect(database.sqlite?.pragma('foreign_key_check')).toEqual([])
  })

  test('an audit entry that fails while the badge is being stored as issued keeps it reserved', async () => {
    world = await newWorld()
    await world.loadOne()
    const { deps, operator } = world
    await sql
      .raw(
        "create trigger refuse before insert on audit_event when new.action = 'credential.issued' begin select raise(abort, 'refused by the test'); end",
      )
      .execute(deps.db)
    await expect(issueCredential(deps, operator, { completionId: 'CMP-001' })).rejects.toThrow('refused by the test')
    expect((await findCredentialOfCompletion(deps.db, 'CMP-001'))?.state).toBe('reserved')
    await sql.raw('drop trigger refuse').execute(deps.db)
    expect(await resumeIssuing(deps)).toEqual({ finished: 1, failed: [] })
  })
})
