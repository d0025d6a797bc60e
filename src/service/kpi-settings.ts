import type { Actor } from '../domain/actor.ts'
import { defaultKpiSettings, type KpiSettings } from '../domain/kpi.ts'
import { permit } from '../domain/permit.ts'
import { productivityMethods } from '../domain/productivity.ts'
import { refuseProblems } from '../domain/refusal.ts'
import type { InputProblem } from '../errors.ts'
import { readSetting, writeSetting } from '../store/settings.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

const name = 'kpi'

/** What the policy leaves open (DOMAIN section 1), as it was set, or its defaults. */
export const readKpiSettings = async (deps: Pick<Deps, 'db'>): Promise<KpiSettings> => {
  const stored = await readSetting(deps.db, name)
  return stored === undefined ? defaultKpiSettings : { ...defaultKpiSettings, ...(JSON.parse(stored) as Partial<KpiSettings>) }
}

/**
 * Changes period, targets, counting rule or methods. The figures of every day are computed with the settings of today; the log keeps each change.
 *
 * @throws ServiceError `forbidden`, `invalid_input`
 */
export const changeKpiSettings = async (deps: Deps, actor: Actor, change: Partial<KpiSettings>): Promise<KpiSettings> => {
  permit(actor, 'settings.manage')
  const settings = { ...(await readKpiSettings(deps)), ...change }
  const problems: InputProblem[] = []
  if (settings.period[1] < settings.period[0])
    problems.push({ path: '/period', code: 'PERIOD_REVERSED', message: `${settings.period[1]} is before ${settings.period[0]}.` })
  for (const [key, target] of Object.entries(settings.targets))
    if (!Number.isInteger(target) || target < 1)
      problems.push({ path: `/targets/${key}`, code: 'TARGET_INVALID', message: 'A whole number from 1.' })
  for (const [i, method] of settings.methods.entries())
    if (!(productivityMethods as readonly string[]).includes(method))
      problems.push({ path: `/methods/${i}`, code: 'METHOD_UNKNOWN', message: `One of ${productivityMethods.join(', ')}.` })
  refuseProblems('The settings of the figures are not acceptable.', problems)
  await inTransaction(deps, async (deps) => {
    await writeSetting(deps.db, name, JSON.stringify(settings))
    await audit(deps, actor, 'settings.changed', 'setting:kpi', {
      period: settings.period.join('/'),
      counting: settings.counting,
      targets: `${settings.targets.declared}/${settings.targets.honoured}/${settings.targets.productivity}`,
      methods: settings.methods.join(' '),
    })
  })
  return settings
}
