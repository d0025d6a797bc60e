import type { Actor } from '../domain/actor.ts'
import {
  type Declaration,
  type DeclarationContent,
  editDeclaration as edited,
  renewDeclaration as renewed,
  submitDeclaration as submitted,
  withdrawDeclaration as withdrawn,
} from '../domain/declaration.ts'
import { jstDay } from '../domain/japanese-date.ts'
import type { Organisation } from '../domain/organisation.ts'
import { permit } from '../domain/permit.ts'
import type { Recognition } from '../domain/recognition.ts'
import { type Reason, refuseProblems } from '../domain/refusal.ts'
import { type InputProblem, ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findAchievement } from '../store/achievements.ts'
import { findDeclaration, listDeclarations } from '../store/declarations.ts'
import { findOrganisation } from '../store/organisations.ts'
import type { Deps } from './deps.ts'
import { withdrawDeclarationEndorsements } from './endorse-declaration.ts'
import { inMoves, movedTo, storeMove } from './store-move.ts'

export type DeclarationText = Pick<DeclarationContent, 'statement' | 'measures' | 'badgeRecognitions' | 'noRecognitionYet' | 'contact'>

/**
 * A new draft of an employer's declaration: its first, or the next version of the one before with new contents.
 *
 * @throws ServiceError `forbidden`, `organisation_not_found`, `conflict` while another draft is open, `invalid_input`
 */
export const draftDeclaration = async (
  deps: Deps,
  actor: Actor,
  command: DeclarationText & { employerId: string },
): Promise<Declaration> => {
  const { employerId, ...text } = command
  permit(actor, 'declaration.write', { employerId })
  const employer = await requireEmployer(deps, employerId)
  await requireKnownBadges(deps, text.badgeRecognitions)
  return inMoves(deps, async (deps) => {
    const { latest } = await openVersion(deps, employerId)
    const draft: Declaration = {
      ...text,
      id: newId(),
      employerId,
      corporateNumber: employer.corporateNumber,
      version: (latest?.version ?? 0) + 1,
      ...(latest === undefined ? {} : { previousId: latest.id }),
      isDemo: employer.isDemo,
      state: 'draft',
    }
    return storeDraft(deps, actor, draft)
  })
}

/** Changes a draft or a returned declaration. */
export const editDeclaration = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; change: Partial<DeclarationText> },
): Promise<Declaration> => {
  const declaration = await requireDeclaration(deps, command.id)
  permit(actor, 'declaration.write', { employerId: declaration.employerId })
  await requireKnownBadges(deps, command.change.badgeRecognitions ?? [])
  return inMoves(deps, async (deps) => {
    const before = await requireDeclaration(deps, command.id)
    const after = edited(before, command.change)
    return storeMove(deps, actor, 'declaration', { before, after, moves: [], action: 'edited' })
  })
}

/**
 * Hands a declaration in. One whose guarantee is incomplete comes back at once, with `EFFECT_INCOMPLETE` and what is missing.
 *
 * @returns the declaration, `submitted` or `returned`
 */
export const submitDeclaration = async (deps: Deps, actor: Actor, command: { id: string }): Promise<Declaration> => {
  const declaration = await requireDeclaration(deps, command.id)
  permit(actor, 'declaration.submit', { employerId: declaration.employerId })
  return inMoves(deps, async (deps) => {
    const before = await requireDeclaration(deps, command.id)
    const today = jstDay(deps.now())
    const after: Declaration = submitted(before, today)
    const moves = after.state === 'returned' ? [{ state: 'submitted', on: today }, ...movedTo(after, today)] : movedTo(after, today)
    return storeMove(deps, actor, 'declaration', {
      before,
      after,
      moves,
      detail: after.state === 'returned' ? { reason: after.reason.code } : {},
    })
  })
}

