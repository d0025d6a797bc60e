import { type Actor, actorLabel } from '../domain/actor.ts'
import { type ImportFile, moveImport } from '../domain/import-file.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { deleteChunks, deleteImportRows, type ImportRow, listWaitingRows, noteDone, setImportState, setOutcomes } from '../store/imports.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { requireImport } from './check-import.ts'
import type { Deps } from './deps.ts'
import { importLimits } from './import-limits.ts'
import { registerCompletionRows, registerParticipantRows } from './register-import-rows.ts'

/** May this actor see and decide about this import? One of another operator is as if it were not there. @throws ServiceError `not_found` */
export const requireOwnImport = async (deps: Deps, actor: Actor, id: string): Promise<ImportFile> => {
  const file = await requireImport(deps, id)
  if ('role' in actor && actor.role === 'operator' && actor.organisationId !== file.organisationId)
    throw new ServiceError('not_found', `There is no import ${id}.`)
  permit(
    actor,
    file.kind === 'completions' ? 'completion.import' : 'participant.register',
    file.organisationId === undefined ? {} : { operatorId: file.organisationId },
  )
  return file
}

/**
 * Begins the second step: exactly the accepted rows of the dry run are going to be registered. Confirming again changes nothing.
 *
 * @throws ServiceError `not_found`, `forbidden`, `conflict` while the file is not checked, was refused or discarded
 */
export const confirmImport = async (deps: Deps, actor: Actor, id: string): Promise<ImportFile> => {
  const file = await requireOwnImport(deps, actor, id)
  if (file.state === 'confirmed' || file.state === 'imported') return file
  const to = moveImport(file, 'confirm')
  await inTransaction(deps, async (deps) => {
    if (!(await setImportState(deps.db, id, { from: file.state, to, confirmedBy: actorLabel(actor) }, deps.now())))
      throw new ServiceError('conflict', `The import ${id} was changed by somebody else; look at it again.`)
    await audit(deps, actor, 'import.confirmed', `import:${id}`)
  })
  return requireImport(deps, id)
}

/** Gives up an import before its second step; the rows are erased, the record that a file came stays. @throws ServiceError as {@link confirmImport} */
export const discardImport = async (deps: Deps, actor: Actor, id: string): Promise<ImportFile> => {
  const file = await requireOwnImport(deps, actor, id)
  if (file.state === 'discarded') return file
  const to = moveImport(file, 'discard')
  await inTransaction(deps, async (deps) => {
    if (!(await setImportState(deps.db, id, { from: file.state, to }, deps.now())))
      throw new ServiceError('conflict', `The import ${id} was changed by somebody else; look at it again.`)
    await deleteChunks(deps.db, id)
    await deleteImportRows(deps.db, id)
    await audit(deps, actor, 'import.discarded', `import:${id}`)
  })
  return requireImport(deps, id)
}

/**
 * Registers the accepted rows of a confirmed import, a batch in a transaction; what a stopped process has done is not done again.
 *
 * @param progress - told after each batch how many of the accepted rows are done
 * @throws ServiceError `not_found`, `conflict` unless it is confirmed
 */
export const registerImport = async (
  deps: Deps,
  actor: Actor,
  id: string,
  progress: (done: number) => Promise<void> | void = () => undefined,
  signal?: AbortSignal,
): Promise<ImportFile> => {
  const file = await requireImport(deps, id)
  if (file.state === 'imported') return file
  const to = moveImport(file, 'finish')
  for (;;) {
    const done = await registerBatch(deps, actor, file)
    if (done === undefined) break
    await progress(done)
    if (signal?.aborted)
      throw new ServiceError('overloaded', 'The service is stopping; the import goes on later.', { retryAfterSeconds: 5 })
  }
  await inTransaction(deps, async (deps) => {
    if (await setImportState(deps.db, id, { from: 'confirmed', to }, deps.now()))
      await audit(deps, actor, 'import.imported', `import:${id}`)
  })
  return requireImport(deps, id)
}

/** @returns how many rows of the file are done now; undefined when none was left */
const registerBatch = async (deps: Deps, actor: Actor, file: ImportFile): Promise<number | undefined> => {
  // Somebody who registers the same person or completion at the same moment spoils the batch; read again, theirs is seen.
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(deps, async (deps) => {
        // The row of the file is locked first, so that two processes take one batch after the other.
        await noteDone(deps.db, file.id, 0)
        const rows = await listWaitingRows(deps.db, file.id, importLimits.batchRows)
        if (rows.length === 0) return undefined
        const outcomes = await registerRows(deps, actor, file, rows)
        await setOutcomes(deps.db, file.id, outcomes)
        return noteDone(deps.db, file.id, rows.length)
      })
    } catch (error) {
      if (!isUniqueViolation(error) || attempt === 3) throw error
    }
  }
}

const registerRows = (deps: Deps, actor: Actor, file: ImportFile, rows: readonly ImportRow[]) =>
  file.kind === 'completions' ? registerCompletionRows(deps, actor, file, rows) : registerParticipantRows(deps, actor, file, rows)
