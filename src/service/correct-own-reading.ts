import type { Actor } from '../domain/actor.ts'
import { readKana } from '../domain/kana.ts'
import type { Participant } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { nameSearchKey } from '../domain/person-name.ts'
import { type InputProblem, ServiceError } from '../errors.ts'
import { findParticipant, updateName } from '../store/participants.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/**
 * A learner corrects how the own name is read and written on badges. The name itself was the course's word and is corrected by whoever keeps the register.
 *
 * @throws ServiceError `forbidden`, `participant_not_found`, `invalid_input`
 */
export const correctOwnReading = async (
  deps: Deps,
  actor: Actor,
  command: { participantId: string } & Pick<Participant, 'familyNameKana' | 'givenNameKana' | 'romanName' | 'badgeNameForm'>,
): Promise<void> => {
  const { participantId, ...given } = command
  permit(actor, 'participant.update_contact', { participantId })
  const participant = await findParticipant(deps.db, participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', `There is no participant ${participantId}.`)
  const problems: InputProblem[] = []
  for (const member of ['familyNameKana', 'givenNameKana'] as const)
    if (given[member] !== '' && !readKana(given[member]).ok) problems.push({ path: member, code: 'KANA', message: 'must be katakana' })
  if (given.badgeNameForm === 'kana' && given.familyNameKana === '')
    problems.push({ path: 'familyNameKana', code: 'KANA', message: 'is needed: badges are to carry it' })
  if (given.badgeNameForm === 'roman' && (given.romanName ?? '') === '')
    problems.push({ path: 'romanName', code: 'ROMAN', message: 'is needed: badges are to carry it' })
  if (problems.length > 0) throw new ServiceError('invalid_input', 'The reading is not acceptable.', { problems })
  const { familyName, givenName, familyNameKana, givenNameKana, romanName, badgeNameForm } = participant
  const former = { familyName, givenName, familyNameKana, givenNameKana, ...(romanName === undefined ? {} : { romanName }), badgeNameForm }
  const { romanName: _former, ...rest } = participant
  const { romanName: roman, ...readings } = given
  const corrected: Participant = { ...rest, ...readings, ...(roman === undefined || roman === '' ? {} : { romanName: roman }) }
  await inTransaction(deps, async (deps) => {
    await updateName(
      deps.db,
      { ...corrected, searchKey: nameSearchKey(`${familyName}${givenName}`) },
      { name: former, reason: '本人による訂正' },
      deps.now(),
    )
    await audit(deps, actor, 'participant.renamed', `participant:${participantId}`, { by: 'learner' })
  })
}
