/* Holds an SQLite database for writing, as another process would: says so, waits, lets go. */
import BetterSqlite3 from 'better-sqlite3'

const [file = '', milliseconds = '0'] = process.argv.slice(2)
const database = new BetterSqlite3(file, { fileMustExist: true })
database.pragma('busy_timeout = 10000')
database.exec('begin exclusive')
process.stdout.write('locked\n')
setTimeout(() => {
  database.exec('rollback')
  database.close()
}, Number(milliseconds))
