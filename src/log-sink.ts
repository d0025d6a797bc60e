import { pino } from 'pino'

/** Lines are written together: a call for each would cost a badge page a tenth of its time. */
const TOGETHER_BYTES = 4096
/** What was not written yet when a process is killed is at most so old. The audit log is another matter: it is in the database. */
const LATEST_MILLISECONDS = 100

/** Where the log goes; a process that ends by itself, or by an error, writes out what it has. */
export const logSink = (destination: number | string) => {
  const sink = pino.destination({ dest: destination, minLength: TOGETHER_BYTES, periodicFlush: LATEST_MILLISECONDS })
  process.once('exit', () => sink.flushSync())
  return sink
}
