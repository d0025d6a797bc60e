import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import type { Job } from '../domain/job.ts'
import { compromiseKey, planCompromise } from '../service/compromise-key.ts'
import type { Deps } from '../service/deps.ts'
import { readJob, runNextJob } from '../service/jobs.ts'
import { type ResignReport, resignBadgesJob } from '../service/resign-badges.ts'
import { planRotation, rotateKey } from '../service/rotate-key.ts'
import { listAllKeys, listIssuers } from '../store/issuers.ts'
import { print, printJson, progressBar } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

export const keysCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const keys = program.command('keys').description('signing keys')
  keys
    .command('list')
    .description('list the keys of every issuer with their periods')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi keys list')
    .action(async (options: { json?: boolean }) => {
      await withHouse(environment, async ({ database }) => {
        const slugs = new Map((await listIssuers(database.db)).map((issuer) => [issuer.id, issuer.slug]))
        const list = (await listAllKeys(database.db)).map((key) => ({
          issuer: slugs.get(key.issuerId) ?? key.issuerId,
          kid: key.kid,
          state: key.state,
          notBefore: key.notBefore.toISOString(),
          notAfter: key.notAfter?.toISOString(),
        }))
        if (options.json) return printJson(list)
        if (list.length === 0) return print('There is no key yet.')
        for (const key of list)
          print(`${key.issuer}\t${key.state}\t${key.kid}\tfrom ${key.notBefore}${key.notAfter === undefined ? '' : ` to ${key.notAfter}`}`)
      })
    })
  keys
    .command('rotate')
    .description('give an issuer a new key; the former one is retired, stays published, and its badges verify')
    .requiredOption('--issuer <slug>', 'the issuer')
    .option('--dry-run', 'say which keys would be retired, and do nothing')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi keys rotate --issuer council --dry-run')
    .action(async (options: { issuer: string; dryRun?: boolean; json?: boolean }) => {
      await withHouse(environment, async ({ deps }) => {
        if (options.dryRun === true) {
          const { retire } = await planRotation(deps, commandLine, { issuerSlug: options.issuer })
          if (options.json) return printJson({ retire: retire.map((key) => key.kid) })
          for (const key of retire) print(`Would be retired: ${key.kid} (since ${key.notBefore.toISOString()}; its badges go on verifying)`)
          return print('A new key would be made. Nothing was changed.')
        }
        const { retired, active } = await rotateKey(deps, commandLine, { issuerSlug: options.issuer })
        if (options.json) return printJson({ active: active.kid, retired: retired.map((key) => key.kid) })
        print(`New key: ${active.kid}`)
        for (const key of retired) print(`Retired: ${key.kid} (its badges verify; its file may be destroyed)`)
      })
    })
  keys
    .command('compromise <kid>')
    .description(
      'declare a key stolen: it verifies nothing any more; badges and endorsements entered before are signed again by a new key, others revoked',
    )
    .requiredOption('--since <instant>', 'the first instant at which somebody else may have had the key, e.g. 2026-11-24T09:00:00Z')
    .option('--dry-run', 'count what would be done, and do nothing')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi keys compromise z6Mk… --since 2026-11-24T09:00:00Z --dry-run')
    .action(async (kid: string, options: { since: string; dryRun?: boolean; json?: boolean }) => {
      const command = { kid, since: new Date(options.since) }
      await withHouse(environment, async ({ deps }) => {
        if (options.dryRun === true) {
          const plan = await planCompromise(deps, commandLine, command)
          if (options.json) return printJson(plan)
          print(`${plan.resign} badge(s) of ${plan.issuer} would be signed again, ${plan.revoke} revoked.`)
          print(`${plan.endorsements.resign} endorsement(s) would be signed again, ${plan.endorsements.revoke} revoked.`)
          print(`${plan.plain} credential(s) of the VC-API would verify no more.`)
          return
        }
        const { active, job } = await compromiseKey(deps, commandLine, command)
        if (!options.json) print(`${kid} is declared stolen. ${active.kid} signs from now on.`)
        const ended = await finish(deps, job)
        if (ended.state !== 'done') process.exitCode = 1
        if (options.json) return printJson({ active: active.kid, job: ended.id, state: ended.state, result: ended.result })
        if (ended.state !== 'done') return print(`The work ended as ${ended.state}: ${ended.failure ?? ''} Run the same command again.`)
        const { resigned, revoked, failed, endorsements } = ended.result as ResignReport
        print(`${resigned} badge(s) signed again under their ids, ${revoked} revoked, ${failed.length} failed.`)
        print(
          `${endorsements.resigned} endorsement(s) signed again, ${endorsements.revoked} revoked, ${endorsements.failed.length} failed.`,
        )
        for (const { id, reason } of [...failed, ...endorsements.failed]) print(`${id}: ${reason}`)
        print('Holders need the new file: other verifiers refuse the former one. Delete the key file, and take a backup now.')
      })
    })
}

/** Works on the job here, or watches the service do it. */
const finish = async (deps: Deps, job: Job): Promise<Job> => {
  const bar = progressBar('Badges')
  try {
    for (;;) {
      await runNextJob(deps, {
        resign_badges: (deps, run) =>
          resignBadgesJob(deps, {
            ...run,
            report: async (progress) => {
              await run.report(progress)
              bar.update(progress.done, Math.max(job.total ?? 0, progress.done), 'signed again or revoked')
            },
          }),
      })
      const now = await readJob(deps, commandLine, job.id)
      if (now.state !== 'queued' && now.state !== 'running') return now
      await pause(500)
    }
  } finally {
    bar.stop()
  }
}
