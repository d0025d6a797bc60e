import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { pino } from 'pino'
import { publishedDigests } from '../contexts/published-digests.ts'
import { startBackground } from './background.ts'
import { demoDirectory, loadDemo } from './cli/demo.ts'
import { describeFailure } from './cli/terminal.ts'
import { welcome } from './cli/welcome.ts'
import { assetsDir, compose, type House } from './compose.ts'
import { readConfig } from './config.ts'
import { diskOf } from './disk-space.ts'
import { ServiceError } from './errors.ts'
import { logSink } from './log-sink.ts'
import { keepingMailer, smtpMailer } from './mail/mailers.ts'
import { renderMail } from './mail/render-letter.ts'
import { openIdProvider } from './office/openid-provider.ts'
import type { Mailer } from './service/deliver-mails.ts'
import { issueAllConsented } from './service/issue-consented.ts'
import { jobHandlers } from './service/job-handlers.ts'
import { mailSender } from './service/mail-sender.ts'
import { periodicTasks } from './service/periodic-tasks.ts'
import { requireNotBehind } from './service/reconcile.ts'
import { resumeEndorsing } from './service/sign-endorsement.ts'
import { resumeIssuing } from './service/sign-reserved.ts'
import { verifying } from './service/verifying.ts'
import { socketAnswers } from './signing/remote-signer.ts'
import { listOrganisations } from './store/organisations.ts'
import { readSetting } from './store/settings.ts'
import { createApp } from './web/app.ts'
import { createWebServer } from './web/expect-continue.ts'

/** Requests that were accepted before a stop end in this time (RELIABILITY R10). */
const DRAIN_MILLISECONDS = 10_000
/** After a signal `/readyz` says so for this long while requests are still taken, so that a load balancer sends no more; part of the ten seconds. */
const NOTICE_MILLISECONDS = 1000

/** Starts the service; the only place that logs a start-up and ends the process. */
export const runService = async (environment: Record<string, string | undefined>): Promise<void> => {
  let house: House
  try {
    house = await compose(readConfig(environment))
  } catch (error) {
    process.stderr.write(`Akashi does not start.\n${describeFailure(error)}\n`)
    process.exitCode = 1
    return
  }
  const log = pino({ level: environment['AKASHI_LOG_LEVEL'] ?? (house.config.isLocal ? 'warn' : 'info') }, logSink(2))
  try {
    await requireNotBehind(house.deps)
    const resumed = await resumeIssuing(house.deps)
    if (resumed.finished > 0) process.stdout.write(`Finished ${resumed.finished} badge(s) that an earlier process had begun.\n`)
    for (const { id, reason } of resumed.failed) log.error({ id }, `badge is still pending: ${reason}`)
    for (const { failed } of [await resumeEndorsing(house.deps), await issueAllConsented(house.deps)])
      for (const { id, reason } of failed) log.error({ id }, `endorsement is still pending: ${reason}`)
    const demo = await prepareDemo(house)
    let stopping = false
    const app = createApp({
      deps: house.deps,
      verifying: verifying(house.deps, house.verifier, house.work),
      log,
      assetsDir,
      rateLimits: house.config.rateLimits,
      publishedDigests,
      demo,
      ...(house.config.office === undefined
        ? {}
        : { office: openIdProvider(house.config.office, `${house.config.publicUrl}/sign-in/office/callback`, house.deps.now) }),
      letters: {
        hasServer: house.config.mail !== undefined,
        read: async (mail) => renderMail(mail, await mailSender(house.deps)),
      },
      sources: house.sources,
      hasNoRoomForPictures: house.work.hasNoRoomForPictures,
      trustedProxies: house.config.trustedProxies,
      ...(house.config.metricsToken === undefined ? {} : { metricsToken: house.config.metricsToken }),
      ready: async () => {
        const database = await readSetting(house.database.db, 'programme').then(
          () => 'ok',
          () => 'unreachable',
        )
        const disk = diskOf(house.config.database)
        // Without the signer everything goes on but issuing, so the service stays ready and says it.
        const { signer } = house.config
        const keys = signer.kind === 'socket' && !(await socketAnswers(signer.path)) ? 'signer unreachable' : 'ok'
        return {
          ok: database === 'ok' && disk === 'ok' && !stopping,
          detail: { database, disk, contexts: 'ok', keys, ...(stopping ? { state: 'stopping' } : {}) },
        }
      },
    })
    const server = createWebServer(app)
    await listen(server, house.config.port, house.config.host)
    // The first visitor must not wait for the threads of the verifier to start.
    house.work.warm()
    await welcome(house, demo)
    const background = startBackground(house.deps, {
      handlers: jobHandlers,
      mailer: mailerOf(house),
      tasks: periodicTasks,
      failed: (error, what) => log.error({ err: error, what }, 'work beside the requests failed'),
    })
    const stop = (): void => {
      if (stopping) return
      stopping = true
      const noticed = pause(NOTICE_MILLISECONDS).then(() => drain(server))
      void Promise.all([noticed, background.stop()]).then(async () => {
        await house.close()
        process.exit(0)
      })
    }
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
  } catch (error) {
    process.stderr.write(`Akashi does not start.\n${describeFailure(error)}\n`)
    await house.close()
    process.exitCode = 1
  }
}

/** Fills an empty database on localhost with the labelled demo programme; goes on with a load that was stopped. */
const prepareDemo = async (house: House): Promise<boolean> => {
  const { config, database } = house
  const state = await readSetting(database.db, 'programme')
  const isEmpty = (await listOrganisations(database.db, 'secretariat')).length === 0
  const wanted = config.demo === 'on' || (config.demo === 'auto' && config.isLocal)
  if (wanted && (state === 'loading' || (state === undefined && isEmpty))) {
    process.stdout.write('Loading the labelled demo programme and issuing its badges …\n')
    await loadDemo(house, demoDirectory)
    return true
  }
  return state === 'loaded'
}

/** Mails go to the mail server; without one they stay in the outbox, and on localhost they are printed as well. */
const mailerOf = ({ config, deps }: House): Mailer => {
  const sender = () => mailSender(deps)
  if (config.mail !== undefined) return smtpMailer(config.mail.smtpUrl, config.mail.from, sender)
  return keepingMailer(
    sender,
    config.isLocal ? (mail, text) => void (mail.isDemo || process.stdout.write(`\nMail to ${mail.toAddress}\n${text}\n`)) : undefined,
  )
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new ServiceError(
              'config_invalid',
              `Port ${port} on ${host} is in use. Stop the other program, or choose another port: PORT=3001 npm start`,
              { cause },
            )
          : cause,
      ),
    )
    server.listen(port, host, () => resolve())
  })

/** Stops taking requests, lets the accepted ones end, and cuts what is left after the time. */
const drain = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS - NOTICE_MILLISECONDS)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await runService(process.env)
