import type { Actor, Role } from '../../src/domain/actor.ts'
import { ServiceError } from '../../src/errors.ts'
import type { World } from './world.ts'

/** What became of an attempted move: the state that it reached, or the code of its refusal. */
export const outcomeOf = async (move: Promise<{ state: string }>): Promise<string> => {
  try {
    return (await move).state
  } catch (error) {
    if (error instanceof ServiceError) return error.code
    throw error
  }
}

export const person = (role: Role, more: { organisationId?: string; participantId?: string } = {}): Actor => ({
  kind: 'user',
  id: `a-${role}`,
  role,
  ...more,
})

export const reason = { code: 'TEST_REASON', text: '試験のため' }

/** The programme's people, employers, courses and completions, without badges, declarations or nominations. */
export const loadPeople = async (world: World): Promise<void> => {
  const { operators, employers, participants, achievements, courses, completions } = world.programme
  await world.loadParts({ operators, employers, participants, achievements, courses, completions })
}
