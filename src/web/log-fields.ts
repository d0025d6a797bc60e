import { apiRouteList } from './api/routes.ts'
import { consoleRouteList } from './console/routes.ts'
import { routeClasses } from './metrics/route-class.ts'

/** Words of paths that stand in no list of routes. */
const furtherWords =
  'agree answer ask askback card confirm consent decline endorsements erased errors export feeds follow-up follow-ups jwks key keys link nominations oidc ' +
  'outcome outcomes apply application passkey passkeys pdf proof qr refresh register results role sharing sign-out start stop verify withdraw ' +
  'certificate image accessibility cases figures kpi instances issuers v1 callback office'

const wordsOf = (path: string): string[] => path.split('/').filter((part) => /^[a-z][a-z0-9.-]*$/.test(part))

/** Every word that a path of this service may have; whatever else stands in one is somebody's id, secret or guess. */
const words: ReadonlySet<string> = new Set([
  ...routeClasses,
  ...furtherWords.split(' '),
  ...apiRouteList.flatMap(({ path }) => wordsOf(path)),
  ...consoleRouteList.flatMap(({ path }) => wordsOf(path)),
])

const endings = /\.(json|png|svg|pdf|csv|zip|css|js|html|txt)$/

/** The path of a request as it may be logged: words of our own routes; everything else is cut away (an allow-list, SECURITY T28). */
export const pathForLog = (url: string): string =>
  (url.split(/[?#]/)[0] ?? '')
    .split('/')
    .map((part) => (part === '' || words.has(part) ? part : `…${endings.exec(part)?.[0] ?? ''}`))
    .join('/')

/** What an unexpected error says, without what it quotes and without addresses: a parser's message repeats what it could not read. */
const scrubbed = (text: string): string =>
  text
    .replace(/"(?:[^"\\\n]|\\.)*"?/g, '"…"')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "'…'")
    .replace(/\S+@\S+/g, '<address>')
    .replace(/\.\.\.[^\n]*?\.\.\./g, '…')

/** The fields of an error that are logged: type, message and the places of the code, each without what may be personal. */
export const errorForLog = (error: { type?: string; message?: string; stack?: string }): Record<string, string | undefined> => ({
  type: error.type,
  message: error.message === undefined ? undefined : scrubbed(error.message),
  // The first lines of a stack repeat the message; the places follow it.
  stack: error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n'),
})
