import { createHash } from 'node:crypto'
import { type Actor, actorLabel } from '../domain/actor.ts'
import { completionColumns } from '../domain/completion-import.ts'
import type { ImportFile, ImportKind } from '../domain/import-file.ts'
import { participantColumns } from '../domain/participant-import.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findCourse, findSession } from '../store/courses.ts'
import { deleteImport, findImport, insertChunk, insertImport, sealImport } from '../store/imports.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { type Encoding, watchEncoding } from './import-encoding.ts'
import { importLimits } from './import-limits.ts'

/** The header of each kind of file, in the order of its template. */
export const importColumns: Record<ImportKind, readonly string[]> = { completions: completionColumns, participants: participantColumns }

export interface ReceiveImport {
  kind: ImportKind
  fileName: string
  bytes: AsyncIterable<Uint8Array>
  /** the run that every row must be for */
  sessionId?: string
  encoding?: Encoding
}

/**
 * The first part of a dry run: takes a file in, piece by piece, and keeps it until it is checked. Nothing of it is registered.
 *
 * @throws ServiceError `forbidden`, `session_not_found`, `payload_too_large`, `unsupported_media_type`, `invalid_input` for an empty file
 */
export const receiveImport = async (deps: Deps, actor: Actor, command: ReceiveImport): Promise<ImportFile> => {
  // 1. May this actor import, for this run?
  const organisationId = await requireImporter(deps, actor, command)

  // 2. Take the file in. A sender that breaks off leaves nothing behind.
  const file = {
    id: newId(),
    kind: command.kind,
    fileName: fileNameOf(command.fileName),
    ...(command.sessionId === undefined ? {} : { sessionId: command.sessionId }),
    ...(organisationId === undefined ? {} : { organisationId }),
    createdBy: actorLabel(actor),
  }
  await insertImport(deps.db, file, deps.now())
  try {
    const { sha256, byteCount, watch } = await storeBytes(deps, file.id, command)
    if (byteCount === 0)
      throw new ServiceError('invalid_input', 'The file is empty.', { problems: [{ path: 'file', message: 'is empty' }] })
    const decided = watch.decide()
    await inTransaction(deps, async (deps) => {
      await sealImport(deps.db, file.id, { sha256, byteCount, ...decided })
      await audit(deps, actor, 'import.received', `import:${file.id}`, { kind: file.kind, sha256, bytes: byteCount })
    })
  } catch (error) {
    await deleteImport(deps.db, file.id)
    throw error
  }
  const received = await findImport(deps.db, file.id)
  if (received === undefined) throw new Error(`import ${file.id} was received and is not stored`)
  return received
}

/** @returns the operator whose import it is; undefined for one of the secretariat */
const requireImporter = async (deps: Deps, actor: Actor, command: ReceiveImport): Promise<string | undefined> => {
  const action = command.kind === 'completions' ? 'completion.import' : 'participant.register'
  const operatorId = 'role' in actor && actor.role === 'operator' ? actor.organisationId : undefined
  if (command.sessionId === undefined) {
    permit(actor, action, operatorId === undefined ? {} : { operatorId })
    return operatorId
  }
  const session = await findSession(deps.db, command.sessionId)
  const course = session && (await findCourse(deps.db, session.courseId))
  if (course === undefined) throw new ServiceError('session_not_found', `There is no course session ${command.sessionId}.`)
  permit(actor, action, { operatorId: course.operatorId })
  return operatorId
}

const storeBytes = async (deps: Deps, importId: string, command: ReceiveImport) => {
  const hash = createHash('sha256')
  const watch = watchEncoding(importColumns[command.kind], command.encoding)
  let byteCount = 0
  let n = 0
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  const flush = async (): Promise<void> => {
    if (waitingBytes === 0) return
    await insertChunk(deps.db, importId, n, Buffer.concat(waiting))
    n += 1
    waiting = []
    waitingBytes = 0
  }
  for await (const bytes of command.bytes) {
    byteCount += bytes.length
    if (byteCount > importLimits.maxFileBytes)
      throw new ServiceError('payload_too_large', `A file to import has at most ${importLimits.maxFileBytes / 1024 / 1024} MB.`)
    hash.update(bytes)
    watch.see(bytes)
    waiting.push(bytes)
    waitingBytes += bytes.length
    if (waitingBytes >= importLimits.chunkBytes) await flush()
  }
  await flush()
  return { sha256: hash.digest('hex'), byteCount, watch }
}

/** The name without a path and without characters that would disturb a report. */
const fileNameOf = (name: string): string => {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  return last.replace(/\p{Cc}/gu, '').slice(0, 200) || 'import.csv'
}
