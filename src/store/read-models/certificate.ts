import type { IssuedCredential } from '../../domain/credential.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { Participant } from '../../domain/participant.ts'
import type { Text } from '../../domain/text.ts'
import { findCompletion } from '../completions.ts'
import { findCourse, findSession } from '../courses.ts'
import type { Db } from '../database.ts'
import { findOrganisation, listOrganisations } from '../organisations.ts'
import { findParticipant } from '../participants.ts'

/** What a 修了証 says, from the records behind a badge of a course. */
export interface CertificateRecord {
  course: Text
  holder: Participant
  council: Organisation
  operator: Organisation | undefined
  certificateNo: string | undefined
}

/** @returns undefined for a badge that no completion led to */
export const readCertificate = async (db: Db, credential: IssuedCredential): Promise<CertificateRecord | undefined> => {
  if (credential.completionId === undefined) return undefined
  const completion = await findCompletion(db, credential.completionId)
  const session = completion && (await findSession(db, completion.sessionId))
  const course = session && (await findCourse(db, session.courseId))
  const holder = await findParticipant(db, credential.participantId)
  const council = (await listOrganisations(db, 'secretariat'))[0]
  if (course === undefined || holder === undefined || council === undefined) return undefined
  return {
    course: course.name,
    holder,
    council,
    operator: await findOrganisation(db, course.operatorId),
    certificateNo: completion?.certificateNo,
  }
}
