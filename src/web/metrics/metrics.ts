import type { RequestHandler } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { jstDay } from '../../domain/japanese-date.ts'
import type { Verifying } from '../../service/verifying.ts'
import { type OperationalCounts, readOperationalCounts } from '../../store/read-models/operational-counts.ts'
import type { WebDeps } from '../web-deps.ts'
import { routeClass } from './route-class.ts'

/** Tables are counted at most so often, however often somebody scrapes. */
const COUNTS_KEPT_MS = 60_000

/** What the process counts, and how the rooms tell it. Labels are words of short lists, never an id, an address or a name (SECURITY T28). */
export interface Metrics {
  /** counts each answer by class of route and status, and how long it took */
  observe: RequestHandler
  verified(via: 'input' | 'stored' | 'vc_api', verdict: string): void
  /** the same way of verifying, counted */
  counted(verifying: Verifying): Verifying
  /** the text that Prometheus reads */
  text(): Promise<{ contentType: string; body: string }>
}

/** @param inWork - verifications in work at this moment */
export const createMetrics = ({ deps, sources }: Pick<WebDeps, 'deps' | 'sources'>, inWork: () => number): Metrics => {
  const register = new Registry()
  const registers = [register]
  if (sources?.processMetrics === true) collectDefaultMetrics({ register })
  const http = new Counter({
    name: 'akashi_http_requests_total',
    help: 'Answers by class of route and status.',
    labelNames: ['route', 'status'],
    registers,
  })
  const httpSeconds = new Histogram({
    name: 'akashi_http_request_seconds',
    help: 'Time from request to answer by class of route.',
    labelNames: ['route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 3, 10],
    registers,
  })
  const refusedSeconds = new Histogram({
    name: 'akashi_http_refused_seconds',
    help: 'Time from request to an answer 503; nearly all are to be below 0.1.',
    registers,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 3, 10],
  })
  const verifications = new Counter({
    name: 'akashi_verifications_total',
    help: 'Verifications by the way in and verdict.',
    labelNames: ['via', 'verdict'],
    registers,
  })
  /** A gauge whose values are read when somebody asks; what is not there any more is not shown. */
  const gauge = <T extends string>(
    name: string,
    help: string,
    labelNames: T[],
    read: () => { labels: Partial<Record<T, string>>; value: number }[] | Promise<{ labels: Partial<Record<T, string>>; value: number }[]>,
  ): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset()
        for (const { labels, value } of await read()) this.set(labels, value)
      },
    })
  }

  const counts = keptCounts(() => readOperationalCounts(deps.db, jstDay(deps.now())))
  gauge('akashi_credentials', 'Badges by kind and state; those that were signed are all but reserved.', ['kind', 'state'], async () =>
    (await counts()).credentials.map(({ kind, state, count }) => ({ labels: { kind, state }, value: count })),
  )
  gauge('akashi_mails', 'Mails of the outbox by state.', ['state'], async () =>
    (await counts()).mails.map(({ state, count }) => ({ labels: { state }, value: count })),
  )
  gauge('akashi_jobs', 'Long work by state.', ['state'], async () =>
    (await counts()).jobs.map(({ state, count }) => ({ labels: { state }, value: count })),
  )

  gauge('akashi_data_requests', 'Requests about personal data that wait, and those of them that are overdue.', ['state'], async () => {
    const { open, overdue } = (await counts()).dataRequests
    return [
      { labels: { state: 'open' }, value: open },
      { labels: { state: 'overdue' }, value: overdue },
    ]
  })

  const shapes = () => [
    ...entries('signing', deps.signer.counts().shapes),
    ...(sources === undefined ? [] : entries('verification', sources.verifierShapes())),
  ]
  gauge('akashi_canonical_forms_total', 'Documents that the compiled path filled in.', ['room'], () =>
    shapes().map(({ room, counts }) => ({ labels: { room }, value: counts.filled })),
  )
  gauge('akashi_canonical_fallbacks_total', 'Documents that took the reference path, by reason.', ['room', 'reason'], () =>
    shapes().flatMap(({ room, counts }) =>
      Object.entries(counts.fallbacks).map(([reason, value]) => ({ labels: { room, reason }, value: value ?? 0 })),
    ),
  )
  gauge(
    'akashi_signing_guard_total',
    'Badges that the guard of the signer verified, and how many were wrong (must be 0).',
    ['result'],
    () => {
      const { verified, wrong } = deps.signer.counts().guard
      return [
        { labels: { result: 'verified' }, value: verified },
        { labels: { result: 'wrong' }, value: wrong },
      ]
    },
  )
  gauge('akashi_verifications_in_work', 'Verifications in work.', [], () => [{ labels: {}, value: inWork() }])
  if (sources !== undefined) {
    gauge('akashi_tasks_waiting', 'Tasks that wait for a thread.', ['pool'], () =>
      Object.entries(sources.waiting()).map(([pool, value]) => ({ labels: { pool }, value })),
    )
    gauge('akashi_outward_fetches_total', 'Looks outward of the verifier by result.', ['result'], () =>
      Object.entries(sources.outward()).map(([result, value]) => ({ labels: { result }, value })),
    )
  }

  const verified: Metrics['verified'] = (via, verdict) => verifications.inc({ via, verdict })
  return {
    observe: (request, response, next) => {
      const route = routeClass(request.path)
      const end = httpSeconds.startTimer({ route })
      response.once('finish', () => {
        const seconds = end()
        if (response.statusCode === 503) refusedSeconds.observe(seconds)
        http.inc({ route, status: String(response.statusCode) })
      })
      next()
    },
    verified,
    counted: (verifying) => ({
      ...verifying,
      input: async (...given) => {
        const answer = await verifying.input(...given)
        verified('input', answer.verification.verdict)
        return answer
      },
      stored: async (text) => {
        const answer = await verifying.stored(text)
        verified('stored', answer.verdict)
        return answer
      },
    }),
    text: async () => ({ contentType: register.contentType, body: await register.metrics() }),
  }
}

const entries = <T>(room: string, counts: T | undefined): { room: string; counts: T }[] => (counts === undefined ? [] : [{ room, counts }])

/** Reads again when the answer is old; several gauges of one scrape share one answer. */
const keptCounts = (read: () => Promise<OperationalCounts>): (() => Promise<OperationalCounts>) => {
  let kept: { at: number; answer: Promise<OperationalCounts> } | undefined
  return () => {
    const now = performance.now()
    if (kept === undefined || now - kept.at > COUNTS_KEPT_MS) {
      const answer = read()
      kept = { at: now, answer }
      answer.catch(() => {
        kept = undefined
      })
    }
    return kept.answer
  }
}
