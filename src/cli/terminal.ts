import cliProgress from 'cli-progress'
import { ServiceError } from '../errors.ts'

/** One object to standard output as JSON, for programs. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`)
}

/** The message of an expected failure with its problems, a line each; no stack. */
export const describeFailure = (error: unknown): string => {
  // A file that is not there or may not be read is no defect: its own words name it.
  if (error instanceof Error && 'path' in error && 'syscall' in error) return error.message
  if (!(error instanceof ServiceError)) return error instanceof Error ? (error.stack ?? error.message) : String(error)
  return [`${error.message} (${error.code})`, ...error.problems.map((problem) => `  ${problem.path}: ${problem.message}`)].join('\n')
}

/** A progress bar on a terminal; a line now and then elsewhere. */
export const progressBar = (title: string): { update(done: number, total: number, what: string): void; stop(): void } => {
  if (!process.stderr.isTTY) {
    let last = -1
    return {
      update: (done, total, what) => {
        const tenth = Math.floor((done / total) * 10)
        if (tenth === last) return
        last = tenth
        process.stderr.write(`${title}: ${done} of ${total} (${what})\n`)
      },
      stop: () => undefined,
    }
  }
  const bar = new cliProgress.SingleBar({
    format: `${title} [{bar}] {value}/{total} {what}`,
    hideCursor: true,
    clearOnComplete: false,
    stream: process.stderr,
  })
  let started = false
  return {
    update: (done, total, what) => {
      if (!started) bar.start(total, 0, { what })
      started = true
      bar.update(done, { what })
    },
    stop: () => bar.stop(),
  }
}
