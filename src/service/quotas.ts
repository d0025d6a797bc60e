import type { Actor } from '../domain/actor.ts'
import { fiscalYearOf, jstDay } from '../domain/japanese-date.ts'
import type { Organisation } from '../domain/organisation.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findOrganisation, listOrganisations } from '../store/organisations.ts'
import { countIssuedSince, findQuota, listQuotas, lockQuota, saveQuota } from '../store/quotas.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/** How much of its quota an organisation has used in the present fiscal year. */
export interface QuotaState {
  organisationId: string
  fiscalYear: number
  /** absent: without a limit */
  perFiscalYear?: number
  issued: number
}

const yearOf = (now: Date): { fiscalYear: number; since: Date } => {
  const fiscalYear = fiscalYearOf(jstDay(now))
  return { fiscalYear, since: new Date(`${fiscalYear}-04-01T00:00:00+09:00`) }
}

/** What is said to whoever asks for a badge beyond a quota (SECURITY T15): the number, and whom to ask. */
const beyondQuota = async (
  deps: Deps,
  organisation: Organisation,
  { quota, issued }: { quota: number; issued: number },
): Promise<ServiceError> => {
  const council = (await listOrganisations(deps.db, 'secretariat'))[0]
  const whom =
    council === undefined
      ? 'the secretariat'
      : `the secretariat (${council.name.ja}${council.email === undefined ? '' : `, ${council.email}`})`
  return new ServiceError(
    'quota_exceeded',
    `${organisation.name.ja} may have ${quota} badge(s) issued in fiscal year ${yearOf(deps.now()).fiscalYear}, and has ${issued}. Ask ${whom} for more.`,
  )
}

/** The secretariat itself answers for what it issues; it counts, and is not held up. */
const isHeld = (actor: Actor): boolean => !('role' in actor && actor.role === 'secretariat')

/**
 * Refuses a badge beyond the quota of the operator or employer that it is issued for. Inside the transaction that reserves it, before it takes anything.
 *
 * @throws ServiceError `quota_exceeded`
 */
export const requireWithinQuota = async (deps: Deps, actor: Actor, organisation: Organisation): Promise<void> => {
  if (!isHeld(actor)) return
  const state = await lockQuota(deps.db, { organisationId: organisation.id, since: yearOf(deps.now()).since })
  if (state !== undefined && state.issued >= state.quota) throw await beyondQuota(deps, organisation, state)
}

/** The same for a batch, whose chunks are held to the quotas by the transactions that reserve them (`withinQuotas`). */
export class BatchQuotas {
  readonly #deps: Deps
  readonly #actor: Actor
  readonly #reached = new Map<string, ServiceError>()

  constructor(deps: Deps, actor: Actor) {
    this.#deps = deps
    this.#actor = actor
  }

  /** From when on a quota counts. */
  get since(): Date {
    return yearOf(this.#deps.now()).since
  }

  /** Whose quota a badge of this operator takes from. */
  heldBy(organisation: Organisation): { quotaOf?: string } {
    return isHeld(this.#actor) ? { quotaOf: organisation.id } : {}
  }

  /** Nothing more is built for whoever has reached the quota. @throws ServiceError `quota_exceeded` */
  refuseIfReached(organisation: Organisation): void {
    const refusal = this.#reached.get(organisation.id)
    if (refusal !== undefined) throw refusal
  }

  /** What is said of a badge that the transaction left out. */
  async refusal(organisation: Organisation): Promise<ServiceError> {
    const known = this.#reached.get(organisation.id)
    if (known !== undefined) return known
    const { db } = this.#deps
    const quota = (await findQuota(db, organisation.id)) ?? 0
    const issued = await countIssuedSince(db, organisation.id, this.since)
    const refusal = await beyondQuota(this.#deps, organisation, { quota, issued })
    this.#reached.set(organisation.id, refusal)
    return refusal
  }
}

/**
 * The quotas with what is used of them: the own one for an operator or employer, all for the secretariat.
 *
 * @throws ServiceError `forbidden`
 */
export const readQuotas = async (deps: Deps, actor: Actor): Promise<QuotaState[]> => {
  const own = 'role' in actor && (actor.role === 'operator' || actor.role === 'employer') ? actor.organisationId : undefined
  permit(actor, 'quota.read', own === undefined ? {} : { operatorId: own, employerId: own })
  const { fiscalYear, since } = yearOf(deps.now())
  const quotas = new Map((await listQuotas(deps.db)).map(({ organisationId, perFiscalYear }) => [organisationId, perFiscalYear]))
  const ids = own === undefined ? [...quotas.keys()] : [own]
  return Promise.all(
    ids.map(async (organisationId) => {
      const perFiscalYear = quotas.get(organisationId)
      const issued = await countIssuedSince(deps.db, organisationId, since)
      return { organisationId, fiscalYear, ...(perFiscalYear === undefined ? {} : { perFiscalYear }), issued }
    }),
  )
}

/**
 * Sets how many badges an operator or employer may have issued in a fiscal year; none for no limit.
 *
 * @throws ServiceError `forbidden`, `organisation_not_found`, `invalid_input` for the council and for what is no number
 */
export const setQuota = async (
  deps: Deps,
  actor: Actor,
  command: { organisationId: string; perFiscalYear?: number },
): Promise<QuotaState> => {
  permit(actor, 'quota.manage')
  const { organisationId, perFiscalYear } = command
  const organisation = await findOrganisation(deps.db, organisationId)
  if (organisation === undefined)
    throw new ServiceError('organisation_not_found', `There is no organisation ${organisationId.slice(0, 60)}.`)
  const wrong = (path: string, message: string): ServiceError =>
    new ServiceError('invalid_input', `This quota cannot be set: ${message}.`, { problems: [{ path, message }] })
  if (organisation.kind === 'secretariat') throw wrong('organisationId', 'the council has no quota')
  if (perFiscalYear !== undefined && !(Number.isInteger(perFiscalYear) && perFiscalYear >= 0 && perFiscalYear <= 10_000_000))
    throw wrong('perFiscalYear', 'must be a whole number from 0 to 10,000,000')
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    await saveQuota(deps.db, organisationId, perFiscalYear, now)
    await audit(deps, actor, 'quota.set', `organisation:${organisationId}`, perFiscalYear === undefined ? {} : { perFiscalYear })
  })
  const { fiscalYear, since } = yearOf(now)
  const issued = await countIssuedSince(deps.db, organisationId, since)
  return { organisationId, fiscalYear, ...(perFiscalYear === undefined ? {} : { perFiscalYear }), issued }
}
