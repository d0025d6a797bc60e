/** Tells the time. Pure rooms (domain, openbadges) get instants as arguments instead. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
