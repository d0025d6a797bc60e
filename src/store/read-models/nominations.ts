import type { Nomination } from '../../domain/nomination.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { Participant } from '../../domain/participant.ts'
import type { Db } from '../database.ts'
import { findOrganisation } from '../organisations.ts'
import { findParticipant } from '../participants.ts'

export { findNomination, pageNominations } from '../nominations.ts'
export { listEmployments } from '../participants.ts'

/** The learner and the employer of a nomination. */
export const findNominationPeople = async (
  db: Db,
  nomination: Pick<Nomination, 'participantId' | 'employerId'>,
): Promise<{ participant: Participant; employer: Organisation } | undefined> => {
  const participant = await findParticipant(db, nomination.participantId)
  const employer = await findOrganisation(db, nomination.employerId)
  return participant === undefined || employer === undefined ? undefined : { participant, employer }
}
