import type { Logger } from 'pino'
import type { Mail } from '../domain/mail.ts'
import type { ResourceDigests } from '../openbadges/plain/related-resource.ts'
import type { Deps } from '../service/deps.ts'
import type { OfficeProvider } from '../service/sign-in/office-provider.ts'
import type { Verifying } from '../service/verifying.ts'
import type { MetricsSources } from './metrics/metrics-sources.ts'

/** What the web rooms work with. */
export interface WebDeps {
  deps: Deps
  verifying: Verifying
  log: Logger
  /** where `scripts/build-assets.ts` put the scripts and styles that pages load */
  assetsDir: string
  rateLimits: boolean
  /** addresses, networks or `loopback` of proxies whose `X-Forwarded-For` is believed; loopback unless told */
  trustedProxies?: readonly string[]
  /** digests of published contexts, for `relatedResource` */
  publishedDigests: ReadonlyMap<string, ResourceDigests>
  demo: boolean
  /** whether a large picture would be refused for want of a thread: its body need not be read then */
  hasNoRoomForPictures?(): boolean
  /** the sign-in of the office, where there is one */
  office?: OfficeProvider
  /** the letters of mails as text, and whether a mail server takes them */
  letters?: { hasServer: boolean; read(mail: Mail): Promise<{ subject: string; text: string }> }
  /** tests: an answer of the API that its description does not cover is a failure */
  checkAnswers?: boolean
  /** counters of the other rooms, for the metrics; without them only those of the web are shown */
  sources?: MetricsSources
  /** whoever brings it may read the metrics from elsewhere (`AKASHI_METRICS_TOKEN_FILE`) */
  metricsToken?: string
  /** whether the service is ready to take requests: database, keys, contexts */
  ready(): Promise<{ ok: boolean; detail: Record<string, string> }>
}
