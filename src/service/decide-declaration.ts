import type { Actor } from '../domain/actor.ts'
import { type Declaration, publishDeclaration as published, returnDeclaration as returned } from '../domain/declaration.ts'
import { type Day, jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import type { Reason } from '../domain/refusal.ts'
import { findPublishedDeclaration } from '../store/declarations.ts'
import type { Deps } from './deps.ts'
import { endorseDeclaration, withdrawDeclarationEndorsements } from './endorse-declaration.ts'
import { requireDeclaration } from './own-declaration.ts'
import { actingAs, inMoves, movedTo, storeMove } from './store-move.ts'

/**
 * Publishes a submitted declaration; the version before ends that day.
 *
 * @param command.validUntil - last day (JST); 24 months unless given
 * @returns the published declaration and, if there was one, the version that ended
 * @throws ServiceError `forbidden` for the employer itself, `conflict`, `invalid_input`
 */
export const publishDeclaration = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; validUntil?: Day },
): Promise<{ declaration: Declaration; previous?: Declaration }> => {
  const { employerId } = await requireDeclaration(deps, command.id)
  permit(actor, 'declaration.publish', { employerId })
  const publication = await inMoves(deps, async (deps) => {
    const before = await requireDeclaration(deps, command.id)
    const former = await findPublishedDeclaration(deps.db, employerId)
    const today = jstDay(deps.now())
    const { declaration, previous } = published(before, { on: today, validUntil: command.validUntil, publisher: actingAs(actor) }, former)
    // The one before ends first: an employer has one published declaration at any moment.
    if (previous !== undefined)
      await storeMove<Declaration>(deps, actor, 'declaration', { before: former, after: previous, moves: movedTo(previous, today) })
    await storeMove<Declaration>(deps, actor, 'declaration', {
      before,
      after: declaration,
      moves: movedTo(declaration, today),
      detail: { employer: employerId, version: declaration.version, validUntil: declaration.validUntil },
    })
    return { declaration, ...(previous === undefined ? {} : { previous }) }
  })
  // Signed after the publication; what a stopped process leaves undone here, `settleEndorsements` does.
  if (publication.previous !== undefined)
    await withdrawDeclarationEndorsements(deps, publication.previous.id, { code: 'SUPERSEDED', text: '次の版が公表されました。' })
  await endorseDeclaration(deps, publication.declaration)
  return publication
}

/** Sends a submitted declaration back with a reason. */
export const returnDeclaration = async (deps: Deps, actor: Actor, command: { id: string; reason: Reason }): Promise<Declaration> => {
  const { employerId } = await requireDeclaration(deps, command.id)
  permit(actor, 'declaration.return', { employerId })
  return inMoves(deps, async (deps) => {
    const before = await requireDeclaration(deps, command.id)
    const today = jstDay(deps.now())
    const after: Declaration = returned(before, { on: today, reason: command.reason })
    return storeMove(deps, actor, 'declaration', { before, after, moves: movedTo(after, today), detail: { reason: command.reason.code } })
  })
}
