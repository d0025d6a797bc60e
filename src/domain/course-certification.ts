import type { Certification, Course } from './course.ts'
import type { Day } from './japanese-date.ts'
import { refuseActor, refuseMove } from './refusal.ts'
import type { Text } from './text.ts'

type Status = Certification['status']

const moved = (course: Course, move: string, allowedFrom: readonly Status[], certification: Certification): Course => {
  const { status } = course.certification
  if (!allowedFrom.includes(status)) return refuseMove(`course ${course.code}`, status, move, allowedFrom)
  return { ...course, certification }
}

const requireOperator = (course: Course, by: { organisationId?: string }): void => {
  if (by.organisationId !== course.operatorId) refuseActor('Only its operator submits a course.')
}

const requireOther = (course: Course, by: { organisationId?: string }): void => {
  if (by.organisationId === course.operatorId) refuseActor('An operator does not decide about its own course.')
}

/** draft or returned → submitted, by the operator. */
export const submitCourse = (course: Course, by: { organisationId?: string }): Course => {
  requireOperator(course, by)
  return moved(course, 'submit', ['draft', 'returned'], { status: 'submitted' })
}

/** submitted → certified, by the secretariat. */
export const certifyCourse = (
  course: Course,
  decision: { on: Day; until?: Day; by: { id: string; organisationId?: string }; note?: Text },
): Course => {
  requireOther(course, decision.by)
  return moved(course, 'certify', ['submitted'], {
    status: 'certified',
    certifiedOn: decision.on,
    ...(decision.until === undefined ? {} : { until: decision.until }),
    by: decision.by.id,
    ...(decision.note === undefined ? {} : { note: decision.note }),
  })
}

/** submitted → returned, by the secretariat. */
export const returnCourse = (course: Course, by: { organisationId?: string }): Course => {
  requireOther(course, by)
  return moved(course, 'return', ['submitted'], { status: 'returned' })
}

/** certified → suspended; or certified or suspended → ended. Days before stay certified: see {@link certifiedOn}. */
export const endCertification = (
  course: Course,
  status: 'suspended' | 'ended',
  decision: { on: Day; by: { organisationId?: string }; note?: Text },
): Course => {
  requireOther(course, decision.by)
  const { certification } = course
  const allowedFrom: readonly Status[] = status === 'suspended' ? ['certified'] : ['certified', 'suspended']
  if (certification.status !== 'certified' && certification.status !== 'suspended') {
    return refuseMove(`course ${course.code}`, certification.status, status === 'suspended' ? 'suspend' : 'end', allowedFrom)
  }
  return moved(course, status === 'suspended' ? 'suspend' : 'end', allowedFrom, {
    status,
    certifiedOn: certification.certifiedOn,
    endedOn: certification.status === 'suspended' ? certification.endedOn : decision.on,
    ...(decision.note === undefined ? {} : { note: decision.note }),
  })
}