/** A draft of the next version with the contents of the one before. @throws ServiceError `conflict` while another draft is open */
export const renewDeclaration = async (deps: Deps, actor: Actor, command: { id: string }): Promise<Declaration> => {
  const declaration = await requireDeclaration(deps, command.id)
  permit(actor, 'declaration.write', { employerId: declaration.employerId })
  return inMoves(deps, async (deps) => {
    const before = await requireDeclaration(deps, command.id)
    const { latest } = await openVersion(deps, before.employerId)
    const draft = renewed(before, newId())
    return storeDraft(deps, actor, { ...draft, version: Math.max(draft.version, (latest?.version ?? 0) + 1) })
  })
}

/** Takes a declaration back. Promises that badges earned before stay visible with their dates. */
export const withdrawDeclaration = async (deps: Deps, actor: Actor, command: { id: string; reason: Reason }): Promise<Declaration> => {
  const declaration = await requireDeclaration(deps, command.id)
  permit(actor, 'declaration.withdraw', { employerId: declaration.employerId })
  const withdrawal = await inMoves(deps, async (deps) => {
    const before = await requireDeclaration(deps, command.id)
    const today = jstDay(deps.now())
    const after: Declaration = withdrawn(before, { on: today, reason: command.reason, by: { organisationId: before.employerId } })
    return storeMove(deps, actor, 'declaration', { before, after, moves: movedTo(after, today), detail: { reason: command.reason.code } })
  })
  await withdrawDeclarationEndorsements(deps, withdrawal.id, command.reason)
  return withdrawal
}

/** @throws ServiceError `not_found` */
export const requireDeclaration = async (deps: Deps, id: string): Promise<Declaration> => {
  const declaration = await findDeclaration(deps.db, id)
  if (declaration === undefined) throw new ServiceError('not_found', `There is no declaration ${id}.`)
  return declaration
}

const storeDraft = (deps: Deps, actor: Actor, draft: Declaration): Promise<Declaration> =>
  storeMove(deps, actor, 'declaration', {
    after: draft,
    beside: { employer_id: draft.employerId },
    moves: movedTo(draft, jstDay(deps.now())),
    action: 'drafted',
    detail: { employer: draft.employerId, version: draft.version },
  })

const requireEmployer = async (deps: Deps, employerId: string): Promise<Organisation & { corporateNumber: string }> => {
  const employer = await findOrganisation(deps.db, employerId)
  if (employer?.kind !== 'employer') throw new ServiceError('organisation_not_found', `There is no employer ${employerId}.`)
  const { corporateNumber } = employer
  if (corporateNumber === undefined)
    throw new ServiceError('invalid_input', 'A declaration needs the corporate number of the employer.', {
      problems: [{ path: '/employerId', code: 'CORPNUM_MISSING', message: '法人番号を先に登録してください。' }],
    })
  return { ...employer, corporateNumber }
}

/** The latest version that was published once. @throws ServiceError `conflict` while a draft is open */
const openVersion = async (deps: Deps, employerId: string): Promise<{ latest: Declaration | undefined }> => {
  const all = await listDeclarations(deps.db, { employerId })
  const open = all.find(({ state }) => state === 'draft' || state === 'submitted' || state === 'returned')
  if (open !== undefined)
    throw new ServiceError('conflict', `Declaration ${open.id} of this employer is ${open.state}. Finish or withdraw it before a new one.`)
  return { latest: all.filter((one) => 'publishedOn' in one && one.publishedOn !== undefined).sort((a, b) => b.version - a.version)[0] }
}

/** Recognitions name definitions of this service by their address. */
const requireKnownBadges = async (deps: Deps, recognitions: readonly Recognition[]): Promise<void> => {
  const problems: InputProblem[] = []
  for (const [i, { achievements }] of recognitions.entries()) {
    for (const [j, id] of achievements.entries()) {
      const path = id.startsWith(`${deps.publicUrl}/`) ? id.slice(deps.publicUrl.length) : undefined
      if (path === undefined || (await findAchievement(deps.db, path)) === undefined)
        problems.push({
          path: `/badgeRecognitions/${i}/achievements/${j}`,
          code: 'ACHIEVEMENT_UNKNOWN',
          message: `There is no badge definition at ${id}; GET /achievements lists them.`,
        })
    }
  }
  refuseProblems('A recognition names a badge that is not known here.', problems)
}
