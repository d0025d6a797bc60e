import type { Actor } from '../domain/actor.ts'
import {
  type Declaration,
  type DeclarationContent,
  publishDeclaration,
  submitDeclaration,
  withdrawDeclaration,
} from '../domain/declaration.ts'
import type { Day } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import type { Reason } from '../domain/refusal.ts'
import { findDeclaration, saveDeclaration } from '../store/declarations.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/** A declaration with the days on which it moved, from records kept elsewhere until now. */
export interface RecordedDeclaration {
  content: DeclarationContent
  submittedOn?: Day
  published?: { on: Day; validUntil: Day; publisherId: string }
  withdrawn?: { on: Day; reason: Reason }
}

/**
 * Takes a declaration over by making its recorded moves again, so that each is held to the rules: an incomplete guarantee comes back with
 * `EFFECT_INCOMPLETE` here too. The same id again changes nothing.
 *
 * @throws ServiceError `forbidden`, `conflict`, `invalid_input` where a recorded move is not allowed
 */
export const takeOverDeclaration = async (deps: Deps, actor: Actor, recorded: RecordedDeclaration): Promise<Declaration> => {
  permit(actor, 'programme.load')
  const known = await findDeclaration(deps.db, recorded.content.id)
  if (known !== undefined) return known
  const { content, submittedOn, published, withdrawn } = recorded
  let declaration: Declaration = { ...content, state: 'draft' }
  if (submittedOn !== undefined) declaration = submitDeclaration(declaration, submittedOn)
  if (published !== undefined && declaration.state === 'submitted')
    declaration = publishDeclaration(declaration, {
      on: published.on,
      validUntil: published.validUntil,
      publisher: { id: published.publisherId },
    }).declaration
  if (withdrawn !== undefined) declaration = withdrawDeclaration(declaration, { ...withdrawn, by: { organisationId: content.employerId } })
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    await saveDeclaration(deps.db, declaration, now)
    await audit(deps, actor, `declaration.${declaration.state}`, `declaration:${content.id}`, {
      employer: content.employerId,
      version: content.version,
    })
  })
  return declaration
}
