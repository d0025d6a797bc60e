import type { Actor } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { type Retention, type RetentionName, retentionDays, retentionNames, retentionRange } from '../domain/retention.ts'
import { ServiceError } from '../errors.ts'
import { deleteAddressClaimsBefore } from '../store/address-claims.ts'
import { blankDecidedBefore } from '../store/data-requests.ts'
import { forgetSaltsOfErased } from '../store/erase-badge.ts'
import {
  deleteIdempotencyBefore,
  deleteProvisionsBefore,
  deleteSecretLinksBefore,
  deleteShareLinksBefore,
  discardUnconfirmedBefore,
  emptyImportRowsBefore,
  emptyJobsBefore,
  emptyMailsBefore,
} from '../store/retention.ts'
import { readSetting, writeSetting } from '../store/settings.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { clearDueTraces, markTraces } from './clear-traces.ts'
import type { Deps } from './deps.ts'

const SETTING = 'retention'
const DAY = 86_400_000
const system: Actor = { kind: 'system', reason: 'retention' }

/** How long what is kept, as it was set, or its defaults. */
export const readRetention = async (deps: Pick<Deps, 'db'>): Promise<Retention> => {
  const stored = await readSetting(deps.db, SETTING)
  return { ...retentionDays, ...(stored === undefined ? {} : (JSON.parse(stored) as Partial<Retention>)) }
}

/** @throws ServiceError `forbidden`, `invalid_input` */
export const changeRetention = async (deps: Deps, actor: Actor, change: { name: string; days: number }): Promise<Retention> => {
  permit(actor, 'settings.manage')
  const name = retentionNames.find((known) => known === change.name)
  if (name === undefined)
    throw new ServiceError('invalid_input', `There is no period "${change.name}"; use one of ${retentionNames.join(', ')}.`)
  if (!Number.isInteger(change.days) || change.days < retentionRange.least || change.days > retentionRange.most)
    throw new ServiceError('invalid_input', `The days must be a whole number from ${retentionRange.least} to ${retentionRange.most}.`)
  const retention = { ...(await readRetention(deps)), [name]: change.days }
  await inTransaction(deps, async (deps) => {
    await writeSetting(deps.db, SETTING, JSON.stringify(retention))
    await audit(deps, actor, 'settings.changed', 'setting:retention', { [name]: change.days })
  })
  return retention
}

/**
 * Deletes or empties what is past its time. Safe to run in several processes and again. What was deleted is counted in the log.
 *
 * @returns how many records of each kind were deleted or emptied
 */
export const applyRetention = async (deps: Deps): Promise<Record<RetentionName, number>> => {
  const retention = await readRetention(deps)
  const now = deps.now()
  const before = (name: RetentionName): Date => new Date(now.getTime() - retention[name] * DAY)
  const done = await inTransaction(deps, async (deps) => {
    const { db } = deps
    const done: Record<RetentionName, number> = {
      idempotency_answers: await deleteIdempotencyBefore(db, before('idempotency_answers')),
      unconfirmed_imports: await discardUnconfirmedBefore(db, before('unconfirmed_imports'), now),
      import_rows: await emptyImportRowsBefore(db, before('import_rows')),
      mails: await emptyMailsBefore(db, before('mails')),
      share_links: await deleteShareLinksBefore(db, before('share_links')),
      secret_links: await deleteSecretLinksBefore(db, before('secret_links')),
      own_sharing: await deleteProvisionsBefore(db, jstDay(now), jstDay(before('own_sharing'))),
      jobs: await emptyJobsBefore(db, before('jobs')),
      data_requests: await blankDecidedBefore(db, jstDay(before('data_requests')), now),
    }
    await deleteAddressClaimsBefore(db, now)
    await forgetSaltsOfErased(db)
    const counted = Object.fromEntries(Object.entries(done).filter(([, number]) => number > 0))
    if (Object.keys(counted).length > 0) {
      await markTraces(deps)
      await audit(deps, system, 'retention.applied', 'programme', counted)
    }
    return done
  })
  await clearDueTraces(deps)
  return done
}
