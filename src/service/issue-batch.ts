import { setTimeout as wait } from 'node:timers/promises'
import { type Actor, actorLabel } from '../domain/actor.ts'
import { permit } from '../domain/permit.ts'
import { type ErrorCode, ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { JsonObject } from '../json.ts'
import type { BuiltChunk } from '../store/bulk-issue.ts'
import { type BulkStore, localBulkStore, type Reserved, type ReserveRequest } from '../store/bulk-store.ts'
import { countCompleted, findCompletions, listCompleted, type StoredCompletion } from '../store/completions.ts'
import { findSession } from '../store/courses.ts'
import { listBadgesOfCompletions } from '../store/credentials.ts'
import { storedParts } from '../store/document-template.ts'
import { issuingInstant } from './clock-guard.ts'
import { type CourseBadgeBasis, courseCredentialDocument, requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { fairTurn } from './fair-turn.ts'
import { courseAwardDay, courseBadgeMatter, identityOf, loadBasis, requireEligible } from './issue-credential.ts'
import { BatchQuotas } from './quotas.ts'
import { newRecord } from './reserve-credential.ts'
import { makeStatusList } from './reserve-entry.ts'
import { settleLeftOver } from './settle-left-over.ts'
import { type BatchSigner, batchSigner } from './sign-batch.ts'
import { type ReservedDocument, signChunk } from './sign-reserved.ts'

/** Whose badges: of these completions, or of everybody who completed a session. */
export type IssueBatch = ({ completionIds: readonly string[] } | { sessionId: string }) & {
  /** JST day of the award; today where it is not given */
  awardedOn?: string | undefined
}

export type RowOutcome =
  | { completionId: string; outcome: 'issued' | 'already'; credentialId: string }
  | { completionId: string; outcome: 'refused'; code: ErrorCode; reason: string }

export interface BatchReport {
  total: number
  issued: number
  /** had a badge before, or got one from somebody else meanwhile */
  already: number
  refused: number
  /** the first refusals, a thousand at most; `rows` tells all */
  refusals: Extract<RowOutcome, { outcome: 'refused' }>[]
  /** the signal stopped it: what it had begun is finished, the rest is for the next time */
  stopped: boolean
}

export interface BatchRun {
  /** stops before the next chunk */
  signal?: AbortSignal
  progress?(done: number, total: number): void | Promise<void>
  /** told the outcome of each row, chunk by chunk */
  rows?(outcomes: readonly RowOutcome[]): void | Promise<void>
  /** rows of one transaction, 1 to 5,000 */
  chunkSize?: number
}

/** A transaction large enough that its flush costs little, small enough that others wait little for it. Measured: docs/performance.md. */
const CHUNK_SIZE = 1000
/** While one chunk is being signed the next is being reserved and one after it built. */
const CHUNKS_AT_ONCE = 3
const MAX_REFUSALS = 1000
const LEFT_OVER_AT_ONCE = 5000
/** How often completions that others hold without issuing are tried again. */
const MAX_ROUNDS = 10

/**
 * Issues the badges of many completions, in the order of every badge (`issue-credential.ts`), a chunk at a time: load and judge; one transaction that
 * reserves ids, status entries, documents and audit entries; sign; one transaction that stores the signatures. Memory does not grow with the number.
 * The same completion gives the same badge, however often, from wherever, and by whichever instance it is asked for. What a stopped process leaves
 * reserved is finished by the next one under the same id (`resumeIssuing`), or by the next call.
 *
 * @throws ServiceError `session_not_found`, `forbidden` for a session of another operator's course, `overloaded`, and what concerns the key; whatever
 *   concerns one row is in the report
 */
export const issueBatch = async (deps: Deps, actor: Actor, command: IssueBatch, run: BatchRun = {}): Promise<BatchReport> => {
  deps = { ...deps, bulk: deps.bulk ?? localBulkStore(deps.db) }
  const size = Math.min(5000, Math.max(1, run.chunkSize ?? CHUNK_SIZE))
  const bases = new Bases(deps)
  const work: Work = { deps, actor, bases, signer: batchSigner(deps), quotas: new BatchQuotas(deps, actor) }
  const total = 'sessionId' in command ? await countSession(deps, actor, bases, command.sessionId) : command.completionIds.length
  const report: BatchReport = { total, issued: 0, already: 0, refused: 0, refusals: [], stopped: false }
  let left: string[] = []

  const note = async (outcomes: readonly RowOutcome[]): Promise<void> => {
    for (const row of outcomes) {
      report[row.outcome] += 1
      if (row.outcome === 'refused' && report.refusals.length < MAX_REFUSALS) report.refusals.push(row)
    }
    await run.rows?.(outcomes)
    await run.progress?.(report.issued + report.already + report.refused, total)
  }
  /** What somebody else is issuing, or a stopped process left: theirs is the badge; what nobody finishes is done here. */
  const settle = async (round: number): Promise<void> => {
    const ids = left
    left = []
    // Whoever holds them is building their chunk: it is given time, more with each look.
    if (round > 0) await wait(Math.min(500, 20 * 2 ** round))
    const { outcomes, free } = await settleLeftOver(deps, ids)
    await note(outcomes)
    if (free.length > 0 && round >= MAX_ROUNDS) await note(free.map(inOtherHands))
    else if (free.length > 0) {
      const chunk = new Chunk(work, command.awardedOn)
      left.push(...(await chunk.issue(await findCompletions(deps.db, free), free, note)))
    }
  }

  const open = new Set<Promise<void>>()
  let failure: { error: unknown } | undefined
  const start = async (page: Page): Promise<void> => {
    const chunk = new Chunk(work, command.awardedOn)
    const task = chunk.issue(page.completions, page.ids, note).then(
      (ids) => void left.push(...ids),
      (error: unknown) => {
        failure ??= { error }
      },
    )
    const tracked = task.finally(() => open.delete(tracked))
    open.add(tracked)
    // The next chunk is built when this one was: what is stored in the meantime needs no time of this thread.
    await chunk.built
    while (open.size >= CHUNKS_AT_ONCE) await Promise.race(open)
  }

  for await (const page of pagesOf(deps, command, size)) {
    if (run.signal?.aborted === true) report.stopped = true
    if (report.stopped || failure !== undefined) break
    await start(page)
    if (left.length >= LEFT_OVER_AT_ONCE) await settle(0)
  }
  await Promise.all(open)
  if (failure !== undefined) throw failure.error
  for (let round = 0; left.length > 0 && !report.stopped; round += 1) {
    await settle(round)
    if (run.signal?.aborted === true) report.stopped = true
  }
  return report
}

const inOtherHands = (completionId: string): RowOutcome => ({
  completionId,
  outcome: 'refused',
  code: 'conflict',
  reason: `Somebody else holds completion ${completionId}; please try again.`,
})

/** Completions that are looked at together; `ids` names also those that do not exist. */
interface Page {
  ids: readonly string[]
  completions: readonly StoredCompletion[]
}

async function* pagesOf(deps: Deps, command: IssueBatch, size: number): AsyncGenerator<Page> {
  if ('completionIds' in command) {
    for (let from = 0; from < command.completionIds.length; from += size) {
      const ids = command.completionIds.slice(from, from + size)
      yield { ids, completions: await findCompletions(deps.db, [...new Set(ids)]) }
    }
    return
  }
  for (let after = ''; ; ) {
    const completions = await listCompleted(deps.db, command.sessionId, { after, limit: size })
    const last = completions[completions.length - 1]
    if (last === undefined) return
    after = last.id
    yield { ids: completions.map(({ id }) => id), completions }
  }
}

const countSession = async (deps: Deps, actor: Actor, bases: Bases, sessionId: string): Promise<number> => {
  const session = await findSession(deps.db, sessionId)
  if (session === undefined) throw new ServiceError('session_not_found', `There is no course session ${sessionId}.`)
  const basis = await bases.ofSession(sessionId)
  permit(actor, 'credential.issue', { operatorId: basis.course.operatorId })
  return countCompleted(deps.db, sessionId)
}

const MAX_BASES = 500

/** What the badges of each session stand on, loaded once a batch. */
class Bases {
  readonly #deps: Deps
  readonly #known = new Map<string, Promise<CourseBadgeBasis>>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  of(completion: StoredCompletion): Promise<CourseBadgeBasis> {
    return this.ofSession(completion.sessionId, completion.id)
  }

  ofSession(sessionId: string, completionId = ''): Promise<CourseBadgeBasis> {
    const known = this.#known.get(sessionId)
    if (known !== undefined) return known
    if (this.#known.size >= MAX_BASES) this.#known.clear()
    const basis = loadBasis(this.#deps, { sessionId, id: completionId })
    this.#known.set(sessionId, basis)
    basis.catch(() => undefined)
    return basis
  }
}

/** A completion that may lead to a badge, with all that its document is built from. */
interface Candidate {
  id: string
  completion: StoredCompletion
  basis: CourseBadgeBasis
  awardedOn: string
  identity: JsonObject[] | undefined
}

/** What the chunks of a batch share. */
interface Work {
  deps: Deps
  actor: Actor
  bases: Bases
  signer: BatchSigner
  quotas: BatchQuotas
}

type Note = (outcomes: readonly RowOutcome[]) => Promise<void>

/** One chunk on its way from completions to stored signatures. */
class Chunk {
  readonly #work: Work
  readonly #deps: Deps
  readonly #bulk: BulkStore
  readonly #awardedOn: string | undefined
  /** resolves when the documents are built, or there are none to build */
  readonly built: Promise<void>
  #isBuilt: () => void = () => undefined
  readonly #outcomes: RowOutcome[] = []
  /** by completion; what was built for a completion that is not granted in the end does not count */
  readonly #documents = new Map<string, ReservedDocument>()
  readonly #refused = new Map<string, ServiceError>()

  constructor(work: Work, awardedOn: string | undefined) {
    this.#work = work
    this.#deps = work.deps
    this.#bulk = work.deps.bulk ?? localBulkStore(work.deps.db)
    this.#awardedOn = awardedOn
    this.built = new Promise((resolve) => {
      this.#isBuilt = resolve
    })
  }

  /** @returns completions whose badge somebody else has begun */
  async issue(completions: readonly StoredCompletion[], ids: readonly string[], note: Note): Promise<string[]> {
    try {
      const { candidates, begun } = await this.#judge(completions, ids)
      const left = begun
      for (const [issuerId, own] of byIssuer(candidates)) {
        const reserved = await this.#reserve(issuerId, own)
        const granted = new Set(reserved.granted)
        const beyond = new Set(reserved.beyondQuota)
        for (const { completion, basis } of own) {
          if (beyond.has(completion.id)) this.#refuse(completion.id, await this.#work.quotas.refusal(basis.operator))
          else if (!granted.has(completion.id)) left.push(completion.id)
        }
        await this.#sign(issuerId, granted)
      }
      await note(this.#outcomes)
      return left
    } finally {
      this.#isBuilt()
    }
  }

  /** 1. to 3. of issuing one badge: load, permit, known before?, eligible? */
  async #judge(completions: readonly StoredCompletion[], ids: readonly string[]): Promise<{ candidates: Candidate[]; begun: string[] }> {
    const known = new Map((await listBadgesOfCompletions(this.#deps.db, ids)).map((badge) => [badge.completionId, badge]))
    const byId = new Map(completions.map((completion) => [completion.id, completion]))
    const candidates = new Map<string, Candidate>()
    const begun: string[] = []
    const pause = fairTurn()
    for (const completionId of ids) {
      try {
        const completion = byId.get(completionId)
        if (completion === undefined) throw new ServiceError('completion_not_found', `There is no completion ${completionId}.`)
        const basis = await this.#work.bases.of(completion)
        permit(this.#work.actor, 'credential.issue', { operatorId: basis.course.operatorId })
        const badge = known.get(completionId)
        // A completion that is named twice has the badge of its first mention.
        if (badge?.isReserved === true || candidates.has(completionId)) begun.push(completionId)
        else if (badge !== undefined) this.#outcomes.push({ completionId, outcome: 'already', credentialId: badge.id })
        else {
          requireEligible(completion, basis)
          const awardedOn = courseAwardDay(this.#awardedOn, completion, this.#deps.now())
          this.#work.quotas.refuseIfReached(basis.operator)
          const identity = await identityOf(this.#deps, basis, completion)
          candidates.set(completionId, { id: newId(), completion, basis, awardedOn, identity })
        }
      } catch (error) {
        this.#refuse(completionId, error)
      }
      const turn = pause()
      if (turn !== undefined) await turn
    }
    return { candidates: [...candidates.values()], begun }
  }

  /** 4. One transaction: ids, status entries, documents that were checked, audit entries. */
  async #reserve(issuerId: string, candidates: readonly Candidate[]): Promise<Reserved> {
    const byBadge = new Map(candidates.map((candidate) => [candidate.id, candidate]))
    return this.#bulk.reserve({
      issuerId,
      purpose: 'revocation',
      wanted: candidates.map(({ id, completion, basis }) => ({
        id,
        completionId: completion.id,
        ...this.#work.quotas.heldBy(basis.operator),
      })),
      quotaSince: this.#work.quotas.since,
      now: issuingInstant(this.#deps),
      makeList: makeStatusList,
      build: async (entries) => {
        const chunk = await this.#build(byBadge, entries)
        this.#isBuilt()
        return chunk
      },
    })
  }

  async #build(candidates: ReadonlyMap<string, Candidate>, granted: Parameters<ReserveRequest['build']>[0]) {
    const now = this.#deps.now()
    const records: BuiltChunk['credentials'] = []
    const pause = fairTurn()
    for (const { id, entry, completionId } of granted) {
      const { completion, basis, awardedOn, identity } = candidates.get(id) as Candidate
      try {
        const record = newRecord(courseBadgeMatter(basis, completion, { awardedOn }), { id, entry })
        const document = courseCredentialDocument(this.#deps, basis, record, completion, identity === undefined ? {} : { identity })
        const checked = requireConforming(this.#deps, document)
        // The signer's own parts of the text are stored, so that it need not be written out to be taken apart again.
        const prepared = this.#deps.signer.prepare?.(checked)
        const text = prepared === undefined ? this.#bulk.compact(JSON.stringify(document)) : storedParts(prepared.parts)
        records.push({ ...record, text })
        this.#documents.set(completionId, { id, text, checked, prepared })
      } catch (error) {
        this.#refused.set(completionId, expected(error))
      }
      const turn = pause()
      if (turn !== undefined) await turn
    }
    return { credentials: records, actor: actorLabel(this.#work.actor), now }
  }

  /** 5. and 6. Sign outside any transaction; one transaction for the signatures. */
  async #sign(issuerId: string, granted: ReadonlySet<string>): Promise<void> {
    const documents = [...this.#documents].filter(([completionId]) => granted.has(completionId))
    const all = documents.map(([, document]) => document)
    const failed = all.length === 0 ? undefined : await signChunk(this.#deps, issuerId, all, this.#work.signer)
    for (const [completionId, { id }] of documents) {
      const reason = failed?.get(id)
      if (reason === undefined) this.#outcomes.push({ completionId, outcome: 'issued', credentialId: id })
      else this.#outcomes.push({ completionId, outcome: 'refused', code: 'credential_refused', reason })
    }
    for (const [completionId, error] of this.#refused) if (granted.has(completionId)) this.#refuse(completionId, error)
    this.#documents.clear()
    this.#refused.clear()
  }

  #refuse(completionId: string, error: unknown): void {
    const { code, message } = expected(error)
    this.#outcomes.push({ completionId, outcome: 'refused', code, reason: message })
  }
}

/** What concerns one row is said in its line; a defect, or a database that takes nothing now, ends the batch. */
const expected = (error: unknown): ServiceError => {
  if (!(error instanceof ServiceError) || error.code === 'overloaded') throw error
  return error
}

const byIssuer = (candidates: readonly Candidate[]): Map<string, Candidate[]> => {
  const groups = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const { id } = candidate.basis.issuer
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [candidate])
    else group.push(candidate)
  }
  return groups
}
