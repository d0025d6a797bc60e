import type { Actor } from '../domain/actor.ts'
import {
  type Declaration,
  type DeclarationContent,
  publishDeclaration,
  returnDeclaration,
  submitDeclaration,
  withdrawDeclaration,
} from '../domain/declaration.ts'
import { type Day, jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import type { Reason } from '../domain/refusal.ts'
import { findDeclaration, findPublishedDeclaration } from '../store/declarations.ts'
import type { RecordMove } from '../store/record-moves.ts'
import type { Deps } from './deps.ts'
import { inMoves, movedTo, storeMove } from './store-move.ts'

/** A declaration with the days on which it moved, from records kept elsewhere until now. */
export interface RecordedDeclaration {
  content: DeclarationContent
  submittedOn?: Day
  /** sent back by the secretariat; an incomplete guarantee comes back by itself */
  returned?: { on?: Day; reason: Reason }
  published?: { on: Day; validUntil: Day; publisherId: string }
  withdrawn?: { on: Day; reason: Reason }
}

/**
 * Takes a declaration over by making its recorded moves again, so that each is held to the rules: an incomplete guarantee comes back with
 * `EFFECT_INCOMPLETE` here too, and publishing ends the version before. Versions are taken over in their order. The same id again changes nothing.
 *
 * @throws ServiceError `forbidden`, `conflict`, `invalid_input` where a recorded move is not allowed
 */
export const takeOverDeclaration = async (deps: Deps, actor: Actor, recorded: RecordedDeclaration): Promise<Declaration> => {
  permit(actor, 'programme.load')
  const known = await findDeclaration(deps.db, recorded.content.id)
  if (known !== undefined) return known
  const { employerId, version } = recorded.content
  return inMoves(deps, async (deps) => {
    const before = await findPublishedDeclaration(deps.db, employerId)
    const { declaration, previous, moves } = replay(recorded, before, jstDay(deps.now()))
    if (previous !== undefined)
      await storeMove(deps, actor, 'declaration', { before, after: previous, moves: movedTo(previous, recorded.published?.on ?? '') })
    return storeMove(deps, actor, 'declaration', {
      after: declaration,
      beside: { employer_id: employerId },
      moves,
      detail: { employer: employerId, version },
    })
  })
}

const replay = (
  { content, submittedOn, returned, published, withdrawn }: RecordedDeclaration,
  before: Declaration | undefined,
  today: Day,
): { declaration: Declaration; previous?: Declaration; moves: RecordMove[] } => {
  let declaration = { ...content, ...(before === undefined ? {} : { previousId: before.id }), state: 'draft' } as Declaration
  let previous: Declaration | undefined
  const moves: RecordMove[] = []
  const moved = (next: Declaration, on: Day): void => {
    declaration = next
    moves.push({ state: next.state, on })
  }
  if (submittedOn !== undefined) moved(submitDeclaration(declaration, submittedOn), submittedOn)
  if (returned !== undefined && declaration.state === 'submitted') {
    const on = returned.on ?? today
    moved(returnDeclaration(declaration, { on, reason: returned.reason }), on)
  }
  if (published !== undefined && declaration.state === 'submitted') {
    const { on, validUntil, publisherId } = published
    const publication = publishDeclaration(declaration, { on, validUntil, publisher: { id: publisherId } }, before)
    moved(publication.declaration, on)
    previous = publication.previous
  }
  if (withdrawn !== undefined)
    moved(withdrawDeclaration(declaration, { ...withdrawn, by: { organisationId: content.employerId } }), withdrawn.on)
  return { declaration, ...(previous === undefined ? {} : { previous }), moves }
}
