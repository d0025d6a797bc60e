/** A learner. No birth date, gender, My Number or home address is ever kept (DOMAIN section 3). */
export interface Participant {
  id: string
  /** exactly as given; never normalised */
  familyName: string
  /** empty for a person with one name */
  givenName: string
  familyNameKana: string
  givenNameKana: string
  romanName?: string
  badgeNameForm: 'kanji' | 'roman' | 'kana'
  emails: string[]
  isDemo: boolean
}

/** The name in the form that the participant chose for badges. */
export const badgeName = (participant: Participant): string => {
  const join = (family: string, given: string): string => (given === '' ? family : `${family} ${given}`)
  if (participant.badgeNameForm === 'roman' && participant.romanName !== undefined) return participant.romanName
  if (participant.badgeNameForm === 'kana') return join(participant.familyNameKana, participant.givenNameKana)
  return join(participant.familyName, participant.givenName)
}
